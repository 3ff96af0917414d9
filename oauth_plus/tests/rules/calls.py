"""A table of calls: the request, its arguments, what it touches, and which of eight scopes let it through.

Scopes by letter: R reads ToDos, W reads and writes them, D reads and prints what the module Desk has, N reads
documents of every DocType, M may call `frappe.auth.*` and the methods of ToDos, F files, P the pages `/me` and
`/orders/*`, Q reports that begin with "Sales". `all` lets all through, and no scope nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.resource_access import ACTIONS, ATTACH, Kind, ResourceAccess
from oauth_plus.rules.scope_definition import ALL, Rule, Scope
from oauth_plus.tests.rules.call_table import BY_ADDRESS, BY_METHOD, METHODS, ON_DOCUMENTS, RESOURCES

READING = frozenset(("read", "print", "report"))

SCOPES = {
	"R": Scope("R", "R", rules=(Rule(Kind.DOCTYPE, "ToDo", READING),)),
	"W": Scope("W", "W", rules=(Rule(Kind.DOCTYPE, "ToDo", frozenset(ACTIONS) - {ATTACH}),)),
	"D": Scope("D", "D", rules=(Rule(Kind.MODULE, "Desk", frozenset(("read", "print"))),)),
	"N": Scope("N", "N", rules=(Rule(Kind.DOCTYPE, "*", frozenset(("read",))),)),
	"M": Scope("M", "M", rules=(Rule(Kind.METHOD, "frappe.auth.*"), Rule(Kind.METHOD, "ToDo.*"))),
	"F": Scope("F", "F", rules=(Rule(Kind.FILE, "*", frozenset(("read", "write"))),)),
	"P": Scope("P", "P", rules=(Rule(Kind.PAGE, "/me"), Rule(Kind.PAGE, "/orders/*"))),
	"Q": Scope("Q", "Q", rules=(Rule(Kind.REPORT, "Sales*"),)),
	"A": Scope(ALL, "A"),
}


@dataclass(frozen=True)
class Row:
	"""One line of the table."""

	call: Call
	accesses: frozenset[ResourceAccess]
	open_to: frozenset[str]

	def __str__(self) -> str:
		return f"{self.call.verb} {self.call.path} {json.dumps(dict(self.call.arguments), sort_keys=True)}"


def rows() -> list[Row]:
	"""All of them, each document and method through each of its doors."""
	by_path = (
		_row(verb, door.format(place), arguments, accesses, letters)
		for verb, place, arguments, accesses, letters in ON_DOCUMENTS
		for door in RESOURCES
	)
	by_method = (
		_through(door, name, arguments, accesses, letters)
		for name, arguments, accesses, letters in BY_METHOD
		for door in METHODS
	)
	by_address = (
		_row(*_parted(line), arguments, accesses, letters)
		for line, arguments, accesses, letters in BY_ADDRESS
	)
	return [*by_path, *by_method, *by_address]


def _parted(line: str) -> tuple[str, str]:
	verb, _space, path = line.partition(" ")
	return verb, path


def _through(door: str, name: str, arguments: dict[str, Any], accesses: str, letters: str) -> Row:
	if door.startswith("cmd"):
		return _row("GET", "/", {**arguments, "cmd": name}, accesses, letters)
	return _row("GET", door.format(name), arguments, accesses, letters)


def _row(verb: str, path: str, arguments: dict[str, Any], accesses: str, letters: str) -> Row:
	return Row(Call(path, verb, arguments), frozenset(_accesses(accesses)), frozenset(letters))


def _accesses(text: str) -> Iterator[ResourceAccess]:
	for kind in (Kind.METHOD, Kind.PARAMETER):
		if text.startswith(f"{kind.value} "):
			yield ResourceAccess(kind, text.removeprefix(f"{kind.value} "))
			return
	known = ("Has Role", "System Settings", "Sales Register")
	for name in known:
		text = text.replace(name, name.replace(" ", "_"))
	for part in text.split():
		named, colon, rest = (
			part.replace("_Role", " Role")
			.replace("_Settings", " Settings")
			.replace("_Reg", " Reg")
			.partition(":")
		)
		target, _dot, action = (rest if colon else named).rpartition(".")
		if not colon:
			yield ResourceAccess(Kind.DOCTYPE, target, action)
		elif named == "File":
			yield ResourceAccess(Kind.FILE, target, action)
		else:
			yield ResourceAccess(Kind(named), rest)
