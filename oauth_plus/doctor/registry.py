"""All checks, in the order in which they are made."""

from oauth_plus.doctor.checks import address, apps, clients, frappe_settings, jobs, machine, site_settings

CHECKS = (
	address.https,
	address.issuer,
	address.proxy_headers,
	address.metadata,
	machine.clocks_agree,
	machine.redis,
	machine.the_encryption_key,
	machine.signing_key,
	machine.layout,
	machine.workers,
	machine.conversion,
	jobs.scheduler_runs,
	jobs.jobs_are_known,
	jobs.jobs_run,
	jobs.retention_is_kept,
	jobs.tables_are_small,
	site_settings.site_lifetimes,
	site_settings.token_expiry,
	site_settings.open_registration,
	site_settings.administrator_tokens,
	site_settings.limits,
	site_settings.private_network,
	frappe_settings.other_origins,
	frappe_settings.csrf,
	frappe_settings.emails,
	clients.clients_at_off,
	clients.pkce,
	clients.exceptions,
	clients.http_redirect_uris,
	clients.registered_with_all,
	clients.clients_with_all,
	clients.client_lifetimes,
	clients.secrets_that_end,
	clients.enforceable,
	apps.endpoints,
	apps.readers_of_tokens,
)


BY_NAME = {each.name: each for each in CHECKS}
