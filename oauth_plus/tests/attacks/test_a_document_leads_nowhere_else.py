"""Reading an app's document costs the site little, and leads nowhere but to the app (RFC 9700 §4.11; OWASP SSRF; Frappe
2026-31878)."""

import secrets
import socket
import time
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.grants import registration_limits
from oauth_plus.rules import client_document
from oauth_plus.tests.browser import OAUTH, Browser
from oauth_plus.tests.factories import App, an_app, with_any_session
from oauth_plus.tests.journey import Proof, a_code, ask, redeem, refresh, refused, revoke, tokens_of
from oauth_plus.tests.ledger import errors
from oauth_plus.tests.publisher import Publisher, events, publishing
from oauth_plus.tests.site import ISSUER, settings

ON = {"client_id_metadata_documents": 1}

PRIVATE = ON | {"private_client_documents": 1}


@pytest.fixture
def publisher() -> Iterator[Publisher]:
	with publishing() as found, settings(**PRIVATE):
		yield found


def asked_by(address: str) -> TestResponse:
	"""Anybody may send such a request, without an account."""
	app = App(address, "", True, "https://helper.example.com/cb", "openid")
	return ask(Browser(), app, **Proof().asked)


EVENT = "client_document_refused"

_earlier: dict[str, int] = {}
"""Events of before, and how often each had happened: the same refusal of a day is one event."""


@pytest.fixture(autouse=True)
def earlier_events() -> None:
	_earlier.clear()
	_earlier.update({name: event.times for name, event in events(EVENT).items()})


def refused_for(answer: TestResponse, why: str) -> bool:
	"""A page that says so, and an event of this test with a fix."""
	told = [event for name, event in events(EVENT).items() if event.times != _earlier.get(name)]
	is_told = any(why in event.cause and event.fix for event in told)
	return answer.status_code == 400 and why in answer.text and is_told


@pytest.mark.parametrize(
	("address", "why"),
	[
		("http://helper.example.com/client", "is not an https address"),
		("http://127.0.0.1/client", "is not an https address"),
		("https://127.0.0.1/client", "leads into a private network"),
		("https://localhost/client", "leads into a private network"),
		("https://[::1]/client", "leads into a private network"),
		("https://[::ffff:127.0.0.1]/client", "leads into a private network"),
		("https://[64:ff9b::7f00:1]/client", "leads into a private network"),
		("https://169.254.169.254/latest", "leads into a private network"),
		("https://10.0.0.1/client", "leads into a private network"),
		("https://intranet/client", "leads into a private network"),
		("https://erp.local/client", "leads into a private network"),
		("https://helper.example.com", "has no path"),
		("https://helper.example.com/a/../b", "has dot segments"),
		("https://helper.example.com/%2e%2e/b", "has dot segments"),
		("https://helper.example.com/c#x", "has a fragment"),
		("https://user:pw@helper.example.com/c", "has a user name or password"),
		("https://HELPER.example.com/c", "lower-case"),
		("https://helper.example.com:99999/c", "has a malformed host or port"),
		("https://[:::::]/c", "has a malformed host or port"),
		("https://helper.example.com/" + "x" * 3_000, "is longer than"),
		(f"{ISSUER}/files/helper.json", "is an address of this site"),
		(f"{ISSUER}:443/files/helper.json", "is an address of this site"),
		(f"{ISSUER}{OAUTH}authorize?client_id=https://helper.example.com/c", "is an address of this site"),
	],
)
def test_an_address_that_leads_elsewhere_is_not_looked_up(address: str, why: str, monkeypatch):
	named, real = [], socket.getaddrinfo

	def look_up(host: str, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
		named.append((host, port))  # those of the database, too
		return real(host, port, *args, **kwargs)

	monkeypatch.setattr(socket, "getaddrinfo", look_up)
	with settings(**ON):
		assert refused_for(asked_by(address), why)
	assert [host for host, port in named if port in (80, 443)] == []


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
	"""A name server that the app's owner runs: what it says, the first time and later."""
	said: dict[str, list[list[str]]] = {}
	real = socket.getaddrinfo

	def look_up(host: str, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
		if host not in said:
			return real(host, port, *args, **kwargs)
		addresses = said[host].pop(0) if len(said[host]) > 1 else said[host][0]
		return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

	monkeypatch.setattr(socket, "getaddrinfo", look_up)
	return said


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["10.1.2.3"], ["93.184.215.14", "127.0.0.1"]])
def test_a_name_that_leads_into_this_network_is_found_out(name_server, publisher: Publisher, addresses):
	host = f"{secrets.token_hex(4)}.example.com"  # the same refusal is counted in an earlier test's row
	name_server[host] = [addresses]
	with settings(**ON, private_client_documents=0):
		answer = asked_by(f"https://{host}/client")
	assert refused_for(answer, "leads into a private network")
	assert publisher.read == 0


def test_a_name_server_that_changes_its_mind_is_asked_once(name_server, publisher: Publisher):
	"""DNS rebinding: the connection goes to the address that was checked"""
	port = publisher.address.split(":")[2].split("/")[0]
	name_server["helper.local"] = [["127.0.0.2"], ["127.0.0.1"]]  # where nobody listens
	name_server["other.local"] = [["127.0.0.1"], ["127.0.0.2"]]
	answer = asked_by(f"http://helper.local:{port}/apps/helper.json")

	assert refused_for(answer, "did not answer")
	assert publisher.read == 0
	assert len(name_server["helper.local"]) == 1
	asked_by(f"http://other.local:{port}/apps/helper.json")
	assert publisher.read == 1


def test_a_redirect_is_not_followed(publisher: Publisher):
	with publishing() as other:
		publisher.status, publisher.headers = 302, {"Location": other.address}
		assert refused_for(asked_by(publisher.address), "answered with status 302")
		assert other.read == 0


@pytest.mark.parametrize(
	("values", "why"),
	[
		({"body": b'{"client_name": "' + b"x" * 20_000 + b'"}'}, "more than 16384 bytes"),
		({"body": b" " * 50_000_000}, "more than 16384 bytes"),
		({"kind": "text/html"}, "another media type than JSON"),
		({"kind": ""}, "another media type than JSON"),
		({"body": b"{"}, "is no JSON"),
		({"body": b""}, "is no JSON"),
		({"body": b"\xff\xfe"}, "is no JSON"),
		({"body": b"[" * 16_000}, "is no JSON"),
		({"body": b"[]"}, "no object"),
		({"headers": {"Content-Encoding": "gzip"}}, "encoding"),
		({"status": 404}, "status 404"),
		({"status": 204}, "status 204"),
	],
)
def test_an_answer_that_is_no_document_is_refused(publisher: Publisher, values, why):
	for name, value in values.items():
		setattr(publisher, name, value)
	found = errors()
	assert refused_for(asked_by(publisher.address), why)
	assert errors() == found
	assert not frappe.db.exists("OAuth Client", client_document.row_name(publisher.address))


def test_a_slow_answer_is_given_up_after_five_seconds(publisher: Publisher):
	"""Each byte comes in time, but the whole answer does not"""
	publisher.pause, publisher.pauses_in_headers = 0.2, True
	began = time.monotonic()
	answer = asked_by(publisher.address)
	assert 4 < time.monotonic() - began < 8
	assert refused_for(answer, "did not answer")


def test_nobody_makes_this_site_read_without_end(publisher: Publisher, monkeypatch: pytest.MonkeyPatch):
	publisher.status = 500
	monkeypatch.setattr(registration_limits, "MOST", 3)
	statuses = [asked_by(publisher.address).status_code for _ in range(5)]
	assert statuses == [400] * 3 + [429] * 2
	assert publisher.read == 3


def test_nobody_fills_the_site_with_clients(publisher: Publisher):
	with settings(**PRIVATE, registrations_per_day=1), publishing() as other:
		assert asked_by(publisher.address).status_code == 303
		assert asked_by(other.address).status_code == 429
		assert not frappe.db.exists("OAuth Client", client_document.row_name(other.address))


def test_the_token_endpoint_reads_nothing(publisher: Publisher):
	app = publisher.app
	assert refused(redeem(app, "x", Proof()), "invalid_client", 401)
	assert publisher.read == 0


def test_one_app_cannot_use_the_code_or_the_tokens_of_another(publisher: Publisher):
	with publishing() as other:
		app, proof = publisher.app, Proof()
		ask(with_any_session(), other.app, **Proof().asked)
		code = a_code(app, proof=proof)
		assert refused(redeem(other.app, code, proof), "invalid_grant")
		tokens = tokens_of(app, redeem(app, a_code(app, proof=proof), proof))
		stolen = App(other.address, "", True, app.redirect_uri, "openid")
		assert refused(refresh(tokens, client_id=stolen.client_id), "invalid_grant")
		revoke(other.app, tokens.refresh_token)
		assert tokens_of(app, refresh(tokens))


def test_the_name_of_the_row_gives_no_second_identity(publisher: Publisher):
	"""The row is named by a digest, and its tokens name the address"""
	ask(with_any_session(), publisher.app, **Proof().asked)
	name = client_document.row_name(publisher.address)
	for is_on in (1, 0):
		with settings(client_id_metadata_documents=is_on, private_client_documents=1):
			answer = asked_by(name)
			assert answer.status_code == 400
			assert "No app is registered here" in answer.text
	assert name != client_document.row_name(publisher.address + "/")
	assert name.startswith("document-")
	assert not frappe.db.exists("OAuth Client", client_document.row_name(publisher.address.upper()))


def test_an_address_is_compared_letter_by_letter(publisher: Publisher):
	"""Client ID Metadata Documents §3: simple string comparison"""
	for other in (publisher.address + "?x=1", publisher.address.replace("helper", "Helper")):
		assert refused_for(asked_by(other), "client_id is not the address of the document")


def test_a_document_sets_no_field_of_desk(publisher: Publisher):
	publisher.members |= {
		"scope": "all openid",
		"skip_authorization": 1,
		"oauth_plus_service_user": "Administrator",
		"oauth_plus_maker": "Bank",
		"oauth_plus_device_flow": 1,
	}
	with settings(**PRIVATE, registration_allows_all=1):
		ask(with_any_session(), publisher.app, **Proof().asked)
	frappe.db.rollback()
	row = frappe.get_doc("OAuth Client", client_document.row_name(publisher.address))
	assert "all" not in row.scopes.split()
	assert (row.skip_authorization, row.oauth_plus_device_flow) == (0, 0)
	assert not row.oauth_plus_service_user
	assert not row.oauth_plus_maker


def test_it_takes_no_place_of_a_registered_client(publisher: Publisher):
	app = an_app()
	publisher.members |= {"client_id": app.client_id}
	assert refused_for(asked_by(publisher.address), "client_id is not the address")
