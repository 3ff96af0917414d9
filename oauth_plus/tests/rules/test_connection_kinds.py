"""Kinds of connections: each way makes a client without a fault, and says why it is so."""

import pytest

from oauth_plus.rules import client_law
from oauth_plus.rules.client_delegation import powers_of
from oauth_plus.rules.client_faults import FaultKind
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.connections import answers as said
from oauth_plus.rules.connections.kind import Question
from oauth_plus.rules.connections.kinds import KINDS, kind_named
from oauth_plus.rules.connections.plan import METHOD, PLACES, Plan, place_of, planned
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.lifetime import DAY

WAYS = {f"{kind.name}/{way.name}": (kind, way) for kind in KINDS for way in kind.ways}

GIVEN = {
	"name": "Acme",
	"site": "https://other.example.com/",
	"redirect_uris": "https://app.example.com/callback",
	"open_to": "Desk Users",
	"service_user": "reader@example.com",
	"networks": "192.0.2.0/24",
	"exchanges_of": "app-1 app-2",
	"stay": "week",
	"token_life": "300",
	"scopes": "openid doctype:ToDo:read",
}


def plan_of(name: str, **changes: str) -> Plan:
	_kind, way = WAYS[name]
	return planned(way, said.read(GIVEN | changes, way))


def values(plan: Plan) -> dict:
	return {each.field: each.value for each in plan.settings}


def profile_of(plan: Plan) -> ClientProfile:
	chosen = values(plan)
	return ClientProfile(
		plan.metadata.redirect_uris,
		is_public=plan.metadata.is_public,
		keys=plan.metadata.keys,
		scopes=plan.metadata.scopes,
		service_user=chosen.get("oauth_plus_service_user", ""),
		has_device_flow=bool(chosen.get("oauth_plus_device_flow")),
		introspects_all=bool(chosen.get("oauth_plus_introspects_all")),
		exchanges_tokens=bool(chosen.get("oauth_plus_exchanges_tokens")),
		exchanges_of=tuple(chosen.get("oauth_plus_exchanges_of", "").split()),
		networks=tuple(chosen.get("oauth_plus_networks", "").split()),
		lifetimes={
			name: chosen[f"oauth_plus_{name}_lifetime"]
			for name in ("access", "refresh_idle", "refresh_absolute")
			if f"oauth_plus_{name}_lifetime" in chosen
		},
	)


@pytest.mark.parametrize("name", WAYS)
def test_each_way_makes_a_client_without_a_fault(name: str):
	assert client_law.faults_of(profile_of(plan_of(name))) == ()


@pytest.mark.parametrize("name", WAYS)
def test_every_setting_says_why_and_no_field_is_set_twice(name: str):
	settings = plan_of(name).settings
	assert all(each.reason.endswith(".") for each in settings)
	fields = [each.field for each in settings]
	assert len(fields) == len(set(fields))


@pytest.mark.parametrize("name", WAYS)
def test_who_keeps_no_secret_is_public_and_proves_itself_with_nothing(name: str):
	plan = plan_of(name)
	is_public = values(plan)["oauth_plus_client_type"] == "Public"
	assert is_public == (plan.metadata.method is AuthMethod.NONE)
	assert values(plan)["oauth_plus_enforcement"] == "Enforce"


@pytest.mark.parametrize("name", WAYS)
def test_an_app_with_more_than_its_users_allow_needs_an_administrator(name: str):
	_kind, way = WAYS[name]
	chosen = values(plan_of(name))
	assert way.needs_administrator == bool(powers_of(chosen.get))


def test_grant_types_follow_from_the_way():
	grants = {name: plan_of(name).grant_types for name in WAYS}
	assert grants["mobile_app/browser"] == ("authorization_code", "refresh_token")
	assert grants["mobile_app/device"] == ("urn:ietf:params:oauth:grant-type:device_code", "refresh_token")
	assert grants["machine/service"] == grants["bi_tool/service"] == ("client_credentials",)
	assert grants["frappe_site/login"] == ("authorization_code",)
	assert grants["api_gateway/exchange"] == ("urn:ietf:params:oauth:grant-type:token-exchange",)
	assert grants["api_gateway/introspection"] == ()


@pytest.mark.parametrize("name", WAYS)
def test_all_that_is_missing_is_said_at_once(name: str):
	_kind, way = WAYS[name]
	asked = {Question.NAME, *way.asks}
	needed = {Question.NAME, Question.SITE, Question.OPEN_TO, Question.SERVICE_USER, Question.SCOPES} & asked
	assert set(said.missing(said.read({}, way), way)) == needed
	assert said.missing(said.read(GIVEN, way), way) == ()


@pytest.mark.parametrize("name", WAYS)
def test_what_is_suggested_is_an_answer_to_a_question(name: str):
	_kind, way = WAYS[name]
	asked = {Question.NAME, *way.asks}
	assert {question for question, _text in (*way.suggested, *way.hints)} <= asked
	assert way.suggestion(Question.STAY) in said.STAYS
	assert way.suggestion(Question.TOKEN_LIFE) in ("", *said.TOKEN_LIVES)


def test_what_was_not_asked_is_not_taken():
	plan = plan_of("browser_app/browser", service_user="admin@example.com", exchanges_of="*", networks="::/0")
	assert not {"oauth_plus_service_user", "oauth_plus_exchanges_of", "oauth_plus_networks"} & set(
		values(plan)
	)
	assert plan_of("frappe_site/login", scopes="all").metadata.scopes == ("openid", "profile", "email")


@pytest.mark.parametrize("stay", [stay for stay in said.STAYS if stay])
def test_no_refresh_token_may_idle_longer_than_it_lives(stay: str):
	chosen = values(plan_of("mobile_app/browser", stay=stay))
	assert (
		0
		< chosen["oauth_plus_refresh_idle_lifetime"]
		<= chosen["oauth_plus_refresh_absolute_lifetime"]
		<= 365 * DAY
	)


def test_without_a_choice_the_site_decides_how_long():
	chosen = values(plan_of("mobile_app/browser", stay="", token_life="soon"))
	assert not [field for field in chosen if field.endswith("_lifetime")]


def test_the_address_of_a_login_button_is_made_from_that_of_the_site():
	[uri] = plan_of("frappe_site/login").metadata.redirect_uris
	assert uri == "https://other.example.com/api/method/frappe.integrations.oauth2_logins.login_via_frappe"


@pytest.mark.parametrize(
	("keys", "held"),
	[
		('{"keys": []}', ('{"keys": []}', "")),
		("https://a.example.com/jwks", ("", "https://a.example.com/jwks")),
	],
)
def test_an_app_with_a_key_has_no_secret(keys: str, held: tuple[str, str]):
	plan = plan_of("machine/service", proof="key", keys=keys)
	assert values(plan)[METHOD] == "private_key_jwt"
	assert (plan.metadata.keys, plan.metadata.keys_uri) == held
	left = plan_of("machine/service", proof="secret", keys=keys).metadata
	assert (left.method, left.keys, left.keys_uri) == (AuthMethod.BASIC, "", "")


def test_a_fault_is_shown_at_the_question_or_nowhere():
	_kind, portal = WAYS["partner_portal/users"]
	_kind, login = WAYS["frappe_site/login"]
	assert place_of("redirect_uris", portal) == "redirect_uris"
	assert place_of("redirect_uris", login) == "site"
	assert place_of("oauth_plus_service_user", portal) == ""
	assert place_of("oauth_plus_grace", portal) == ""
	assert set(PLACES.values()) | {Question.SITE, Question.PROOF} == set(Question)


def test_a_bad_address_is_a_fault_at_its_question():
	plan = plan_of("partner_portal/users", redirect_uris="http://portal.example.com/cb")
	[fault] = client_law.faults_of(profile_of(plan))
	assert (fault.kind, fault.field) == (FaultKind.UNFIT_REDIRECT_URI, "redirect_uris")


def test_kinds_are_found_by_their_names():
	assert [kind_named(kind.name) for kind in KINDS] == list(KINDS)
	assert kind_named("teapot") is None
	assert KINDS[0].way("teapot") is None
	assert KINDS[0].way("") is KINDS[0].ways[0]
	assert all(kind.sentences() for kind in KINDS)
