"""The form of a pushed request, and the short query that stands for it (RFC 9126 §4)."""

import pytest

from oauth_plus.rules import prompt, pushed_request
from oauth_plus.rules.form import Form, parse_form
from oauth_plus.rules.pushed_request import PREFIX, PushedForm

REFERENCE = "a" * 43


@pytest.mark.parametrize(
	("query", "is_named", "reference"),
	[
		(f"request_uri={PREFIX}{REFERENCE}", True, REFERENCE),
		(f"request_uri={PREFIX}{REFERENCE}b", True, ""),
		(f"request_uri={PREFIX}", True, ""),
		(f"request_uri={PREFIX}{REFERENCE}&request_uri={PREFIX}{REFERENCE}", False, REFERENCE),
		("request_uri=https://app.example.com/r.jwt", False, ""),
		(f"request_uri={PREFIX.upper()}{REFERENCE}", False, ""),
		("scope=all", False, ""),
	],
)
def test_what_names_a_pushed_request(query: str, is_named: bool, reference: str):
	form = parse_form(query.encode())
	assert pushed_request.is_named(form) is is_named
	if is_named:
		assert pushed_request.reference_of(form) == reference


def test_what_proves_the_client_is_not_part_of_its_request():
	sent = {"client_secret": "s", "client_assertion": "a", "client_assertion_type": "t", "state": "x"}
	form = pushed_request.form_to_push(sent, (), "app")
	assert form.values == {"state": "x", "client_id": "app"}
	assert form.is_pushed
	assert not Form().is_pushed


def test_it_is_stored_whole_and_named_in_short():
	form = pushed_request.form_to_push({"state": "\udcff", "client_id": "other"}, ("a:1", "a:2"), "app")
	again = parse_form(pushed_request.stored(form).encode())
	assert again.values == {"state": "\udcff", "client_id": "app", "resource": "a:1"}
	assert again.all("resource") == ("a:1", "a:2")
	taken = PushedForm(again.values, reference=REFERENCE)
	assert parse_form(taken.query().encode()).values == {
		"client_id": "app",
		"request_uri": PREFIX + REFERENCE,
	}


def test_the_choice_of_an_account_is_part_of_the_name():
	form = PushedForm({"client_id": "app", "prompt": "none consent"}, reference=REFERENCE)
	chosen = prompt.with_account_choice(form)
	assert chosen.is_pushed
	assert chosen.values["prompt"] == "consent select_account"
	assert pushed_request.CHOICE in parse_form(chosen.query().encode()).values


def test_a_traceback_shows_neither_reference_nor_browser():
	shown = repr(PushedForm({"state": "secret"}, reference=REFERENCE, browser="b" * 43))
	assert REFERENCE not in shown
	assert "b" * 43 not in shown
	assert "secret" not in shown
