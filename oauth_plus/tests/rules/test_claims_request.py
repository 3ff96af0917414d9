"""The parameter `claims` (OpenID Connect Core §5.5), and names for the roles."""

import pytest

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules import claims, claims_request, subject


@pytest.mark.parametrize(
	("text", "scopes"),
	[
		(None, ()),
		("{}", ()),
		('{"userinfo":null,"id_token":null}', ()),
		('{"userinfo":{"email":null,"name":{"essential":true}}}', ("email", "profile")),
		('{"id_token":{"zoneinfo":{"essential":false}},"verified_claims":7}', ("profile",)),
		('{"userinfo":{"roles":{"value":"x"},"groups":null,"phone_number":null}}', ("roles",)),
		('{"userinfo":{"groups":null,"email":null}}', ("roles", "email")),
		('{"userinfo":{"sub":null,"auth_time":{"essential":true}}}', ()),
	],
)
def test_claims_lead_to_the_scopes_that_give_them(text: str | None, scopes: tuple[str, ...]) -> None:
	assert claims_request.read(text).scopes("groups") == scopes


@pytest.mark.parametrize(
	"text",
	[
		"",
		"x",
		"[]",
		"7",
		"null",
		'"userinfo"',
		"{",
		"[" * 3_000,
		'{"userinfo":[]}',
		'{"userinfo":"email"}',
		'{"id_token":{"email":true}}',
		'{"id_token":{"email":"x"}}',
		'{"id_token":{"email":{"essential":"yes"}}}',
		'{"id_token":{"email":{"values":"x"}}}',
		'{"id_token":{"sub":{"value":7}}}',
	],
)
def test_malformed_claims_are_refused(text: str) -> None:
	with pytest.raises(InvalidRequest):
		claims_request.read(text)


def test_a_sub_and_an_acr_are_read_from_the_id_token_alone() -> None:
	"""OpenID Connect Core §5.5.1, §5.5.1.1"""
	asked = claims_request.read('{"id_token":{"sub":{"value":"s"},"acr":{"essential":true,"values":["a"]}}}')
	assert asked.subject == "s"
	assert asked.classes == ("a",)
	other = claims_request.read('{"userinfo":{"sub":{"value":"s"}},"id_token":{"acr":{"values":["a"]}}}')
	assert other.subject is None
	assert other.classes is None


@pytest.mark.parametrize(
	"name", ["", "roles", "groups", "https://example.com/groups", "cognito:groups", "g" * 140]
)
def test_a_name_for_the_roles_is_a_word_or_a_uri(name: str) -> None:
	assert claims.unfit_groups_claim(name) == ""


@pytest.mark.parametrize("name", [*claims.PROTECTED, *claims.KNOWN[:-1], "a b", "7", "g" * 141, 'x"y', "é"])
def test_a_name_that_means_something_else_is_refused(name: str) -> None:
	assert claims.unfit_groups_claim(name)


def test_groups_follow_the_roles() -> None:
	assert claims.with_groups({"roles": ["A"]}, "groups") == {"roles": ["A"], "groups": ["A"]}
	assert claims.with_groups({"name": "n"}, "groups") == {"name": "n"}


def test_a_sector_is_one_host_or_one_client() -> None:
	"""OpenID Connect Core §8.1"""
	one = subject.sector_of(["https://a.example.com/x", "https://a.example.com:8443/y"], "c")
	assert one == subject.sector_of(["https://a.example.com/z"], "d")
	assert one != subject.sector_of(["https://b.example.com/z"], "c")
	several = ["https://a.example.com/x", "https://b.example.com/x"]
	assert subject.sector_of(several, "c") != subject.sector_of(several, "d")
	assert subject.sector_of(["com.example.app:/cb"], "c") != subject.sector_of(["com.example.app:/cb"], "d")
	assert subject.sector_of([], "a.example.com") != one
	assert len({subject.pairwise("k", sector, "s") for sector in ("a", "b")}) == 2


@pytest.mark.parametrize(
	("language", "tag"), [("pt-BR", "pt-BR"), ("zh_TW", "zh-TW"), ("", None), (None, None)]
)
def test_a_language_of_frappe_is_a_language_tag(language: str | None, tag: str | None) -> None:
	"""OpenID Connect Core §5.1: locale, BCP 47"""
	assert claims.language_tag(language) == tag
