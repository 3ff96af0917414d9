"""Send calls to Frappe's own application in this process and judge what each of them asked for."""

import base64
import binascii
import gzip
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import frappe
import frappe.app
from werkzeug.datastructures import Headers
from werkzeug.test import Client, TestResponse

from oauth_plus.tests.guard import watch
from oauth_plus.tests.guard.allowance import is_allowed
from oauth_plus.tests.guard.calls import Sent, smaller
from oauth_plus.tests.guard.watch import Asked, Record
from oauth_plus.tests.guard.world import Narrow, World

UNDOES_NOTHING = ("tabError Log",)
"""Kept by an engine without transactions."""

BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")


@dataclass(frozen=True)
class Fault:
	"""Something that no scope of the token covers. Those of one `group` are one finding."""

	group: tuple[str, ...]
	evidence: str


@dataclass
class Outcome:
	"""What became of one call."""

	sent: Sent
	status: int
	record: Record
	faults: list[Fault]


@dataclass
class Tally:
	"""How often a door was driven, and what it said."""

	driven: int = 0
	let_in: int = 0
	good: int = 0
	failed: int = 0
	refused: int = 0


@dataclass
class Finding:
	"""The first call that showed it, and how many did."""

	call: Sent
	fault: Fault
	times: int = 1


@dataclass
class Report:
	"""All of a run."""

	tallies: dict[str, Tally] = field(default_factory=dict)
	findings: dict[tuple[str, ...], Finding] = field(default_factory=dict)
	statuses: Counter = field(default_factory=Counter)

	def add(self, outcome: Outcome) -> None:
		tally = self.tallies.setdefault(outcome.sent.door, Tally())
		tally.driven += 1
		self.statuses[outcome.status] += 1
		if outcome.record.let_in:
			tally.let_in += 1
			tally.good += outcome.status < 400
			tally.failed += outcome.status >= 400
		else:
			tally.refused += 1
		for fault in outcome.faults:
			if fault.group in self.findings:
				self.findings[fault.group].times += 1
			else:
				self.findings[fault.group] = Finding(outcome.sent, fault)

	def make_small(self, shrunk: Callable[[Finding], Finding], most: int = 60) -> None:
		"""The first of them; each takes many calls."""
		for group in list(self.findings)[:most]:
			self.findings[group] = shrunk(self.findings[group])

	def table(self) -> str:
		"""How often each door was driven."""
		lines = [f"{'door':62} driven let in   good failed refused"]
		for name in sorted(self.tallies):
			each = self.tallies[name]
			lines.append(
				f"{name:62} {each.driven:6} {each.let_in:6} {each.good:6} {each.failed:6} {each.refused:7}"
			)
		return "\n".join(lines)

	def told(self) -> str:
		"""The findings, each with its smallest call."""
		return "\n\n".join(
			f"{' · '.join(group)} ({finding.times} times)\n      {finding.call}\n      → {finding.fault.evidence}"
			for group, finding in sorted(self.findings.items())
		)


class Driver:
	"""Calls of one world, on a thread of its own."""

	def __init__(self, world: World) -> None:
		self.world = world
		self._client = Client(frappe.app.application)
		self._fetched = {token.name: set(fetched_by(token)) for token in world.tokens.values()}
		self._parents: dict[str, frozenset[str]] = {}
		self._doctypes_there = set(frappe.get_all("DocType", pluck="name"))
		self._tables = [name for name in frappe.db.get_tables(cached=False) if name.startswith("tab")]
		self._tables = [
			name
			for name in self._tables
			if name not in UNDOES_NOTHING and "modified" in frappe.db.get_table_columns(name[3:])
		]
		self._before = fingerprint(self._tables)
		self._thread = ThreadPoolExecutor(max_workers=1)
		for child in frappe.get_all("DocType", {"istable": 1}, pluck="name"):
			self._parents[child] = frozenset(
				(
					*frappe.get_all(
						"DocField",
						{"fieldtype": ("in", ("Table", "Table MultiSelect")), "options": child},
						pluck="parent",
					),
					*frappe.get_all(
						"Custom Field",
						{"fieldtype": ("in", ("Table", "Table MultiSelect")), "options": child},
						pluck="dt",
					),
				)
			)

	def run(self, work: Callable[[], Any]) -> Any:
		"""On the thread that has no Frappe of its own."""
		frappe.db.commit()
		frappe.app._site, frappe.app._sites_path = frappe.local.site, "."
		try:
			return self._thread.submit(work).result()
		finally:
			frappe.db.rollback()

	def send(self, sent: Sent) -> Outcome:
		"""One call, judged. Only on the thread."""
		token = self.world.tokens[sent.token]
		changed: set[str] = set()
		with watch.watched(lambda: changed.update(self._changed())) as record:
			answer = self._open(sent, token)
		faults = [
			*self._asked(sent, token, record),
			*self._shown(sent, token, answer, record),
			*self._written(sent, token, record, changed),
		]
		return Outcome(
			sent, answer.status_code, record, list({fault.group: fault for fault in faults}.values())
		)

	def _open(self, sent: Sent, token: Narrow) -> TestResponse:
		how: dict[str, Any] = {"query_string": encoded(sent.query)}
		if sent.json is not None:
			how["json"] = sent.json
			if sent.content_type:
				how["content_type"] = sent.content_type
		elif sent.form:
			how["data"] = encoded(sent.form)
			how["content_type"] = sent.content_type or "application/x-www-form-urlencoded"
		headers = {"Authorization": f"Bearer {token.token}"}
		try:
			return self._client.open(sent.path, method=sent.verb, headers=headers, buffered=True, **how)
		except Exception as error:  # out of the application: a web server answers 500 to that, and goes on
			frappe.destroy()
			return TestResponse(
				[f"{type(error).__name__}".encode()], "500 Internal Server Error", Headers(), None
			)

	def _asked(self, sent: Sent, token: Narrow, record: Record) -> Iterator[Fault]:
		for asked in record.asked:
			for doctype in self._named(asked):
				is_write = asked.mode == watch.WRITE
				if self._covered(token, doctype, is_write) or is_allowed(asked, doctype, self.world.user):
					continue
				yield Fault(
					(sent.door, asked.mode, doctype),
					f"{asked.text[:600]}\n        by {' < '.join(asked.askers[:6])}",
				)

	def _written(self, sent: Sent, token: Narrow, record: Record, changed: set[str]) -> Iterator[Fault]:
		"""Rows that are not as they were, where no statement that was heard and allowed says so."""
		heard = {
			asked.table
			for asked in record.asked
			if asked.mode == watch.WRITE and is_allowed(asked, asked.table, self.world.user)
		}
		for table in changed - heard:
			if not self._covered(token, table, True) and not table.startswith("OAuth Plus"):
				yield Fault((sent.door, "changed", table), "its rows are not as they were")

	def _changed(self) -> set[str]:
		"""DocTypes whose rows are others now than when this began."""
		return {table for table, rows in fingerprint(self._tables).items() if rows != self._before.get(table)}

	def changed_for_good(self) -> set[str]:
		"""The same after it all, when everything should have been undone."""
		frappe.db.rollback()
		return {
			table for table in self._changed() if not table.startswith(("OAuth ", "Error Log", "Scheduled"))
		}

	def _named(self, asked: Asked) -> list[str]:
		if asked.table != "Singles":
			return [asked.table]
		return [each for each in re.findall(r"'([^']+)'", asked.text) if each in self._doctypes_there] or [
			"Singles"
		]

	def _covered(self, token: Narrow, doctype: str, is_write: bool) -> bool:
		if token.covers(doctype, is_write):
			return True
		return any(token.covers(parent, is_write) for parent in self._parents.get(doctype, ()))

	def _shown(self, sent: Sent, token: Narrow, answer: TestResponse, record: Record) -> Iterator[Fault]:
		if not record.let_in:
			return
		told = b"\n".join(readings(answer)).lower()
		if b"kanari" not in told:
			return
		said = str(sent).lower().encode()
		for canary in self.world.canaries:
			word = canary.word.encode()
			if (canary.doctype, canary.field) in self._fetched[token.name]:
				continue
			if word in told and word not in said and not token.covers(canary.doctype, False):
				yield Fault(
					(sent.door, "shown", canary.doctype),
					f"{canary.doctype}.{canary.field}: {_around(told, word)}",
				)

	def shrunk(self, finding: Finding) -> Finding:
		"""The smallest call that shows the same. Only on the thread."""
		call, fault = finding.call, finding.fault
		tries = 0
		while tries < 60:
			for less in smaller(call):
				tries += 1
				same = [each for each in self.send(less).faults if each.group == fault.group]
				if same:
					call, fault = less, same[0]
					break
			else:
				break
		return Finding(call, fault, finding.times)


def fetched_by(token: Narrow) -> Iterator[tuple[str, str]]:
	"""The columns, by DocType, that forms of documents which the token covers fetch from what they link to: they stand
	in those documents."""
	for meta in map(frappe.get_meta, token.reads | token.writes):
		for each in meta.fields:
			link, _dot, column = (each.fetch_from or "").partition(".")
			if linking := meta.get_field(link):
				yield linking.options, column


def fingerprint(tables: list[str]) -> dict[str, tuple]:
	"""Of each table, what changes when a row does: their number, and when the last was modified."""
	found: dict[str, tuple] = {}
	for at in range(0, len(tables), 100):  # SQLite joins no more than 500
		parts = (
			f"select '{name[3:]}', count(*), max(modified) from `{name}`" for name in tables[at : at + 100]
		)
		found |= {name: tuple(map(str, rest)) for name, *rest in frappe.db.sql(" union all ".join(parts))}
	return found


def encoded(pairs: Any) -> str:
	"""As a browser writes them, repeated names and all."""
	return urlencode(list(pairs))


def _around(told: bytes, word: bytes) -> str:
	at = told.index(word)
	return told[max(0, at - 120) : at + 60].decode("utf-8", "replace")


def readings(answer: TestResponse) -> Iterator[bytes]:
	"""The answer, and what is packed in it."""
	raw = answer.get_data()
	yield raw
	yield str(answer.headers).encode()
	yield from _unpacked(raw)
	for found in BASE64.findall(raw):
		try:
			yield from _unpacked_or_self(
				base64.b64decode(
					found + b"=" * (-len(found) % 4), b"-_" if b"_" in found or b"-" in found else None
				)
			)
		except (binascii.Error, ValueError):
			continue


def _unpacked_or_self(raw: bytes) -> Iterator[bytes]:
	yield raw
	yield from _unpacked(raw)


def _unpacked(raw: bytes) -> Iterator[bytes]:
	if raw[:2] == b"\x1f\x8b":
		yield gzip.decompress(raw)
	elif raw[:2] == b"PK":
		with zipfile.ZipFile(io.BytesIO(raw)) as archive:
			yield from (archive.read(name) for name in archive.namelist())
	elif raw[:4] == b"%PDF":
		for stream in re.findall(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL):
			try:
				yield zlib.decompress(stream)
			except zlib.error:
				continue
