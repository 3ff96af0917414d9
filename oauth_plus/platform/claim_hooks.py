"""Claims of other apps, from the hook `oauth_plus_claims`."""

from collections.abc import Iterable
from typing import Any

import frappe

HOOK = "oauth_plus_claims"


def of(user: str, scopes: Iterable[str], client_id: str) -> list[dict[str, Any]]:
	"""Return the claims that each app adds for this user, these scopes and this client (OpenID Connect Core
	§5.1.2). An app that raises adds none."""
	return [_of(source, user, list(scopes), client_id) for source in frappe.get_hooks(HOOK)]


def _of(source: str, user: str, scopes: list[str], client_id: str) -> dict[str, Any]:
	try:
		return dict(frappe.get_attr(source)(user=user, scopes=scopes, client_id=client_id) or {})
	except Exception:  # code of other apps: without its claims, users can still sign in
		frappe.log_error(title=f"{HOOK}: {source} failed")
		return {}
