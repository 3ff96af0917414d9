"""A parameter that an endpoint reads is known, so that a repeated or malformed one is an error (RFC 6749 §3.1, §3.2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules.form import parse_form
from oauth_plus.rules.known_parameters import READ_HERE

APP = Path(__file__).parents[2]

FORMS = {"api": ("form", "sent"), "grants": ("form", "sent"), "http": ("form", "sent"), "rules": ("form",)}
"""What a form is called in each room. In rules/, what was `sent` is the JSON of a registration."""

READING = ("get", "require", "all")


def names_read(source: str, forms: tuple[str, ...]) -> Iterator[str]:
	"""Every literal with which a form is asked for a parameter: `form.get("…")`, `request.form["…"]`."""
	for node in ast.walk(ast.parse(source)):
		match node:
			case ast.Call(ast.Attribute(receiver, attr), [ast.Constant(str(name)), *_]) if attr in READING:
				if _is_form(receiver, forms):
					yield name
			case ast.Subscript(receiver, ast.Constant(str(name))) if _is_form(receiver, forms):
				yield name


def _is_form(receiver: ast.expr, forms: tuple[str, ...]) -> bool:
	return ast.unparse(receiver).removesuffix(".values").split(".")[-1] in forms


def all_names_read() -> set[str]:
	files = ((file, forms) for room, forms in FORMS.items() for file in (APP / room).rglob("*.py"))
	return {name for file, forms in files for name in names_read(file.read_text(), forms)}


def test_a_name_that_is_read_is_found():
	assert set(
		names_read(
			'a = request.form.get("one"); b = form.require("two"); c = sent.all("three")', FORMS["http"]
		)
	) == {
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
