"""OAuth Client rows as frozen values."""

from dataclasses import dataclass, field
from html import unescape
from typing import Any

import frappe

from oauth_plus.rules import redirect_uri, scope
from oauth_plus.rules.credentials import Method
from oauth_plus.rules.policy import Gate, gate_named

DOCTYPE = "OAuth Client"

ENFORCEMENT = "oauth_plus_enforcement"

AUTH_METHOD = "token_endpoint_auth_method"

AUTH_METHODS = {
	"Client Secret Basic": Method.BASIC,
	"Client Secret Post": Method.POST,
	"None": Method.NONE,
}
"""Words on the form, as v16 has them, for those of RFC 7591 §2."""


@dataclass(frozen=True)
class Client:
	"""One OAuth Client, as the protocol sees it."""

	client_id: str
	title: str
	is_enabled: bool
	is_public: bool
	enforcement: Gate
	redirect_uris: tuple[str, ...]
	default_redirect_uri: str | None
	scopes: tuple[str, ...]
	response_type: str
	skips_consent: bool
	introspects_all: bool
	client_secret: str = field(repr=False, default="")

	def __getitem__(self, key: str) -> Any:
		"""Apps that share the validator read `client["name"]`, as stock's dict has it."""
		return self.client_id if key == "name" else getattr(self, key)


def has_own_auth_method() -> bool:
	"""v16 has a field for the authentication method."""
	return bool(frappe.get_meta(DOCTYPE).has_field(AUTH_METHOD))


def auth_method_field() -> str:
	"""v16's own field where that exists, ours elsewhere."""
	return AUTH_METHOD if has_own_auth_method() else f"oauth_plus_{AUTH_METHOD}"


def find(client_id: str | None) -> Client | None:
	"""The client of exactly that id: the database's comparison knows no letter case, ours does."""
	if not client_id or len(client_id) > 140:
		return None
	row = frappe.db.get_value(DOCTYPE, client_id, "*", as_dict=True)
	return _client(row) if row and row.name == client_id else None


def has_one_below_enforce() -> bool:
	"""Is there a client left that is not held to every rule?"""
	return bool(frappe.db.exists(DOCTYPE, {"oauth_plus_enforcement": ("!=", Gate.ENFORCE.value)}))


def may_be_used_by(client: Client, roles: list[str]) -> bool:
	"""Does one of the roles stand in the client's `allowed_roles`?"""
	rows = frappe.get_all(
		"OAuth Client Role", filters={"parent": client.client_id, "parenttype": DOCTYPE}, pluck="role"
	)
	return not set(rows).isdisjoint(roles)


def _client(row: Any) -> Client:
	uris = redirect_uri.split(row.redirect_uris)
	return Client(
		client_id=row.name,
		title=unescape(row.app_name or row.name),  # Frappe stores markup as entities; we escape it at display
		is_enabled=bool(row.oauth_plus_enabled),
		is_public=row.oauth_plus_client_type == "Public",
		enforcement=gate_named(row.oauth_plus_enforcement),
		redirect_uris=tuple(dict.fromkeys((*uris, *redirect_uri.split(row.default_redirect_uri)))),
		default_redirect_uri=row.default_redirect_uri or (uris[0] if uris else None),
		scopes=scope.split(row.scopes),
		response_type=row.response_type or "Code",
		skips_consent=bool(row.skip_authorization),
		introspects_all=bool(row.oauth_plus_introspects_all),
		client_secret=row.client_secret or "",
	)


def treat_as_old() -> None:
	"""The clients that were here before this app go on as they did, and are watched."""
	table = frappe.qb.DocType(DOCTYPE)
	frappe.qb.update(table).set(table.oauth_plus_enforcement, Gate.WARN.value).run()
	field = table[auth_method_field()]
	frappe.qb.update(table).set(table.oauth_plus_client_type, "Public").where(field == "None").run()
