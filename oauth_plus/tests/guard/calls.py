"""Calls as programs send them, and as nobody honest would: each begins as a good call of a mapped method or of a door
and is then bent once or several times. A seed always gives the same calls."""

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from urllib.parse import quote

import frappe

from oauth_plus.rules.calls.method_table import METHOD_ACCESS
from oauth_plus.tests.guard.words import (
	BENT_FIELDS,
	DOC_METHODS,
	EXTRA,
	FITTING,
	FUNCTIONS,
	GOOD_FIELDS,
	KINDS,
	MAPPERS,
	NEEDED,
	NEW,
	OTHERS,
	TREES,
)
from oauth_plus.tests.guard.world import Narrow, World

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sent:
	"""A request. `body` is a form (pairs), JSON (anything else) or nothing."""

	door: str
	token: str
	verb: str
	path: str
	query: Pairs = ()
	form: Pairs = ()
	json: Any = None
	content_type: str = ""

	def __str__(self) -> str:
		parts = [f"{self.verb} {self.path}", f"token={self.token}"]
		parts += [f"query={list(self.query)}"] if self.query else []
		parts += [f"form={list(self.form)}"] if self.form else []
		parts += [f"json={json.dumps(self.json)}"] if self.json is not None else []
		parts += [f"content_type={self.content_type}"] if self.content_type else []
		return "\n      ".join(parts)


class Generator:
	"""Calls from one seed."""

	def __init__(self, world: World, seed: int) -> None:
		self.world, self.random = world, Random(seed)
		self.methods = {name: _parameters(name) for name in METHOD_ACCESS if _function(name)}
		self.often = [
			name for name in self.methods for _ in range(1 if "_pdf" in name else 5)
		]  # a PDF takes long
		self.verbs = {name: _verbs(name) for name in self.methods}
		self.doors: dict[str, Callable[[Narrow], Sent]] = {
			"/api/resource list": lambda token: self._resource(token, "list"),
			"/api/resource read": lambda token: self._resource(token, "read"),
			"/api/resource create": lambda token: self._resource(token, "create"),
			"/api/resource change": lambda token: self._resource(token, "change"),
			"/api/resource delete": lambda token: self._resource(token, "delete"),
			"/api/resource run": lambda token: self._resource(token, "run"),
			"/api/v2/document list": lambda token: self._document(token, "list"),
			"/api/v2/document read": lambda token: self._document(token, "read"),
			"/api/v2/document copy": lambda token: self._document(token, "copy"),
			"/api/v2/document create": lambda token: self._document(token, "create"),
			"/api/v2/document change": lambda token: self._document(token, "change"),
			"/api/v2/document delete": lambda token: self._document(token, "delete"),
			"/api/v2/document method": lambda token: self._document(token, "method"),
			"/api/v2/doctype count": lambda token: self._doctype(token, "count"),
			"/api/v2/doctype meta": lambda token: self._doctype(token, "meta"),
			"/api/v2/method of a DocType": self._method_of_doctype,
			"run_doc_method": self._run,
			"v2 run_doc_method": self._run_second,
			"/printview": self._printview,
			"files": self._file,
			"pages": self._page,
		}

		self.doors_often = [door for door in self.doors for _ in range(1 if door == "pages" else 5)]

	def next(self) -> Sent:
		"""A call."""
		r = self.random
		if r.random() < 0.72:
			return self._bent(self._mapped(r.choice(self.often)))
		return self._bent(self.doors[r.choice(self.doors_often)](self._token()))

	def named(self, door: str) -> Sent:
		"""A good call of one door or method."""
		return self._mapped(door) if door in self.methods else self.doors[door](self._token(door))

	@property
	def all_doors(self) -> list[str]:
		"""All that there are on this Frappe."""
		return [*self.methods, *self.doors]

	# Tokens

	def _token(self, method: str = "") -> Narrow:
		"""Mostly one that may be let in."""
		r, tokens = self.random, self.world.tokens
		if r.random() < 0.06:
			return tokens[r.choice(list(tokens))]
		fitting = ["read", "write", "write", "contact", "desk", "run"]
		for word, names in FITTING.items():
			if word in method:
				fitting = list(names)
		return tokens[r.choice(fitting)]

	# Methods

	def _mapped(self, method: str) -> Sent:
		r, token = self.random, self._token(method)
		required, optional = self.methods[method]
		named = [*required, *(name for name in optional if r.random() < 0.25)]
		arguments = {name: self.value(name, token, method) for name in named}
		for name in EXTRA.get(method.rpartition(".")[2], ()):
			if r.random() < 0.3:
				arguments[name] = self.value(name, token, method)
		verb = self._verb(method)
		door = r.random()
		if door < 0.04:  # whose refusals are whole pages
			return self._packed(method, token, verb, "/", {**arguments, "cmd": method})
		root = "/api/v2/method/" if door < 0.35 else "/api/v1/method/" if door < 0.45 else "/api/method/"
		return self._packed(method, token, verb, f"{root}{method}", arguments)

	def _verb(self, method: str) -> str:
		allowed = self.verbs[method]
		if self.random.random() < 0.03:
			return self.random.choice(("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"))
		return self.random.choice([verb for verb in allowed if verb in ("GET", "POST")] or list(allowed))

	# Values

	def value(self, name: str, token: Narrow, method: str = "") -> Any:
		"""One that fits the parameter, by its name."""
		kind = KINDS.get(name, "text")
		if name == "doctype" and "multi_pdf" in method and self.random.random() < 0.5:
			return {token.focus: [self.value("name", token)]}
		if name == "doc" and "printview" in method and self.random.random() < 0.7:
			return token.focus
		if name == "docs" and "bulk_update" in method:
			return [{**self.doc(token), "docname": self.value("name", token)}]
		if name == "method" and ".mapper." in method:
			return self.random.choice(MAPPERS)
		return getattr(self, f"a_{kind}")(token)

	def a_tree(self, token: Narrow) -> Any:
		return self.random.choice(TREES)

	def a_doctype(self, token: Narrow) -> Any:
		return token.focus

	def a_name(self, token: Narrow) -> Any:
		return self.random.choice(self.world.names.get(token.focus) or ["x"])

	def a_names(self, token: Narrow) -> Any:
		return [self.a_name(token)]

	def a_column(self, token: Narrow) -> Any:
		return self.random.choice(GOOD_FIELDS.get(token.focus, ("name",)))

	def a_field(self, token: Narrow) -> Any:
		return self.a_column(token) if self.random.random() < 0.6 else self.a_fields(token)

	def a_fields(self, token: Narrow) -> Any:
		good = GOOD_FIELDS.get(token.focus, ("name",))
		return self.random.sample(good, self.random.randint(1, min(3, len(good))))

	def a_filters(self, token: Narrow) -> Any:
		column = self.a_column(token)
		return self.random.choice(
			(
				{},
				{column: ["!=", "zzz"]},
				[[column, "!=", "zzz"]],
				[[token.focus, column, "!=", "zzz"]],
				{"name": self.a_name(token)},
			)
		)

	def a_order(self, token: Narrow) -> Any:
		return f"{self.a_column(token)} {self.random.choice(('asc', 'desc'))}"

	def a_doc(self, token: Narrow) -> Any:
		return self.doc(token)

	def doc(self, token: Narrow) -> dict[str, Any]:
		"""A document as it is saved: new, or with a name."""
		made = {"doctype": token.focus} | NEW.get(token.focus, {})
		if self.random.random() < 0.5:
			return made
		name = self.a_name(token)
		return made | {"name": name, "modified": self.world.modified.get(name, "")}

	def stored(self, doctype: str) -> dict[str, Any]:
		"""A document by name, as it stands."""
		name = self._name_of(doctype)
		return {"doctype": doctype, "name": name, "modified": self.world.modified.get(name, "")}

	def a_docs(self, token: Narrow) -> Any:
		return [self.doc(token)]

	def a_action(self, token: Narrow) -> Any:
		return self.random.choice(("Save", "Save", "Submit", "Update", "Cancel"))

	def a_action_word(self, token: Narrow) -> Any:
		return self.random.choice(("read", "write", "delete"))

	def a_report(self, token: Narrow) -> Any:
		return self.random.choice((self.world.reports[0], "ToDo"))

	def a_columns(self, token: Narrow) -> Any:
		return [
			{
				"fieldname": "description",
				"label": "D",
				"doctype": "ToDo",
				"fieldtype": "Data",
				"link_field": {"fieldname": "todo", "names": []},
			}
		]

	def a_url(self, token: Narrow) -> Any:
		return self.random.choice(self.world.urls[:2])

	def a_file(self, token: Narrow) -> Any:
		return self.random.choice(self.world.names["File"])

	def a_method(self, token: Narrow) -> Any:
		return self.random.choice(DOC_METHODS)

	def a_doc_method(self, token: Narrow) -> Any:
		return self.random.choice(DOC_METHODS)

	def a_search(self, token: Narrow) -> Any:
		return self.random.choice(("", *FUNCTIONS))

	def a_cmd(self, token: Narrow) -> Any:
		return self.random.choice(FUNCTIONS)

	def a_text(self, token: Narrow) -> Any:
		return self.random.choice(("", "x", "guard", "1"))

	def a_number(self, token: Narrow) -> Any:
		return self.random.choice((5, 20, "5"))

	def a_zero(self, token: Narrow) -> Any:
		return 0

	def a_flag(self, token: Narrow) -> Any:
		return self.random.choice((0, 1, 1, "true"))

	def a_format(self, token: Narrow) -> Any:
		return "Standard"

	def a_sum(self, token: Narrow) -> Any:
		return self.random.choice(("count", "sum", "avg"))

	def a_person(self, token: Narrow) -> Any:
		return self.random.choice((self.world.target, "Administrator", self.world.user))

	def a_csv(self, token: Narrow) -> Any:
		return self.random.choice(("CSV", "CSV", "Excel"))

	def a_view(self, token: Narrow) -> Any:
		return self.random.choice(("List", "Report"))

	def a_folder(self, token: Narrow) -> Any:
		return "Home"

	def a_idx(self, token: Narrow) -> Any:
		return [0, 1, 2, 3]

	def a_join(self, token: Narrow) -> Any:
		return "left join `tabUser` on 1=1"

	def a_comment_type(self, token: Narrow) -> Any:
		return self.random.choice(("Comment", ["Comment", "Info"]))

	def a_prepared(self, token: Narrow) -> Any:
		return self.random.choice(self.world.prepared)

	# Values that are bent

	def bent(self, name: str, token: Narrow) -> Any:
		"""A value of the parameter's kind that reaches for something else."""
		r, kind = self.random, KINDS.get(name, "text")
		other = r.choice(OTHERS)
		if kind == "doctype":
			return r.choice(
				(
					other,
					other,
					token.focus,
					f"{token.focus} ",
					token.focus.lower(),
					token.focus.upper(),
					f"`tab{other}`",
					"",
				)
			)
		if kind == "name":
			return r.choice(
				(
					self._name_of(other),
					self._name_of(other),
					self.world.target,
					"",
					7,
					None,
					{"name": ["like", "%"]},
					f"{self.a_name(token)} ",
				)
			)
		if kind in ("fields", "field", "column", "names"):
			bent = [r.choice(BENT_FIELDS) for _ in range(r.randint(1, 2))]
			if kind in ("column", "field") and r.random() < 0.6:
				return bent[0]
			return bent if r.random() < 0.8 else [*self.a_fields(token), *bent]
		if kind == "filters":
			return self._bent_filters(token, other)
		if kind == "order":
			return r.choice(
				(
					"allocated_to.email desc",
					"`tabUser`.`email` asc",
					"tabUser.email",
					"(select email from tabUser)",
					"`tabToDo`.`name`, `tabUser`.`email` desc",
					"max(allocated_to.email)",
				)
			)
		if kind in ("doc", "docs"):
			document = self._bent_doc(token, other)
			return document if kind == "doc" and r.random() < 0.9 else [document]
		if kind == "columns":
			return [
				{
					"fieldname": r.choice(
						("phone", "bio", "allocated_to.email", "title", "role", "description")
					),
					"label": "D",
					"doctype": r.choice(("User", "ToDo", "Note", "Has Role")),
					"fieldtype": "Data",
					"link_field": r.choice(
						(
							{"fieldname": r.choice(("todo", "name", "user", "owner")), "names": []},
							{"fieldname": "todo", "names": [self.world.target]},
							"todo",
						)
					),
				}
			]
		if kind == "report":
			return r.choice(self.world.reports)
		if kind == "url":
			return r.choice(
				(
					*self.world.urls,
					"/private/files/guard-/../other",
					"/files/../private/files/x",
					"https://example.com/x",
				)
			)
		if kind == "prepared":
			return r.choice(self.world.prepared)
		if kind == "method":
			return r.choice((*FUNCTIONS, *DOC_METHODS))
		if kind == "text":
			return r.choice(("%", "a", "kanari", self.world.target, ["a"], {"a": 1}))
		return r.choice((other, 1, "1", [1], {"a": 1}, None, "", self.value(name, token)))

	def _name_of(self, doctype: str) -> str:
		return self.random.choice(self.world.names.get(doctype) or [self.world.target])

	def _bent_filters(self, token: Narrow, other: str) -> Any:
		r = self.random
		field = r.choice(
			(
				"allocated_to.email",
				"assigned_by.phone",
				"owner.bio",
				"`tabUser`.`email`",
				"tabUser.email",
				"roles.role",
				"reference_name.title",
				"email",
				"seen_by.user",
				"links.link_title",
				"_assign",
			)
		)
		like = r.choice(
			("like", "=", "in", "is", "!=", "not in", "descendants of", "between", "timespan", "LIKE")
		)
		value = r.choice(("%a%", "set", ["a", "b"], "x", {"a": 1}))
		prepared = {"prepared_report_name": r.choice(self.world.prepared)}
		return r.choice(
			(
				{field: [like, value]},
				[[field, like, value]],
				[field, like, value],
				[[other, "name", "!=", "x"]],
				[[other, field, like, value]],
				[other, "name", "!=", "x"],
				[["User", "email", "like", "%"]],
				[["User", "email", "like", "%", False]],
				[[[token.focus, "name", "!=", "x"], "and", [other, "name", "!=", "x"]]],
				[["name", "!=", "x"], "or", ["allocated_to.email", "like", "%a%"]],
				{"name": ["in", ["x"]], field: value},
				prepared,
				prepared,
				{"doctype": other, "name": "x"},
				[{"allocated_to.email": ["like", "%"]}],
				[{"fieldname": field, "operator": like, "value": value}],
				[{"doctype": "User", "fieldname": "email", "operator": "like", "value": "%"}],
				{"parent": "x", "parenttype": other},
				"tabUser.email like '%'",
				{"(select 1)": 1},
			)
		)

	def _bent_doc(self, token: Narrow, other: str) -> dict[str, Any]:
		r = self.random
		document = {**self.doc(token)}
		for _ in range(r.randint(1, 3)):
			key, value = r.choice(
				(
					("doctype", other),
					("doctype", f"{token.focus} "),
					("doctype", token.focus.lower()),
					("name", self._name_of(other)),
					("docname", self._name_of(other)),
					("parenttype", token.focus),
					("parenttype", other),
					("parent", self.a_name(token)),
					("parentfield", "roles"),
					("docstatus", r.choice((0, 1, 2, "1", True, "0"))),
					("__islocal", 1),
					("__unsaved", 1),
					("flags", {"ignore_permissions": True}),
					("ignore_permissions", 1),
					("roles", [{"doctype": "Has Role", "role": "System Manager"}]),
					("amended_from", self.a_name(token)),
					("owner", self.world.target),
					("reference_type", other),
					("reference_name", self._name_of(other)),
					("allocated_to", self.world.other),
					("assigned_by", self.world.other),
					("_assign", json.dumps([self.world.other])),
					("first_name", "bent"),
					("new_name", "x"),
					("document", {"doctype": other}),
					("links", [{"link_doctype": "User", "link_name": self.world.target}]),
					("doctype", {"doctype": other}),
					("attachments", [{"file_url": self.world.urls[2]}]),
					("description", f"<img src='{self.world.urls[2]}'>"),
					("description", "{{ frappe.get_all('User') }}"),
				)
			)
			document[key] = value
		return document

	# Doors

	def _resource(self, token: Narrow, act: str) -> Sent:
		root = self.random.choice(("/api/resource", "/api/resource", "/api/v1/resource"))
		return self._of_documents(token, f"/api/resource {act}", root, act)

	def _document(self, token: Narrow, act: str) -> Sent:
		return self._of_documents(token, f"/api/v2/document {act}", "/api/v2/document", act)

	def _of_documents(self, token: Narrow, door: str, root: str, act: str) -> Sent:
		r, name = self.random, quote(str(self.a_name(token)), safe="")
		if act in ("create", "change", "delete", "run", "method") and not token.writes and r.random() < 0.9:
			token = self.world.tokens[r.choice(("write", "contact", "run"))]
			name = quote(str(self.a_name(token)), safe="")
		kind, one = f"{root}/{quote(token.focus)}", f"{root}/{quote(token.focus)}/{name}"
		listed = {"fields": self.a_fields(token)} if r.random() < 0.7 else {}
		listed |= {"filters": self.a_filters(token)} if r.random() < 0.4 else {}
		listed |= {"order_by": self.a_order(token)} if r.random() < 0.2 else {}
		changed = dict(NEW.get(token.focus, {}))
		if r.random() < 0.35 and act in ("create", "change"):
			changed = self._bent_doc(token, r.choice(OTHERS))
		if r.random() < 0.15 and act in ("create", "change"):
			changed = {"data": changed}
		token_ = self.world.tokens["run"] if act in ("run", "method") and r.random() < 0.8 else token
		if act in ("run", "method") and token_.name == "run":
			one = f"{root}/ToDo/{quote(str(self.a_name(token_)), safe='')}"
		method = r.choice(DOC_METHODS)
		verb, path, arguments = {
			"list": ("GET", kind, listed),
			"read": ("GET", one, {"expand_links": 1} if r.random() < 0.2 else {}),
			"copy": ("GET", f"{one}/copy", {}),
			"create": ("POST", kind, changed),
			"change": ("PUT" if r.random() < 0.8 else "PATCH", one, changed),
			"delete": ("DELETE", one, {}),
			"run": ("POST", one, {"run_method": method})
			if r.random() < 0.7
			else ("GET", one, {"run_method": method}),
			"method": (r.choice(("GET", "POST")), f"{one}/method/{method}", {}),
		}[act]
		return self._packed(door, token_, verb, path + r.choice(("", "", "", "/")), arguments)

	def _doctype(self, token: Narrow, what: str) -> Sent:
		arguments = (
			{"filters": self.a_filters(token)} if what == "count" and self.random.random() < 0.6 else {}
		)
		return self._packed(
			f"/api/v2/doctype {what}", token, "GET", f"/api/v2/doctype/{quote(token.focus)}/{what}", arguments
		)

	def _method_of_doctype(self, token: Narrow) -> Sent:
		run = self.world.tokens["run"]
		path = f"/api/v2/method/{self.random.choice(('ToDo', 'ToDo', 'todo', 'User', 'Note'))}/{self.random.choice(('new_todo', 'get_permission_query_conditions', 'user_query'))}"
		return self._packed("/api/v2/method of a DocType", run, "POST", path, {"description": "x"})

	def _run(self, token: Narrow) -> Sent:
		r, token = self.random, self.world.tokens["run" if self.random.random() < 0.85 else "write"]
		arguments: dict[str, Any] = {"method": r.choice(DOC_METHODS)}
		if r.random() < 0.5:
			arguments |= {"dt": "ToDo", "dn": self.a_name(token)}
		if len(arguments) == 1 or r.random() < 0.4:
			arguments["docs"] = (
				self.doc(token) if r.random() < 0.6 else self._bent_doc(token, r.choice(OTHERS))
			)
		if r.random() < 0.4:
			arguments["args"] = r.choice(
				(
					{"name": "x"},
					"x",
					{"comment_type": "Comment", "text": "x"},
					{"fieldname": "description", "value": "x"},
				)
			)
		name = r.choice(("run_doc_method", "run_doc_method", "frappe.handler.run_doc_method", "runserverobj"))
		return self._packed(
			"run_doc_method",
			token,
			r.choice(("GET", "POST", "POST")),
			f"{r.choice(('/api/method/', '/api/v1/method/'))}{name}",
			arguments,
		)

	def _run_second(self, token: Narrow) -> Sent:
		r, token = self.random, self.world.tokens["run" if self.random.random() < 0.85 else "write"]
		arguments: dict[str, Any] = {"method": r.choice(DOC_METHODS), "document": self.stored("ToDo")}
		if r.random() < 0.4:
			arguments |= {"dt": "ToDo", "dn": self.a_name(token)}
			arguments["document"] = self._bent_doc(token, r.choice(OTHERS)) | self.stored(
				r.choice(("ToDo", "User", "Note", "Contact", "Report"))
			)
		if r.random() < 0.4:
			arguments["kwargs"] = r.choice(
				({"name": "x"}, {"comment_type": "Comment", "text": "x"}, {"fieldname": "description"})
			)
		return self._packed(
			"v2 run_doc_method",
			token,
			r.choice(("GET", "POST", "POST")),
			"/api/v2/method/run_doc_method",
			arguments,
		)

	def _printview(self, token: Narrow) -> Sent:
		r, token = self.random, self.world.tokens[self.random.choice(("print", "read", "write", "desk"))]
		arguments: dict[str, Any] = {"doctype": token.focus, "name": self.a_name(token)}
		if r.random() < 0.3:
			arguments["doc"] = self._bent_doc(token, r.choice(OTHERS))
		if r.random() < 0.2:
			arguments["format"] = "Standard"
		return self._packed("/printview", token, "GET", "/printview", arguments)

	def _file(self, token: Narrow) -> Sent:
		r, token = self.random, self.world.tokens[self.random.choice(("files", "files", "desk"))]
		url = r.choice(self.world.urls[:2] * 3 + self.world.urls)
		arguments = {"fid": self.a_file(token)} if r.random() < 0.4 else {}
		return self._packed("files", token, "GET", quote(url), arguments)

	def _page(self, token: Narrow) -> Sent:
		r, token = self.random, self.world.tokens["page"]
		return self._packed(
			"pages",
			token,
			"GET",
			r.choice(("/me", "/about", "/about/", "/me", "/contact", "/app", "/list")),
			{},
		)

	# Bending

	def _packed(self, door: str, token: Narrow, verb: str, path: str, arguments: dict[str, Any]) -> Sent:
		"""As arguments are sent: in the query, as a form, or as JSON."""
		r = self.random
		if verb in ("GET", "HEAD", "DELETE") or r.random() < 0.08:
			return Sent(door, token.name, verb, path, query=self._pairs(arguments))
		if r.random() < 0.4:
			mixed = {
				name: self._text(value)
				if r.random() < 0.5 and not isinstance(value, str) and value is not None
				else value
				for name, value in arguments.items()
			}
			return Sent(door, token.name, verb, path, json=mixed)
		return Sent(door, token.name, verb, path, form=self._pairs(arguments))

	def _pairs(self, arguments: dict[str, Any]) -> Pairs:
		return tuple((name, self._text(value)) for name, value in arguments.items() if value is not None)

	def _text(self, value: Any) -> str:
		return value if isinstance(value, str) else json.dumps(value)

	def _bent(self, sent: Sent) -> Sent:
		"""Left as it is now and then, bent once mostly, more often sometimes."""
		r = self.random
		for _ in range(r.choice((0, 0, 1, 1, 1, 2, 2, 3, 4))):
			sent = r.choice(self._ways())(sent)
		return sent

	def _ways(self) -> list[Callable[[Sent], Sent]]:
		return [
			*[self._with_decoy] * 4,
			*[self._with_bent_value] * 6,
			*[self._encoded_again] * 3,
			self._twice,
			self._in_both_places,
			self._in_other_letters,
			self._of_wrong_type,
			self._as_json,
			self._other_path,
		]

	def _narrow(self, sent: Sent) -> Narrow:
		return self.world.tokens[sent.token]

	def _with_decoy(self, sent: Sent) -> Sent:
		r, token = self.random, self._narrow(sent)
		own = [*sum(self.methods.get(sent.door, ((), ())), ()), *EXTRA.get(sent.door.rpartition(".")[2], ())]
		name = r.choice(own if own and r.random() < 0.4 else list(KINDS))
		value = self.bent(name, token) if r.random() < 0.5 else self.value(name, token)
		return self._put(sent, name, value)

	def _with_bent_value(self, sent: Sent) -> Sent:
		names = _names(sent)
		if not names:
			return self._with_decoy(sent)
		name = self.random.choice(names)
		value = self.bent(name, self._narrow(sent))
		if self.random.random() < 0.3 and not isinstance(value, str):
			value = self._dumped(value, self.random.choice((1, 2, 2, 3)))
		return self._put(sent, name, value)

	def _encoded_again(self, sent: Sent) -> Sent:
		"""JSON in a string in a string, with letters written as escapes."""
		names = _names(sent)
		if not names:
			return sent
		name = self.random.choice(names)
		kind = KINDS.get(name, "text")
		value = _get(sent, name)
		if (
			kind in ("fields", "field", "filters", "column", "columns", "doc", "docs", "names")
			and self.random.random() < 0.75
		):
			value = self.bent(name, self._narrow(sent))
		return self._put(sent, name, self._dumped(value, self.random.choice((1, 2, 2, 3))))

	def _dumped(self, value: Any, times: int) -> str:
		for each in range(times):
			value = json.dumps(value)
			if each == 0 and self.random.random() < 0.6:
				value = value.replace(".", "\\u002e").replace("`", "\\u0060")
			elif self.random.random() < 0.1:
				value = self.random.choice((" ", "\n", "\t")) + value
		return value

	def _put(self, sent: Sent, name: str, value: Any) -> Sent:
		if sent.json is not None and isinstance(sent.json, dict):
			return replace(sent, json={**sent.json, name: value})
		pair = (name, self._text(value) if value is not None else "")
		where = (
			"form"
			if sent.form or (sent.verb in ("POST", "PUT", "PATCH") and self.random.random() < 0.7)
			else "query"
		)
		pairs = [each for each in getattr(sent, where) if each[0] != name]
		return replace(sent, **{where: (*pairs, pair)})

	def _twice(self, sent: Sent) -> Sent:
		"""The same name again, with another value, before or after."""
		names = _names(sent)
		if not names or sent.json is not None:
			return sent
		name = self.random.choice(names)
		value = self.bent(name, self._narrow(sent))
		pair = (name, self._text(value) if value is not None else "")
		where = "form" if sent.form else "query"
		pairs = getattr(sent, where)
		return replace(sent, **{where: (*pairs, pair) if self.random.random() < 0.5 else (pair, *pairs)})

	def _in_both_places(self, sent: Sent) -> Sent:
		"""In the query and in the body, with different values."""
		names = _names(sent)
		if not names:
			return sent
		name = self.random.choice(names)
		value = self.bent(name, self._narrow(sent))
		text = self._text(value) if value is not None else ""
		if sent.query and not sent.form:
			return (
				replace(sent, form=((name, text),))
				if self.random.random() < 0.5
				else replace(sent, json={name: value})
			)
		return replace(sent, query=(*sent.query, (name, text)))

	def _in_other_letters(self, sent: Sent) -> Sent:
		names = _names(sent)
		if not names:
			return sent
		name = self.random.choice(names)
		value = _get(sent, name)
		if not isinstance(value, str):
			return sent
		return self._put(
			sent,
			name,
			self.random.choice(
				(
					value.upper(),
					value.lower(),
					f"{value} ",
					f" {value}",
					f"{value}\u00a0",
					value.swapcase(),
					f"{value}\t",
				)
			),
		)

	def _of_wrong_type(self, sent: Sent) -> Sent:
		names = _names(sent)
		if not names:
			return sent
		name = self.random.choice(names)
		value = _get(sent, name)
		wrong = self.random.choice(
			([value], {"a": value}, None, 0, 1, True, "", [[value]], {"doctype": "User"}, [], {})
		)
		return self._put(sent, name, wrong)

	def _as_json(self, sent: Sent) -> Sent:
		"""A body of JSON, under one content type or another."""
		r = self.random
		if isinstance(sent.json, dict):
			return replace(
				sent,
				content_type=r.choice(
					("text/plain", "application/json; charset=utf-8", "application/vnd.api+json", "")
				),
			)
		body = dict(sent.form or sent.query)
		kept = sent.query if r.random() < 0.5 else ()
		return replace(sent, json=body, form=(), query=kept)

	def _other_path(self, sent: Sent) -> Sent:
		r = self.random
		for old in ("/api/v1/method/", "/api/v2/method/", "/api/method/"):
			if sent.path.startswith(old):
				method = sent.path.removeprefix(old)
				new = r.choice(("/api/method/", "/api/v2/method/", "/api/v1/method/"))
				return replace(
					sent,
					path=f"{new}{method.replace('.', '%2e', 1) if r.random() < 0.1 else method}{r.choice(('', '/'))}",
				)
		return sent


def _function(name: str) -> Callable | None:
	"""None where this Frappe has no such method."""
	from frappe import handler

	try:
		return frappe.get_attr(name) if "." in name else getattr(handler, name)
	except (AttributeError, ImportError, frappe.ValidationError):
		return None


def _parameters(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
	"""Those that a method needs, and the others."""
	kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
	named = [each for each in inspect.signature(_function(name)).parameters.values() if each.kind in kinds]
	needed = NEEDED.get(name, tuple(each.name for each in named if each.default is each.empty))
	return needed, tuple(each.name for each in named if each.name not in needed)


def _verbs(name: str) -> tuple[str, ...]:
	return tuple(frappe.allowed_http_methods_for_whitelisted_func.get(_function(name)) or ("GET", "POST"))


def _names(sent: Sent) -> list[str]:
	if isinstance(sent.json, dict):
		return list(sent.json)
	return [name for name, _value in sent.form or sent.query]


def _get(sent: Sent, name: str) -> Any:
	if isinstance(sent.json, dict):
		return sent.json.get(name)
	return next((value for key, value in sent.form or sent.query if key == name), None)


def smaller(sent: Sent) -> list[Sent]:
	"""Calls that say less."""
	found = []
	for where in ("query", "form"):
		pairs = getattr(sent, where)
		found += [replace(sent, **{where: pairs[:at] + pairs[at + 1 :]}) for at in range(len(pairs))]
	if isinstance(sent.json, dict):
		for name, value in sent.json.items():
			found.append(replace(sent, json={key: each for key, each in sent.json.items() if key != name}))
			if isinstance(value, dict):
				for inner in value:
					less = {key: each for key, each in value.items() if key != inner}
					found.append(replace(sent, json={**sent.json, name: less}))
	for where in ("query", "form"):
		pairs = getattr(sent, where)
		for at, (name, text) in enumerate(pairs):
			for less in _less(text):
				found.append(replace(sent, **{where: (*pairs[:at], (name, less), *pairs[at + 1 :])}))
	if sent.content_type:
		found.append(replace(sent, content_type=""))
	return found


def _less(text: str) -> list[str]:
	"""JSON with an entry less."""
	try:
		value = json.loads(text)
	except ValueError:
		return []
	if isinstance(value, list):
		return [json.dumps(value[:at] + value[at + 1 :]) for at in range(len(value))]
	if isinstance(value, dict):
		return [json.dumps({key: each for key, each in value.items() if key != name}) for name in value]
	return []
