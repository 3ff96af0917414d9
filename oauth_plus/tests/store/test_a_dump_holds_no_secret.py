"""H9, RFC 9700 §4.9.2: whoever gets a backup, a copy of Redis or the log files gets nothing that works.

It runs last, and looks for every secret that any test of this run was given. Alone, it makes a journey first.
"""

import base64
import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

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


@pytest.fixture(scope="module")
def found(known: str) -> dict[str, set[str]]:
	"""By each place, what stands there of all that was handed out, and of two words that do stand somewhere."""
	frappe.logger("oauth_plus").error(known)
	places = {
		"dump": dump(),
		"redis": [*values_in_redis(), known.encode()],
		"logs": (file.read_bytes() for file in log_files()),
		"files": files_of_the_site(),
	}
	return searched(places, [known, frappe.conf.encryption_key, *forms(handed_out.values)])


def test_a_dump_of_the_database_holds_nothing_that_was_handed_out(known: str, found: dict[str, set[str]]):
	assert known in found["dump"], "the search finds what is there"
	assert found["dump"] == {known}, told(dump())


def test_redis_holds_nothing_that_was_handed_out(known: str, found: dict[str, set[str]]):
	assert found["redis"] == {known}


def test_no_log_file_of_this_run_holds_anything_that_was_handed_out(known: str, found: dict[str, set[str]]):
	"""The bench's, and the site's"""
	assert known in found["logs"], "the search finds what is there"
	assert found["logs"] == {known}


def test_no_file_of_the_site_holds_anything_that_was_handed_out(known: str, found: dict[str, set[str]]):
	"""Its configuration, its backups and whatever else lies there"""
	assert frappe.conf.encryption_key in found["files"], "the search finds what is there"
	assert found["files"] - {known} == {frappe.conf.encryption_key}, "but for the log of the site"


def forms(values: Iterable[str]) -> list[str]:
	"""Each as it was given, in hex, and as a part of something in base64, wherever it begins there."""
	return sorted({form for value in values for form in (value, value.encode().hex(), *_in_base64(value))})


def _in_base64(value: str) -> Iterator[str]:
	for before in range(3):
		encoded = base64.b64encode(b"\0" * before + value.encode()).rstrip(b"=").decode()
		first, last = (0, 2, 3)[before], len(encoded) - 1  # what shares a letter with its neighbours is cut
		yield encoded[first:last]


def searched(places: Mapping[str, Iterable[bytes]], wanted: list[str]) -> dict[str, set[str]]:
	"""By each place, which of these stand anywhere in it. To read thousands of words takes grep longer than to read
	all the places, so it reads them once."""
	with tempfile.TemporaryDirectory() as folder:
		Path(folder, "wanted").write_text("\n".join(wanted))
		for name, chunks in places.items():
			with Path(folder, name).open("wb") as file:
				file.writelines(chunk + b"\n" for chunk in chunks)
		options = ["--fixed-strings", "--text", "--only-matching", "--with-filename", "--file", "wanted"]
		command, environment = ["grep", *options, *places], os.environ | {"LC_ALL": "C"}
		grep = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
		assert grep.returncode in (0, 1), grep.stderr
	hits = [line.split(":", 1) for line in grep.stdout.splitlines()]
	return {name: {word for place, word in hits if place == name} for name in places}


def told(lines: Iterable[bytes]) -> str:
	"""For whoever has to mend it: the rows in question, as far as they name themselves."""
	wanted = [form.encode() for form in forms(handed_out.values)]
	hits = [line[:200].decode(errors="replace") for line in lines if any(word in line for word in wanted)]
	return "\n".join(hits[:20])
