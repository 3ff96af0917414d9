"""How to Connect: which texts fit a client, and how values are quoted."""

import json
import shlex
import subprocess
import sys

import pytest

from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.how_to.facts import Facts, Flow
from oauth_plus.rules.how_to.programs import texts_for
from oauth_plus.rules.how_to.text import QUOTES, filled

NASTY = """a'b"c $(d) `e` \\ {{issuer}} #(lf) ${f} %41"""

RSA_KEY = json.dumps({"keys": [{"kty": "RSA", "kid": "one"}]})


def facts(method: AuthMethod, *flows: Flow, **more) -> Facts:
	return Facts(
		issuer="https://erp.example.com",
		client_id="app-1",
		title="App",
		method=method,
		flows=flows,
		redirect_uris=more.pop("redirect_uris", ("https://app.example.com/cb",)),
		scopes=("openid", "doctype:Sales%20Invoice:read"),
		doctype="Sales Invoice",
		**more,
	)


def names(client: Facts) -> list[str]:
	return [f"{text.program} {text.file}" for text in texts_for(client)]


def test_a_client_without_a_way_to_a_token_has_no_text():
	assert names(facts(AuthMethod.BASIC)) == []


def test_a_client_with_two_ways_has_texts_for_both():
	both = facts(AuthMethod.BASIC, Flow.CODE, Flow.CREDENTIALS)
	assert [text.flow for text in texts_for(both) if text.program == "python"] == [
		Flow.CODE,
		Flow.CREDENTIALS,
	]


@pytest.mark.parametrize("demand", ["requires_push", "requires_dpop"])
def test_a_demanding_client_gets_only_what_can_meet_the_demand(demand: str):
	client = facts(AuthMethod.BASIC, Flow.CODE, **{demand: True})
	assert {text.program for text in texts_for(client)} <= {"curl", "python"}
	assert "python connect.py" in names(client)


def test_a_shell_signs_with_rsa_alone():
	of_rsa = facts(AuthMethod.PRIVATE_KEY_JWT, Flow.CREDENTIALS, key_set=RSA_KEY)
	of_ec = facts(AuthMethod.PRIVATE_KEY_JWT, Flow.CREDENTIALS, key_set=RSA_KEY.replace("RSA", "EC"))
	assert [of_rsa.algorithm, of_ec.algorithm] == ["RS256", "ES256"]
	assert "curl connect.sh" in names(of_rsa)
	assert "curl connect.sh" not in names(of_ec)


def test_a_bank_signs_with_no_algorithm_that_its_profile_refuses():
	assert facts(AuthMethod.PRIVATE_KEY_JWT, key_set=RSA_KEY, is_fapi=True).algorithm == "PS256"


def test_an_example_calls_what_the_scopes_open():
	client = facts(AuthMethod.BASIC, Flow.CODE)
	assert client.values["called"] == (
		"https://erp.example.com/api/resource/Sales%20Invoice?limit_page_length=5"
	)
	assert "code_challenge" not in client.values["authorization_address"]
	assert "redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb" in client.values["authorization_address"]


def test_an_assistant_waits_at_the_port_of_its_redirect_uri():
	waiting = facts(AuthMethod.NONE, Flow.CODE, redirect_uris=("http://localhost:4114/oauth/callback",))
	assert waiting.values["port"] == "4114"
	assert "mcp mcp.json" in names(waiting)
	assert "mcp mcp.json" not in names(facts(AuthMethod.NONE, Flow.CODE))


# Quoting


def test_a_value_is_one_value_in_a_shell_and_in_python():
	assert shlex.split(QUOTES["sh"](NASTY)) == [NASTY]
	said = subprocess.run(
		[sys.executable, "-c", f"print({QUOTES['py'](NASTY)})"], capture_output=True, text=True, check=True
	)
	assert said.stdout == NASTY + "\n"
	assert json.loads(QUOTES["json"](NASTY)) == NASTY


def test_a_value_stays_a_value_in_the_languages_of_other_programs():
	assert QUOTES["pq"]('a"b#(lf)') == '"a""b#(#)(lf)"'
	assert QUOTES["kt"]("a${b}") == '"a\\${b}"'
	assert QUOTES["swift"]('a"b') == '"a\\"b"'


def test_a_value_fills_no_other_place():
	assert filled("{{title}}", "sh", {"title": "{{issuer}}", "issuer": "x"}, {}) == "'{{issuer}}'"


def test_code_may_hold_places_and_a_forgotten_place_is_an_error():
	assert filled("run {{+proof}}", "sh", {"id": "a b"}, {"proof": "-u {{id}}"}) == "run -u 'a b'"
	with pytest.raises(KeyError):
		filled("{{nothing}}", "sh", {}, {})
