"""What a token exchange may ask for, and the chain of who acts for whom (RFC 8693 §2.1, §4.1)."""

from dataclasses import replace

import pytest

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules import token_exchange
from oauth_plus.rules.client_faults import FaultKind
from oauth_plus.rules.client_law import faults_of
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.token_exchange import ACCESS_TOKEN, JWT, act, chain, issued_type, require_sound

SOUND = {"subject_token": "t", "subject_token_type": ACCESS_TOKEN}


def test_the_subject_token_is_returned():
	assert require_sound(SOUND) == "t"
	assert require_sound(SOUND | {"subject_token": "a.b.c", "subject_token_type": JWT}) == "a.b.c"


@pytest.mark.parametrize(
	"changes",
	[
		{"subject_token": ""},
		{"subject_token_type": ""},
		{"subject_token_type": "urn:ietf:params:oauth:token-type:id_token"},
		{"subject_token_type": "urn:ietf:params:oauth:token-type:refresh_token"},
		{"subject_token_type": JWT},
		{"actor_token": "a"},
		{"actor_token_type": ACCESS_TOKEN},
	],
	ids=str,
)
def test_what_is_not_supported_is_refused_by_name(changes: dict[str, str]):
	with pytest.raises(InvalidRequest, match=r"subject_token|actor_token"):
		require_sound(SOUND | changes)


def test_a_jwt_is_given_where_the_client_has_them():
	assert issued_type({}, gives_jwt=False) == issued_type({}, gives_jwt=True) == ACCESS_TOKEN
	assert issued_type({"requested_token_type": JWT}, gives_jwt=True) == JWT
	for form, gives_jwt in (({"requested_token_type": JWT}, False), ({"requested_token_type": "x"}, True)):
		with pytest.raises(InvalidRequest, match="requested_token_type"):
			issued_type(form, gives_jwt=gives_jwt)


def test_a_chain_names_who_acts_first_and_whom_the_user_allowed_last():
	first = chain("one", "app", ())
	assert first == ("one", "app")
	assert chain("two", "one", first) == ("two", "one", "app")
	assert chain("one", "one", first) == first


def test_a_client_that_narrows_its_own_token_acts_as_well():
	assert chain("app", "app", ()) == ("app", "app")


def test_a_chain_has_an_end():
	third = chain("three", "two", chain("two", "one", chain("one", "app", ())))
	assert len(third) == token_exchange.MOST_ACTORS + 1
	assert chain("three", "three", third) == third
	with pytest.raises(InvalidRequest, match="too often"):
		chain("four", "three", third)


def test_act_is_nested_with_who_acts_now_outermost():
	"""RFC 8693 §4.1"""
	one = {"sub": "one", "client_id": "one"}
	assert act(("one", "app")) == one
	assert act(("two", "one", "app")) == {"sub": "two", "client_id": "two", "act": one}
	assert act(()) == {}


def test_a_list_has_the_client_or_stands_for_all():
	assert token_exchange.is_among("app", ("other", "app"))
	assert token_exchange.is_among("app", ("*",))
	assert not token_exchange.is_among("app", ("App", "ap"))
	assert not token_exchange.is_among("app", ())


GATEWAY = ClientProfile((), is_public=False, exchanges_tokens=True, exchanges_of=("app",))


def kinds(**changes: object) -> set[FaultKind]:
	return {fault.kind for fault in faults_of(replace(GATEWAY, **changes))}


def test_a_gateway_needs_no_redirect_uri():
	assert kinds() == set()


def test_a_gateway_keeps_a_secret_and_says_whose_tokens_it_exchanges():
	assert kinds(is_public=True) == {FaultKind.PUBLIC_EXCHANGE}
	assert kinds(exchanges_of=()) == {FaultKind.EXCHANGE_OF_NOBODY}
