"""No event, no Error Log and no log line holds what somebody presented as a secret (RFC 9700 §4.9.2)."""

import logging
import re
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import now_datetime
from werkzeug.test import TestResponse

from oauth_plus.tests.browser import METHOD, OAUTH, Browser
from oauth_plus.tests.factories import App, a_public_app, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import a_code, authorization_request, bearer, sign_in

PARAMETERS = (
	"access_token",
	"assertion",
	"client_assertion",
	"client_id",
	"client_secret",
	"code",
	"code_challenge",
	"code_challenge_method",
	"code_verifier",
	"consent",
	"grant_type",
	"id_token_hint",
	"login_hint",
	"nonce",
	"password",
	"prompt",
	"redirect_uri",
	"refresh_token",
	"response_mode",
	"response_type",
	"state",
	"token",
	"token_type_hint",
	"username",
	"something_else",
)
"""Each may hold a secret that somebody put into the wrong place."""

URLENCODED = "application/x-www-form-urlencoded"

GRANTS = ("authorization_code", "refresh_token", "password", "client_credentials")

TELLING = 20
"""Characters in a row of a secret that are too many; the first fifteen help to find a mixed-up setting, and one or two
more may be what it has in common with the right value."""


AN_HOUR = timedelta(hours=1)
"""For as long, a refusal like an earlier one is counted there."""

HEX = re.compile(rf"[0-9a-f]{{{TELLING},}}")


class Marks:
	"""A secret for each parameter, and whether any of them is seen again."""

	def __init__(self) -> None:
		self.sent = {name: secrets.token_hex(32) for name in PARAMETERS}

	def form(self, **values: Any) -> dict[str, str]:
		"""Every parameter with its mark, but for those that are to be right; None takes one out."""
		return {name: value for name, value in (self.sent | values).items() if value is not None}

	def seen_in(self, text: str) -> set[str]:
		"""The parameters of which more than a few characters stand in the text."""
		runs = " ".join(HEX.findall(text))  # an hour of a whole suite's rows is long
		return {name for name, mark in self.sent.items() if any(part in runs for part in _parts(mark))}


def _parts(mark: str) -> Iterator[str]:
	return (mark[start : start + TELLING] for start in range(len(mark) - TELLING + 1))


@pytest.fixture
def marks(caplog: pytest.LogCaptureFixture) -> Iterator[Marks]:
	"""Marks to be sent; at the end none of them is anywhere."""
	caplog.set_level(logging.DEBUG)
	marked, begun = Marks(), now_datetime()
	yield marked
	assert marked.seen_in(written_since(begun)) == set()
	assert marked.seen_in(caplog.text) == set()


def written_since(begun: datetime) -> str:
	"""The trail and the Error Log from that moment on, with what still waits to be written. A refusal that is counted in
	an earlier row adds no text to it."""
	frappe.db.rollback()
	logs = ("OAuth Plus Event", "Error Log")
	rows = [frappe.get_all(log, filters={"creation": (">=", begun)}, fields=["*"]) for log in logs]
	assert rows[0] or frappe.db.exists("OAuth Plus Event", {"creation": (">=", begun - AN_HOUR)}), (
		"nothing was written at all"
	)
	return f"{rows} {frappe.cache.lrange('insert_queue_for_Error Log', 0, -1)}"


@pytest.fixture(params=["new", "public", "old", "unknown"])
def credentials(request) -> dict[str, str]:
	"""What names the client; the unknown one is a mark."""
	makers = {"new": an_app, "public": a_public_app, "old": an_old_app}
	if request.param == "unknown":
		return {}
	app: App = makers[request.param]()
	return {"client_id": app.client_id, "redirect_uri": app.redirect_uri}


SHORT, LETTERS = 10, "QXZJVKWY"
"""A secret of stock's has ten characters. These letters make no word of ours."""


def a_short_secret() -> str:
	"""One with a figure in it, as nearly every random one has."""
	return "".join(secrets.choice(LETTERS) for _ in range(SHORT - 1)) + "7"


def too_much_of(mark: str, text: str) -> bool:
	"""Does more than a third of it stand in the text?"""
	many = len(mark) // 3 + 1
	return any(mark[start : start + many] in text for start in range(len(mark) - many + 1))


def test_never_more_than_a_third_of_a_short_secret_stands_in_an_event():
	"""B29: whatever parameter it was sent as, by itself and in the midst of others, or as a parameter's name"""
	app, browser, begun, marks = an_app(), signed_in(), now_datetime(), []
	for name in (*PARAMETERS, "scope", "request", "registration"):
		mark = a_short_secret()
		marks.append(mark)
		for value in (mark, f"https://app.example.com/callback/{mark}", f"https://{mark}", f"a:{mark}"):
			form = {"grant_type": "authorization_code", "code": "x"} | app.credentials | {name: value}
			for endpoint in ("get_token", "revoke_token", "introspect_token"):
				Browser().post(OAUTH + endpoint, form)
			browser.get(OAUTH + "authorize", authorization_request(app, **{name: value}))
			Browser().get(OAUTH + "authorize", authorization_request(app, **{name: value}))
		Browser().post(OAUTH + "get_token", f"{mark}=1&{mark}=2&grant_type=x", content_type=URLENCODED)
	written = written_since(begun)
	assert [mark for mark in marks if too_much_of(mark, written)] == []


def refused_cleanly(answer: TestResponse) -> bool:
	assert 400 <= answer.status_code < 500 or answer.status_code == 303, answer.text[:1000]
	assert "Traceback" not in answer.text
	return True


@pytest.mark.parametrize(
	"endpoint", ["get_token", "revoke_token", "introspect_token", "openid_profile", "approve"]
)
@pytest.mark.parametrize("sent_as", ["form", "json", "query", "multipart", "basic"])
def test_refused_at_an_endpoint(endpoint: str, sent_as: str, marks: Marks, credentials: dict[str, str]):
	"""B29"""
	form = marks.form(**credentials)
	how = {
		"form": {"data": form},
		"json": {"json": form},
		"query": {"query_string": form, "data": {}},
		"multipart": {"data": form, "content_type": "multipart/form-data"},
		"basic": {
			"data": {
				"grant_type": "refresh_token",
				"refresh_token": form["refresh_token"],
				"token": form["token"],
			},
			"auth": (form["client_id"], form["client_secret"]),
		},
	}
	assert _ends_or_is_refused(Browser().post(OAUTH + endpoint, **how[sent_as]))


def _ends_or_is_refused(answer: TestResponse) -> bool:
	"""An unknown token is nothing to complain of for revocation and introspection."""
	return answer.text in ("{}", '{"active": false}') or refused_cleanly(answer)


@pytest.mark.parametrize("grant", GRANTS)
def test_refused_in_the_midst_of_a_grant(grant: str, marks: Marks, credentials: dict[str, str]):
	"""B29: with everything right but one thing after the other"""
	assert refused_cleanly(Browser().post(OAUTH + "get_token", marks.form(grant_type=grant, **credentials)))
	without = marks.form(grant_type=grant, client_secret=None, **credentials)
	assert refused_cleanly(Browser().post(OAUTH + "get_token", without))


def test_refused_when_a_good_code_comes_with_wrong_company(marks: Marks):
	"""B29, H13"""
	app = an_app()
	for wrong in ("client_secret", "redirect_uri", "code_verifier"):
		form = {"grant_type": "authorization_code", "code": a_code(app), "redirect_uri": app.redirect_uri}
		form |= app.credentials | {wrong: marks.sent[wrong]}
		assert refused_cleanly(Browser().post(OAUTH + "get_token", form))


@pytest.mark.parametrize("wrong", [*PARAMETERS, "everything"])
def test_refused_at_the_authorization_endpoint(wrong: str, marks: Marks):
	"""B29"""
	app = an_app()
	amiss = marks.sent if wrong == "everything" else {wrong: marks.sent[wrong]}
	asked = authorization_request(app, **amiss)
	for browser in (signed_in(), Browser()):
		answer = browser.get(OAUTH + "authorize", asked)
		assert answer.status_code < 500
		assert browser.post(OAUTH + "authorize", asked).status_code < 500


def test_refused_with_a_secret_in_the_address_of_the_app(marks: Marks):
	"""B29: an app registered https://…/callback and sends https://user:password@…/callback?token=…"""
	app, mark = an_app(), marks.sent["redirect_uri"]
	for uri in (
		f"{app.redirect_uri}?token={mark}",
		f"{app.redirect_uri}#{mark}",
		f"https://{mark}@app.example.com/callback",
		f"https://user:{mark}@app.example.com/callback",
		f"{mark}",
	):
		assert refused_cleanly(
			Browser().get(OAUTH + "authorize", authorization_request(app, redirect_uri=uri))
		)


def test_refused_as_a_bearer(marks: Marks):
	"""B29"""
	for path in ("/api/resource/ToDo", "/api/v2/document/ToDo", OAUTH + "openid_profile", METHOD + "ping"):
		for header in (
			bearer(marks.sent["access_token"]),
			{"Authorization": f"token a:{marks.sent['token']}"},
		):
			assert Browser().get(path, headers=header).status_code in (200, 400, 401, 403, 404)
	tokens = sign_in(an_app())
	assert Browser().get(METHOD + "nothing.is.here", headers=bearer(tokens.access_token)).status_code < 600


def test_a_whole_journey_leaves_no_credential_in_the_trail(caplog: pytest.LogCaptureFixture):
	"""B29: events of what went well name no secret either"""
	caplog.set_level(logging.DEBUG)
	begun, app = now_datetime(), an_app()
	code = a_code(app)
	tokens = sign_in(app)
	written = written_since(begun) + caplog.text
	for secret in (
		code,
		tokens.access_token,
		tokens.refresh_token,
		tokens.answer["id_token"],
		app.client_secret,
	):
		assert secret not in written
