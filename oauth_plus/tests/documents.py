"""Tables in the documents that repeat the code: made from it. `python -m oauth_plus.tests.documents` renews them."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from oauth_plus import hooks
from oauth_plus.rules.connections.kinds import KINDS
from oauth_plus.rules.connections.settings import ENFORCEMENT
from oauth_plus.rules.hardenings import WORDS
from oauth_plus.rules.metric_names import COUNTERS, GAUGES, HISTOGRAMS

APP = Path(__file__).parents[1]
ROOT = APP.parent

MARKED = re.compile(r"<!-- generated: ([a-z ]+) -->\n(.*?)<!-- end -->", re.DOTALL)

BREAKS = ("Section Break", "Column Break", "Tab Break", "HTML", "Button")

EVENTS = {
	"authorization_refused": "An authorization request was refused.",
	"call_refused": "A call with an access token of this site was refused. *Reason* says why: a scope or a permission is missing, the token has expired or was revoked, it is for another resource, it came without its key, or a limit was reached.",
	"client_document_refused": "A Client ID Metadata Document could not be read or used.",
	"client_secrets_guessed": "Too many wrong secrets of a client came: from one address, or from all.",
	"client_registered": "An app registered itself, or came by its Client ID Metadata Document.",
	"code_issued": "A user allowed a client, and a code was issued. *Cause* names scopes that were not granted.",
	"consent_given": "A user allowed a client something for the first time, or more than before.",
	"device_allowed": "A user allowed a device. The event has the IP address of the device.",
	"device_denied": "A user refused a device.",
	"device_waits": "A device began to wait for its user.",
	"grant_ended": "A grant ended. *Reason* says why.",
	"grants_narrowed": "An administrator removed scopes from active grants.",
	"id_token_unsigned": "An ID token could not be signed.",
	"initial_token_created": "A System Manager created an initial access token.",
	"introspection_refused": "An introspection request was refused.",
	"job_done": "A job ran. *Cause* has the number of rows and the time.",
	"limit_reached": "More requests came than a [limit](limits.md) allows. *Reason* names it.",
	"logout_not_sent": "An app did not accept a logout token. *Cause* says why, and when it is tried again.",
	"logout_refused": "A logout request was refused.",
	"logout_sent": "An app accepted a logout token: a session of its user has ended.",
	"refresh_token_replayed": "A refresh token was used twice; its grant ended.",
	"refusals_capped": "There were more different refusals than are recorded.",
	"public_keys_not_read": "The public keys of an app could not be read at their address.",
	"public_keys_read": "An app has other public keys at their address.",
	"registration_changed": "An app changed what it has registered, or its document changed.",
	"registration_deleted": "An app deleted its registration.",
	"registration_expired": "A registered app that nobody used was deleted.",
	"registration_refused": "A registration was refused, or a change of one.",
	"revocation_refused": "A revocation request was refused.",
	"metrics_refused": "Somebody asked for the metrics without the scrape token, or with a wrong one.",
	"scrape_token_created": "A scrape token for monitors was created; the last one ended.",
	"scrape_token_ended": "The scrape token for monitors was ended.",
	"secret_created": "A client secret was created.",
	"secret_ended": "A client secret ended.",
	"secret_missing": "A client was imported without a secret. Press *New Secret* on the client.",
	"session_ended": "A session ended, and apps are told of it.",
	"signing_key_rotated": "ID tokens are signed with a new key.",
	"subject_separated": "Two users had the same `sub`. One of them has a new `sub` now.",
	"token_issued": "A pair of tokens was issued; the reason `refresh_token` marks a refresh.",
	"token_refused": "A token request was refused.",
	"token_repeated": "A refresh was repeated within the grace period, and got the same pair again.",
	"token_revoked": "A client or its user revoked a token.",
	"user_codes_guessed": "A user or an IP address entered too many wrong user codes.",
	"webhook_disabled": "A webhook was disabled, because its address failed for days or wants no more events.",
	"would_refuse": "Enforce would have refused this request. *Reason* names the check.",
}
"""What each event means. A test holds the names against the code."""


def tables() -> dict[str, Callable[[], Iterator[str]]]:
	"""The generated tables, by the names of their markers."""
	return {
		"settings": settings,
		"client fields": client_fields,
		"events": events,
		"hardenings": hardenings,
		"commands": commands,
		"jobs": jobs,
		"connections": connections,
		"checks": checks,
		"metrics": metrics,
	}


def connections() -> Iterator[str]:
	"""Each way of each kind of the dialog New Connection."""
	from oauth_plus.setup.custom_fields import OAUTH_CLIENT

	yield "| kind | way | client | sets besides |"
	yield "| --- | --- | --- | --- |"
	labels = {field["fieldname"]: field.get("label", "") for field in OAUTH_CLIENT}
	for kind in KINDS:
		for way in kind.ways:
			client, *others = way.settings
			besides = ", ".join(labels[each.field] for each in others if each.field != ENFORCEMENT)
			yield _row(kind.title, way.title, f"{client.value}, `{way.method.value}`", besides)


def metrics() -> Iterator[str]:
	"""Each metric, by its full name."""
	yield "| metric | type | labels | meaning |"
	yield "| --- | --- | --- | --- |"
	kinds = (("counter", COUNTERS, "_total"), ("histogram", HISTOGRAMS, ""), ("gauge", GAUGES, ""))
	for kind, found, ending in kinds:
		for each in found:
			labels = ", ".join(f"`{label}`" for label in each.labels)
			yield _row(f"`{each.full_name}{ending}`", kind, labels, each.help)


def settings() -> Iterator[str]:
	"""Each field of OAuth Plus Settings."""
	path = APP / "oauth_plus/doctype/oauth_plus_settings/oauth_plus_settings.json"
	yield "| setting | field | default | description |"
	yield "| --- | --- | --- | --- |"
	for field in json.loads(path.read_text())["fields"]:
		if field["fieldtype"] not in BREAKS and not field.get("hidden"):
			default = (
				field.get("default", "") if field["fieldtype"] != "Check" else _tick(field.get("default"))
			)
			yield _row(field["label"], f"`{field['fieldname']}`", default, field.get("description", ""))


def client_fields() -> Iterator[str]:
	"""Each field that this app adds to OAuth Client."""
	from oauth_plus.setup.custom_fields import OAUTH_CLIENT

	yield "| field | default | description |"
	yield "| --- | --- | --- |"
	for field in OAUTH_CLIENT:
		if field["fieldtype"] not in BREAKS and field.get("label") and not field.get("hidden"):
			default = (
				_tick(field.get("default")) if field["fieldtype"] == "Check" else field.get("default", "")
			)
			yield _row(field["label"], default, field.get("description", ""))


def events() -> Iterator[str]:
	"""Each event that OAuth Plus Event may hold."""
	yield "| event | meaning |"
	yield "| --- | --- |"
	for name, meaning in sorted(EVENTS.items()):
		yield _row(f"`{name}`", meaning)


def hardenings() -> Iterator[str]:
	"""Each hardening, by the name that exceptions and events use."""
	yield "| hardening | name | what Enforce refuses | source |"
	yield "| --- | --- | --- | --- |"
	for hardening, words in WORDS.items():
		yield _row(words.title, f"`{hardening.value}`", words.refuses, words.source)


def commands() -> Iterator[str]:
	"""Each command of `bench oauth-plus`, by name."""
	yield "| `bench --site … oauth-plus …` | what it does |"
	yield "| --- | --- |"
	files = (APP / "commands").glob("*.py")
	functions = (each for path in files for each in ast.parse(path.read_text()).body)
	found = (_command(each) for each in functions if isinstance(each, ast.FunctionDef))
	for said in sorted(filter(None, found)):
		yield _row(*said)


RHYTHMS = {
	"*/5 * * * *": "every five minutes",
	"hourly_long": "every hour",
	"daily": "every day",
	"daily_long": "every day",
}
"""How often the scheduler runs a job, by its key in `scheduler_events`."""


def jobs() -> Iterator[str]:
	"""Each job of the scheduler, as hooks.py names it, with the docstring of its function."""
	yield "| job | when | what it does |"
	yield "| --- | --- | --- |"
	functions = {
		each.name: each
		for each in ast.parse((APP / "tasks.py").read_text()).body
		if isinstance(each, ast.FunctionDef)
	}
	by_key = {**hooks.scheduler_events["cron"], **hooks.scheduler_events}
	for key, rhythm in RHYTHMS.items():
		for method in by_key[key]:
			name = method.rpartition(".")[2]
			yield _row(f"`{name}`", rhythm, " ".join((ast.get_docstring(functions[name]) or "").split()))


GROUPS = {"oauth_plus": "", "client_group": "client ", "grant_group": "grant "}

SHARED = {"DRY": "--dry-run", "JSON": "--json"}
"""Options that several commands share, by the name of their constant."""


def checks() -> Iterator[str]:
	"""Each check of the doctor, in the order of its registry."""
	registry = (APP / "doctor/registry.py").read_text()
	yield "| check | name | what it finds | `--fix` |"
	yield "| --- | --- | --- | --- |"
	for module, name in re.findall(r"^\t(\w+)\.(\w+),$", registry, re.MULTILINE):
		source = (APP / f"doctor/checks/{module}.py").read_text()
		[function] = [each for each in ast.parse(source).body if getattr(each, "name", "") == name]
		[decorator] = function.decorator_list
		has_fix = any(keyword.arg == "mend" for keyword in decorator.keywords)
		meaning = " ".join((ast.get_docstring(function) or "").split())
		yield _row(decorator.args[0].value, f"`{name}`", meaning, "yes" if has_fix else "")


def _command(function: ast.FunctionDef) -> tuple[str, str] | None:
	name, options, arguments = "", [], []
	for decorator in function.decorator_list:
		called = ast.unparse(decorator)
		if match := re.match(r"(oauth_plus|client_group|grant_group)\.command", called):
			named = decorator.args if isinstance(decorator, ast.Call) else []
			name = GROUPS[match[1]] + (named[0].value if named else function.name.replace("_", "-"))
		elif called in SHARED:
			options.append(SHARED[called])
		elif called.startswith("click.argument") and isinstance(decorator, ast.Call):
			arguments.append(decorator.args[0].value.upper())
		elif called.startswith("click.option") and isinstance(decorator, ast.Call):
			options.append(decorator.args[0].value)
	if not name:
		return None
	sentence = " ".join((ast.get_docstring(function) or "").split())
	return f"`{' '.join([name, *arguments, *sorted(options)])}`", sentence


def recorded() -> set[str]:
	"""The names of events in the code."""
	found: set[str] = set()
	for path in APP.rglob("*.py"):
		if "tests" not in path.relative_to(APP).parts:
			found |= set(EVENT.findall(path.read_text()))
	return found


EVENT = re.compile(
	r"(?:events\.record(?:_refusal|_repeat)?\(\s*|_answered\(request, |event=|event: str = |\"event\": |record\(\s*|Event\(\s*"
	r"|REFUSED, WOULD_REFUSE = |CAPPED = )\"([a-z]+_[a-z_]+)\""
)


def renewed(text: str) -> str:
	"""A document with its tables as the code has them now."""
	made = tables()

	def table(found: re.Match[str]) -> str:
		lines = "\n".join(made[found[1]]())
		return f"<!-- generated: {found[1]} -->\n{lines}\n<!-- end -->"

	return MARKED.sub(table, text)


def documents() -> list[Path]:
	"""All of them."""
	return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def _row(*cells: object) -> str:
	return f"| {' | '.join(map(_cell, cells))} |"


def _cell(value: object) -> str:
	return str(value).replace("|", "\\|").replace("\n", " ")


def _tick(default: object) -> str:
	return "on" if str(default) == "1" else "off"


EVENT_DOCTYPE = APP / "oauth_plus/doctype/oauth_plus_event/oauth_plus_event.json"


def renew_kinds() -> None:
	"""The list of events filters by every kind that has words."""
	from oauth_plus.rules.event_words import KINDS

	doctype = json.loads(EVENT_DOCTYPE.read_text())
	[field] = [each for each in doctype["fields"] if each["fieldname"] == "event"]
	field["options"] = "\n".join(["", *sorted(KINDS)])
	EVENT_DOCTYPE.write_text(json.dumps(doctype, indent=1) + "\n")


if __name__ == "__main__":
	renew_kinds()
	for document in documents():
		before = document.read_text()
		if (after := renewed(before)) != before:
			document.write_text(after)
			print(f"renewed {document.relative_to(ROOT)}")
