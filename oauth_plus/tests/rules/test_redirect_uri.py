"""Redirect URIs: which match, and what an answer makes of them (RFC 9700 §4.1.3)."""

import pytest

from oauth_plus.rules.redirect_uri import LONGEST, matching, proven_host, split, with_parameters
from oauth_plus.rules.redirect_uri_fitness import UnfitRedirectURI, require_fit
from oauth_plus.tests.rules.redirect_uri_corpus import (
	FIT_FOR_ALL,
	FIT_FOR_PUBLIC_CLIENTS,
	NEAR_MISSES,
	OTHER_PORTS,
	PORT_MISSES,
	REGISTERED,
)


@pytest.mark.parametrize("uri", [*FIT_FOR_ALL, *FIT_FOR_PUBLIC_CLIENTS])
@pytest.mark.parametrize("is_public", [True, False])
def test_a_registered_uri_matches_itself(uri: str, is_public: bool) -> None:
	"""RFC 9700 §4.1.3"""
	assert matching(uri, ["https://other.example/", uri], is_public=is_public)


@pytest.mark.parametrize("presented", NEAR_MISSES)
@pytest.mark.parametrize("is_public", [True, False])
def test_whatever_differs_in_one_letter_does_not_match(presented: str, is_public: bool) -> None:
	"""RFC 9700 §2.1"""
	assert not matching(presented, REGISTERED, is_public=is_public)


@pytest.mark.parametrize(("presented", "registered"), OTHER_PORTS)
def test_only_a_native_apps_loopback_port_may_vary(presented: str, registered: str) -> None:
	"""RFC 8252 §7.3"""
	assert matching(presented, [registered], is_public=True)
	assert not matching(presented, [registered], is_public=False)


@pytest.mark.parametrize(("presented", "registered"), PORT_MISSES)
@pytest.mark.parametrize("is_public", [True, False])
def test_nothing_but_the_port_varies(presented: str, registered: str, is_public: bool) -> None:
	"""RFC 8252 §7.3"""
	assert not matching(presented, [registered], is_public=is_public)


def test_nothing_matches_a_client_without_redirect_uris() -> None:
	assert not matching("https://app.example.com/callback", [], is_public=True)
	assert not matching("", [], is_public=True)


@pytest.mark.parametrize(
	("text", "uris"),
	[
		("https://a.example/1\nhttps://a.example/2", ("https://a.example/1", "https://a.example/2")),
		("https://a.example/1 https://a.example/2", ("https://a.example/1", "https://a.example/2")),
		(
			"\r\n https://a.example/1 \r\n\t\r\nhttps://a.example/2  \n",
			("https://a.example/1", "https://a.example/2"),
		),
		("https://a.example/1\nhttps://a.example/1", ("https://a.example/1",)),
		("https://a.example/1,https://a.example/2", ("https://a.example/1,https://a.example/2",)),
		("", ()),
		(None, ()),
	],
)
def test_uris_are_registered_one_a_line_or_several_on_a_line(text: str | None, uris: tuple[str, ...]) -> None:
	"""P9"""
	assert split(text) == uris


@pytest.mark.parametrize(
	("uri", "answer"),
	[
		("https://a.example/cb", "https://a.example/cb?code=1&state=a%20b%26%3D"),
		("https://a.example/cb?x=1", "https://a.example/cb?x=1&code=1&state=a%20b%26%3D"),
		("https://a.example/cb?x=%20+", "https://a.example/cb?x=%20+&code=1&state=a%20b%26%3D"),
		("com.example.app:/cb", "com.example.app:/cb?code=1&state=a%20b%26%3D"),
	],
)
def test_an_answer_leaves_the_uri_as_it_stands(uri: str, answer: str) -> None:
	"""RFC 6749 §4.1.2, P6"""
	assert with_parameters(uri, {"code": "1", "state": "a b&="}) == answer


def test_an_answer_may_stand_in_the_fragment() -> None:
	"""RFC 6749 §4.2.2: for old clients of the implicit grant"""
	assert with_parameters("https://a.example/cb?x=1", {"a": "1"}, in_fragment=True) == (
		"https://a.example/cb?x=1#a=1"
	)


@pytest.mark.parametrize(
	("state", "sent_back"),
	[("\udcff\0\r\n", "%FF%00%0D%0A"), ("é", "%C3%A9"), ('{"a":1}', "%7B%22a%22%3A1%7D"), ("<", "%3C")],
)
def test_any_byte_of_the_state_comes_back_encoded(state: str, sent_back: str) -> None:
	"""RFC 6749 §4.1.2: no header is split, nothing is lost"""
	assert (
		with_parameters("https://a.example/cb", {"state": state}) == f"https://a.example/cb?state={sent_back}"
	)


HOMES = {
	"all_of_it": (
		"https://app.example.com/",
		["https://app.example.com/cb", "https://app.example.com:8443/x"],
		True,
	),
	"another_host": ("https://accounts.google.com/", ["https://app.example.com/cb"], False),
	"one_of_two": (
		"https://app.example.com/",
		["https://app.example.com/cb", "https://evil.example/cb"],
		False,
	),
	"a_program_too": (
		"https://app.example.com/",
		["https://app.example.com/cb", "http://127.0.0.1/cb"],
		False,
	),
	"no_https": ("http://app.example.com/", ["https://app.example.com/cb"], False),
	"a_lure": ("https://accounts.google.com@app.example.com/", ["https://app.example.com/cb"], True),
	"a_domain_above": ("https://example.com/", ["https://app.example.com/cb"], False),
	"no_answers": ("https://app.example.com/", [], False),
	"nothing": ("", ["https://app.example.com/cb"], False),
	"damaged": ("https://[:::]/", ["https://[:::]/"], False),
}


@pytest.mark.parametrize(("home", "uris", "is_proven"), HOMES.values(), ids=HOMES)
def test_a_home_page_is_proven_by_where_all_answers_go(home: str, uris: list[str], is_proven: bool) -> None:
	"""RFC 7591 §5: what a client says of itself is a claim"""
	assert proven_host(home, uris) == ("app.example.com" if is_proven else "")


def test_a_huge_uri_costs_nothing() -> None:
	"""Only its length is looked at (oauthlib 2022-36087 hung on a long one)."""
	huge = "http://127.0.0.1:1/" + "a" * 10_000_000
	assert not matching(huge, ["http://127.0.0.1/" + "a" * LONGEST], is_public=True)
	with pytest.raises(UnfitRedirectURI, match="longer"):
		require_fit(huge, is_public=True)
