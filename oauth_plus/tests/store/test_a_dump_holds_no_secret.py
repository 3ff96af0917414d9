"""H9, RFC 9700 §4.9.2: whoever gets a backup, a copy of Redis or the log files gets nothing that works.

It runs last, and looks for every secret that any test of this run was given. Alone, it makes a journey first.
"""

import base64
import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import frappe
import pytest
import redis

from oauth_plus.tests import handed_out
from oauth_plus.tests.factories import a_public_app, an_app, an_old_app
from oauth_plus.tests.journey import (
	Proof,
	Tokens,
	a_code,
	acts_as,
	introspect,
	redeem,
	refresh,
	revoke,
	sign_in,
	tokens_of,
)


@pytest.fixture(scope="module")
def known(site) -> str:
	"""A journey through every endpoint, wrong turns included; returns a digest that has to be found."""
	for make in (an_app, a_public_app, an_old_app):
		app, proof = make(), Proof()
		code = a_code(app, None, proof)
		redeem(an_app(), code, proof)
		first = tokens_of(app, redeem(app, code, proof))
		redeem(app, code, proof)
		tokens = sign_in(app)
		second = tokens_of(app, refresh(tokens))
		refresh(tokens)
		acts_as(second.access_token)
		introspect(app, second.refresh_token)
		revoke(app, first.refresh_token)
		refresh(Tokens(app, "", first.refresh_token, {}))
		a_code(app, None, Proof())
	plain = {"code_challenge": Proof().verifier, "code_challenge_method": "plain"}
	a_code(an_old_app(), None, None, **plain)
	frappe.db.rollback()
	assert len(handed_out.values) > 20
	return hashlib.sha256(second.access_token.encode()).hexdigest()


def test_a_dump_of_the_database_holds_nothing_that_was_handed_out(known: str):
	assert searched(dump(), [known]) == {known}, "the search finds what is there"
	assert searched(dump(), forms(handed_out.values)) == set(), told(dump())


def test_redis_holds_nothing_that_was_handed_out(known: str):
	assert searched([*values_in_redis(), known.encode()], [known]) == {known}
	assert searched(values_in_redis(), forms(handed_out.values)) == set()


def test_no_log_file_of_this_run_holds_anything_that_was_handed_out(known: str):
	"""The bench's, and the site's"""
	frappe.logger("oauth_plus").error(known)
	files = log_files()
	assert searched((file.read_bytes() for file in files), [known]) == {known}, (
		"the search finds what is there"
	)
	assert searched((file.read_bytes() for file in files), forms(handed_out.values)) == set()


def forms(values: Iterable[str]) -> list[str]:
	"""Each as it was given, in hex, and as a part of something in base64, wherever it begins there."""
	return sorted({form for value in values for form in (value, value.encode().hex(), *_in_base64(value))})


def _in_base64(value: str) -> Iterator[str]:
	for before in range(3):
		encoded = base64.b64encode(b"\0" * before + value.encode()).rstrip(b"=").decode()
		first, last = (0, 2, 3)[before], len(encoded) - 1  # what shares a letter with its neighbours is cut
		yield encoded[first:last]


def searched(chunks: Iterable[bytes], wanted: list[str]) -> set[str]:
	"""Which of these stand anywhere in the chunks. grep reads thousands of words at once, and never all of the
	text."""
	with tempfile.NamedTemporaryFile("w") as words, tempfile.TemporaryFile() as found:
		words.write("\n".join(wanted))
		words.flush()
		command = ["grep", "--fixed-strings", "--text", "--only-matching", "--file", words.name]
		grep = subprocess.Popen(
			command, stdin=subprocess.PIPE, stdout=found, env=os.environ | {"LC_ALL": "C"}
		)
		for chunk in chunks:
			grep.stdin.write(chunk + b"\n")
		grep.stdin.close()
		assert grep.wait() in (0, 1), "grep failed"
		found.seek(0)
		return set(found.read().decode().split())


def dump() -> Iterator[bytes]:
	"""Every row of every table, as a backup has it."""
	if frappe.db.db_type == "sqlite":
		with sqlite3.connect(frappe.db.get_db_path()) as database:
			yield from (line.encode() for line in database.iterdump())
		return
	process = subprocess.Popen(
		_dump_command(),
		stdout=subprocess.PIPE,
		env=os.environ | {"MYSQL_PWD": frappe.conf.db_password},
	)
	yield from process.stdout
	assert process.wait() == 0, "the dump failed"


def _dump_command() -> list[str]:
	program = shutil.which("mariadb-dump") or shutil.which("mysqldump")
	assert program, "mariadb-dump is missing: apt install mariadb-client"
	conf = frappe.conf
	where = ["--socket", conf.db_socket] if conf.get("db_socket") else ["--host", conf.db_host or "127.0.0.1"]
	where += ["--port", str(conf.db_port)] if conf.get("db_port") else []
	kind = ["--single-transaction", "--skip-lock-tables", "--skip-extended-insert"]
	return [program, *where, "--user", conf.get("db_user") or conf.db_name, *kind, conf.db_name]


def told(lines: Iterable[bytes]) -> str:
	"""For whoever has to mend it: the rows in question, as far as they name themselves."""
	wanted = [form.encode() for form in forms(handed_out.values)]
	hits = [line[:200].decode(errors="replace") for line in lines if any(word in line for word in wanted)]
	return "\n".join(hits[:20])


def values_in_redis() -> Iterator[bytes]:
	"""All that this site keeps there, whatever kind of value it is."""
	raw, cache = redis.Redis, frappe.cache
	for key in raw.scan_iter(cache, frappe.cache.make_key("*"), count=1_000):
		yield key
		kind = raw.type(cache, key)
		if kind == b"string":
			yield raw.get(cache, key) or b""
		elif kind == b"hash":
			yield from (part for pair in raw.hgetall(cache, key).items() for part in pair)
		elif kind == b"list":
			yield from raw.lrange(cache, key, 0, -1)
		elif kind == b"set":
			yield from raw.smembers(cache, key)
		elif kind == b"zset":
			yield from raw.zrange(cache, key, 0, -1)


def log_files() -> list[Path]:
	"""Those that were written since this run began."""
	folders = (Path("..", "logs"), Path(frappe.get_site_path("logs")))
	files = (file for folder in folders for file in folder.glob("*.log*"))
	return [file for file in files if file.stat().st_mtime >= handed_out.began]
