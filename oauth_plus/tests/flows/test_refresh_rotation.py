"""Refresh in the twelve lines of the house's protocol notes (RFC 9700 §4.14.2), over HTTP."""

import time

import frappe
import pytest
import time_machine

from oauth_plus.rules import secret
from oauth_plus.store.grants import families, family_lists
from oauth_plus.store.grants.family import Family
from oauth_plus.tests.browser import body
from oauth_plus.tests.factories import a_public_app, a_regular, an_app, an_old_app, change
from oauth_plus.tests.journey import (
	Tokens,
	acts_as,
	call,
	introspect,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import families_of, recorded, would_refuse

MINUTE, HOUR, DAY = 60, 3600, 86_400

KINDS = pytest.mark.parametrize("make", [an_app, a_public_app], ids=["confidential", "public"])


def later(seconds: float):
	"""The clock stands there while the block lasts."""
	return time_machine.travel(time.time() + seconds, tick=False)


def next_of(tokens: Tokens, **changes) -> Tokens:
	return tokens_of(tokens.app, refresh(tokens, **changes))


# 1. Modes


@KINDS
def test_each_refresh_gives_a_new_pair(make):
	first = sign_in(make())
	second = next_of(first)
	assert second.refresh_token != first.refresh_token
	assert second.access_token != first.access_token
	assert acts_as(second.access_token) == a_regular()


def test_a_static_refresh_token_goes_on():
	first = sign_in(an_app(oauth_plus_rotation="Static"))
	seen = {first.access_token}
	tokens = first
	for days in (1, 10, 20):
		with later(days * DAY):
			tokens = next_of(tokens)
			assert tokens.refresh_token == first.refresh_token
			assert acts_as(tokens.access_token) == a_regular()
		seen.add(tokens.access_token)
	assert len(seen) == 4


def test_a_static_token_used_by_two_workers_leaves_both_their_access_tokens():
	first = sign_in(an_app(oauth_plus_rotation="Static"))
	one, other = next_of(first), next_of(first)
	with later(5 * MINUTE):
		assert acts_as(one.access_token) == acts_as(other.access_token) == a_regular()


def test_a_public_client_rotates_whatever_its_row_says():
	"""RFC 9700 §4.14.2"""
	app = a_public_app()
	frappe.db.set_value("OAuth Client", app.client_id, "oauth_plus_rotation", "Static")
	frappe.db.commit()
	first = sign_in(app)
	assert next_of(first).refresh_token != first.refresh_token


def test_near_its_end_a_refresh_token_is_exchanged():
	"""After 70 % of its life of 30 days"""
	first = sign_in(an_app(oauth_plus_rotation="Rotate Near End"))
	with later(5 * DAY):
		kept = next_of(first)
		assert kept.refresh_token == first.refresh_token
	with later(22 * DAY):
		exchanged = next_of(kept)
		assert exchanged.refresh_token != first.refresh_token
	with later(22 * DAY + MINUTE):
		assert refused(refresh(kept), "invalid_grant")
	assert recorded(first.app, "refresh_token_replayed")


# 2., 3. Grace


@KINDS
def test_a_repeat_within_grace_gets_the_same_pair(make):
	first = sign_in(make())
	second = next_of(first)
	with later(20):
		repeated = next_of(first)
	assert (repeated.access_token, repeated.refresh_token) == (second.access_token, second.refresh_token)
	assert repeated.answer["expires_in"] in range(3570, 3585)
	assert recorded(first.app, "token_repeated")
	assert acts_as(repeated.access_token) == a_regular()


@pytest.mark.parametrize(("grace", "seconds"), [(0, 0), (30, 31), (300, 301)])
def test_after_its_grace_a_repeat_is_a_replay(grace, seconds):
	app = an_app(oauth_plus_grace=grace)
	first = sign_in(app)
	second = next_of(first)
	with later(seconds):
		assert refused(refresh(first), "invalid_grant")
		assert refused(refresh(second), "invalid_grant")
	assert acts_as(second.access_token) is None
	assert recorded(app, "refresh_token_replayed", outcome="Refused")
	assert [family.state for family in families_of(app)] == ["Replayed"]


def test_grace_is_for_the_immediate_predecessor_alone():
	app = an_app()
	first = sign_in(app)
	third = next_of(next_of(first))
	assert refused(refresh(first), "invalid_grant")
	assert refused(refresh(third), "invalid_grant")


def test_a_repeat_says_the_scope_that_the_pair_has():
	first = sign_in(an_app())
	narrow = next_of(first, scope="openid")
	assert next_of(first).answer["scope"] == narrow.answer["scope"] == "openid"
	assert next_of(first, scope="openid").access_token == narrow.access_token


# 4. Harm to nobody


def test_a_wider_scope_within_grace_is_refused_and_harms_nobody():
	first = sign_in(an_app())
	narrow = next_of(first, scope="openid")
	assert refused(refresh(first, scope="all openid"), "invalid_grant")
	assert acts_as(narrow.access_token) == a_regular()
	assert next_of(narrow).answer["scope"] == "all openid"


@pytest.mark.parametrize("seconds", [0, 10, 3 * DAY])
def test_another_client_with_a_used_token_is_refused_and_harms_nobody(seconds):
	first = sign_in(an_app())
	second = next_of(first)
	with later(seconds):
		assert refused(refresh(first, **an_app().credentials), "invalid_grant")
		assert next_of(second)


# 5. Deliberate revocation beats grace


@pytest.mark.parametrize(
	("which", "of"), [("first", "refresh_token"), ("second", "access_token"), ("second", "refresh_token")]
)
def test_after_a_revocation_no_grace_is_left(which, of):
	"""Of an access token that another has followed see neighbours/test_raven.py"""
	pairs = {"first": sign_in(an_app())}
	pairs["second"] = next_of(pairs["first"])
	assert revoke(pairs["first"].app, getattr(pairs[which], of)).status_code == 200
	for pair in pairs.values():
		assert refused(refresh(pair), "invalid_grant")
		assert acts_as(pair.access_token) is None


# 7. Ends


def test_use_moves_the_idle_end_and_never_the_absolute_one():
	app = an_app()
	tokens = sign_in(app)
	absolute = families_of(app)[0].absolute_ends
	for days in (25, 50, 75):
		with later(days * DAY):
			tokens = next_of(tokens)
		assert families_of(app)[0].absolute_ends == absolute
	with later(91 * DAY):
		assert refused(refresh(tokens), "invalid_grant")


def test_an_idle_grant_ends_without_a_sweeper():
	tokens = sign_in(an_app())
	with later(31 * DAY):
		assert refused(refresh(tokens), "invalid_grant")


def test_no_access_token_outlives_its_grant():
	app = an_app(oauth_plus_refresh_idle_lifetime=HOUR, oauth_plus_refresh_absolute_lifetime=90 * MINUTE)
	tokens = sign_in(app)
	with later(50 * MINUTE):
		assert next_of(tokens).answer["expires_in"] in range(40 * MINUTE - 5, 40 * MINUTE + 1)


def test_an_exchanged_access_token_works_for_the_grace_period_at_most():
	first = sign_in(an_app())
	next_of(first)
	assert acts_as(first.access_token) == a_regular()
	with later(31):
		assert call(first.access_token).status_code == 401


@pytest.mark.parametrize("grace", [0, 5, 30, 300])
def test_an_exchanged_access_token_that_was_remembered_ends_no_later(grace):
	first = sign_in(an_app(oauth_plus_grace=grace))
	assert acts_as(first.access_token) == a_regular()
	next_of(first)
	with later(grace + 1):
		assert call(first.access_token).status_code == 401


# 8. Scope


def test_a_narrow_refresh_narrows_nothing_but_its_access_token():
	narrow = next_of(sign_in(an_app()), scope="openid")
	assert next_of(narrow).answer["scope"] == "all openid"


# 12. The cap


def test_the_two_hundred_and_first_grant_ends_the_oldest():
	app = an_app()
	oldest = sign_in(app)
	for _ in range(family_lists.MOST - 1):
		families.create_family(Family(secret.new_identifier(), app.client_id, a_regular(), ("all",)))
	frappe.db.commit()
	assert acts_as(oldest.access_token) == a_regular()
	newest = sign_in(app)
	assert acts_as(oldest.access_token) is None
	assert acts_as(newest.access_token) == a_regular()
	states = [family.state for family in families_of(app)]
	assert (states.count("Active"), states.count("Revoked")) == (family_lists.MOST, 1)


# Old clients


def test_an_old_client_may_go_on_with_the_same_token_and_is_written_down():
	app = an_old_app()
	first = sign_in(app)
	second = next_of(first)
	with later(HOUR):
		third = next_of(first)
		assert acts_as(third.access_token) == a_regular()
		assert next_of(second)
	assert "refresh_rotation" in would_refuse(app)
	with later(5 * MINUTE):
		assert acts_as(first.access_token) == a_regular()  # as stock has it


# Introspection


def test_an_exchanged_refresh_token_is_not_active():
	first = sign_in(an_app())
	second = next_of(first)
	assert body(introspect(first.app, first.refresh_token)) == {"active": False}
	assert body(introspect(first.app, second.refresh_token))["active"] is True


# Whether there is one at all (B22)


def test_a_client_that_gets_no_refresh_token():
	app = an_app(oauth_plus_refresh_tokens="Never")
	tokens = sign_in(app)
	assert "refresh_token" not in tokens.answer
	assert acts_as(tokens.access_token) == a_regular()


def test_a_refresh_token_for_those_who_ask_for_offline_access():
	app = an_app(oauth_plus_refresh_tokens="With offline_access", scopes="all openid offline_access")
	assert "refresh_token" not in sign_in(app, scope="all").answer
	offline = sign_in(app, scope="all offline_access")
	assert next_of(offline).refresh_token


# Lifetimes of the client


def test_the_clients_own_lifetimes_come_first():
	app = an_app(oauth_plus_access_lifetime=120, oauth_plus_refresh_idle_lifetime=DAY)
	tokens = sign_in(app)
	assert tokens.answer["expires_in"] == 120
	with later(2 * DAY):
		assert refused(refresh(tokens), "invalid_grant")


def test_switching_to_enforce_holds_the_grants_that_are_there():
	app = an_old_app()
	first = sign_in(app)
	next_of(first)
	change(app, oauth_plus_enforcement="Enforce")
	with later(HOUR):
		assert refused(refresh(first), "invalid_grant")
