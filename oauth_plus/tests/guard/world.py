"""What the site holds while the guard runs: documents of a person who gave narrow tokens, and of others, whose
fields hold canaries: words that occur nowhere else, so that an answer that holds one has read there."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import frappe

from oauth_plus.rules.resource_access import ACTIONS
from oauth_plus.tests import scoping
from oauth_plus.tests.factories import App, a_user, an_app, signed_in
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.scoping import rule


@dataclass(frozen=True)
class Canary:
	"""A word, and the DocType whose scope shows it (of a child row, the parent's)."""

	word: str
	doctype: str
	field: str


@dataclass(frozen=True)
class Narrow:
	"""A token of few scopes. `reads` and `writes` are the DocTypes that they cover, `focus` one of these."""

	name: str
	token: str
	reads: frozenset[str]
	writes: frozenset[str] = frozenset()
	focus: str = "ToDo"

	def covers(self, doctype: str, is_write: bool) -> bool:
		"""May it touch the DocType's own table?"""
		if doctype == "File other" and self.name == "docinfo":
			return True  # every file
		return doctype in (self.writes if is_write else self.reads)


@dataclass
class World:
	"""Names of what was made."""

	user: str = ""
	target: str = ""
	other: str = ""
	names: dict[str, list[str]] = field(default_factory=dict)
	urls: list[str] = field(default_factory=list)
	reports: list[str] = field(default_factory=list)
	prepared: list[str] = field(default_factory=list)
	canaries: list[Canary] = field(default_factory=list)
	tokens: dict[str, Narrow] = field(default_factory=dict)
	modified: dict[str, str] = field(default_factory=dict)
	app: App | None = None
	heading: str | None = None
	"""The setting that one of the canaries replaces."""

	words: dict[str, tuple] = field(default_factory=dict)

	def canary(self, doctype: str, field_: str) -> str:
		"""A new word."""
		word = f"kanari{secrets.token_hex(5)}"
		self.canaries.append(Canary(word, doctype, field_))
		return word

	def made(self, values: dict[str, Any]) -> Any:
		"""Insert a document, past every permission."""
		document = frappe.get_doc(values).insert(ignore_permissions=True)
		self.names.setdefault(document.doctype, []).append(document.name)
		return document


def built() -> World:
	"""Make all of it."""
	world = World()
	roles = [role for role in frappe.get_all("Role", {"disabled": 0}, pluck="name") if role not in NOBODYS]
	world.user = a_user(*roles)
	world.target, world.other = _person(world), _person(world, "Some Name")
	note = world.made(
		{
			"doctype": "Note",
			"title": world.canary("Note", "title"),
			"content": world.canary("Note", "content"),
			"public": 1,
			"seen_by": [{"user": world.target}],
		}
	)
	for each in range(3):
		_todo(world, note.name, each)
	_contacts(world)
	_round(world)
	_files(world)
	_reports(world)
	_settings(world)
	frappe.db.commit()
	for doctype, names in world.names.items():
		for name in names:
			if frappe.get_meta(doctype).has_field("modified") or not frappe.get_meta(doctype).issingle:
				world.modified[name] = str(frappe.db.get_value(doctype, name, "modified"))
	_scopes(world)
	renew(world)
	return world


ROUND = ("ToDo", "Comment", "Communication", "File", "Version")

NOBODYS = ("Administrator", "Guest", "All", "Desk User")


def _person(world: World, called: str = "") -> str:
	role = world.made({"doctype": "Role", "role_name": world.canary("User", "roles.role")}).name
	name = a_user(role)
	user = frappe.get_doc("User", name)
	columns = ("first_name", "last_name", "full_name", "bio", "phone", "mobile_no", "location", "interest")
	user.db_set({column: world.canary("User", column) for column in columns})
	user.db_set("email", f"{world.canary('User', 'email')}@example.com")
	if called:  # forms fetch it
		user.db_set("full_name", called)
	from frappe.utils.password import set_encrypted_password

	set_encrypted_password("User", name, world.canary("__Auth", "password"), "api_secret")
	user.db_set("api_key", world.canary("User", "api_key"))
	world.names.setdefault("User", []).append(name)
	world.names.setdefault("Has Role", []).extend(frappe.get_all("Has Role", {"parent": name}, pluck="name"))
	return name


def _todo(world: World, note: str, each: int) -> None:
	todo = world.made(
		{
			"doctype": "ToDo",
			"description": f"guard {each}",
			"allocated_to": world.target,
			"reference_type": "Note",
			"reference_name": note,
			"owner": world.user,
		}
	)
	todo.db_set(
		{
			"_assign": json.dumps([world.target]),
			"assigned_by": world.other,
			"owner": world.user,
			"_user_tags": ",guard",
			"_liked_by": json.dumps([world.target]),
		}
	)
	world.made(
		{
			"doctype": "Comment",
			"comment_type": "Comment",
			"reference_doctype": "ToDo",
			"reference_name": todo.name,
			"content": world.canary("Comment", "content"),
		}
	)
	world.made(
		{
			"doctype": "Communication",
			"communication_type": "Communication",
			"communication_medium": "Email",
			"sent_or_received": "Sent",
			"subject": world.canary("Communication", "subject"),
			"content": world.canary("Communication", "content"),
			"reference_doctype": "ToDo",
			"reference_name": todo.name,
		}
	)
	world.made(
		{
			"doctype": "Version",
			"ref_doctype": "ToDo",
			"docname": todo.name,
			"data": json.dumps({"changed": [["priority", "Low", world.canary("Version", "data")]]}),
		}
	)


def _contacts(world: World) -> None:
	plain = world.made({"doctype": "Note", "title": f"guard, plain {secrets.token_hex(4)}"}).name
	for _each in range(2):
		contact = world.made(
			{
				"doctype": "Contact",
				"first_name": world.canary("Contact", "first_name"),
				"user": world.target,
				"phone_nos": [{"phone": "0123", "is_primary_phone": 1}],
				"email_ids": [{"email_id": f"{world.canary('Contact', 'email_ids.email_id')}@example.com"}],
				"links": [{"link_doctype": "Note", "link_name": plain}],
			}
		)
		world.names.setdefault("Contact Email", []).append(contact.email_ids[0].name)
		world.names.setdefault("Dynamic Link", []).append(contact.links[0].name)
	address = world.made(
		{
			"doctype": "Address",
			"address_title": world.canary("Address", "address_title"),
			"address_line1": world.canary("Address", "address_line1"),
			"city": "X",
			"country": frappe.db.get_value("Country", {}, "name") or _country(world),
			"links": [{"link_doctype": "Note", "link_name": world.names["Note"][0]}],
		}
	)
	address.links[0].db_set("link_title", world.canary("Address", "links.link_title"))
	world.names["Dynamic Link"].append(address.links[0].name)


def _country(world: World) -> str:
	return world.made({"doctype": "Country", "country_name": "Guardland", "code": "gd"}).name


def _round(world: World) -> None:
	todo = world.names["ToDo"][0]
	share = world.made(
		{
			"doctype": "DocShare",
			"user": world.other,
			"share_doctype": "Note",
			"share_name": world.names["Note"][0],
			"read": 1,
		}
	)
	del share
	world.made(
		{
			"doctype": "Error Log",
			"method": world.canary("Error Log", "method"),
			"error": world.canary("Error Log", "error"),
		}
	)
	world.made(
		{
			"doctype": "Activity Log",
			"subject": world.canary("Activity Log", "subject"),
			"user": world.target,
			"reference_doctype": "ToDo",
			"reference_name": todo,
		}
	)
	world.made(
		{
			"doctype": "Event",
			"subject": world.canary("Event", "subject"),
			"starts_on": frappe.utils.now(),
			"event_type": "Public",
		}
	)
	world.made(
		{
			"doctype": "Tag",
			"name": world.canary("Tag", "name"),
			"description": world.canary("Tag", "description"),
		}
	)
	frappe.db.set_default(
		world.canary("DefaultValue", "defkey"), world.canary("DefaultValue", "defvalue"), world.target
	)


def _files(world: World) -> None:
	for private, name in ((1, "guard-secret"), (0, "guard-public"), (1, "other-secret")):
		word = world.canary("File other" if name.startswith("other") else "File", "content")
		file = world.made(
			{
				"doctype": "File",
				"file_name": f"{name}-{secrets.token_hex(3)}.txt",
				"content": word.encode(),
				"is_private": private,
			}
		)
		world.urls.append(file.file_url)
	attached = world.made(
		{
			"doctype": "File",
			"file_name": f"other-{world.canary('File other', 'file_name')}.txt",
			"content": b"attached",
			"is_private": 1,
			"attached_to_doctype": "ToDo",
			"attached_to_name": world.names["ToDo"][0],
		}
	)
	world.urls.append(attached.file_url)


def _reports(world: World) -> None:
	from frappe.core.doctype.prepared_report.prepared_report import create_json_gz_file

	for label, ref, word in (
		("Guard ToDos", "ToDo", "Prepared Report"),
		("Guard Users", "User", "Prepared Report other"),
	):
		title = f"{label} {secrets.token_hex(3)}"
		report = world.made(
			{
				"doctype": "Report",
				"report_name": title,
				"ref_doctype": ref,
				"report_type": "Query Report",
				"is_standard": "No",
				"prepared_report": 1,
				"query": f"select `tab{ref}`.`name` as `{ref}:Link/{ref}:200` from `tab{ref}`",
				"roles": [{"role": "System Manager"}],
			}
		)
		report.db_set("prepared_report", 1)
		world.reports.append(report.name)
		prepared = frappe.get_doc(
			{
				"doctype": "Prepared Report",
				"report_name": report.name,
				"report_type": "Query Report",
				"filters": "{}",
				"status": "Queued",
			}
		)
		prepared.flags.ignore_permissions = True
		prepared.db_insert() if not prepared.set_new_name() else None
		prepared.db_set({"status": "Completed", "owner": world.user})
		world.names.setdefault("Prepared Report", []).append(prepared.name)
		world.prepared.append(prepared.name)
		create_json_gz_file(
			{"columns": [{"fieldname": "a", "label": "A"}], "result": [{"a": world.canary(word, "data")}]},
			"Prepared Report",
			prepared.name,
			*([report.name] if _takes_four(create_json_gz_file) else []),
		)
	world.reports.append("ToDo")


def _takes_four(function: Any) -> bool:
	import inspect

	return len(inspect.signature(function).parameters) > 3


HEADING = ("About Us Settings", "team_members_heading")


def _settings(world: World) -> None:
	world.heading = frappe.db.get_single_value(*HEADING)
	frappe.db.set_single_value(*HEADING, world.canary(*HEADING))


def taken_away(world: World) -> None:
	"""Put back what a site is like: its reports and settings. Documents go with all others of the run."""
	for report in world.names.get("Report", ()):
		frappe.delete_doc("Report", report, force=True)
	frappe.db.delete("Singles", dict(zip(("doctype", "field"), HEADING, strict=True)))
	if world.heading is not None:
		frappe.db.set_single_value(*HEADING, world.heading)
	frappe.db.commit()


def _scopes(world: World) -> None:
	desk = frozenset(frappe.get_all("DocType", {"module": "Desk"}, pluck="name"))
	todo = frozenset(("ToDo",))
	ours = frozenset(("ToDo", "Report", "Prepared Report", "File"))
	a_scope = scoping.a_scope
	read, write = "doctype:ToDo:read", _everything_on("ToDo")
	guard_report = a_scope(rule("Report", world.reports[0]), rule("Report", "ToDo"))
	world.words = {
		"openid": ("openid", frozenset(), frozenset(), "ToDo"),
		"read": (f"openid {read}", todo, frozenset(), "ToDo"),
		"write": (write, todo, todo, "ToDo"),
		"contact": (_everything_on("Contact"), frozenset(("Contact",)), frozenset(("Contact",)), "Contact"),
		"print": (a_scope(rule("DocType", "ToDo", "print")), todo, frozenset(), "ToDo"),
		"report": (f"{guard_report}", ours, frozenset(("Prepared Report",)), "ToDo"),
		"desk": (a_scope(rule("Module", "Desk", "read", "print", "report")), desk, frozenset(), "Note"),
		"files": (
			a_scope(
				rule("File", "/private/files/guard-*", "read", "write"), rule("File", "/files/*", "read")
			),
			frozenset(("File",)),
			frozenset(("File",)),
			"File",
		),
		"upload": (
			a_scope(
				rule("File", "*", "write"),
				rule("File", "/files/*", "read"),
				rule("File", "/private/files/guard-*", "read"),
				rule("DocType", "ToDo", "read", "write"),
			),
			frozenset(("File", "ToDo")),
			frozenset(("File", "ToDo")),
			"ToDo",
		),
		"follow": (
			a_scope(rule("DocType", "ToDo", *ACTIONS, reads_links=1)),
			frozenset(("File", "ToDo")),
			frozenset(("File", "ToDo")),
			"ToDo",
		),
		"docinfo": (
			" ".join(f"doctype:{each}:read" for each in ROUND),
			frozenset(ROUND),
			frozenset(),
			"ToDo",
		),
		"method": (
			a_scope(rule("Method", "frappe.auth.get_logged_user"), rule("Method", "frappe.ping")),
			frozenset(),
			frozenset(),
			"ToDo",
		),
		"run": (
			f"{write} {a_scope(rule('Method', 'ToDo.*'), rule('Method', 'frappe.desk.doctype.todo.todo.*'))}",
			todo,
			todo,
			"ToDo",
		),
		"page": (a_scope(rule("Page", "/me"), rule("Page", "/about")), frozenset(), frozenset(), "ToDo"),
	}
	every = " ".join(dict.fromkeys(" ".join(words for words, *_rest in world.words.values()).split()))
	world.app = an_app(scopes=every)


def _everything_on(doctype: str) -> str:
	return " ".join(f"doctype:{doctype}:{access}" for access in ("write", "delete", "submit", "cancel"))


def renew(world: World) -> None:
	"""New tokens: they live for an hour."""
	browser = signed_in(world.user)
	for name, (words, reads, writes, focus) in world.words.items():
		token = sign_in(world.app, browser, scope=words).access_token
		world.tokens[name] = Narrow(name, token, reads, writes, focus)
