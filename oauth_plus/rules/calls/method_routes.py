"""TODO."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from oauth_plus.rules import sensitive
from oauth_plus.rules.calls import method_access
from oauth_plus.rules.calls.argument_values import Unreadable, parsed, text
from oauth_plus.rules.calls.call import SAFE_METHODS, Call
from oauth_plus.rules.calls.document_access import stored_document, unsaved_document
from oauth_plus.rules.calls.method_access import MethodAccess, not_understood
from oauth_plus.rules.calls.method_table import METHOD_ACCESS, RUN
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import READ, WRITE, Kind, ResourceAccess


def known_as(method: str, site: SiteSchema) -> str:
	"""The name by which rules speak of a method: where it is reached by another, its own may be read, or sensitive."""
	if method in METHOD_ACCESS or method in RUN:
		return method
	own = site.method_of(method)
	return own if own in METHOD_ACCESS or own in RUN or sensitive.is_named_alone(own) else method


RUNNING = MethodAccess(method_access.nothing, frozenset(("method", "docs", "dt", "dn", "arg", "args")))


SECOND_RUN, SECOND_RUNNING = (
	"frappe.api.v2.run_doc_method",
	MethodAccess(method_access.nothing, frozenset(("method", "document", "kwargs"))),
)
"""v2 has a method of its own at this address, which takes the document that is sent, and no other."""


def by_name(name: str, call: Call, site: SiteSchema) -> tuple[ResourceAccess, ...]:
	"""A dotted method: by its arguments where we know it, by its name where we do not."""
	known = known_as(name, site)
	if known in RUN:
		return readable(known, RUNNING, call, site, lambda: run_named(call, site))
	if known not in METHOD_ACCESS:
		return (ResourceAccess(Kind.METHOD, known),)
	method = METHOD_ACCESS[known]
	return readable(known, method, call, site, lambda: _read(method, call, site))


def _read(method: MethodAccess, call: Call, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""What a method touches. One that it runs gets arguments that nobody has read here: those that ought to be read are
	not."""
	for access in method.reads(call.arguments, site):
		run = known_as(access.target, site) if access.kind is Kind.METHOD else ""
		if run in METHOD_ACCESS or run in RUN:
			raise Unreadable("method")
		yield ResourceAccess(Kind.METHOD, run) if run else access


def readable(
	name: str,
	method: MethodAccess,
	call: Call,
	site: SiteSchema,
	read: Callable[[], Iterable[ResourceAccess]],
) -> tuple[ResourceAccess, ...]:
	"""What the arguments speak of; what cannot be read is touched as such, and opened by `all` alone."""
	try:
		return (*read(), *not_understood(name, method, call.arguments, site))
	except Unreadable as reason:
		return (ResourceAccess(Kind.PARAMETER, f"{reason} of {name}"),)


def run_named(call: Call, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""A method of a document: one that is stored, or one that is sent along."""
	arguments, method = call.arguments, text(call.arguments, "method")
	if arguments.get("dt"):
		yield from run_on_document(
			text(arguments, "dt"), method, call, site, arguments.get("dn"), action=READ
		)
		return
	yield from _run_on(parsed(arguments.get("docs")), "docs", method, call, site)


def run_sent(call: Call, site: SiteSchema) -> Iterator[ResourceAccess]:
	sent = parsed(call.arguments.get("document"))
	yield from _run_on(sent, "document", text(call.arguments, "method"), call, site)


def _run_on(sent: Any, said_by: str, method: str, call: Call, site: SiteSchema) -> Iterator[ResourceAccess]:
	if not isinstance(sent, Mapping):
		raise Unreadable(said_by)
	doctype = text(sent, "doctype")
	yield from unsaved_document(doctype)
	yield from run_on_document(doctype, method, call, site, sent.get("name"))


def run_on_document(
	doctype: str, method: str, call: Call, site: SiteSchema, name: Any = None, action: str = ""
) -> Iterator[ResourceAccess]:
	yield stored_document(doctype, action or (READ if call.verb in SAFE_METHODS else WRITE), site, None, name)
	yield ResourceAccess(Kind.METHOD, f"{doctype}.{method}")
