"""Summary of a planned client for people: each setting with its value and the reason, and each fault at its question."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from oauth_plus.http import fault_sentences
from oauth_plus.http.connections import questions
from oauth_plus.http.duration import human_duration
from oauth_plus.rules import token_exchange
from oauth_plus.rules.client_faults import Fault
from oauth_plus.rules.connections.kind import ConnectionWay, Question, Setting
from oauth_plus.rules.connections.plan import METHOD, Plan, place_of
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.service_user import FIELD as SERVICE_USER
from oauth_plus.store.clients import client_fields
from oauth_plus.store.scopes import scope_lookup, scope_offer

ON = 1


def rows_of(plan: Plan, way: ConnectionWay) -> list[dict[str, Any]]:
	"""Return the rows of the summary: the label of the field, the lines of its value, and the reason."""
	kind, *rest = _settings(plan)
	return [kind, *_grants(plan, way), *rest]


def _settings(plan: Plan) -> list[dict[str, Any]]:
	return [
		{
			"field": each.field,
			"label": _label(each.field),
			"lines": _lines(each),
			"reason": _(each.reason),
		}
		for each in plan.settings
	]


def notes_of(plan: Plan) -> list[str]:
	"""Return HTML sentences about what will not work, although the client can be created; empty for none."""
	user = plan.own.get(SERVICE_USER)
	lacking = scope_offer.out_of_reach(user, plan.metadata.scopes) if user else ()
	if not lacking:
		return []
	named = frappe.utils.escape_html(", ".join(map(_, lacking)))
	return [
		_(
			"The roles of {0} do not give all that you have ticked for: {1}. Give the user another role, or the app will be "
			"refused there."
		).format(frappe.bold(frappe.utils.escape_html(user)), frappe.bold(named))
	]


def faults_at(
	way: ConnectionWay, lacking: Iterable[Question], faults: Iterable[Fault], beyond: Iterable[str] = ()
) -> dict[str, list[str]]:
	"""Return HTML sentences by question; those of no question of this way are under the empty text."""
	found: dict[str, list[str]] = {each.value: [questions.sentence_of_missing(each)] for each in lacking}
	unanswered = set(found)
	for fault in faults:
		place = place_of(fault.field, way)
		if place not in unanswered and (place or not unanswered):  # it follows from what is missing
			found.setdefault(place, []).append(fault_sentences.sentence_of(fault))
	for word in beyond if Question.SCOPES.value not in found else ():
		shown = frappe.bold(frappe.utils.escape_html(word))
		sentence = _("You cannot give the scope {0}, because you may not do this yourself.").format(shown)
		found.setdefault(Question.SCOPES.value, []).append(sentence)
	return found


def _grants(plan: Plan, way: ConnectionWay) -> list[dict[str, Any]]:
	names: dict[str, str] = {
		"authorization_code": _("Authorization Code with PKCE"),
		"urn:ietf:params:oauth:grant-type:device_code": _("Device Code"),
		"refresh_token": _("Refresh Token"),
		"client_credentials": _("Client Credentials"),
		token_exchange.GRANT: _("Token Exchange"),
	}
	lines = [names[grant] for grant in plan.grant_types]
	row = {"field": "grant_types", "label": _("Grant Types"), "lines": lines, "reason": _(way.sentence)}
	return [row] if lines else []


def _label(field: str) -> str:
	if field == METHOD:
		return str(_("Proof of the App"))
	return str(_(frappe.get_meta(client_fields.DOCTYPE).get_label(field)))


def _lines(setting: Setting) -> list[str]:
	value = setting.value
	if setting.field == METHOD:
		return [_(client_fields.AUTH_METHODS[AuthMethod(value)])]
	if setting.field.endswith("_lifetime"):
		return [human_duration(value)]
	if setting.field == "scopes":
		return list(scope_lookup.sentences(value.split()))
	if setting.field == "allowed_roles":
		return [_(row["role"]) for row in value]
	if value == ON:
		return [_("On")]
	if _is_choice(setting.field):
		return [_(value)]
	return str(value).splitlines()


def _is_choice(field: str) -> bool:
	found = frappe.get_meta(client_fields.DOCTYPE).get_field(field)
	return bool(found) and found.fieldtype == "Select"
