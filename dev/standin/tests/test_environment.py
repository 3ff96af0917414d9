"""Every package of the environment is pinned by hash, and the lock is the one of the list."""

import re

import pytest

from dev.standin import databases
from dev.standin.console import Stop
from dev.standin.environment import REQUIREMENTS

NAME = re.compile(r"^([A-Za-z0-9][\w.-]*)", re.MULTILINE)


def names(text: str) -> set[str]:
	return {re.sub(r"[-_.]+", "-", name.lower()) for name in NAME.findall(text)}


def test_every_package_is_pinned_by_hash():
	blocks = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", REQUIREMENTS.read_text()))
	pinned = [block for block in blocks if block.strip()]
	assert len(pinned) > 100
	for block in pinned:
		assert re.match(r"[\w.-]+==\S+ .*\\\n\s+--hash=sha256:[0-9a-f]{64}", block), block


def test_the_lock_holds_what_the_list_asks_for():
	asked = names(REQUIREMENTS.with_suffix(".in").read_text())
	assert asked
	assert asked - names(REQUIREMENTS.read_text()) == set()


def test_exact_pins_of_the_list_are_those_of_the_lock():
	exact = re.findall(r"^([\w.-]+)==([\w.]+)$", REQUIREMENTS.with_suffix(".in").read_text(), re.MULTILINE)
	assert exact
	lock = REQUIREMENTS.read_text()
	assert [pin for pin in exact if f"\n{pin[0]}=={pin[1]} \\\n" not in lock] == []


def test_a_database_that_is_unknown_stops_the_host(monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setenv("OAUTH_PLUS_DB", "postgres")
	with pytest.raises(Stop, match="it may be sqlite or mariadb"):
		databases.choose()


def test_a_server_that_is_asked_for_and_silent_stops_the_host(monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setenv("OAUTH_PLUS_DB_PORT", "1")
	monkeypatch.setenv("OAUTH_PLUS_DB", "mariadb")
	with pytest.raises(Stop, match="does not let root in"):
		databases.choose()


def test_without_a_server_sites_lie_on_sqlite(monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setenv("OAUTH_PLUS_DB_PORT", "1")
	monkeypatch.delenv("OAUTH_PLUS_DB", raising=False)
	assert databases.choose().kind == "sqlite"
