"""What the form of an OAuth Client says first: what the client is, who uses it, and what was refused."""

from datetime import datetime
from typing import Any

from frappe import _
from frappe.utils import pretty_date

from oauth_plus.platform import clock
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import client_use
from oauth_plus.store.grants.client_use import ClientUse, Refusals


def status(client: Client, now: datetime) -> dict[str, Any]:
	"""Return the sentences, their color, and whom it locks out if the client is disabled."""
	use, refusals = client_use.of(client.client_id), client_use.refusals_of(client.client_id, now)
	return {
		"sentences": [*_of_gate(client), _of_proof(client), _of_use(use), _of_refusals(client, refusals)],
		"color": _color(client, refusals),
		"people": use.people,
		"machines": use.machines,
		"grants": use.grants,
		"locks_out": _locks_out(use),
	}


def _of_gate(client: Client) -> list[str]:
	if not client.is_enabled:
		return [_("This client is disabled. All its requests are refused.")]
	if client.enforcement is Gate.WARN:
		return [_("Warn: this client works as before.")]
	if client.enforcement is Gate.OFF:
		return [
			_(
				"Off: this client may break rules, and violations are not recorded. Choose Warn to record them."
			)
		]
	return []


def _of_proof(client: Client) -> str:
	said: str
	if client.is_public:
		needs_challenge = client_policy.policy_for(client).gate(Hardening.PKCE_REQUIRED) is Gate.ENFORCE
		said = _("Public, PKCE.") if needs_challenge else _("Public, PKCE is not required.")
	elif client.is_fapi:
		said = _("Confidential, FAPI 2.0.")
	elif client.owes_assertion:
		said = _("Confidential, with a key.")
	else:
		said = _("Confidential, with a secret.")
	return said


def _of_use(use: ClientUse) -> str:
	said: str
	if use.used_at is None:
		said = _("Nobody uses it.")
	else:
		said = _("{0}, last {1}.").format(_who_uses(use), _ago(use.used_at))
	return said


def _who_uses(use: ClientUse) -> str:
	said: str
	if use.people and use.machines:
		said = _("{0} and {1} use it").format(_people(use.people), _machines(use.machines))
	elif use.machines:
		said = _("1 machine uses it") if use.machines == 1 else _("{0} machines use it").format(use.machines)
	else:
		said = _("1 person uses it") if use.people == 1 else _("{0} people use it").format(use.people)
	return said


def _locks_out(use: ClientUse) -> str:
	said: str
	if use.used_at is None:
		said = _("Nobody is locked out: the client has no grants.")
	elif use.people and use.machines:
		said = _("This locks out {0} and {1}. They last used it {2}.").format(
			_people(use.people), _machines(use.machines), _ago(use.used_at)
		)
	else:
		who = _people(use.people) if use.people else _machines(use.machines)
		said = _("This locks out {0}. It was last used {1}.").format(who, _ago(use.used_at))
	return said


def _people(count: int) -> str:
	said: str = _("1 person") if count == 1 else _("{0} people").format(count)
	return said


def _machines(count: int) -> str:
	said: str = _("1 machine") if count == 1 else _("{0} machines").format(count)
	return said


def _of_refusals(client: Client, refusals: Refusals) -> str:
	count, said = refusals.refused, ""
	if count:
		said = (
			_("1 request refused this week.")
			if count == 1
			else _("{0} requests refused this week.").format(count)
		)
	elif client.enforcement is not Gate.WARN:
		said = _("Nothing refused this week.")
	if client.enforcement is Gate.WARN:
		would = _("Enforce would have refused {0} requests this week.").format(refusals.would_refuse)
		said = f"{said} {would}".strip()
	return said


def _color(client: Client, refusals: Refusals) -> str:
	if not client.is_enabled:
		return "red"
	if client.enforcement is not Gate.ENFORCE:
		return "orange"
	return "blue" if refusals.refused else "green"


def _ago(moment: datetime) -> str:
	said: str = pretty_date(clock.to_column(moment))
	return said
