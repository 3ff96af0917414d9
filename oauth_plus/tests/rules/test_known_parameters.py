"""A parameter that an endpoint reads is known, so that a repeated or malformed one is an error (RFC 6749 §3.1, §3.2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules.form import parse_form
from oauth_plus.rules.known_parameters import READ_HERE

APP = Path(__file__).parents[2]

ROOMS = ("api", "grants", "http")

READING = ("get", "require", "all")


def names_read(source: str) -> Iterator[str]:
	"""Every literal with which a form is asked for a parameter: `form.get("…")`, `request.form["…"]`."""
	for node in ast.walk(ast.parse(source)):
		match node:
			case ast.Call(ast.Attribute(receiver, attr), [ast.Constant(str(name)), *_]) if attr in READING:
				if _is_form(receiver):
					yield name
			case ast.Subscript(receiver, ast.Constant(str(name))) if _is_form(receiver):
				yield name


def _is_form(receiver: ast.expr) -> bool:
	return ast.unparse(receiver).split(".")[-1] in ("form", "sent") and "json" not in ast.unparse(receiver)


def all_names_read() -> set[str]:
	files = [file for room in ROOMS for file in (APP / room).rglob("*.py")]
	return {name for file in files for name in names_read(file.read_text())}


def test_a_name_that_is_read_is_found():
	assert set(names_read('a = request.form.get("one"); b = form.require("two"); c = sent.all("three")')) == {
		"one",
		"two",
		"three",
	}


def test_every_parameter_that_an_endpoint_reads_is_known():
	assert {"device_code", "code", "refresh_token", "resource"} <= all_names_read()
	assert all_names_read() <= READ_HERE


@pytest.mark.parametrize("name", sorted(all_names_read() - {"resource", "audience"}))
def test_one_that_comes_twice_is_refused(name):
	with pytest.raises(InvalidRequest, match="more than once"):
		parse_form(f"{name}=one&{name}=two".encode()).get(name)
