"""Every door of a site: path, HTTP method, dotted method and arguments, mapped to what the call touches.

What cannot be mapped is a method or a page of its own name, so that it is refused unless a scope names it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from oauth_plus.rules.access import CREATE, DELETE, PRINT, READ, WRITE, Kind, Touch
from oauth_plus.rules.arguments import (
	Arguments,
	Site,
	Unreadable,
	listing,
	parsed,
	status,
	text,
	touch,
	whole,
)
from oauth_plus.rules.methods import READERS

FIRST = re.compile(r"/api/(?:v1/)?(method|resource)/([^/]+)(?:/(.*?))?/?")
SECOND = re.compile(r"/api/v2/(method|document|doctype)/([^/]+)(?:/(.*?))?/?")

ON_ONE = re.compile(r"(.+)/method/([^/]+)", re.DOTALL)

RUN = ("run_doc_method", "runserverobj", "frappe.handler.run_doc_method", "frappe.handler.runserverobj")

BY_VERB = {"GET": READ, "HEAD": READ, "POST": WRITE, "PUT": WRITE, "PATCH": WRITE, "DELETE": DELETE}

READING = ("GET", "HEAD")

PRINTED = ("/printview",)

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


def _touched(call: Call, site: Site) -> Iterable[Touch]:
	name = call.arguments.get("cmd")
	if name:  # Frappe looks at it first, wherever it stands
		return _method(str(name), call, site)
	if match := SECOND.fullmatch(call.path):
		return _of_second(match[1], match[2], match[3] or None, call, site)
	if match := FIRST.fullmatch(call.path):
		return _of_first(match[1], match[2], match[3] or None, call, site)
	if "/files/" in call.path and call.path.startswith(("/files/", "/private/files/")):
		return (Touch(Kind.FILE, call.path, READ),)
	if call.path.startswith("/backups"):
		return (Touch(Kind.METHOD, BACKUP),)
	return _page(call)


def _of_first(door: str, name: str, rest: str | None, call: Call, site: Site) -> Iterable[Touch]:
	if door == "method":
		return _method(name, call, site)
	return _resource(name, rest, call, site)


def _of_second(door: str, name: str, rest: str | None, call: Call, site: Site) -> Iterable[Touch]:
	if door == "doctype":
		return listing(name, call.arguments, site) if rest in ("meta", "count") else _nowhere(call)
	if door == "document":
		if rest and (match := ON_ONE.fullmatch(rest)):
			return _run(name, match[2], call, site, match[1])
		return _resource(name, rest, call, site)
	if rest is None:
		return _method(name, call, site)
	return _method(f"{site.controller_of(name) or name}.{rest}", call, site)


def _method(name: str, call: Call, site: Site) -> tuple[Touch, ...]:
	"""A dotted method: by its arguments where we know it, by its name where we do not."""
	try:
		if name in RUN:
			return tuple(_run_named(call, site))
		if name in READERS:
			return tuple(READERS[name](call.arguments, site))
	except Unreadable:
		pass
	return (Touch(Kind.METHOD, name),)


def _resource(doctype: str, name: str | None, call: Call, site: Site) -> Iterator[Touch]:
	"""Documents by address. A body may name a DocType or a status of its own."""
	said = _body(call)
	if name is None:
		if call.verb == "POST":
			yield whole(doctype, CREATE, site, said.get("parenttype"))
			yield from status(doctype, said)
		else:
			yield from listing(doctype, call.arguments, site)
		return
	if call.verb == "POST" or (call.verb in READING and call.arguments.get("run_method")):
		yield from _run(doctype, str(call.arguments.get("run_method") or name), call, site, name)
		return
	action = BY_VERB.get(call.verb, WRITE)
	yield whole(doctype, action, site, call.arguments.get("parent"), name)
	if action == WRITE:
		yield from status(doctype, said)
		if said.get("doctype") and said["doctype"] != doctype:
			yield touch(str(said["doctype"]), WRITE)
	elif action == READ and call.arguments.get("expand_links"):
		yield from (touch(linked, READ) for linked in site.links_of(doctype))


def _run_named(call: Call, site: Site) -> Iterator[Touch]:
	"""A method of a document: one that is stored, or one that is sent along."""
	arguments, method = call.arguments, text(call.arguments, "method")
	if arguments.get("dt"):
		yield from _run(text(arguments, "dt"), method, call, site, arguments.get("dn"), action=READ)
		return
	sent = parsed(arguments.get("docs") or arguments.get("document"))
	if not isinstance(sent, Mapping):
		raise Unreadable("docs")
	yield from _run(text(sent, "doctype"), method, call, site, sent.get("name"))


def _run(
	doctype: str, method: str, call: Call, site: Site, name: Any = None, action: str = ""
) -> Iterator[Touch]:
	yield whole(doctype, action or (READ if call.verb in READING else WRITE), site, None, name)
	yield Touch(Kind.METHOD, f"{doctype}.{method}")


def _body(call: Call) -> Mapping[str, Any]:
	"""What is written into the document: `data`, or the whole body, or the form."""
	for value in (call.arguments.get("data"), call.sent):
		try:
			said = parsed(value)
		except Unreadable:
			continue
		if isinstance(said, Mapping):
			return said
	return call.arguments


def _page(call: Call) -> Iterable[Touch]:
	path = call.path.rstrip("/") or "/"
	if path in PRINTED and isinstance(call.arguments.get("doctype"), str):
		return (touch(call.arguments["doctype"], PRINT),)
	return (Touch(Kind.PAGE, path),)


def _nowhere(call: Call) -> Iterable[Touch]:
	return (Touch(Kind.PAGE, call.path),)
