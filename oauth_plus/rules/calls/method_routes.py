"""Dotted methods: `/api/method/…`, `cmd`, `run_doc_method`, and methods of documents."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from oauth_plus.rules import sensitive
from oauth_plus.rules.calls.argument_values import Unreadable, parsed, text
from oauth_plus.rules.calls.call import SAFE_METHODS, Call
from oauth_plus.rules.calls.document_access import stored_document, unsaved_document
from oauth_plus.rules.calls.method_access import MethodAccess, not_understood, nothing
from oauth_plus.rules.calls.method_table import METHOD_ACCESS, RUN
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import READ, WRITE, Kind, ResourceAccess


def known_as(method: str, site: SiteSchema) -> str:
	"""Return the name by which rules name a method.

	That is the name where it is defined, if it is in METHOD_ACCESS or sensitive; else the name by which it
	was called.
	"""
	if method in METHOD_ACCESS or method in RUN:
		return method
	own = site.method_of(method)
	return own if own in METHOD_ACCESS or own in RUN or sensitive.is_named_alone(own) else method


RUNNING = MethodAccess(nothing, frozenset(("method", "docs", "dt", "dn", "arg", "args")))

SECOND_RUN, SECOND_RUNNING = (
	"frappe.api.v2.run_doc_method",
	MethodAccess(nothing, frozenset(("method", "document", "kwargs"))),
)
"""Method of `/api/v2/method/run_doc_method`, which takes the document that is sent, and no other."""


def by_name(name: str, call: Call, site: SiteSchema) -> tuple[ResourceAccess, ...]:
	"""Return the accesses of a dotted method: of its arguments where it is in METHOD_ACCESS, else its own
	name.

	Arguments that cannot be read become an access of the kind PARAMETER; no error is raised.
	"""
	known = known_as(name, site)
	if known in RUN:
		return readable(known, RUNNING, call, site, lambda: run_named(call, site))
	if known not in METHOD_ACCESS:
		return (ResourceAccess(Kind.METHOD, known),)
	method = METHOD_ACCESS[known]
	return readable(known, method, call, site, lambda: _read(method, call, site))


def _read(method: MethodAccess, call: Call, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield the accesses of a method. Raises Unreadable where it runs another one whose arguments ought to be
	read."""
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
	"""Return what `read` yields, and the parameters that are not understood.

	Catches Unreadable: what cannot be read becomes an access of the kind PARAMETER, which only `all` opens.
	"""
	try:
		return (*read(), *not_understood(name, method, call.arguments, site))
	except Unreadable as reason:
		return (ResourceAccess(Kind.PARAMETER, f"{reason} of {name}"),)


def run_named(call: Call, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield running a method of a stored document (`dt`, `dn`), or of one that is sent (`docs`). Raises
	Unreadable."""
	arguments, method = call.arguments, text(call.arguments, "method")
	if arguments.get("dt"):
		yield from run_on_document(
			text(arguments, "dt"), method, call, site, arguments.get("dn"), action=READ
		)
		return
	yield from _run_on(parsed(arguments.get("docs")), "docs", method, call, site)


def run_sent(call: Call, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield running a method of the document that is sent in `document`. Raises Unreadable."""
	sent = parsed(call.arguments.get("document"))
	yield from _run_on(sent, "document", text(call.arguments, "method"), call, site)


def _run_on(sent: Any, parameter: str, method: str, call: Call, site: SiteSchema) -> Iterator[ResourceAccess]:
	if not isinstance(sent, Mapping):
		raise Unreadable(parameter)
	doctype = text(sent, "doctype")
	yield from unsaved_document(doctype)
	yield from run_on_document(doctype, method, call, site, sent.get("name"))


def run_on_document(
	doctype: str, method: str, call: Call, site: SiteSchema, name: Any = None, action: str = ""
) -> Iterator[ResourceAccess]:
	"""Yield the document and the method `DocType.method`.

	Without an `action`, safe HTTP methods read the document and others write it (RFC 9110 §9.2.1).
	"""
	yield stored_document(doctype, action or (READ if call.verb in SAFE_METHODS else WRITE), site, None, name)
	yield ResourceAccess(Kind.METHOD, f"{doctype}.{method}")
