"""Metadata of protected resources (RFC 9728 §2): of the site, of each address of its API, of what is declared."""

from typing import Any

from oauth_plus.exceptions import NotFound
from oauth_plus.platform import features
from oauth_plus.rules import resource
from oauth_plus.rules.client_assertion import ALGORITHMS
from oauth_plus.rules.resource import Resource
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.site import resources, settings, site_issuer

WELL_KNOWN = "/.well-known/oauth-protected-resource"

ADVERTISED = ("openid", "profile", "email", "roles", "offline_access", "all")
"""Those that come with this app. A site's own scopes are told to the clients that are given them, not to
everybody (RFC 8414 §2)."""


def document(path: str) -> dict[str, Any]:
	"""Return the metadata of the resource whose path follows the well-known address, as it was sent (RFC 9728 §3.1).
	Raises NotFound where the site has no such resource, or where Frappe's own settings say to describe none."""
	issuer, declared = site_issuer.issuer(), resources.declared()
	here = resource.path_of(f"{issuer}{path}", issuer)
	named = declared.get(path)
	if not resource.is_known(here, declared) or not features.describes_resource():
		raise NotFound("There is no such resource on this site")
	return _of_site(issuer) | {"resource": f"{issuer}{here}"} | (_of_declared(named) if named else {})


def address_for(path: str) -> str:
	"""Return where the metadata of the resource are that a path of the site belongs to (RFC 9728 §5.1); empty where
	Frappe's own settings say to describe none."""
	if not features.describes_resource():
		return ""
	found = resource.responsible(path, resources.declared())
	return f"{site_issuer.issuer()}{WELL_KNOWN}{found.address if found else ''}"


def _of_site(issuer: str) -> dict[str, Any]:
	"""What v16's own settings say counts before what is known otherwise, and OAuth Plus Settings count before those."""
	known = {
		"scopes_supported": [scope.name for scope in scope_lookup.known(ADVERTISED)],
		"resource_name": settings.app_name(),
	}
	own = {
		"resource_name": settings.resource_name(),
		"resource_documentation": settings.resource_documentation(),
	}
	return {
		"resource": issuer,
		"authorization_servers": [issuer, *features.other_authorization_servers()],
		"bearer_methods_supported": ["header"],
		"dpop_signing_alg_values_supported": list(ALGORITHMS),
		**known,
		**_said(features.resource_members()),
		**_said(own),
	}


def _of_declared(named: Resource) -> dict[str, Any]:
	own = {"scopes_supported": list(named.scopes), "resource_documentation": named.documentation}
	return {"resource_name": named.title, **_said(own)}


def _said(members: dict[str, Any]) -> dict[str, Any]:
	return {name: value for name, value in members.items() if value}
