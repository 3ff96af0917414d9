"""H9, RFC 9700 §4.9.2: whoever gets a backup, a copy of Redis or the log files gets nothing that works.

It runs last, and looks for every secret that any test of this run was given. Alone, it makes a journey first.
"""

import base64
import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator

import frappe
import pytest

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
from oauth_plus.tests.loot import dump, files_of_the_site, log_files, values_in_redis


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


def test_no_file_of_the_site_holds_anything_that_was_handed_out(known: str):
	"""Its configuration, its backups and whatever else lies there"""
	key = frappe.conf.encryption_key
	assert searched(files_of_the_site(), [key]) == {key}, "the search finds what is there"
	assert searched(files_of_the_site(), forms(handed_out.values)) == set()


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


def told(lines: Iterable[bytes]) -> str:
	"""For whoever has to mend it: the rows in question, as far as they name themselves."""
	wanted = [form.encode() for form in forms(handed_out.values)]
	hits = [line[:200].decode(errors="replace") for line in lines if any(word in line for word in wanted)]
	return "\n".join(hits[:20])
