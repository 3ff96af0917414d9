"""REST addresses of documents: `/api/resource/…`, `/api/v1/resource/…` and `/api/v2/document/…`."""

from collections.abc import Iterable, Iterator

from oauth_plus.rules.calls.argument_values import Unreadable, is_on
from oauth_plus.rules.calls.call import SAFE_METHODS, Call, bodies
from oauth_plus.rules.calls.document_access import status_change, stored_document, written_values
from oauth_plus.rules.calls.list_access import listing
from oauth_plus.rules.calls.method_access import MethodAccess, nothing
from oauth_plus.rules.calls.method_routes import readable, run_on_document
from oauth_plus.rules.calls.parameters import LISTING
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import CREATE, DELETE, READ, WRITE, Kind, ResourceAccess, doctype_access

LISTED = "frappe.client.get_list"
"""Method whose parameters a list of documents takes."""

BY_VERB = {"GET": READ, "HEAD": READ, "POST": WRITE, "PUT": WRITE, "PATCH": WRITE, "DELETE": DELETE}
"""Actions on a stored document by HTTP method; an unknown method counts as writing."""


def by_address(doctype: str, name: str | None, call: Call, site: SiteSchema) -> Iterable[ResourceAccess]:
	"""Return the accesses of a REST call: to a list where `name` is None, else to one document.

	A body may name a DocType or a status of its own. What cannot be read becomes an access of the kind
	PARAMETER, which only `all` opens; no error leaves this function.
	"""
	if name is None and call.verb != "POST":
		return readable(
			LISTED,
			MethodAccess(nothing, LISTING),
			call,
			site,
			lambda: listing(doctype, call.arguments, site, parent="parent"),
		)
	try:
		return tuple(_document(doctype, name, call, site))
	except Unreadable as reason:
		return (ResourceAccess(Kind.PARAMETER, f"{reason} of a document"),)


def _document(doctype: str, name: str | None, call: Call, site: SiteSchema) -> Iterator[ResourceAccess]:
	if name is None:
		for values in bodies(call):
			yield stored_document(doctype, CREATE, site, values.get("parenttype"))
			yield from status_change(doctype, values)
		return
	if call.verb == "POST" or (call.verb in SAFE_METHODS and call.arguments.get("run_method")):
		yield from run_on_document(doctype, str(call.arguments.get("run_method") or name), call, site, name)
		return
	action = BY_VERB.get(call.verb, WRITE)
	yield stored_document(doctype, action, site, None, name)
	if action == WRITE:
		for values in bodies(call):
			yield from written_values(doctype, values, site)
	elif action == READ and is_on(call.arguments.get("expand_links")):
		yield from (doctype_access(linked, READ) for linked in site.links_of(doctype))
