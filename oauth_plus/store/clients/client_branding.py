"""Name, maker and logo of a client, as pages and e-mails show them."""

from dataclasses import dataclass
from html import unescape

import frappe

from oauth_plus.platform import sql
from oauth_plus.rules import paths, redirect_uri, redirect_uri_kinds
from oauth_plus.store.clients import metadata_columns
from oauth_plus.store.clients.client import Client
from oauth_plus.store.clients.client_fields import DOCTYPE, GUEST, REGISTERED_METADATA


@dataclass(frozen=True)
class ClientBranding:
	"""Name, maker and logo of a client. `host` is that of its document, or empty. `logo` is a path on this site, or empty.
	`is_unverified`: the client registered itself, and no administrator has filled in its maker."""

	title: str
	maker: str
	logo: str
	is_unverified: bool = False
	host: str = ""


def branding_of(client: Client) -> ClientBranding:
	"""Return what users see of a client. The logo is a file of this site, or none (RFC 9700 §4.2.4). The app's own
	claims are shown only if its redirect URIs prove them (RFC 7591 §5). Our fields come before those of v16."""
	stored = client.branding
	vouched_for = unescape(stored.maker)  # a field that no registration fills
	maker = vouched_for or redirect_uri.proven_host(_home_page(client), client.redirect_uris)
	came_by_itself = bool(stored.registration) or _has_registered_itself(stored.owner or GUEST)
	is_unverified = not vouched_for and came_by_itself
	logo = paths.public_file(stored.logo)
	if not logo and not is_unverified:
		logo = paths.public_file(stored.logo_uri)
	return ClientBranding(
		client.title, maker, logo, is_unverified, redirect_uri_kinds.host(client.document_url)
	)


def _home_page(client: Client) -> str:
	"""Return the `client_uri` (RFC 7591 §2). v15 has no field for it: an app that registered itself has it in its metadata."""
	stored = client.branding
	if stored.client_uri or not stored.registration or frappe.get_meta(DOCTYPE).has_field("client_uri"):
		return stored.client_uri
	row = sql.first(DOCTYPE, [REGISTERED_METADATA], name=client.client_id)
	return str(metadata_columns.rest_of(row or {}).get("client_uri", ""))


def _has_registered_itself(owner: str) -> bool:
	"""Return whether the owner may not create clients: v16 registers clients for guests and for any user."""
	if owner == GUEST:
		return True
	is_enabled = bool(frappe.db.get_value("User", owner, "enabled", cache=True))
	return is_enabled and not frappe.has_permission(DOCTYPE, "create", user=owner)
