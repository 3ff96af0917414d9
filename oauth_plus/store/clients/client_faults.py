"""Faults of stored clients, by the rules of rules/client_law.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import frappe

from oauth_plus.platform import sql
from oauth_plus.rules import client_law, fapi, lifetime, redirect_uri, scope_list
from oauth_plus.rules.client_faults import Fault
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.lifetime import Lifetimes, SenselessLifetime
from oauth_plus.rules.policy import Gate, gate_named
from oauth_plus.rules.rotation import mode_named
from oauth_plus.store.clients import client_access_tokens, client_sign_on
from oauth_plus.store.clients.client_fields import (
	COLUMNS,
	DEVICE_FLOW,
	DOCTYPE,
	ENFORCEMENT,
	FAPI,
	PROFILE,
	PUBLIC,
	PUSH,
	SERVICE_USER,
	SIGNING,
	SYMMETRIC,
)
from oauth_plus.store.clients.client_lifetimes import given_lifetimes
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.site import settings, site_issuer, token_lifetimes

JUDGED = [*COLUMNS, "grant_type", "oauth_plus_private_http", "oauth_plus_above_a_year", "oauth_plus_origins"]
"""Columns that the rules read."""


@dataclass(frozen=True)
class CheckedClient:
	"""Client with its gate and all its faults."""

	client_id: str
	title: str
	enforcement: Gate
	is_enabled: bool
	faults: tuple[Fault, ...]


def faults_of(row: Any, site: Lifetimes | None = None) -> tuple[Fault, ...]:
	"""Return all faults of one client, at any gate. `row` is an OAuth Client as a Document, saved or not, or a row of
	JUDGED. `site` holds the site's lifetimes, if the caller has read them."""
	client = profile_of(row)
	return client_law.faults_of(
		client,
		unknown_scopes=scope_lookup.unknown(dict.fromkeys((*client.scopes, *client.default_scopes))),
		site=site or token_lifetimes.lifetimes(),
	)


def of_profile(client_id: str) -> tuple[Fault, ...]:
	"""Return what a client of the FAPI 2.0 Security Profile lacks now, with what Settings say now; empty for another
	client. Reads the row."""
	row = sql.first(DOCTYPE, JUDGED, name=client_id)
	return tuple(fapi.faults_of(profile_of(row), token_lifetimes.lifetimes())) if row else ()


def of_every_client() -> Iterator[CheckedClient]:
	"""Yield every client of the site, in the order of client_id, with all its faults or none. Reads all rows at
	once."""
	yield from of_clients()


def of_clients(*names: str) -> Iterator[CheckedClient]:
	"""Yield these clients, or every one if none is named, with all their faults."""
	site = token_lifetimes.lifetimes()
	chosen = {"name": ("in", names)} if names else None
	for row in frappe.get_all(DOCTYPE, filters=chosen, fields=JUDGED, order_by="name asc"):
		yield CheckedClient(
			row.name,
			unescape(row.app_name or row.name),
			gate_named(row[ENFORCEMENT]),
			bool(row.oauth_plus_enabled),
			faults_of(row, site),
		)


def profile_of(row: Any) -> ClientProfile:
	"""Return the client as the law of clients reads it; lifetimes in seconds."""
	service_user = row.get(SERVICE_USER) or ""
	return ClientProfile(
		redirect_uris=redirect_uri.split(row.get("redirect_uris")),
		is_public=row.get("oauth_plus_client_type") == PUBLIC,
		default_redirect_uris=redirect_uri.split(row.get("default_redirect_uri")),
		allows_private_http=bool(row.get("oauth_plus_private_http")),
		has_implicit_grant=row.get("grant_type") == "Implicit",
		verifies_with_secret=row.get(SIGNING) == SYMMETRIC,
		scopes=scope_list.split(row.get("scopes")),
		default_scopes=scope_list.split(row.get("oauth_plus_default_scopes")),
		networks=scope_list.split(row.get("oauth_plus_networks")),
		origins=scope_list.split(row.get("oauth_plus_origins")),
		lifetimes=given_lifetimes(row),
		allows_long_lifetimes=bool(row.get("oauth_plus_above_a_year")),
		rotation=mode_named(row.get("oauth_plus_rotation")),
		grace=_grace(row.get("oauth_plus_grace")),
		keys=row.get("oauth_plus_jwks") or "",
		service_user=service_user,
		has_device_flow=bool(row.get(DEVICE_FLOW)),
		introspects_all=bool(row.get("oauth_plus_introspects_all")),
		service_user_is_enabled=not service_user or _may_sign_in(service_user),
		requires_push=bool(row.get(PUSH)),
		is_fapi=row.get(PROFILE) == FAPI,
		site_algorithm=settings.id_token_algorithm().value,
		site_is_https=site_issuer.issuer().startswith("https://"),
		**_sign_on_and_tokens(row),
	)


def _grace(value: Any) -> int:
	"""Return the grace of a form in seconds; a number that the law of clients refuses for what is no whole one."""
	try:
		return lifetime.stored(value, "grace")
	except SenselessLifetime:
		return -1


def _sign_on_and_tokens(row: Any) -> dict[str, Any]:
	sign_on, access_tokens = client_sign_on.from_row(row), client_access_tokens.from_row(row)
	return {
		"groups_claim": sign_on.groups_claim,
		"is_pairwise": sign_on.is_pairwise,
		"post_logout_redirect_uris": sign_on.post_logout_redirect_uris,
		"backchannel_uri": sign_on.backchannel_uri,
		"allows_private_backchannel": sign_on.allows_private_backchannel,
		"has_jwt_access_tokens": access_tokens.are_jwt,
		"exchanges_tokens": access_tokens.may_exchange,
		"exchanges_of": access_tokens.exchangeable,
	}


def _may_sign_in(user: str) -> bool:
	row = sql.first("User", ["name", "enabled"], name=user)
	return bool(row) and bool(row.enabled)
