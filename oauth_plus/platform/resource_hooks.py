"""Resources that other apps declare by the hook `oauth_plus_resources`."""

from collections.abc import Iterator
from typing import Any

import frappe

from oauth_plus.rules import resource
from oauth_plus.rules.resource import Resource

HOOK = "oauth_plus_resources"


def declared() -> Iterator[Resource]:
	"""Yield what the installed apps declare, in the order of the apps. An invalid entry is skipped, and logged in the
	Error Log."""
	for said in frappe.get_hooks(HOOK):
		try:
			yield _read(said)
		except (TypeError, KeyError, ValueError, AttributeError) as error:
			frappe.log_error(
				title=f"{HOOK}: {str(said)[:80]}", message=f"{error!r} in {said!r}", defer_insert=True
			)


def _read(said: dict[str, Any]) -> Resource:
	"""Raises ValueError for a path that is none of the site's."""
	patterns = tuple(said.get("paths", ()))
	if not resource.is_address(said["address"]) or not all(map(resource.is_pattern, patterns)):
		raise ValueError("address and paths are paths of this site, such as /mcp")
	return Resource(
		said["address"],
		str(said.get("title") or said["address"]),
		patterns,
		tuple(said.get("scopes", ())),
		str(said.get("documentation") or ""),
	)
