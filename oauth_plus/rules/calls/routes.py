"""Every route of a site: path, HTTP method, dotted method and arguments, mapped to the accesses of the call.

A call that cannot be mapped is a method or a page of its own name: it is refused unless a scope names it.
"""

import re
from collections.abc import Iterable

from oauth_plus.rules import paths, sensitive
from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.document_access import stored_document
from oauth_plus.rules.calls.document_routes import by_address
from oauth_plus.rules.calls.method_access import not_understood
from oauth_plus.rules.calls.method_routes import (
	SECOND_RUN,
	SECOND_RUNNING,
	by_name,
	readable,
	run_on_document,
	run_sent,
)
from oauth_plus.rules.calls.method_table import METHOD_ACCESS, PRINTVIEW, RUN
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import PRINT, READ, Kind, ResourceAccess, doctype_access
from oauth_plus.rules.storable import is_storable

FIRST = re.compile(r"/api/(?:v1/)?(method|resource)/([^/]+)(?:/(.*?))?/?")

SECOND = re.compile(r"/api/v2/(method|document|doctype)/([^/]+)(?:/(.*?))?/?")

ON_ONE = re.compile(r"(.+)/method/([^/]+)", re.DOTALL)

COUNTED = "frappe.desk.reportview.get_count"
"""Method behind `/api/v2/doctype/…/count`."""

PRINTED = ("/printview",)

HOMES = ("/", "/index")
"""Paths that show the home page that the administrator chose, which may be Desk."""

BACKUP = "frappe.utils.response.download_backup"


def accesses_of(call: Call, site: SiteSchema) -> tuple[ResourceAccess, ...]:
	"""Return every access of the call, each once and in order.

	What cannot be read is an access of the kind PARAMETER, which only `all` opens: no error is raised.
	"""
	return tuple(dict.fromkeys(map(_storable, _accesses_of(call, site))))


def _storable(access: ResourceAccess) -> ResourceAccess:
	"""Return the access; one to a name that no database holds as what cannot be read."""
	return access if is_storable(access.target) else ResourceAccess(Kind.PARAMETER, "the text")


def _accesses_of(call: Call, site: SiteSchema) -> Iterable[ResourceAccess]:
	name = call.arguments.get("cmd")
	if name:  # Frappe looks at it first, wherever it stands
		return by_name(str(name), call, site)
	if not paths.is_plain(call.path):  # it leads to another page than the one that a rule would name
		return (ResourceAccess(Kind.PARAMETER, "the path"),)
	if match := SECOND.fullmatch(call.path):
		return _of_second(match[1], match[2], match[3] or None, call, site)
	if match := FIRST.fullmatch(call.path):
		return _of_first(match[1], match[2], match[3] or None, call, site)
	if "/files/" in call.path and call.path.startswith(("/files/", "/private/files/")):
		return (ResourceAccess(Kind.FILE, call.path, READ),)
	if call.path.startswith("/backups"):
		return (ResourceAccess(Kind.METHOD, BACKUP),)
	return _page(call, site)


def _of_first(
	root: str, name: str, rest: str | None, call: Call, site: SiteSchema
) -> Iterable[ResourceAccess]:
	if root == "method":
		return by_name(name, call, site)
	return by_address(name, rest, call, site)


def _of_second(
	root: str, name: str, rest: str | None, call: Call, site: SiteSchema
) -> Iterable[ResourceAccess]:
	if root == "doctype":
		return _of_doctype(name, rest, call, site)
	if root == "document":
		if rest and (match := ON_ONE.fullmatch(rest)):
			return run_on_document(name, match[2], call, site, match[1])
		return by_address(name, rest, call, site)
	if rest is None and name == RUN[0]:
		return readable(SECOND_RUN, SECOND_RUNNING, call, site, lambda: run_sent(call, site))
	if rest is None:
		return by_name(name, call, site)
	return by_name(f"{site.controller_of(name) or name}.{rest}", call, site)


def _of_doctype(doctype: str, rest: str | None, call: Call, site: SiteSchema) -> Iterable[ResourceAccess]:
	if rest == "meta":
		return (stored_document(doctype, READ, site),)
	if rest != "count":
		return _nowhere(call)
	counted = {**call.arguments, "doctype": doctype}
	return readable(
		COUNTED, METHOD_ACCESS[COUNTED], call, site, lambda: METHOD_ACCESS[COUNTED].reads(counted, site)
	)


def _page(call: Call, site: SiteSchema) -> Iterable[ResourceAccess]:
	path = call.path.rstrip("/") or "/"
	if path in PRINTED and isinstance(call.arguments.get("doctype"), str):
		printed = (doctype_access(call.arguments["doctype"], PRINT),)
		return (*printed, *not_understood(path, PRINTVIEW, call.arguments, site))
	home = site.home_page() if path in HOMES else ""
	is_desk = sensitive.is_desk(home)
	return (ResourceAccess(Kind.PAGE, path), *((ResourceAccess(Kind.PAGE, f"/{home}"),) if is_desk else ()))


def _nowhere(call: Call) -> Iterable[ResourceAccess]:
	return (ResourceAccess(Kind.PAGE, call.path),)
