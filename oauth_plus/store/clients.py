"""OAuth Client rows as frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

import frappe

from oauth_plus.platform import cache, clock, sql
from oauth_plus.rules import paths, redirect_uri, scope_list, secret
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.lifetime import NAMES
from oauth_plus.rules.policy import Gate, RefreshTokenMode, gate_named, refresh_tokens_named
from oauth_plus.rules.rotation import LONGEST_GRACE, Mode, Rotation, mode_named

DOCTYPE = "OAuth Client"

GUEST = "Guest"

ENFORCEMENT = "oauth_plus_enforcement"

LIFETIMES = {name: f"oauth_plus_{name}_lifetime" for name in NAMES}
"""Fields of the client's own lifetimes."""

SIGNING = "oauth_plus_id_token_signing"

OPEN_TO = "oauth_plus_open_to"

COLUMNS = [
	"name",
	"app_name",
	"client_secret",
	"redirect_uris",
	"default_redirect_uri",
	"scopes",
	"response_type",
	"skip_authorization",
	ENFORCEMENT,
	SIGNING,
	"oauth_plus_enabled",
	"oauth_plus_client_type",
	"oauth_plus_introspects_all",
	"oauth_plus_rotation",
	"oauth_plus_grace",
	"oauth_plus_keeps_access_tokens",
	"oauth_plus_requires_all_scopes",
	"oauth_plus_refresh_tokens",
	"oauth_plus_default_scopes",
	"oauth_plus_networks",
	*LIFETIMES.values(),
]

SYMMETRIC = "Client Secret (HS256)"
"""The word on the form for ID tokens that are signed with the client's own secret."""

AUTH_METHOD = "token_endpoint_auth_method"

AUTH_METHODS = {
	"Client Secret Basic": AuthMethod.BASIC,
	"Client Secret Post": AuthMethod.POST,
	"None": AuthMethod.NONE,
}
"""Words on the form, as v16 has them, for those of RFC 7591 §2."""


@dataclass(frozen=True)
class Client:
	"""One OAuth Client, as the protocol sees it.

	`undigested_secret` is a plain one that was written into Frappe's field past the form, until it is digested.
	"""

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
	verifies_with_secret: bool
	lifetimes: dict[str, int] = field(default_factory=dict)
	rotation: Rotation = field(default_factory=Rotation)
	refresh_tokens: RefreshTokenMode = RefreshTokenMode.ALWAYS
	undigested_secret: str = field(repr=False, default="")
	default_scopes: tuple[str, ...] = ()
	networks: tuple[str, ...] = ()
	requires_all_scopes: bool = False
	allowed_roles: tuple[str, ...] = ()

	def __getitem__(self, key: str) -> Any:
		"""Apps that share the validator read `client["name"]`, as stock's dict has it."""
		return self.client_id if key == "name" else getattr(self, key)


@dataclass(frozen=True)
class ClientBranding:
	"""What people see of a client. v16 has fields for an address and a picture of the app; ours go before.

	`is_unverified`: it registered itself, and no administrator has said since who made it.
	"""

	title: str
	maker: str
	logo: str
	is_unverified: bool = False


def face_of(client: Client) -> ClientBranding:
	"""The picture is one of this site's own, or none (RFC 9700 §4.2.4). What an app says of itself is shown as far as
	its redirect URIs prove it (RFC 7591 §5)."""
	row = frappe.db.get_value(DOCTYPE, client.client_id, "*", as_dict=True) or frappe._dict()
	vouched_for = unescape(row.oauth_plus_maker or "")  # a field that no registration fills
	maker = vouched_for or redirect_uri.proven_host(row.client_uri or "", client.redirect_uris)
	is_unverified = not vouched_for and _has_registered_itself(row.owner or GUEST)
	logo = paths.public_file(row.oauth_plus_logo)
	if not logo and not is_unverified:
		logo = paths.public_file(row.logo_uri)
	return ClientBranding(client.title, maker, logo, is_unverified)


def _has_registered_itself(owner: str) -> bool:
	"""Nobody who may make clients has made it: v16 registers those of guests, and of whoever is signed in."""
	if owner == GUEST:
		return True
	is_enabled = bool(frappe.db.get_value("User", owner, "enabled"))
	return is_enabled and not frappe.has_permission(DOCTYPE, "create", user=owner)


class Unfit(ValueError):
	"""A client cannot be like that; the message is for the app's developer."""


@dataclass(frozen=True)
class Made:
	"""A client that was just made, and its secret, which nobody can look up later."""

	client_id: str
	client_secret: str = field(repr=False)
	scopes: tuple[str, ...] = ()


def create(metadata: ClientMetadata) -> Made:
	"""The client of this metadata, by whoever asks. Raises Unfit."""
	meta = frappe.get_meta(DOCTYPE)
	document = frappe.new_doc(DOCTYPE)
	document.update(
		{
			"app_name": metadata.name,
			"scopes": " ".join(metadata.scopes) or meta.get_field("scopes").default,
			"redirect_uris": "\n".join(metadata.redirect_uris),
			"default_redirect_uri": metadata.redirect_uris[0],
			"grant_type": "Authorization Code",
			"response_type": "Code",
			"skip_authorization": 0,
			"oauth_plus_client_type": "Public" if metadata.is_public else "Confidential",
			auth_method_field(): next(word for word, each in AUTH_METHODS.items() if each is metadata.method),
			**{name: value for name, value in metadata.lines.items() if meta.has_field(name)},
		}
	)
	if meta.has_field("contacts"):
		document.contacts = "\n".join(metadata.contacts)
	try:
		document.insert(ignore_permissions=True)
	except frappe.ValidationError as error:
		frappe.clear_messages()
		raise Unfit(frappe.utils.strip_html(str(error))) from error
	return Made(document.name, str(document.client_secret), scope_list.split(document.scopes))


def has_own_auth_method() -> bool:
	"""v16 has a field for the authentication method."""
	return bool(frappe.get_meta(DOCTYPE).has_field(AUTH_METHOD))


def auth_method_field() -> str:
	"""v16's own field where that exists, ours elsewhere."""
	return AUTH_METHOD if has_own_auth_method() else f"oauth_plus_{AUTH_METHOD}"


def find(client_id: str | None) -> Client | None:
	"""The client of exactly that id: the database's comparison knows no letter case, ours does."""
	row = read(client_id)
	return row and from_row(row)


def read(client_id: str | None) -> Any | None:
	"""The same as its row, with the roles that may use it."""
	if not client_id or len(client_id) > 140:
		return None
	row = sql.first(DOCTYPE, COLUMNS, name=client_id)
	if not row or row.name != client_id:
		return None
	row.allowed_roles = _allowed_roles(client_id)
	return row


def key(client_id: str) -> bytes:
	"""Where Redis remembers a client."""
	return cache.key_of("client", client_id)


def origins_key() -> bytes:
	"""Where Redis remembers the origins of all public clients."""
	return cache.key_of("origins")


def invalidate(client_id: str) -> None:
	"""The client or a secret of it changes: nobody remembers what it was, now or when this is committed."""
	cache.invalidate([key(client_id), origins_key()])


def lock_shared(client_id: str) -> bool:
	"""The client is enabled, and stays so until the request ends: who disables it waits, and sees what was
	written."""
	return bool(sql.lock_shared(DOCTYPE, client_id, "oauth_plus_enabled"))


def follow(client_id: str) -> None:
	"""The client has another name from now on: Frappe's own column that repeats it is written at the next save only."""
	sql.update(DOCTYPE, {"client_id": client_id}, name=client_id)
	frappe.clear_document_cache(DOCTYPE, client_id)


def undigested_secret(client_id: str) -> str:
	"""The plain secret in Frappe's own field; empty where it is masked, as it should be."""
	return _undigested(frappe.db.get_value(DOCTYPE, client_id, "client_secret"))


def write_secret_field(client_id: str, value: str) -> None:
	"""Frappe's own field: the mask, or what stock is given back."""
	frappe.db.set_value(DOCTYPE, client_id, "client_secret", value, update_modified=False)
	frappe.clear_document_cache(DOCTYPE, client_id)
	invalidate(client_id)


def masked() -> list[str]:
	"""The clients whose secret does not stand in Frappe's own field."""
	return frappe.get_all(DOCTYPE, filters={"client_secret": secret.MASK}, pluck="name")


def made_at(client_id: str) -> datetime | None:
	"""When the client was made."""
	return clock.from_column(frappe.db.get_value(DOCTYPE, client_id, "creation"))


def owner_and_title(client_id: str) -> tuple[str, str]:
	"""Who made the client, and what people call it."""
	owner, title = frappe.db.get_value(DOCTYPE, client_id, ["owner", "app_name"]) or ("", "")
	return owner, unescape(title or client_id)


def has_one_below_enforce() -> bool:
	"""Is there a client left that is not held to every rule?"""
	return bool(frappe.db.exists(DOCTYPE, {"oauth_plus_enforcement": ("!=", Gate.ENFORCE.value)}))


def all_that_enforce() -> list[Client]:
	"""The clients that are held to every rule."""
	found = frappe.get_all(DOCTYPE, filters={ENFORCEMENT: Gate.ENFORCE.value}, fields=COLUMNS)
	return [from_row(row) for row in found]


def all_public() -> list[Client]:
	"""The enabled clients that keep no secret."""
	of_public = {"oauth_plus_client_type": "Public", "oauth_plus_enabled": 1}
	return [from_row(row) for row in frappe.get_all(DOCTYPE, filters=of_public, fields=COLUMNS)]


def unused_since(moment: datetime) -> list[str]:
	"""Enabled clients older than that, to whom nobody gave a grant and whose grants nobody used since then."""
	here = clock.to_column(moment)
	client, family = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("OAuth Plus Grant")
	in_use = frappe.qb.from_(family).select(family.client).distinct()
	in_use = in_use.where(
		(family.creation > here) | (family.last_refreshed > here) | (family.last_used > here)
	)
	query = frappe.qb.from_(client).select(client.name).where(client.creation < here)
	query = query.where(client.oauth_plus_enabled == 1).where(client.name.notin(in_use))
	return [row[0] for row in query.run()]


def disable(client_id: str) -> None:
	"""Switch a client off as an administrator does in Desk, so that every hook hears of it."""
	document = frappe.get_doc(DOCTYPE, client_id)
	document.oauth_plus_enabled = 0
	document.flags.ignore_validate = True
	document.save(ignore_permissions=True)


def verifies_with_secret(client_id: str) -> bool:
	"""Are the ID tokens of this client signed with its secret?"""
	return frappe.db.get_value(DOCTYPE, client_id, SIGNING) == SYMMETRIC


def has_one_that_verifies_with_secret() -> bool:
	"""Does a client that may sign in still verify ID tokens with its secret?"""
	return bool(frappe.db.exists(DOCTYPE, {SIGNING: SYMMETRIC, "oauth_plus_enabled": 1}))


def may_be_used_by(client: Client, roles: list[str]) -> bool:
	"""Does one of the roles stand in the client's `allowed_roles`?"""
	return not set(client.allowed_roles).isdisjoint(roles)


def from_row(row: Any) -> Client:
	"""A row of `COLUMNS`, with or without its roles."""
	uris = redirect_uri.split(row.redirect_uris)
	return Client(
		client_id=row.name,
		title=unescape(row.app_name or row.name),  # Frappe stores markup as entities; we escape it at display
		is_enabled=bool(row.oauth_plus_enabled),
		is_public=row.oauth_plus_client_type == "Public",
		enforcement=gate_named(row.oauth_plus_enforcement),
		redirect_uris=tuple(dict.fromkeys((*uris, *redirect_uri.split(row.default_redirect_uri)))),
		default_redirect_uri=row.default_redirect_uri or (uris[0] if uris else None),
		scopes=scope_list.split(row.scopes),
		response_type=row.response_type or "Code",
		skips_consent=bool(row.skip_authorization),
		introspects_all=bool(row.oauth_plus_introspects_all),
		lifetimes=own_lifetimes(row),
		rotation=_rotation(row),
		refresh_tokens=refresh_tokens_named(row.oauth_plus_refresh_tokens),
		verifies_with_secret=row.oauth_plus_id_token_signing == SYMMETRIC,
		undigested_secret=_undigested(row.client_secret),
		default_scopes=scope_list.split(row.oauth_plus_default_scopes),
		networks=scope_list.split(row.oauth_plus_networks),
		requires_all_scopes=bool(row.oauth_plus_requires_all_scopes),
		allowed_roles=tuple(row.allowed_roles or ()),
	)


def allowing(role: str) -> list[str]:
	"""The clients that this role may use."""
	query = "SELECT DISTINCT `parent` FROM `tabOAuth Client Role` WHERE `role` = %s AND `parenttype` = %s"
	return [client_id for (client_id,) in frappe.db.sql(query, (role, DOCTYPE))]


def _allowed_roles(client_id: str) -> list[str]:
	query = "SELECT `role` FROM `tabOAuth Client Role` WHERE `parent` = %s AND `parenttype` = %s"
	return [role for (role,) in frappe.db.sql(query, (client_id, DOCTYPE))]


def own_lifetimes(row: Any) -> dict[str, int]:
	"""The lifetimes that stand on the client itself; 0 leaves it to the site."""
	given = {name: int(row.get(field) or 0) for name, field in LIFETIMES.items()}
	return {name: seconds for name, seconds in given.items() if seconds > 0}


def _rotation(row: Any) -> Rotation:
	"""A public client always rotates, whatever its row says (RFC 9700 §4.14.2)."""
	is_public = row.oauth_plus_client_type == "Public"
	mode = mode_named(row.oauth_plus_rotation)
	grace = min(max(int(row.oauth_plus_grace or 0), 0), LONGEST_GRACE)
	mode = Mode.ROTATE if is_public and mode is Mode.STATIC else mode
	return Rotation(mode, grace, bool(row.oauth_plus_keeps_access_tokens))


def _undigested(value: str | None) -> str:
	return "" if secret.is_mask(value) else value or ""


def treat_as_old() -> None:
	"""The clients that were here before this app go on as they did, and are watched."""
	table = frappe.qb.DocType(DOCTYPE)
	frappe.qb.update(table).set(table.oauth_plus_enforcement, Gate.WARN.value).run()
	frappe.qb.update(table).set(table[SIGNING], SYMMETRIC).run()  # what they verify today
	field = table[auth_method_field()]
	frappe.qb.update(table).set(table.oauth_plus_client_type, "Public").where(field == "None").run()
