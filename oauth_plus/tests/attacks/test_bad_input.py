"""Bad input: an error in the RFCs' words or a page for the person, never a traceback, and nothing written but
an event; as a table over all endpoints."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import frappe
import pytest

from oauth_plus.tests.attacks.bad_requests import (
	APPROVE,
	AUTHORIZE,
	EVERY,
	FOR_PROGRAMS,
	Held,
	everything,
	is_refused,
	nothing_happens,
	send,
)
from oauth_plus.tests.browser import Browser

LARGE = 10_240
FORMS = (*FOR_PROGRAMS, AUTHORIZE, APPROVE)


@pytest.fixture(scope="module")
def held(site) -> Held:
	return everything()


@pytest.mark.parametrize("endpoint", FORMS, ids=str)
def test_the_good_request_that_the_bad_ones_are_made_of_is_good(endpoint):
	"""Or the others would be refused for another reason."""
	held = everything()
	answer = send(held, endpoint, urlencode(endpoint.form(held)).encode())
	assert answer.status_code in (200, 303)
	assert "error" not in answer.headers.get("Location", "")


# Parameters

CHANGES: dict[str, Callable[[str, str], str]] = {
	"missing": lambda name, value: "",
	"empty": lambda name, value: f"{name}=",
	"without_a_value": lambda name, value: name,
	"twice": lambda name, value: f"{name}={quote(value)}&{name}={quote(value)}",
	"twice_and_different": lambda name, value: f"{name}={quote(value)}&{name}=other",
	"twice_and_empty": lambda name, value: f"{name}={quote(value)}&{name}=",
	"large": lambda name, value: f"{name}={'x' * LARGE}",
	"large_after_a_good_start": lambda name, value: f"{name}={quote(value)}{'x' * LARGE}",
	"not_utf8": lambda name, value: f"{name}={quote(value)}%ff",
	"half_a_letter": lambda name, value: f"{name}={quote(value)}%c3",
	"overlong": lambda name, value: f"{name}={quote(value)}%c0%af",
	"lone_surrogate": lambda name, value: f"{name}={quote(value)}%ed%a0%80",
	"raw_bytes": lambda name, value: f"{name}={quote(value)}\xff\xfe",
	"nul": lambda name, value: f"{name}={quote(value)}%00",
	"nul_before": lambda name, value: f"{name}=%00{quote(value)}",
	"raw_nul": lambda name, value: f"{name}={quote(value)}\0",
	"array": lambda name, value: f"{name}[]={quote(value)}",
	"capitals": lambda name, value: f"{name.upper()}={quote(value)}",
	"nul_in_the_name": lambda name, value: f"{name}%00={quote(value)}",
}

OPTIONAL = {("authorize", "redirect_uri"), ("authorize", "scope"), ("get_token#code", "redirect_uri")}
"""Without them a request means something else (RFC 6749 §3.1.2.3, §3.3); only a bad value is refused."""

UNDERSTOOD = {
	(
		"authorize",
		"scope",
		"raw_bytes",
	),  # the browser writes it as a word that nobody knows, beside one that is known
	("authorize", "scope", "nul_in_the_name"),  # a parameter that nobody reads, and no scope
	("authorize", "redirect_uri", "nul_in_the_name"),
}

LEFT_OUT = ("missing", "empty", "without_a_value", "array", "capitals")


def cases() -> list[Any]:
	return [
		pytest.param(endpoint, name, change, id=f"{endpoint}-{name}-{kind}")
		for endpoint in FORMS
		for name in endpoint.owed
		for kind, change in CHANGES.items()
		if not (kind in LEFT_OUT and (endpoint.name, name) in OPTIONAL)
		and (endpoint.name, name, kind) not in UNDERSTOOD
	]


@pytest.mark.parametrize(("endpoint", "name", "change"), cases())
def test_a_bad_parameter(held, endpoint, name, change):
	"""RFC 6749 §3.1, §3.2, §5.2"""
	form = endpoint.form(held)
	value = form.pop(name)
	raw = f"{urlencode(form)}&{change(name, value)}".encode("latin-1")
	with nothing_happens():
		answer = send(held, endpoint, raw)
	assert is_refused(answer, endpoint)


@pytest.mark.parametrize(
	"extra", ["extra=%ff", "extra=1&extra=2", "extra=%00", "%00=1", f"extra={'x' * LARGE}"]
)
@pytest.mark.parametrize("endpoint", FORMS, ids=str)
def test_a_parameter_that_nobody_reads_does_no_harm(endpoint, extra):
	"""RFC 6749 §3.1, §3.2: unrecognized parameters are ignored"""
	held = everything()
	answer = send(held, endpoint, f"{urlencode(endpoint.form(held))}&{extra}".encode())
	assert answer.status_code in (200, 303)
	assert "error" not in answer.headers.get("Location", "")


WHOLE: dict[str, Callable[[str], bytes]] = {
	"nothing": lambda good: b"",
	"no_pairs": lambda good: b"&&&;;;===",
	"noise": lambda good: bytes(range(256)),
	"nul_bytes": lambda good: b"\0" * 200,
	"only_percents": lambda good: b"%" * 200,
	"too_many_parameters": lambda good: f"{good}&{'&'.join(f'p{n}=1' for n in range(3_000))}".encode(),
	"too_large": lambda good: f"{good}&extra={'x' * 100_000}".encode(),
	"utf_16": lambda good: good.encode("utf-16"),
	"json": lambda good: b'{"grant_type": "authorization_code"}',
}


@pytest.mark.parametrize("whole", WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("endpoint", FORMS, ids=str)
def test_a_bad_form(held, endpoint, whole):
	"""RFC 6749 §3.2"""
	raw = whole(urlencode(endpoint.form(held)))
	with nothing_happens():
		answer = send(held, endpoint, raw)
	assert is_refused(answer, endpoint)


# Media types

TYPES = {
	"json": ("application/json", None),
	"json_of_another_kind": ("application/vnd.api+json", None),
	"json_broken": ("application/json", b'{"grant_type": '),
	"json_empty_object": ("application/json", b"{}"),
	"json_list": ("application/json", b'[["client_id", "x"]]'),
	"json_number": ("application/json", b"1"),
	"json_text": ("application/json", b'"client_id=x"'),
	"json_null": ("application/json", b"null"),
	"json_deep": ("application/json", b"[" * LARGE),
	"json_not_utf8": ("application/json", b'{"client_id": "\xff"}'),
	"json_nul": ("application/json", b'{"client_id": "\0"}'),
	"text": ("text/plain", None),
	"xml": ("application/xml", b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"),
	"bytes": ("application/octet-stream", None),
	"nonsense": ("///;;;==", None),
	"multipart_without_boundary": ("multipart/form-data", None),
	"multipart_broken": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
	"multipart_empty": ("multipart/form-data; boundary=x", b"--x--\r\n"),
}
READ_BY_FRAPPE_FIRST = ("json_broken", "json_deep", "json_nul")
"""v15 writes an Error Log row for JSON that is none, at any address, before an app is asked."""


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("endpoint", FORMS, ids=str)
def test_a_body_that_is_no_form(held, endpoint, kind):
	"""RFC 6749 §3.2, RFC 9110 §15.5.16"""
	content_type, raw = TYPES[kind]
	form = endpoint.form(held)
	sent = urlencode(form).encode() if raw is None else raw
	if raw is None and "json" in content_type:
		sent = frappe.as_json(form).encode()
	browser = held.person if endpoint.for_people else Browser()
	with nothing_happens(but_frappe_reports=kind in READ_BY_FRAPPE_FIRST):
		answer = browser.post(endpoint.path, sent, content_type=content_type, headers=held.csrf)
	assert is_refused(answer, endpoint)
	assert answer.status_code in (400, 415)


# Methods

NOT_TAKEN = [
	pytest.param(endpoint, method, id=f"{endpoint}-{method}")
	for endpoint in EVERY
	for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH")
	if method not in endpoint.methods
]


@pytest.mark.parametrize(("endpoint", "method"), NOT_TAKEN)
def test_a_method_that_is_not_taken(held, endpoint, method):
	"""RFC 9110 §15.5.6"""
	form = endpoint.form(held)
	for browser in (Browser(), held.person):
		with nothing_happens():
			answer = browser.open(endpoint.path, method, query_string=form, headers=held.csrf)
		assert answer.status_code == 405
		assert answer.headers["Allow"] == ", ".join(endpoint.methods)
		assert method == "HEAD" or is_refused(answer, endpoint)
