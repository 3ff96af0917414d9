"""Each check of the doctor finds what is wrong, says how to fix it, and finds nothing once it is fixed."""

import os
from collections.abc import Callable, Iterator

import frappe
import pytest
import time_machine

from oauth_plus.doctor.registry import BY_NAME
from oauth_plus.platform import clock, readiness
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.tests import example, neighbour, publisher
from oauth_plus.tests.browser import METHOD
from oauth_plus.tests.doctor import patient
from oauth_plus.tests.factories import App, a_public_app, an_app, an_old_app, change, tamper, with_any_session
from oauth_plus.tests.journey import redeem, sign_in
from oauth_plus.tests.served import served_as_issuer
from oauth_plus.tests.site import _single, configured, settings

DAY = 86_400

Case = Callable[[], Iterator[str]]
"""Provokes a finding and yields a part of its evidence; then fixes it and yields nothing; then puts all back."""

CASES: dict[str, list[Case]] = {}


def provokes(check: str) -> Callable[[Case], Case]:
	def kept(case: Case) -> Case:
		CASES.setdefault(check, []).append(case)
		return case

	return kept


@provokes("https")
def plain_http() -> Iterator[str]:
	with configured(host_name="http://erp.example.com"):
		yield "http://erp.example.com. Apps send secrets and tokens to it unencrypted"
	yield ""


@provokes("issuer")
def nobody_configured_an_issuer() -> Iterator[str]:
	with configured(host_name=None):
		yield "No issuer is configured"
	yield ""


@provokes("issuer")
def settings_name_another_issuer() -> Iterator[str]:
	with settings(issuer="https://old.example.com"):
		yield "https://old.example.com, but host_name is https://erp.example.com"
	yield ""


@provokes("proxy_headers")
def the_proxy_hides_https() -> Iterator[str]:
	asked.update(base_url="http://erp.example.com")
	yield "does not say that it was https"
	asked.update(headers={"X-Forwarded-Proto": "https"})
	yield ""


@provokes("proxy_headers")
def the_proxy_changes_the_host() -> Iterator[str]:
	asked.update(base_url="https://backend.internal")
	yield "came by https://backend.internal, but the issuer is https://erp.example.com"
	asked.clear()
	yield ""


@provokes("proxy_headers")
def the_proxy_is_not_trusted() -> Iterator[str]:
	asked.update(headers={"X-Forwarded-For": "192.0.2.7"}, environ_overrides={"REMOTE_ADDR": "198.51.100.1"})
	yield "Requests come from 198.51.100.1"
	with configured(oauth_plus_trusted_proxies="198.51.100.0/24"):
		yield ""


@provokes("metadata")
def nothing_answers_at_the_issuer() -> Iterator[str]:
	with configured(host_name="https://nowhere.invalid"):
		yield "it has a host that is not found"
	with served_as_issuer(frappe.local.site):
		yield ""


@provokes("metadata")
def another_server_answers_at_the_issuer() -> Iterator[str]:
	with publisher.publishing(issuer="https://other.example.com") as other:
		origin = "/".join(other.address.split("/")[:3])
		with configured(host_name=origin):
			yield "names the issuer https://other.example.com"
	with served_as_issuer(frappe.local.site):
		yield ""


@provokes("clocks_agree")
def the_clock_is_wrong() -> Iterator[str]:
	with_any_session()
	with time_machine.travel(clock.now().timestamp() + 90, tick=True):
		yield "The clock of the database differs from that of this machine by 90 seconds"
	yield ""


@provokes("redis")
def the_queue_is_away() -> Iterator[str]:
	with configured(redis_queue="redis://127.0.0.1:1"), pytest.MonkeyPatch.context() as patched:
		patched.delenv("FRAPPE_REDIS_QUEUE", raising=False)  # it comes before the configuration
		yield "redis_queue in common_site_config.json names a Redis that does not answer"
	yield ""


@provokes("the_encryption_key")
def the_key_was_changed() -> Iterator[str]:
	with configured(encryption_key="A" * 43 + "="):
		yield "does not open the site's signing key"
	yield ""


@provokes("signing_key")
def the_signing_key_is_old() -> Iterator[str]:
	[name] = frappe.get_all("OAuth Plus Signing Key", {"status": "Active"}, pluck="name")
	frappe.db.set_value(
		"OAuth Plus Signing Key",
		name,
		"activated_at",
		frappe.utils.add_days(frappe.utils.now_datetime(), -200),
	)
	frappe.db.commit()
	yield "The signing key is 200 days old"
	assert name not in patient.fix("signing_key")
	yield ""


@provokes("layout")
def the_tables_are_of_another_version() -> Iterator[str]:
	with_any_session()
	readiness._write("0")
	try:
		yield "The tables have another layout"
	finally:
		readiness.announce(converting=False)
	yield ""


@provokes("workers")
def a_worker_runs_older_code() -> Iterator[str]:
	file = readiness.FOLDER / "rules/pkce.py"
	before = file.stat()
	os.utime(file, (before.st_atime, readiness.LOADED_AT + 60))
	try:
		yield "rules/pkce.py changed after this process had read it"
	finally:
		os.utime(file, (before.st_atime, before.st_mtime))
	yield ""


@provokes("conversion")
def the_conversion_is_not_finished() -> Iterator[str]:
	readiness.announce(converting=True)
	try:
		yield "may still be stored in plain text"
		assert "Every plain token and code was replaced" in patient.fix("conversion")
		yield ""
	finally:
		readiness.announce(converting=False)


@provokes("scheduler_runs")
def the_scheduler_is_off() -> Iterator[str]:
	with _single("System Settings", "enable_scheduler", "0"):
		yield "The scheduler is off (enable_scheduler)"
	yield ""


@provokes("scheduler_runs")
def the_scheduler_is_paused() -> Iterator[str]:
	with configured(pause_scheduler=1):
		yield "The scheduler is off (pause_scheduler)"
	yield ""


@provokes("jobs_are_known")
def the_scheduler_lacks_a_job() -> Iterator[str]:
	frappe.db.delete(patient.JOB, {"method": "oauth_plus.tasks.purge"})
	frappe.db.commit()
	yield "The scheduler does not know oauth_plus.tasks.purge"
	assert "oauth_plus.tasks.purge" in patient.fix("jobs_are_known")
	patient.run_now()
	yield ""


@provokes("jobs_run")
def a_job_is_late() -> Iterator[str]:
	frappe.db.set_value(
		patient.JOB, {"method": "oauth_plus.tasks.expire"}, "last_execution", "2026-01-01 03:00:00"
	)
	frappe.db.commit()
	yield "These jobs are late: expire (2026-01-01 03:00)"
	patient.run_now()
	yield ""


@provokes("jobs_run")
def a_job_is_stopped() -> Iterator[str]:
	_stop(1)
	yield "These jobs are stopped: oauth_plus.tasks.expire"
	_stop(0)
	yield ""


def _stop(value: int) -> None:
	frappe.db.set_value(patient.JOB, {"method": "oauth_plus.tasks.expire"}, "stopped", value)
	frappe.db.commit()


@provokes("retention_is_kept")
def old_rows_are_still_there() -> Iterator[str]:
	app = an_app()  # which records an event
	long_ago = {"creation": "2020-01-01 00:00:00"}
	frappe.db.set_value("OAuth Plus Event", {"client": app.client_id}, long_ago, update_modified=False)
	frappe.db.commit()
	yield "days ago: events"
	assert " events" in patient.fix("retention_is_kept")
	yield ""


@provokes("tables_are_small")
def a_table_is_large() -> Iterator[str]:
	an_app()
	an_app()
	with configured(oauth_plus_large_table=1):
		yield "OAuth Client"
	yield ""


@provokes("site_lifetimes")
def tokens_of_the_site_live_long() -> Iterator[str]:
	with settings(access_token_lifetime=7 * DAY):
		yield "Access tokens live 7 days (set in OAuth Plus Settings)"
	yield ""


@provokes("site_lifetimes")
def grants_of_the_site_live_long() -> Iterator[str]:
	with settings(refresh_absolute_lifetime=730 * DAY, above_a_year=1):
		yield "Grants live 730 days"
	yield ""


@provokes("token_expiry")
def the_configured_lifetime_is_impossible() -> Iterator[str]:
	with configured(oauth_token_expiry="soon"):
		yield "oauth_token_expiry in site_config.json is ignored: access: 'soon'"
	yield ""


@provokes("open_registration")
def anybody_may_register() -> Iterator[str]:
	with settings(client_registration="Open"):
		yield "Anybody may register an app. Users see"
	with settings(client_registration="Off"):
		yield ""


@provokes("open_registration")
def anybody_may_register_for_everything() -> Iterator[str]:
	with settings(client_registration="Open", registration_allows_all=1):
		yield "such an app may ask for the scope all"
	with settings(client_registration="Off"):
		yield ""


@provokes("administrator_tokens")
def administrator_may_have_tokens() -> Iterator[str]:
	with settings(allow_administrator=1):
		yield "Tokens may act as Administrator"
	yield ""


@provokes("limits")
def nothing_is_limited() -> Iterator[str]:
	with settings(limit_requests=0):
		yield "No request is limited"
	yield ""


@provokes("private_network")
def strangers_reach_the_private_network() -> Iterator[str]:
	with settings(private_client_documents=1, client_id_metadata_documents=1):
		yield "into its own network"
	yield ""


@provokes("other_origins")
def every_website_may_call() -> Iterator[str]:
	with configured(allow_cors="*"):
		yield "allow_cors in site_config.json is *"
	yield ""


@provokes("csrf")
def requests_may_be_forged() -> Iterator[str]:
	with configured(ignore_csrf=1):
		yield "ignore_csrf is set"
	yield ""


@provokes("emails")
def no_email_can_be_sent() -> Iterator[str]:
	with configured(mail_server=None), settings(email_on_replay=1):
		yield "no default outgoing Email Account"
	with settings(email_on_first_consent=0, email_on_replay=0):
		yield ""


@provokes("clients_at_off")
def a_client_is_at_off() -> Iterator[str]:
	app = an_app(oauth_plus_enforcement="Off", app_name="Ledger")
	yield f"Ledger ({app.client_id})"
	change(app, oauth_plus_enforcement="Enforce")
	yield ""


@provokes("pkce")
def a_public_client_may_leave_pkce_out() -> Iterator[str]:
	app = a_public_app(oauth_plus_enforcement="Warn")
	yield app.client_id
	change(app, oauth_plus_enforcement="Enforce")
	yield ""


@provokes("pkce")
def pkce_is_set_apart_for_a_public_client() -> Iterator[str]:
	app = a_public_app(oauth_plus_exceptions='{"pkce_required": "Warn"}')
	yield app.client_id
	change(app, oauth_plus_exceptions="")
	yield ""


@provokes("exceptions")
def a_hardening_is_set_apart_for_a_client() -> Iterator[str]:
	app = an_app(oauth_plus_exceptions='{"scope": "Off"}')
	yield app.client_id
	change(app, oauth_plus_exceptions="")
	yield ""


@provokes("exceptions")
def a_hardening_is_set_apart_for_the_site() -> Iterator[str]:
	with settings(exceptions='{"scope": "Warn"}'):
		yield "these hardenings are not enforced: scope"
	with settings(exceptions=""):
		yield ""


@provokes("http_redirect_uris")
def a_redirect_uri_is_plain_http() -> Iterator[str]:
	app = an_old_app(redirect_uris="http://old.example.com/cb", default_redirect_uri="")
	yield app.client_id
	change(app, redirect_uris="https://old.example.com/cb\nhttp://127.0.0.1/cb", default_redirect_uri="")
	yield ""


@provokes("registered_with_all")
def a_registered_app_has_all() -> Iterator[str]:
	app = tamper(an_app(), oauth_plus_registration="The App Itself")
	yield app.client_id
	tamper(app, scopes="openid")
	yield ""


@provokes("clients_with_all")
def a_client_has_all() -> Iterator[str]:
	app = an_app(scopes="all openid")
	yield app.client_id
	change(app, scopes="openid")
	yield ""


@provokes("client_lifetimes")
def tokens_of_a_client_live_long() -> Iterator[str]:
	app = an_app(oauth_plus_access_lifetime=2 * DAY)
	yield app.client_id
	change(app, oauth_plus_access_lifetime=0)
	yield ""


@provokes("secrets_that_end")
def the_last_secret_ends_soon() -> Iterator[str]:
	app = _with_secret_that_ends(5, "Ledger")
	yield "1 client(s) whose last secret ends within 30 days: Ledger ("
	_make_secret(app)
	yield ""


@provokes("secrets_that_end")
def the_last_secret_has_ended() -> Iterator[str]:
	app = _with_secret_that_ends(-5, "Ledger")
	yield "1 client(s) without a secret, which are refused: Ledger"
	_make_secret(app)
	yield ""


def _with_secret_that_ends(days: int, title: str) -> str:
	app = an_app(app_name=title)
	[secret] = secret_rows.of_client(app.client_id)
	at = clock.now().timestamp() + days * DAY
	frappe.db.set_value(secret_rows.DOCTYPE, secret.name, "ends_at", at)
	frappe.db.commit()
	return app.client_id


def _make_secret(client_id: str) -> None:
	asked_for = {"client": client_id, "overlap_days": 7}
	made = with_any_session().post(METHOD + "oauth_plus.api.clients.new_secret", asked_for)
	assert made.status_code == 200


@provokes("enforceable")
def a_quiet_client_is_at_warn() -> Iterator[str]:
	app = an_old_app()
	sign_in(app)
	frappe.db.delete("OAuth Plus Event", {"client": app.client_id, "outcome": "Would Refuse"})
	tamper(app, oauth_plus_watched_since="2026-01-01 00:00:00")
	yield f"nothing for 14 days: {app_title(app)} ({app.client_id})"
	change(app, oauth_plus_enforcement="Enforce")
	yield ""


def app_title(app: App) -> str:
	return frappe.db.get_value("OAuth Client", app.client_id, "app_name")


ENDPOINT = "frappe.integrations.oauth2.get_token"

OURS = "oauth_plus.api.token.get_token"


def _overridden_by(*functions: str):
	overrides = frappe.get_hooks("override_whitelisted_methods")
	return neighbour.hooked(override_whitelisted_methods={**overrides, ENDPOINT: list(functions)})


@provokes("endpoints")
def another_app_answers_an_endpoint() -> Iterator[str]:
	with _overridden_by(OURS, "assistant.api.get_token"):
		yield "assistant.api.get_token answers get_token instead of OAuth Plus"
	yield ""


@provokes("endpoints")
def another_app_would_answer_an_endpoint() -> Iterator[str]:
	with _overridden_by("assistant.api.get_token", OURS):
		yield "assistant.api.get_token also overrides get_token"
	yield ""


@provokes("readers_of_tokens")
def a_known_reader_of_tokens_is_installed() -> Iterator[str]:
	with neighbour.hooked(app_name=[*frappe.get_hooks("app_name"), "frappe_assistant_core"]):
		yield "The app frappe_assistant_core checks tokens by itself"
	yield ""


@provokes("readers_of_tokens")
def an_unknown_reader_of_tokens_is_installed() -> Iterator[str]:
	reader = f"{example.NAME}.reader.let_in"
	hooks = [*frappe.get_hooks("auth_hooks"), reader]
	with example.installed(), neighbour.hooked(auth_hooks=hooks):
		yield f"{reader} is called for each request and reads the table of tokens"
	yield ""


asked: dict[str, object] = {}
"""What the request of the doctor is like: set by cases of proxies."""


@pytest.fixture(autouse=True)
def healthy_site(site) -> Iterator[None]:
	asked.clear()
	with patient.healthy():
		yield


ALL = [pytest.param(check, case, id=case.__name__) for check, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(("check", "case"), ALL)
def test_a_finding_is_there_until_it_is_fixed(check: str, case: Case):
	steps = case()
	try:
		evidence = next(steps)
		findings = patient.found(check, **asked)
		assert any(evidence in each["evidence"] for each in findings), findings
		assert all(each["fix"] and each["title"] and not each["failed"] for each in findings)
		next(steps)
		assert patient.found(check, **asked) == []
	finally:
		steps.close()
		frappe.db.rollback()


def test_a_client_that_enforce_would_refuse_is_not_ready_for_it():
	app = an_old_app()
	sign_in(app)
	tamper(app, oauth_plus_watched_since="2026-01-01 00:00:00")
	records = {"client": app.client_id, "outcome": "Would Refuse"}
	if not frappe.db.exists("OAuth Plus Event", records):
		redeem(app, "no such code", client_secret=None)
	assert frappe.db.exists("OAuth Plus Event", records)
	assert patient.found("enforceable") == []


def test_each_check_has_a_case():
	assert CASES.keys() == BY_NAME.keys()


def test_each_check_says_what_it_finds():
	assert all(check.title and check.meaning.endswith(".") for check in BY_NAME.values())
