"""Workers end and Redis forgets, in the middle of a journey: nothing dead comes back, nothing live is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import frappe
import pytest

from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import body, sent_to, through
from oauth_plus.tests.factories import a_regular, an_app, signed_in
from oauth_plus.tests.journey import (
	Tokens,
	a_code,
	acts_as,
	ask,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import families_of
from oauth_plus.tests.served import Server, running


@pytest.fixture(scope="module")
def server(site) -> Iterator[Server]:
	with running(site, workers=2) as server, through(server.address):
		yield server


def restart_and_flush(server: Server) -> None:
	server.restart_workers()
	the_site.forget_all_that_redis_knows()


EVENTS: dict[str, Callable[[Server], None]] = {
	"workers are restarted": lambda server: server.restart_workers(),
	"workers are killed": lambda server: server.kill_workers(),
	"Redis is flushed": lambda server: the_site.forget_all_that_redis_knows(),
	"both": restart_and_flush,
}


@dataclass
class Journey:
	"""Grants in every state that one can be in."""

	live: Tokens
	first: Tokens
	second: Tokens
	revoked: Tokens
	replayed: Tokens
	spent: str
	unspent: str
	expired: Tokens

	@classmethod
	def walked(cls) -> "Journey":
		app = an_app()
		live, first, revoked = sign_in(app), sign_in(app), sign_in(app)
		second = tokens_of(app, refresh(first))
		assert (
			acts_as(live.access_token) == acts_as(revoked.access_token) == a_regular()
		)  # and are remembered
		assert revoke(app, revoked.refresh_token).status_code == 200
		spent = a_code(app)
		tokens_of(app, redeem(app, spent))
		assert refused(redeem(app, spent), "invalid_grant")
		replayed, expired = a_replayed_grant(), an_expired_grant()
		return cls(live, first, second, revoked, replayed, spent, a_code(app), expired)


def a_replayed_grant() -> Tokens:
	app = an_app(oauth_plus_grace=0)
	first = sign_in(app)
	second = tokens_of(app, refresh(first))
	assert acts_as(second.access_token)
	assert refused(refresh(first), "invalid_grant")
	return second


def an_expired_grant() -> Tokens:
	"""Its ends are in the past: time cannot be turned on in a server of its own."""
	tokens = sign_in(an_app())
	[family] = families_of(tokens.app)
	ended = {"idle_ends": "2020-01-01 00:00:00"}
	frappe.db.set_value("OAuth Plus Grant", family.name, ended)
	frappe.db.set_value("OAuth Bearer Token", {"oauth_plus_family": family.name}, "oauth_plus_expires_at", 1)
	frappe.db.commit()
	return tokens


@pytest.mark.parametrize("happens", EVENTS.values(), ids=EVENTS)
def test_nothing_dead_comes_back_and_nothing_live_is_lost(server: Server, happens: Callable[[Server], None]):
	"""Keycloak 2026-9802: a rotated token was accepted after a restart"""
	journey = Journey.walked()
	happens(server)

	app = journey.live.app
	for dead in (journey.revoked, journey.replayed, journey.expired):
		assert acts_as(dead.access_token) is None
		assert refused(refresh(dead), "invalid_grant")
	assert refused(redeem(app, journey.spent), "invalid_grant")

	repeated = tokens_of(app, refresh(journey.first))
	assert (repeated.access_token, repeated.refresh_token) == (
		journey.second.access_token,
		journey.second.refresh_token,
	)
	assert acts_as(journey.live.access_token) == acts_as(journey.second.access_token) == a_regular()
	assert body(introspect(app, journey.live.refresh_token))["active"] is True
	assert tokens_of(app, refresh(journey.live))
	assert tokens_of(app, redeem(app, journey.unspent))


@pytest.mark.parametrize("happens", EVENTS.values(), ids=EVENTS)
def test_a_person_in_the_middle_of_consenting_goes_on(server: Server, happens: Callable[[Server], None]):
	"""The session is in the database, and the seal is made of the site's key"""
	app, browser = an_app(), signed_in()
	page = ask(browser, app)
	happens(server)
	assert tokens_of(app, redeem(app, sent_to(decide(browser, page))["code"]))


@pytest.mark.parametrize("happens", EVENTS.values(), ids=EVENTS)
def test_what_was_remembered_of_a_bearer_does_not_outlive_its_end(
	server: Server, happens: Callable[[Server], None]
):
	tokens = sign_in(an_app())
	assert acts_as(tokens.access_token)
	happens(server)
	assert revoke(tokens.app, tokens.access_token).status_code == 200
	assert acts_as(tokens.access_token) is None


def test_uses_that_were_not_written_down_yet_are_lost_without_harm(server: Server):
	"""A note of last use is a courtesy: nothing is decided by it"""
	tokens = sign_in(an_app())
	assert acts_as(tokens.access_token)
	the_site.forget_all_that_redis_knows()
	assert acts_as(tokens.access_token) == a_regular()
	assert tokens_of(tokens.app, refresh(tokens))
