"""Client as a frozen value, read from the columns of its row."""

from html import unescape
from typing import Any

from oauth_plus.rules import gates, redirect_uri, scope_list, secret
from oauth_plus.rules.policy import Gate, gate_named, refresh_tokens_named
from oauth_plus.rules.rotation import LONGEST_GRACE, Mode, Rotation, mode_named
from oauth_plus.store.clients import client_access_tokens, client_sign_on
from oauth_plus.store.clients.client import Branding, Client
from oauth_plus.store.clients.client_fields import (
	DPOP_NONCE,
	DPOP_REQUIRED,
	EXCEPTIONS,
	FAPI,
	LIFETIMES,
	PUBLIC,
	REGISTRATION,
	SYMMETRIC,
	TOKEN_LIMIT,
)


def from_row(row: Any) -> Client:
	"""Return the value of a row of COLUMNS, with or without its roles. An invalid choice counts as the strictest."""
	uris = redirect_uri.split(row.redirect_uris)
	return Client(
		client_id=row.name,
		title=unescape(row.app_name or row.name),  # Frappe stores markup as entities; we escape it at display
		is_enabled=bool(row.oauth_plus_enabled),
		is_public=row.oauth_plus_client_type == PUBLIC,
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
		undigested_secret=undigested(row.client_secret),
		default_scopes=scope_list.split(row.oauth_plus_default_scopes),
		requires_all_scopes=bool(row.oauth_plus_requires_all_scopes),
		allowed_roles=tuple(row.allowed_roles or ()),
		service_user=row.oauth_plus_service_user or "",
		has_device_flow=bool(row.oauth_plus_device_flow),
		branding=_branding(row),
		keys=row.oauth_plus_jwks or "",
		sign_on=client_sign_on.from_row(row),
		document_url=row.oauth_plus_document_url or "",
		access_tokens=client_access_tokens.from_row(row),
		token_limit=int(row.get(TOKEN_LIMIT) or 0),
		**_security(row),
	)


def _security(row: Any) -> dict[str, Any]:
	"""Return what the client is held to. The FAPI 2.0 Security Profile asks for more than the row may say (§5.3.2)."""
	is_fapi = row.oauth_plus_profile == FAPI
	return {
		"is_fapi": is_fapi,
		"enforcement": Gate.ENFORCE if is_fapi else gate_named(row.oauth_plus_enforcement),
		"exceptions": gates.ALL_ENFORCED if is_fapi else row.get(EXCEPTIONS) or "",
		"networks": scope_list.split(row.oauth_plus_networks),
		"requires_dpop": is_fapi or bool(row.get(DPOP_REQUIRED)),
		"requires_dpop_nonce": bool(row.get(DPOP_NONCE)),
		"requires_push": bool(row.oauth_plus_requires_push),
	}


def _branding(row: Any) -> Branding:
	columns = ("oauth_plus_maker", "oauth_plus_logo", "client_uri", "logo_uri", "owner", REGISTRATION)
	return Branding(*(row.get(column) or "" for column in columns))


def own_lifetimes(row: Any) -> dict[str, int]:
	"""Return the lifetimes, in seconds, that are set on the client itself; 0 leaves one to the site."""
	given = {name: int(row.get(field) or 0) for name, field in LIFETIMES.items()}
	return {name: seconds for name, seconds in given.items() if seconds > 0}


def _rotation(row: Any) -> Rotation:
	"""Return the rotation of a row; a public client always rotates, whatever its row holds (RFC 9700 §4.14.2), and one of
	the FAPI 2.0 Security Profile never does (§5.3.2.1, item 9)."""
	is_public = row.oauth_plus_client_type == PUBLIC
	mode = Mode.STATIC if row.oauth_plus_profile == FAPI else mode_named(row.oauth_plus_rotation)
	grace = min(max(int(row.oauth_plus_grace or 0), 0), LONGEST_GRACE)
	mode = Mode.ROTATE if is_public and mode is Mode.STATIC else mode
	return Rotation(mode, grace, bool(row.oauth_plus_keeps_access_tokens))


def undigested(value: str | None) -> str:
	"""Return a plain secret as it stands in Frappe's field; empty where the field holds the mask."""
	return "" if secret.is_mask(value) else value or ""
