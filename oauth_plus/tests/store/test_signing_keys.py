"""Keys come, sign, verify for a while and go; never two sign at once, and none signs after it has stepped down."""

import time

import frappe
import jwt
import pytest
import time_machine

from oauth_plus.platform import cache, clock, transaction
from oauth_plus.store.signing import active_key, key_rotation
from oauth_plus.tests import bench
from oauth_plus.tests.browser import at_once, body, sent_to
from oauth_plus.tests.factories import a_regular, an_app, signed_in, with_any_session
from oauth_plus.tests.journey import a_code, ask, decide, redeem, sign_in
from oauth_plus.tests.keys import (
	active_kid,
	forget_all_keys,
	grow_old,
	kid_of,
	private_halves,
	run_the_job,
	served,
	stored,
	verified,
)
from oauth_plus.tests.site import configured, settings

HOUR, DAY = 3600, 86_400


def id_token_of(app, browser=None) -> str:
	return sign_in(app, browser).answer["id_token"]


def reasons() -> list[str]:
	"""Why keys came to sign, oldest first."""
	frappe.db.rollback()
	return frappe.get_all(
		"OAuth Plus Event", {"event": "signing_key_rotated"}, pluck="reason", order_by="creation asc"
	)


@pytest.fixture
def no_other_tokens() -> None:
	"""Tests of lifetimes leave tokens behind whose keys would have to stay."""
	frappe.db.delete("OAuth Bearer Token")
	frappe.db.commit()


# The first key


def test_a_site_without_a_key_makes_one_when_it_signs():
	app = an_app()
	forget_all_keys()
	assert served() == {}
	token = id_token_of(app)
	assert verified(token, app)["email"] == a_regular()
	assert [row.name for row in stored()] == [kid_of(token)]
	assert reasons()[-1] == "first_key"


def test_of_many_who_need_the_first_key_at_once_one_makes_it():
	"""Two workers at once must not make two active keys"""
	app, browser = an_app(), signed_in()
	codes = [a_code(app, browser) for _ in range(6)]
	forget_all_keys()
	answers = at_once(*(lambda code=code: redeem(app, code) for code in codes))
	assert [answer.status_code for answer in answers] == [200] * 6
	tokens = [body(answer)["id_token"] for answer in answers]
	assert {kid_of(token) for token in tokens} == {active_kid()}
	assert len(stored()) == len(private_halves()) == 1
	assert all(verified(token, app) for token in tokens)


def test_migrating_makes_the_first_key_and_no_second_one():
	forget_all_keys()
	bench.run("execute", "oauth_plus.setup.install.after_migrate")
	kid = active_kid()
	bench.run("execute", "oauth_plus.setup.install.after_migrate")
	assert [row.name for row in stored()] == [kid]
	assert list(served()) == [kid]


# Rotation


def test_after_a_rotation_the_old_id_token_still_verifies_and_the_new_key_signs():
	"""Issue 3, point 6"""
	app = an_app()
	old = id_token_of(app)
	grow_old(days=91)
	run_the_job()
	new = id_token_of(app)
	assert kid_of(new) == active_kid() != kid_of(old)
	assert verified(old, app)["sub"] == verified(new, app)["sub"]
	assert next(iter(served())) == kid_of(new), "the one that signs comes first"
	[row] = stored(name=kid_of(old))
	assert row.status == "Published"
	assert reasons()[-1] == "age"


def test_the_old_key_is_published_until_its_last_token_has_ended_and_not_much_longer(no_other_tokens):
	"""Issue 3, point 6: whether or not the job runs"""
	app, start = an_app(), time.time()
	old = id_token_of(app)
	grow_old(days=91)
	run_the_job()
	with time_machine.travel(start + HOUR + 30):
		assert kid_of(old) in served()
	with time_machine.travel(start + 2 * HOUR + 60):
		assert kid_of(old) not in served()
		assert stored(name=kid_of(old))[0].status == "Published"
		run_the_job()
		assert stored(name=kid_of(old))[0].status == "Retired"


def test_a_token_that_was_given_for_longer_keeps_its_key_for_longer(no_other_tokens):
	"""Lifetimes may be shortened after it was given"""
	app, start = an_app(), time.time()
	with configured(oauth_token_expiry=10 * DAY):
		old = id_token_of(app)
	grow_old(days=91)
	run_the_job()
	with time_machine.travel(start + 10 * DAY - 60):
		assert verified(old, app)["email"] == a_regular()
		run_the_job()
		assert kid_of(old) in served()
	with time_machine.travel(start + 10 * DAY + 2 * HOUR):
		assert kid_of(old) not in served()
	frappe.db.delete("OAuth Bearer Token", {"client": app.client_id})
	frappe.db.commit()


def test_a_hint_is_believed_until_its_key_is_retired(no_other_tokens):
	"""OpenID Connect Core §3.1.2.1"""
	app, browser = an_app(skip_authorization=1), signed_in()
	hint, start = sign_in(app, browser, prompt="consent").answer["id_token"], time.time()
	grow_old(days=91)
	run_the_job()
	assert sent_to(ask(browser, app, id_token_hint=hint))["code"]
	with time_machine.travel(start + 3 * HOUR):
		assert sent_to(ask(browser, app, id_token_hint=hint))["error"] == "login_required"


def test_the_private_half_is_erased_as_soon_as_its_key_signs_no_more():
	before = active_kid()
	assert before in private_halves()
	grow_old(days=91)
	run_the_job()
	assert list(private_halves()) == [active_kid()]
	assert before != active_kid()


@pytest.mark.parametrize(("days", "age", "changes"), [(90, 89, False), (7, 8, True), (0, 9_999, False)])
def test_a_key_signs_for_as_long_as_settings_say(days, age, changes):
	"""0: for ever"""
	id_token_of(an_app())
	before = active_kid()
	with settings(signing_key_rotation_days=days):
		grow_old(days=age)
		run_the_job()
	assert (active_kid() != before) is changes
	grow_old(days=0)


def test_the_job_changes_a_key_whose_algorithm_was_changed_behind_its_back():
	"""`bench set-value` and the like run no controller"""
	id_token_of(an_app())
	frappe.db.set_single_value("OAuth Plus Settings", "id_token_signing_algorithm", "ES256")
	frappe.db.commit()
	frappe.clear_document_cache("OAuth Plus Settings", "OAuth Plus Settings")
	run_the_job()
	assert jwt.get_unverified_header(id_token_of(an_app()))["alg"] == "ES256"
	assert reasons()[-1] == "algorithm_changed"


def test_a_rotation_that_is_asked_for_takes_place_at_once():
	"""For a key that somebody may have seen"""
	app = an_app()
	old = id_token_of(app)
	said = bench.run("oauth-plus", "rotate-keys")
	assert active_kid() in said
	assert kid_of(id_token_of(app)) == active_kid() != kid_of(old)
	assert reasons()[-1] == "asked_for"


def test_settings_that_are_saved_as_they_were_change_no_key():
	before = active_kid()
	with settings(access_token_lifetime=900):
		assert active_kid() == before
	assert active_kid() == before


def test_of_rotations_at_once_one_key_comes_out_that_signs(site):
	"""Whoever saw a key that is no longer active leaves the rotation to the other"""
	app = an_app()
	old = id_token_of(app)
	names = at_once(*[lambda: _rotates(site)] * 3)
	assert len(private_halves()) == 1
	assert active_kid() in names
	assert active_kid() != kid_of(old)
	assert verified(id_token_of(app), app)["sub"] == verified(old, app)["sub"]


def _rotates(site: str) -> str:
	"""As the command does, in a thread and a connection of its own."""
	frappe.init(site, sites_path=".")
	frappe.connect()
	kid = transaction.repeat_on_conflict(lambda: key_rotation.rotate(clock.now()))
	frappe.db.commit()
	frappe.destroy()
	return kid


# What may be lost


def test_flushing_redis_changes_no_key():
	"""No state but in the database"""
	app = an_app()
	token = id_token_of(app)
	frappe.clear_cache()
	frappe.cache.delete_keys("")  # all of this site
	assert kid_of(id_token_of(app)) == kid_of(token)
	assert verified(token, app)


def test_a_site_whose_encryption_key_was_lost_goes_on_with_a_new_key():
	"""What the old one signed still verifies: its public half is no secret"""
	app = an_app()
	old = id_token_of(app)
	frappe.db.sql("UPDATE `__Auth` SET password = 'gAAAAAnonsense' WHERE name = %s", active_kid())
	cache.invalidate([active_key.cache_key()])  # as after a minute: nobody told us
	frappe.db.commit()
	new = id_token_of(app)
	assert kid_of(new) != kid_of(old)
	assert verified(old, app)["sub"] == verified(new, app)["sub"]
	assert list(private_halves()) == [kid_of(new)]
	assert reasons()[-1] == "private_half_lost"


def test_while_keys_change_everybody_who_signs_in_gets_a_token_that_verifies():
	app, browser, manager = an_app(), signed_in(), signed_in()
	codes = [a_code(app, browser) for _ in range(4)]
	path = "/api/resource/OAuth Plus Settings/OAuth Plus Settings"
	switch = {"id_token_signing_algorithm": "ES256"}
	answers = at_once(
		*(lambda code=code: redeem(app, code) for code in codes[:2]),
		lambda: manager.open(path, "PUT", json=switch),
		*(lambda code=code: redeem(app, code) for code in codes[2:]),
	)
	assert [answer.status_code for answer in answers] == [200] * 5
	for answer in (*answers[:2], *answers[3:]):
		assert verified(body(answer)["id_token"], app)["email"] == a_regular()
	assert len(stored(status="Active")) == len(private_halves()) == 1


def test_a_decision_is_still_the_persons_own():
	"""A key of the site's signs for apps; it lets nobody in"""
	app, browser = an_app(), signed_in()
	hint = id_token_of(app, browser)
	assert ask(with_any_session(), app, id_token_hint=hint, prompt="consent").status_code == 200
	assert sent_to(decide(browser, ask(browser, app, id_token_hint=hint), "deny"))["error"] == "access_denied"
