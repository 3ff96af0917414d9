"""`oauth_token_expiry` in site_config.json: how long things live, and what is told when it makes no sense."""

import time
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
import time_machine

from oauth_plus.tests.browser import body, sent_to
from oauth_plus.tests.factories import PASSWORD, a_regular, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import (
	a_code,
	acts_as,
	ask,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.site import configured, settings

HOUR, DAY = 3600, 86_400

KEY = "oauth_token_expiry"

SENSIBLE = {
	"seconds": 900,
	"digits": "900",
	"digits_with_spaces": " 900 ",
	"object": {"access": 900},
	"object_of_digits": {"access": "900"},
	"object_as_text": '{"access": 900}',
	"object_of_all": {"access": 900, "refresh_idle": DAY, "refresh_absolute": 2 * DAY, "code": 30},
}

SENSELESS = {
	"zero": (0, "0"),
	"negative": (-5, "-5"),
	"word": ("soon", "soon"),
	"empty": ("", "not a whole number"),
	"fraction": (1.5, "1.5"),
	"fraction_as_text": ("1.5", "1.5"),
	"hours": ("1h", "1h"),
	"true": (True, "True"),
	"list": ([900], "900"),
	"too_long": (10**12, "1000000000000"),
	"unknown_name": ({"acces": 900}, "acces"),
	"zero_in_object": ({"access": 900, "code": 0}, "code"),
	"code_over_ten_minutes": ({"access": 900, "code": 601}, "code"),
	"idle_longer_than_absolute": (
		{"access": 900, "refresh_idle": 20, "refresh_absolute": 10},
		"refresh_idle",
	),
	"broken_json": ('{"access": 900', "JSON"),
	"object_in_object": ({"access": {"seconds": 900}}, "access"),
}


@pytest.fixture
def nothing_said_yet() -> None:
	"""The entry comes once an hour; what an earlier run said does not count."""
	frappe.cache.delete_keys("oauth_plus:senseless")


@pytest.fixture
def noon() -> Iterator[float]:
	"""A moment from which a test counts; each request takes no time at all."""
	moment = float(int(time.time()))
	with time_machine.travel(moment, tick=False):
		yield moment


def told() -> list[Any]:
	"""What the Error Log says about the setting."""
	frappe.db.rollback()
	return frappe.get_all(
		"Error Log", {"method": ("like", f"%{KEY}%")}, ["method", "error"], order_by="creation"
	)


@pytest.mark.parametrize("value", SENSIBLE.values(), ids=SENSIBLE)
def test_expires_in_follows_it(value: Any, nothing_said_yet: None):
	"""P8"""
	app, before = an_app(), len(told())
	with configured(**{KEY: value}):
		tokens = sign_in(app)
		assert tokens.answer["expires_in"] == 900
		assert tokens_of(app, refresh(tokens)).answer["expires_in"] == 900
	assert len(told()) == before


def test_the_token_ends_when_it_said_it_would(noon: float):
	"""P8: at the resource server and in introspection alike"""
	app = an_app()
	with configured(**{KEY: 900}):
		tokens = sign_in(app)
		assert body(introspect(app, tokens.access_token))["exp"] == noon + 900
		with time_machine.travel(noon + 899, tick=False):
			assert acts_as(tokens.access_token)
		with time_machine.travel(noon + 900, tick=False):
			assert acts_as(tokens.access_token) is None
			assert body(introspect(app, tokens.access_token)) == {"active": False}


def test_a_token_keeps_the_life_it_was_given(noon: float):
	"""A change is for tokens to come."""
	with configured(**{KEY: 2 * HOUR}):
		tokens = sign_in(an_app())
	with configured(**{KEY: 60}), time_machine.travel(noon + HOUR, tick=False):
		assert acts_as(tokens.access_token)


@pytest.mark.parametrize(("value", "named"), SENSELESS.values(), ids=SENSELESS)
def test_what_makes_no_sense_is_told_once_and_the_default_applies(
	value: Any, named: str, nothing_said_yet: None
):
	"""P8: a clear entry in the Error Log, and 3600"""
	app, before = an_app(), len(told())
	with configured(**{KEY: value}):
		tokens = sign_in(app)
		assert tokens.answer["expires_in"] == HOUR
		assert tokens_of(app, refresh(tokens)).answer["expires_in"] == HOUR
	(entry,) = told()[before:]
	assert entry.method == f"{KEY} in the site configuration makes no sense"
	assert named in entry.error
	assert "OAuth Plus Settings and the defaults apply" in entry.error
	assert "Traceback" not in entry.error


@pytest.mark.parametrize(("lifetime", "good", "bad"), [(5, 4, 5), (300, 299, 300)])
def test_an_object_sets_the_life_of_codes(lifetime: int, good: int, bad: int, noon: float):
	app, browser = an_app(), signed_in()
	with configured(**{KEY: {"code": lifetime}}):
		in_time, late = a_code(app, browser), a_code(app, browser)
		with time_machine.travel(noon + good, tick=False):
			assert tokens_of(app, redeem(app, in_time)).answer["expires_in"] == HOUR
		with time_machine.travel(noon + bad, tick=False):
			assert refused(redeem(app, late), "invalid_grant")


def test_an_object_sets_when_an_unused_refresh_token_ends(noon: float):
	"""B26"""
	app = an_app()
	with configured(**{KEY: {"refresh_idle": 100}}):
		used, unused = sign_in(app), sign_in(app)
		with time_machine.travel(noon + 99, tick=False):
			used = tokens_of(app, refresh(used))
		with time_machine.travel(noon + 100, tick=False):
			assert refused(refresh(unused), "invalid_grant")
		with time_machine.travel(noon + 198, tick=False):
			assert tokens_of(app, refresh(used))


def test_an_object_sets_when_a_grant_ends_however_often_it_is_used(noon: float):
	"""B26: the absolute end never moves"""
	app = an_app()
	with configured(**{KEY: {"refresh_idle": 100, "refresh_absolute": 250}}):
		tokens = sign_in(app)
		for moment in (90, 180, 249):
			with time_machine.travel(noon + moment, tick=False):
				tokens = tokens_of(app, refresh(tokens))
		with time_machine.travel(noon + 250, tick=False):
			assert refused(refresh(tokens), "invalid_grant")


def test_settings_apply_where_the_configuration_says_nothing(noon: float):
	"""decisions.md, decision 5"""
	app = an_app()
	with settings(access_token_lifetime=1200, code_lifetime=20):
		code = a_code(app)
		assert sign_in(app).answer["expires_in"] == 1200
		with configured(**{KEY: {"code": 40}}):
			assert sign_in(app).answer["expires_in"] == 1200
		with time_machine.travel(noon + 20, tick=False):
			assert refused(redeem(app, code), "invalid_grant")


def test_the_configuration_goes_before_settings_value_by_value(noon: float):
	"""decisions.md, decision 5"""
	app = an_app()
	with settings(access_token_lifetime=1200, code_lifetime=20), configured(**{KEY: {"access": 900}}):
		code = a_code(app)
		assert sign_in(app).answer["expires_in"] == 900
		with time_machine.travel(noon + 20, tick=False):
			assert refused(redeem(app, code), "invalid_grant")


def test_senseless_configuration_leaves_settings_in_force(nothing_said_yet: None):
	with settings(access_token_lifetime=1200), configured(**{KEY: "soon"}):
		assert sign_in(an_app()).answer["expires_in"] == 1200


def test_a_life_of_a_second_is_a_life(noon: float):
	app = an_app()
	with configured(**{KEY: 1}):
		tokens = sign_in(app)
		assert tokens.answer["expires_in"] == 1
		assert acts_as(tokens.access_token)
		with time_machine.travel(noon + 1, tick=False):
			assert acts_as(tokens.access_token) is None


def test_the_longest_life_overflows_no_date():
	with configured(**{KEY: {"access": 3650 * DAY, "refresh_absolute": 3650 * DAY}}):
		tokens = sign_in(an_app())
		assert tokens.answer["expires_in"] == 3650 * DAY
		assert acts_as(tokens.access_token)


def test_the_implicit_and_the_password_grant_of_an_old_client_follow_it_too():
	"""P8: every way to a token asks the same Policy"""
	app = an_old_app(grant_type="Implicit", response_type="Token")
	form = {"grant_type": "password", "username": a_regular(), "password": PASSWORD, "scope": app.scope}
	browser = signed_in()
	with configured(**{KEY: 900}):
		assert body(token_request(form | app.credentials))["expires_in"] == 900
		assert sent_to(decide(browser, ask(browser, app, response_type="token")))["expires_in"] == "900"
