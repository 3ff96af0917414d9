"""Every door of a site, each with what it needs, and tokens of ten scopes by three kinds of user to try them with.

As a table for reading: `python -m oauth_plus.tests.every_door`, with OAUTH_PLUS_BENCH and OAUTH_PLUS_SITE. On a
site without this app it shows what stock lets through.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import frappe
from werkzeug.test import TestResponse

from oauth_plus.rules import secret
from oauth_plus.tests import scoping, stock
from oauth_plus.tests.browser import Browser
from oauth_plus.tests.factories import App, a_regular, a_user, an_app, signed_in
from oauth_plus.tests.journey import bearer, sign_in
from oauth_plus.tests.scoping import rule

READ, WRITE, DELETE = "doctype:ToDo:read", "doctype:ToDo:write", "doctype:ToDo:delete"


@dataclass(frozen=True)
class Door:
	"""One way to something. `needs` are the scopes that a token without any is told of, `open_to` those of the ten
	that open it, by their names below; `all` always does. `partly` tells what the holder of a scope is told that
	opens a part: their own is named with the rest."""

	name: str
	verb: str
	path: str
	needs: tuple[str, ...]
	open_to: tuple[str, ...] = ()
	query: dict[str, str] = field(default_factory=dict)
	form: dict[str, str] | None = None
	json: dict[str, Any] | None = None
	partly: dict[str, tuple[str, ...]] = field(default_factory=dict)

	def told(self, held: str) -> tuple[str, ...]:
		"""The scopes that a challenge names to who holds one of the ten."""
		return self.partly.get(held, self.needs)


WORD = {"read": READ, "write": WRITE}

READERS, WRITERS = ("read", "write", "office"), ("write",)
PRINTERS, FILERS = ("read", "write", "print"), ("files", "office")

CLIENT, DESK = "/api/method/frappe.client.", "/api/method/frappe.desk."
TODO = {"doctype": "ToDo"}


def doors() -> list[Door]:
	"""All of them; `{todo}` and `{file}` stand for what the user has."""
	return [*_documents(), *_client(), *_desk(), *_files(), *_prints(), *_others()]


def _documents() -> Iterator[Door]:
	made = {"description": "by an app"}
	for version, root in (("", "/api/resource"), ("v1 ", "/api/v1/resource"), ("v2 ", "/api/v2/document")):
		yield Door(f"{version}list", "GET", f"{root}/ToDo", (READ,), READERS)
		yield Door(f"{version}read", "GET", f"{root}/ToDo/{{todo}}", (READ,), READERS)
		yield Door(f"{version}create", "POST", f"{root}/ToDo", (WRITE,), WRITERS, json=made)
		yield Door(f"{version}change", "PUT", f"{root}/ToDo/{{todo}}", (WRITE,), WRITERS, json=made)
		yield Door(f"{version}delete", "DELETE", f"{root}/ToDo/{{todo}}", (DELETE,))
		yield Door(f"{version}list of another", "GET", f"{root}/User", ("doctype:User:read",))
		yield Door(f"{version}list of its module", "GET", f"{root}/Note", ("office",), ("office",))
		yield Door(
			f"{version}list with a linked column",
			"GET",
			f"{root}/ToDo",
			(READ, "doctype:User:read"),
			query={"fields": '["name", "allocated_to.full_name"]'},
			partly={held: (WORD.get(held, held), "doctype:User:read") for held in READERS},
		)
	yield Door("v2 count", "GET", "/api/v2/doctype/ToDo/count", (READ,), READERS)
	yield Door("v2 meta", "GET", "/api/v2/doctype/ToDo/meta", (READ,), READERS)


def _client() -> Iterator[Door]:
	yield Door("get_list", "GET", f"{CLIENT}get_list", (READ,), READERS, TODO)
	yield Door("get_list by cmd", "GET", "/", (READ,), READERS, {**TODO, "cmd": "frappe.client.get_list"})
	yield Door("v2 get_list", "GET", "/api/v2/method/frappe.client.get_list", (READ,), READERS, TODO)
	yield Door("get_count", "GET", f"{CLIENT}get_count", (READ,), READERS, TODO)
	yield Door(
		"get_count of another", "GET", f"{CLIENT}get_count", ("doctype:User:read",), (), {"doctype": "User"}
	)
	yield Door("get", "GET", f"{CLIENT}get", (READ,), READERS, {**TODO, "name": "{todo}"})
	value = {**TODO, "fieldname": "description", "filters": "{todo}"}
	yield Door("get_value", "GET", f"{CLIENT}get_value", (READ,), READERS, value)
	yield Door(
		"insert",
		"POST",
		f"{CLIENT}insert",
		(WRITE,),
		WRITERS,
		form={"doc": json.dumps({**TODO, "description": "x"})},
	)
	changed = {**TODO, "name": "{todo}", "fieldname": "description", "value": "x"}
	yield Door("set_value", "POST", f"{CLIENT}set_value", (WRITE,), WRITERS, form=changed)
	yield Door("client.delete", "POST", f"{CLIENT}delete", (DELETE,), form={**TODO, "name": "{todo}"})
	yield Door(
		"get_password",
		"GET",
		f"{CLIENT}get_password",
		("all",),
		(),
		{**TODO, "name": "{todo}", "fieldname": "x"},
	)


def _desk() -> Iterator[Door]:
	listed = {**TODO, "fields": '["`tabToDo`.`name`"]', "page_length": "5"}
	yield Door("reportview.get", "GET", f"{DESK}reportview.get", (READ,), READERS, listed)
	yield Door(
		"reportview.get_count",
		"GET",
		f"{DESK}reportview.get_count",
		(READ,),
		READERS,
		{**listed, "distinct": "false"},
	)
	yield Door("search_link", "GET", f"{DESK}search.search_link", (READ,), READERS, {**TODO, "txt": ""})
	yield Door(
		"search_link of another",
		"GET",
		f"{DESK}search.search_link",
		("doctype:User:read",),
		(),
		{"doctype": "User", "txt": ""},
	)
	yield Door("getdoc", "GET", f"{DESK}form.load.getdoc", (READ,), READERS, {**TODO, "name": "{todo}"})
	yield Door("getdoctype", "GET", f"{DESK}form.load.getdoctype", (READ,), READERS, TODO)
	yield Door(
		"query_report.run",
		"GET",
		f"{DESK}query_report.run",
		("report",),
		("report",),
		{"report_name": "ToDo", "filters": "{}"},
	)
	saved = {
		"doc": json.dumps({**TODO, "description": "x", "__islocal": 1, "name": "new-todo-1"}),
		"action": "Save",
	}
	yield Door("savedocs", "POST", f"{DESK}form.save.savedocs", (WRITE,), WRITERS, form=saved)
	yield Door("an unnamed method", "GET", f"{DESK}desktop.get_workspace_sidebar_items", ("all",))


def _files() -> Iterator[Door]:
	yield Door("private file", "GET", "{file}", ("files",), FILERS)
	yield Door(
		"download_file", "GET", "/api/method/download_file", ("files",), FILERS, {"file_url": "{file}"}
	)
	made = {"file_name": "made.txt", "file_url": "https://example.com/made.txt"}
	yield Door("upload_file", "POST", "/api/method/upload_file", ("files",), FILERS, form=made)
	yield Door("v2 upload_file", "POST", "/api/v2/method/upload_file", ("files",), FILERS, form=made)
	yield Door(
		"upload_file onto a document",
		"POST",
		"/api/method/upload_file",
		(WRITE, "files"),
		(),
		form={**made, **TODO, "docname": "{todo}"},
	)


def _prints() -> Iterator[Door]:
	one = {**TODO, "name": "{todo}"}
	yield Door("printview", "GET", "/printview", ("print",), PRINTERS, one)
	style = {"doc": "ToDo", "name": "{todo}"}
	method = "/api/method/frappe.www.printview.get_html_and_style"
	yield Door(
		"get_html_and_style",
		"GET",
		method,
		(READ,),
		("read", "write"),
		style,
		partly={"print": ("print", READ), "office": ("office", "print")},
	)


def _others() -> Iterator[Door]:
	who = "frappe.auth.get_logged_user"
	yield Door("who am I", "GET", f"/api/method/{who}", ("openid",), ("openid", "methods"))
	yield Door("who am I by cmd", "GET", "/", ("openid",), ("openid", "methods"), {"cmd": who})
	yield Door("page", "GET", "/me", ("pages",), ("pages",))
	yield Door("another page", "GET", "/about", ("all",))
	yield Door("desk", "GET", "/app", ("all",))
	run = {"dt": "ToDo", "dn": "{todo}", "method": "on_trash"}
	yield Door("run_doc_method", "POST", "/api/method/run_doc_method", ("all",), form=run)
	yield Door(
		"v2 method of a DocType", "POST", "/api/v2/method/ToDo/new_todo", ("all",), form={"description": "x"}
	)
	yield Door("ping", "GET", "/api/method/ping", (), tuple(TEN))


TEN = ("openid", "read", "write", "print", "report", "files", "pages", "methods", "office")
"""The tenth is `all`."""


@dataclass(frozen=True)
class Office:
	"""An app that may have all ten scopes, and what they are called on this site."""

	app: App
	words: dict[str, str]

	def named(self, names: tuple[str, ...]) -> set[str]:
		"""The scopes as a challenge names them."""
		return {self.words.get(name, name) for name in names}


def opened() -> Office:
	"""Make the scopes and the app."""
	a_scope = scoping.a_scope if is_there() else a_word
	files = a_scope(rule("File", "*", "read", "write"))
	words = {
		"all": "all",
		"openid": "openid",
		"read": READ,
		"write": WRITE,
		"print": a_scope(rule("DocType", "ToDo", "print")),
		"report": a_scope(rule("Report", "ToDo")),
		"files": files,
		"pages": a_scope(rule("Page", "/me")),
		"methods": a_scope(rule("Method", "frappe.auth.*"), rule("Method", "frappe.desk.form.utils.*")),
		"office": a_scope(rule("Module", "Desk", "read"), contains=files),
	}
	make = an_app if is_there() else partial(stock.a_client, signed_in(a_user("System Manager")))
	return Office(make(scopes=" ".join(words.values())), words)


def is_there() -> bool:
	"""This app, on this site."""
	return "oauth_plus" in frappe.get_installed_apps()


def a_word(*rules: Any, **values: Any) -> str:
	"""A scope as stock has it: any word that the client lists."""
	return f"test.{secrets.token_hex(4)}"


PEOPLE: dict[str, Callable[[], str]] = {
	"System Manager": lambda: a_regular("Dora"),
	"a user with few roles": lambda: a_user("Report Manager"),
	"a website user": lambda: a_user(),
}


def tokens_of(office: Office, user: str) -> dict[str, str]:
	"""An access token of each scope."""
	browser = signed_in(user)
	enter = sign_in if is_there() else lambda app, browser, **asked: stock.sign_in(browser, app, **asked)
	return {name: enter(office.app, browser, scope=word).access_token for name, word in office.words.items()}


def a_todo(user: str) -> str:
	"""A ToDo of the user's own."""
	todo = frappe.get_doc({"doctype": "ToDo", "description": "their own", "allocated_to": user})
	todo.insert(ignore_permissions=True).db_set("owner", user)
	frappe.db.commit()
	return todo.name


def knock(door: Door, token: str, user: str, file: str) -> TestResponse:
	"""Try a door, with a document of the user's own where one is needed."""
	todo = a_todo(user) if "{todo}" in repr(door) else ""

	def filled(text: Any) -> Any:
		return text.replace("{todo}", todo).replace("{file}", file) if isinstance(text, str) else text

	sent: dict[str, Any] = {"query_string": {name: filled(value) for name, value in door.query.items()}}
	if door.form is not None:
		sent["data"] = {name: filled(value) for name, value in door.form.items()}
	if door.json is not None:
		sent["json"] = door.json
	return Browser().open(filled(door.path), door.verb, headers=bearer(token), **sent)


def lacking(answer: TestResponse) -> set[str] | None:
	"""The scopes that the answer asks for and its token has not; None where it is no such answer."""
	asked = asked_for(answer)
	token = answer.request.headers["Authorization"].split()[-1]
	held = frappe.db.get_value("OAuth Bearer Token", {"access_token": secret.digest(token)}, "scopes") or ""
	return None if asked is None else asked - set(held.split())


def asked_for(answer: TestResponse) -> set[str] | None:
	"""All scopes that the answer asks for; None where it is no such answer."""
	challenge = answer.headers.get("WWW-Authenticate", "")
	if answer.status_code != 403 or 'error="insufficient_scope"' not in challenge:
		return None
	assert json.loads(answer.text)["error"] == "insufficient_scope"
	return set(re.search(r'scope="([^"]*)"', challenge)[1].split())


def table(
	office: Office, people: dict[str, str], tokens: dict[str, dict[str, str]], file_of: dict[str, str]
) -> str:
	"""Each door with each of the ten scopes, for each person: the status, or what was lacking, as Markdown."""
	lines = []
	for kind, user in people.items():
		names = list(office.words)
		lines += [f"\n{kind}\n", f"| door | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
		for door in doors():
			cells = [_cell(office, knock(door, tokens[kind][name], user, file_of[kind])) for name in names]
			lines.append(f"| {door.name} | {' | '.join(cells)} |")
	return "\n".join(lines)


def _cell(office: Office, answer: TestResponse) -> str:
	missing = lacking(answer)
	if missing is None:
		return str(answer.status_code)
	called = {word: name for name, word in office.words.items()}
	return f"403 {' '.join(sorted(called.get(word, word) for word in missing))}"


def main() -> None:
	"""Print the table."""
	import contextlib
	import os
	from pathlib import Path

	from oauth_plus.tests import site
	from oauth_plus.tests.factories import a_private_file

	os.chdir(Path(os.environ["OAUTH_PLUS_BENCH"]) / "sites")
	with site.opened(os.environ["OAUTH_PLUS_SITE"]), contextlib.ExitStack() as stack:
		office = opened()
		people = {kind: make() for kind, make in PEOPLE.items()}
		files = {kind: stack.enter_context(a_private_file(user, b"theirs")) for kind, user in people.items()}
		tokens = {kind: tokens_of(office, user) for kind, user in people.items()}
		print(table(office, people, tokens, files))


if __name__ == "__main__":
	main()
