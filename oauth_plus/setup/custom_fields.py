"""Custom fields of Frappe's own DocTypes, as data for installation and removal."""

from typing import Any

from oauth_plus.setup.fields.client import PROTECTION
from oauth_plus.setup.fields.client_lifetimes import LIFETIMES
from oauth_plus.setup.fields.consent_page import CONSENT_PAGE
from oauth_plus.setup.fields.credentials import OAUTH_AUTHORIZATION_CODE, OAUTH_BEARER_TOKEN
from oauth_plus.setup.fields.enforcement import ENFORCEMENT
from oauth_plus.setup.fields.gateways import GATEWAYS
from oauth_plus.setup.fields.limits import LIMITS
from oauth_plus.setup.fields.machines import MACHINES
from oauth_plus.setup.fields.questions import QUESTIONS
from oauth_plus.setup.fields.registration import REGISTRATION
from oauth_plus.setup.fields.shown import SHOWN
from oauth_plus.setup.fields.sign_on import SIGN_ON

MODULE = "OAuth Plus"

OF_CLIENT: list[dict[str, Any]] = [
	*PROTECTION,
	*ENFORCEMENT,
	*MACHINES,
	*GATEWAYS,
	*LIFETIMES,
	*LIMITS,
	*CONSENT_PAGE,
	*SIGN_ON,
	*REGISTRATION,
	*QUESTIONS,
]

OAUTH_CLIENT = [
	field | ({"depends_on": SHOWN[field["fieldname"]]} if field["fieldname"] in SHOWN else {})
	for field in OF_CLIENT
]
"""Fields of OAuth Client, each with the condition on which it is shown. Their order on the form is in form_order.py."""


def custom_fields(*, has_own_auth_method: bool) -> dict[str, list[dict[str, Any]]]:
	"""Return the rows of Custom Field by DocType. v16 has its own field for the authentication method (RFC
	7591 §2), and ours is left out."""
	fields = {
		"OAuth Client": OAUTH_CLIENT,
		"OAuth Bearer Token": OAUTH_BEARER_TOKEN,
		"OAuth Authorization Code": OAUTH_AUTHORIZATION_CODE,
	}
	left_out = "oauth_plus_token_endpoint_auth_method" if has_own_auth_method else ""
	return {
		doctype: [field | {"module": MODULE} for field in _without(left_out, rows)]
		for doctype, rows in fields.items()
	}


def _without(left_out: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""Return the rows without one. The row after it follows the row before it; otherwise Frappe would put it at the
	end of the form."""
	before = {row["fieldname"]: row["insert_after"] for row in rows if row["fieldname"] == left_out}
	return [
		row | {"insert_after": before.get(row["insert_after"], row["insert_after"])}
		for row in rows
		if row["fieldname"] != left_out
	]
