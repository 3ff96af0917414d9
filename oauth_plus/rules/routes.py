"""Every door of a site: path, HTTP method, dotted method and arguments, mapped to what the call touches.

What cannot be mapped is a method or a page of its own name, so that it is refused unless a scope names it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from oauth_plus.rules import paths, readers, sensitive
from oauth_plus.rules.access import CREATE, DELETE, PRINT, READ, WRITE, Kind, Touch
from oauth_plus.rules.arguments import (
	ANYTHING,
	Arguments,
	Site,
	Unreadable,
	brought,
	is_on,
	listing,
	parsed,
	status,
	text,
	touch,
	whole,
	written,
)
from oauth_plus.rules.methods import METHODS, PRINTVIEW, RUN, Method, known_as, not_understood
from oauth_plus.rules.parameters import LISTING

FIRST = re.compile(r"/api/(?:v1/)?(method|resource)/([^/]+)(?:/(.*?))?/?")
SECOND = re.compile(r"/api/v2/(method|document|doctype)/([^/]+)(?:/(.*?))?/?")

ON_ONE = re.compile(r"(.+)/method/([^/]+)", re.DOTALL)

RUNNING = Method(readers.nothing, frozenset(("method", "docs", "dt", "dn", "arg", "args")))

SECOND_RUN, SECOND_RUNNING = (
	"frappe.api.v2.run_doc_method",
	Method(readers.nothing, frozenset(("method", "document", "kwargs"))),
)
"""v2 has a method of its own at this address, which takes the document that is sent, and no other."""

LISTED = "frappe.client.get_list"
"""What lists of documents go by."""

COUNTED = "frappe.desk.reportview.get_count"

BY_VERB = {"GET": READ, "HEAD": READ, "POST": WRITE, "PUT": WRITE, "PATCH": WRITE, "DELETE": DELETE}

READING = ("GET", "HEAD")

PRINTED = ("/printview",)

HOMES = ("/", "/index")
"""Where a site shows what its administrator chose, which may be Desk."""

BACKUP = "frappe.utils.response.download_backup"


@dataclass(frozen=True)
class Call:
	"""A request, as far as it matters here. `verb` is the HTTP method, `sent` what the body holds."""

	path: str
	verb: str = "GET"
	arguments: Arguments = field(default_factory=dict)
	sent: Any = None


def touched(call: Call, site: Site) -> tuple[Touch, ...]:
	"""All that the call touches, each once."""
	return tuple(dict.fromkeys(_touched(call, site)))


def linked(call: Call, touches: Iterable[Touch], site: Site) -> Iterator[Touch]:
	"""Reading all that the documents which are sent link to; `touches` is what the call touches."""
	for doctype in {each.target for each in touches if _is_written(each)}:
		for said in _sent_documents(call):
			yield from (touch(other, READ) for other in _links(doctype, said, site))


def _is_written(each: Touch) -> bool:
	return each.kind is Kind.DOCTYPE and each.action in (CREATE, WRITE)


def _sent_documents(call: Call) -> Iterator[Mapping[str, Any]]:
	yield from _bodies(call)
	for name in ("doc", "docs"):
		try:
			said = parsed(call.arguments.get(name))
		except Unreadable:
			continue
		yield from (
			each for each in (said if isinstance(said, list) else [said]) if isinstance(each, Mapping)
		)


def _links(doctype: str, said: Mapping[str, Any], site: Site) -> Iterator[str]:
	"""The DocTypes that its fields, and those of its rows, link to; a dynamic link could be to anything."""
	for name, value in said.items():
		if child := site.table_of(doctype, name):
			rows = value if isinstance(value, list) else ()
			yield from (
				other for row in rows if isinstance(row, Mapping) for other in _links(child, row, site)
			)
		elif value and (other := site.link_of(doctype, name)) and other != ANYTHING:
			yield other


def _touched(call: Call, site: Site) -> Iterable[Touch]:
	name = call.arguments.get("cmd")
	if name:  # Frappe looks at it first, wherever it stands
		return _method(str(name), call, site)
	if not paths.is_plain(
		call.path
	):  # the page that comes of it is another than the one that a rule would name
		return (Touch(Kind.PARAMETER, "the path"),)
	if match := SECOND.fullmatch(call.path):
		return _of_second(match[1], match[2], match[3] or None, call, site)
	if match := FIRST.fullmatch(call.path):
		return _of_first(match[1], match[2], match[3] or None, call, site)
	if "/files/" in call.path and call.path.startswith(("/files/", "/private/files/")):
		return (Touch(Kind.FILE, call.path, READ),)
	if call.path.startswith("/backups"):
		return (Touch(Kind.METHOD, BACKUP),)
	return _page(call, site)


def _of_first(door: str, name: str, rest: str | None, call: Call, site: Site) -> Iterable[Touch]:
	if door == "method":
		return _method(name, call, site)
	return _resource(name, rest, call, site)


def _of_second(door: str, name: str, rest: str | None, call: Call, site: Site) -> Iterable[Touch]:
	if door == "doctype":
		return _of_doctype(name, rest, call, site)
	if door == "document":
		if rest and (match := ON_ONE.fullmatch(rest)):
			return _run(name, match[2], call, site, match[1])
		return _resource(name, rest, call, site)
	if rest is None and name == RUN[0]:
		return _readable(SECOND_RUN, SECOND_RUNNING, call, site, lambda: _run_sent(call, site))
	if rest is None:
		return _method(name, call, site)
	return _method(f"{site.controller_of(name) or name}.{rest}", call, site)


def _of_doctype(doctype: str, rest: str | None, call: Call, site: Site) -> Iterable[Touch]:
	if rest == "meta":
		return (whole(doctype, READ, site),)
	if rest != "count":
		return _nowhere(call)
	counted = {**call.arguments, "doctype": doctype}
	return _readable(COUNTED, METHODS[COUNTED], call, site, lambda: METHODS[COUNTED].reads(counted, site))


def _method(name: str, call: Call, site: Site) -> tuple[Touch, ...]:
	"""A dotted method: by its arguments where we know it, by its name where we do not."""
	known = known_as(name, site)
	if known in RUN:
		return _readable(known, RUNNING, call, site, lambda: _run_named(call, site))
	if known not in METHODS:
		return (Touch(Kind.METHOD, known),)
	method = METHODS[known]
	return _readable(known, method, call, site, lambda: _read(method, call, site))


def _read(method: Method, call: Call, site: Site) -> Iterator[Touch]:
	"""What a method touches. One that it runs gets arguments that nobody has read here: those that ought to be read are
	not."""
	for touch_ in method.reads(call.arguments, site):
		run = known_as(touch_.target, site) if touch_.kind is Kind.METHOD else ""
		if run in METHODS or run in RUN:
			raise Unreadable("method")
		yield Touch(Kind.METHOD, run) if run else touch_


def _readable(
	name: str, method: Method, call: Call, site: Site, read: Callable[[], Iterable[Touch]]
) -> tuple[Touch, ...]:
	"""What the arguments speak of; what cannot be read is touched as such, and opened by `all` alone."""
	try:
		return (*read(), *not_understood(name, method, call.arguments, site))
	except Unreadable as reason:
		return (Touch(Kind.PARAMETER, f"{reason} of {name}"),)


def _resource(doctype: str, name: str | None, call: Call, site: Site) -> Iterable[Touch]:
	"""Documents by address. A body may name a DocType or a status of its own."""
	if name is None and call.verb != "POST":
		return _readable(
			LISTED,
			Method(readers.nothing, LISTING),
			call,
			site,
			lambda: listing(doctype, call.arguments, site, parent="parent"),
		)
	try:
		return tuple(_document(doctype, name, call, site))
	except Unreadable as reason:
		return (Touch(Kind.PARAMETER, f"{reason} of a document"),)


def _document(doctype: str, name: str | None, call: Call, site: Site) -> Iterator[Touch]:
	if name is None:
		for said in _bodies(call):
			yield whole(doctype, CREATE, site, said.get("parenttype"))
			yield from status(doctype, said)
		return
	if call.verb == "POST" or (call.verb in READING and call.arguments.get("run_method")):
		yield from _run(doctype, str(call.arguments.get("run_method") or name), call, site, name)
		return
	action = BY_VERB.get(call.verb, WRITE)
	yield whole(doctype, action, site, None, name)
	if action == WRITE:
		for said in _bodies(call):
			yield from written(doctype, said, site)
	elif action == READ and is_on(call.arguments.get("expand_links")):
		yield from (touch(linked, READ) for linked in site.links_of(doctype))


def _run_named(call: Call, site: Site) -> Iterator[Touch]:
	"""A method of a document: one that is stored, or one that is sent along."""
	arguments, method = call.arguments, text(call.arguments, "method")
	if arguments.get("dt"):
		yield from _run(text(arguments, "dt"), method, call, site, arguments.get("dn"), action=READ)
		return
	yield from _run_on(parsed(arguments.get("docs")), "docs", method, call, site)


def _run_sent(call: Call, site: Site) -> Iterator[Touch]:
	sent = parsed(call.arguments.get("document"))
	yield from _run_on(sent, "document", text(call.arguments, "method"), call, site)


def _run_on(sent: Any, said_by: str, method: str, call: Call, site: Site) -> Iterator[Touch]:
	if not isinstance(sent, Mapping):
		raise Unreadable(said_by)
	doctype = text(sent, "doctype")
	yield from brought(doctype)
	yield from _run(doctype, method, call, site, sent.get("name"))


def _run(
	doctype: str, method: str, call: Call, site: Site, name: Any = None, action: str = ""
) -> Iterator[Touch]:
	yield whole(doctype, action or (READ if call.verb in READING else WRITE), site, None, name)
	yield Touch(Kind.METHOD, f"{doctype}.{method}")


def _bodies(call: Call) -> Iterator[Mapping[str, Any]]:
	"""What may be written into the document: `data`, the whole body, and the form, whichever Frappe takes."""
	for value in (call.arguments.get("data"), call.sent):
		try:
			said = parsed(value)
		except Unreadable:
			continue
		if isinstance(said, Mapping):
			yield said
	yield call.arguments


def _page(call: Call, site: Site) -> Iterable[Touch]:
	path = call.path.rstrip("/") or "/"
	if path in PRINTED and isinstance(call.arguments.get("doctype"), str):
		printed = (touch(call.arguments["doctype"], PRINT),)
		return (*printed, *not_understood(path, PRINTVIEW, call.arguments, site))
	home = site.home_page() if path in HOMES else ""
	is_desk = sensitive.is_desk(home)
	return (Touch(Kind.PAGE, path), *((Touch(Kind.PAGE, f"/{home}"),) if is_desk else ()))


def _nowhere(call: Call) -> Iterable[Touch]:
	return (Touch(Kind.PAGE, call.path),)
