"""Checks of all clients together. What one client lacks is on its form."""

from collections.abc import Iterator

from frappe import _

from oauth_plus.doctor.finding import Finding, Severity, check
from oauth_plus.doctor.named_clients import about
from oauth_plus.platform import clock
from oauth_plus.rules import gates
from oauth_plus.rules.policy import Gate
from oauth_plus.store.client_secrets import secret_outlook
from oauth_plus.store.client_secrets.secret_outlook import LastSecret
from oauth_plus.store.clients import client_findings
from oauth_plus.store.enforcement import progress
from oauth_plus.store.site import day_settings, settings


@check("Clients at Off")
def clients_at_off() -> Iterator[Finding]:
	"""An enabled client is at Off: nothing is checked, and nothing is recorded."""
	found = client_findings.at_gate(Gate.OFF)
	sentence = _("{0} client(s) at Off. No hardening protects them, and no event says what they do:")
	yield from about(
		found, Severity.ERROR, sentence, _("Set them to Warn on the OAuth Client, and read their events.")
	)


@check("Public clients without PKCE")
def pkce() -> Iterator[Finding]:
	"""A public client may leave PKCE out, because it is not at Enforce, or PKCE is set apart (RFC 9700 §2.1.1)."""
	found = client_findings.public_without_pkce()
	sentence = _(
		"{0} public client(s) without mandatory PKCE. Whoever intercepts their code gets the tokens:"
	)
	yield from about(
		found,
		Severity.ERROR,
		sentence,
		_("Make the app send code_challenge, then set the client to Enforce."),
	)


@check("Hardenings set apart")
def exceptions() -> Iterator[Finding]:
	"""A hardening is set apart for all clients, below Enforce; or for a client that is at Enforce."""
	of_site = gates.exceptions_in(settings.exceptions())
	if weaker := sorted(each.value for each, gate in of_site.items() if gate is not Gate.ENFORCE):
		yield Finding(
			Severity.WARNING,
			_("For all clients, these hardenings are not enforced: {0}.").format(", ".join(weaker)),
			_("Set them apart on the one client that needs it, and remove them from OAuth Plus Settings."),
		)
	found = client_findings.at_enforce_with_exceptions()
	sentence = _("{0} client(s) at Enforce with hardenings that are set apart:")
	yield from about(
		found,
		Severity.NOTE,
		sentence,
		_("Remove the exception on the OAuth Client once the app is corrected."),
	)


@check("Plain http redirect URIs")
def http_redirect_uris() -> Iterator[Finding]:
	"""A redirect URI is plain http and leads to another machine, so that the code travels unencrypted (RFC 9700 §2.6)."""
	found = client_findings.with_plain_http()
	sentence = _("{0} client(s) with a redirect URI that is plain http:")
	yield from about(
		found, Severity.WARNING, sentence, _("Serve the app over https, and correct the redirect URI.")
	)


@check("Registered apps with the scope all")
def registered_with_all() -> Iterator[Finding]:
	"""An app that registered itself may ask for the scope `all`."""
	found = client_findings.with_everything(registered=True)
	sentence = _("{0} registered app(s) that may ask for everything that their users may do:")
	yield from about(
		found,
		Severity.WARNING,
		sentence,
		_("Give them the scopes that they need: Suggest Scopes on the OAuth Client."),
	)


@check("Clients with the scope all")
def clients_with_all() -> Iterator[Finding]:
	"""A client that an administrator made may ask for the scope `all`."""
	found = client_findings.with_everything(registered=False)
	sentence = _("{0} client(s) that may ask for everything that their users may do:")
	yield from about(
		found,
		Severity.NOTE,
		sentence,
		_("Give them the scopes that they need: Suggest Scopes on the OAuth Client."),
	)


@check("Lifetimes of clients")
def client_lifetimes() -> Iterator[Finding]:
	"""A client has access tokens that live longer than a day, or grants that live longer than a year."""
	found = client_findings.with_long_lifetimes()
	sentence = _("{0} client(s) with access tokens of more than a day, or grants of more than a year:")
	yield from about(found, Severity.WARNING, sentence, _("Shorten the lifetimes on the OAuth Client."))


@check("Secrets that end")
def secrets_that_end() -> Iterator[Finding]:
	"""The last secret of a client ends within 30 days, or has ended within the last 30."""
	now = clock.now()
	ending = secret_outlook.ending(now)
	gone = [last for last in ending if last.ends_at <= now]
	soon = [last for last in ending if last.ends_at > now]
	fix = _("Make a new secret on the OAuth Client, and give it to the app before the old one ends.")
	yield from _of_secrets(
		gone, Severity.ERROR, _("{0} client(s) without a secret, which are refused: {1}"), fix
	)
	yield from _of_secrets(
		soon, Severity.WARNING, _("{0} client(s) whose last secret ends within 30 days: {1}"), fix
	)


def _of_secrets(found: list[LastSecret], severity: Severity, sentence: str, fix: str) -> Iterator[Finding]:
	if found:
		first = found[: client_findings.FEW]
		listed = ", ".join(f"{last.title} ({last.ends_at:%Y-%m-%d})" for last in first)
		more = ", …" if len(found) > len(first) else ""
		ids = tuple(last.client_id for last in first)
		yield Finding(severity, sentence.format(len(found), listed + more), fix, ids)


@check("Clients that could be enforced")
def enforceable() -> Iterator[Finding]:
	"""A client at Warn was used, and Enforce would have refused nothing, for the days that OAuth Plus Settings ask for (14
	by default)."""
	days = day_settings.before_enforce()
	found = client_findings.found_in(progress.ready_clients(days))
	sentence = _("{0} client(s) at Warn of which Enforce would have refused nothing for {1} days:")
	yield from about(
		found, Severity.NOTE, sentence.format("{0}", days), _("Set them to Enforce on the OAuth Client.")
	)
