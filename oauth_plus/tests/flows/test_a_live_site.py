"""The app is installed, migrated and removed while programs use the site: each of their requests is answered well, or
with 503 and Retry-After, and no token is lost (issue 13, item 9 of its neighbours)."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import jwt
import pytest
from frappe.utils import add_to_date, now_datetime

from oauth_plus.rules.secret import digest, is_digest
from oauth_plus.tests import bench, stock
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import Browser, through
from oauth_plus.tests.factories import a_regular, signed_in
from oauth_plus.tests.journey import Tokens, acts_as, refresh, sign_in, tokens_of
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.served import running
from oauth_plus.tests.stage import Stage
from oauth_plus.tests.traffic import (
	WITHOUT_SECRET,
	Answer,
	Program,
	asking_who,
	calling,
	faults,
	introspecting,
	looking_on,
	refreshing,
	under_way,
)

OLD_ROWS = 6_000
"""Tokens that keep the conversion busy for a while."""

LONGEST_WAIT = 20
"""Seconds that a program has to come again at most; this machine does everything at once."""

LONGEST_MOMENT = 3
"""Seconds for which Frappe may have two lists of its apps: until it empties its caches, which it does three times."""

KEY = "encryption_key"


@dataclass
class Old:
	"""The site before the app, and programs that use it."""

	address: str
	manager: Browser
	callers: list[Tokens]
	refreshers: list[Tokens]
	others: dict[str, Tokens]

	def programs(self) -> list[Program]:
		return [*map(calling, self.callers), *map(refreshing, self.refreshers), looking_on()]

	def neighbours(self) -> list[Program]:
		"""Programs of every habit that is known of old, each with a client and a grant of its own."""
		habits = (HABITS[name](tokens) for name, tokens in self.others.items())
		return [*self.programs(), *habits]


HABITS: dict[str, Callable[[Tokens], Program]] = {
	"refresh by nobody": lambda tokens: refreshing(tokens, WITHOUT_SECRET),
	"introspection": introspecting,
	"introspection by nobody": lambda tokens: introspecting(tokens, WITHOUT_SECRET),
	"profile": asking_who,
}
"""What stock answered well. A client's secret in a Basic header it took for a user's API key, and
parameters in the address it did not see."""


@dataclass
class Scene:
	"""What programs heard while something happened."""

	answers: list[Answer]
	programs: list[Program]


@pytest.fixture(scope="module")
def old(stage: Stage) -> Iterator[Old]:
	"""A site with clients and tokens, and without an encryption key, which Frappe makes when it first needs one.

	One web server runs through all that follows.
	"""
	stage.take_the_app_away()
	with (
		the_site.configured(**{KEY: None}),
		running(stage.site, workers=2) as server,
		through(server.address),
	):
		frappe.db.commit()
		manager = signed_in()
		apps = [stock.a_client(manager, app_name=f"Old {number}") for number in range(3)]
		callers = [stock.sign_in(manager, app) for app in apps]
		refreshers = [stock.sign_in(manager, app) for app in apps]
		others = {name: stock.sign_in(manager, stock.a_client(manager, app_name=name)) for name in HABITS}
		plant(apps[0].client_id, OLD_ROWS)
		yield Old(server.address, manager, callers, refreshers, others)


def plant(client_id: str, count: int) -> None:
	"""Rows as Frappe stores them, each named by its own token."""
	fields = ["name", "access_token", "refresh_token", "client", "user", "scopes", "status", "creation"]
	fields += ["modified", "owner", "modified_by", "expires_in", "expiration_time"]
	now, later, user = now_datetime(), add_to_date(now_datetime(), hours=1), a_regular()
	rows = [
		(
			access,
			access,
			refreshing,
			client_id,
			user,
			"all openid",
			"Active",
			now,
			now,
			user,
			user,
			3600,
			later,
		)
		for access, refreshing in (
			(frappe.generate_hash(length=30), frappe.generate_hash(length=30)) for _ in range(count)
		)
	]
	frappe.db.bulk_insert("OAuth Bearer Token", fields, rows)
	frappe.db.commit()


def happening(old: Old, programs: list[Program], act: Any) -> Scene:
	with under_way(old.address, *programs) as answers:
		time.sleep(1)
		act()
		time.sleep(2)
	the_site.reopen()
	return Scene(answers(), programs)


@pytest.fixture(scope="module")
def installed(old: Old) -> Scene:
	return happening(old, old.neighbours(), bench.install)


@pytest.fixture(scope="module")
def migrated(installed: Scene, old: Old) -> Scene:
	"""A conversion was cut off, and `bench migrate` finishes it."""
	from oauth_plus.platform import readiness

	readiness.announce(converting=True)
	make_plain_again(old)
	return happening(old, old.neighbours(), bench.migrate)


def make_plain_again(old: Old) -> None:
	"""As if the conversion had not come to some of the programs' tokens yet."""
	for tokens in (*old.callers[:2], *old.refreshers[:1]):
		current = stored(tokens)
		frappe.db.sql(
			"""UPDATE `tabOAuth Bearer Token` SET name = %(access)s, access_token = %(access)s,
			refresh_token = %(refresh)s, oauth_plus_family = NULL, oauth_plus_generation = 0 WHERE name = %(name)s""",
			{"access": tokens.access_token, "refresh": tokens.refresh_token, "name": current.name},
		)
		frappe.db.delete("OAuth Plus Grant", {"name": current.oauth_plus_family})
	plant(old.callers[0].app.client_id, OLD_ROWS // 2)


def stored(tokens: Tokens) -> Any:
	return next(row for row in rows_of(tokens.app) if row.access_token == digest(tokens.access_token))


@pytest.fixture(scope="module")
def removed(migrated: Scene, old: Old) -> Scene:
	return happening(old, old.programs(), bench.uninstall)


# It is installed


def test_every_request_is_answered_well_or_asked_to_come_again(installed: Scene):
	"""But for a moment in which Frappe calls the hooks of an app that it does not list yet, whatever app it is: it
	keeps both in its cache, and a request that began before the installation writes back the list that it read"""

	def is_between_two_lists(answer: Answer) -> bool:
		return "App oauth_plus is not installed" in answer.text

	assert faults(installed.answers, also=is_between_two_lists) == []
	moments = [answer.at for answer in filter(is_between_two_lists, installed.answers)]
	assert not moments or max(moments) - min(moments) < LONGEST_MOMENT


def test_every_program_goes_on_after_it(installed: Scene):
	for program in installed.programs:
		assert program.heard[-1].is_good, program.heard[-1].told
		assert program.longest_wait < LONGEST_WAIT, program.name


def test_who_has_nothing_to_do_with_it_is_not_asked_to_come_again(installed: Scene):
	assert {each.status for each in installed.answers if each.program == "ping"} == {200}


def test_every_token_of_before_is_good_after_it(installed: Scene, old: Old):
	for tokens in (*old.callers, *old.refreshers):
		assert acts_as(tokens.access_token) == a_regular()
	assert all(is_digest(row.access_token) for tokens in old.callers for row in rows_of(tokens.app))


def test_clients_of_before_are_watched_whenever_they_asked(installed: Scene, old: Old):
	for tokens in old.callers:
		row = frappe.db.get_value(
			"OAuth Client", tokens.app.client_id, ["oauth_plus_enforcement", "oauth_plus_enabled"]
		)
		assert row == ("Warn", 1)


def test_the_site_has_one_encryption_key_which_opens_all_that_was_sealed(installed: Scene, old: Old):
	"""ID tokens of these clients are signed with their secrets, of which a sealed copy is kept"""
	for tokens in old.callers:
		token = sign_in(tokens.app, old.manager).answer["id_token"]
		assert jwt.decode(token, tokens.app.client_secret, ["HS256"], audience=tokens.app.client_id)
	assert frappe.get_site_config()[KEY]


def test_the_site_says_once_more_that_old_tokens_may_be_plain_until_none_is_found(installed: Scene):
	from oauth_plus import tasks
	from oauth_plus.platform import readiness

	assert readiness.is_converting()
	tasks.finish_conversion()
	assert not readiness.is_converting()
	assert readiness.is_ready()


# It is migrated


def test_a_migration_that_converts_loses_no_token(migrated: Scene, old: Old):
	assert faults(migrated.answers) == []
	for program in migrated.programs:
		assert program.heard[-1].is_good, program.heard[-1].told
	for tokens in (*old.callers, *old.refreshers):
		assert acts_as(tokens.access_token) == a_regular()


# It is removed


def test_tokens_end_with_the_app_and_stock_says_so(removed: Scene, old: Old):
	"""As it says of tokens that it never knew: 401 to a bearer, and 403 or 404 to a refresh token"""
	unknown = refresh(Tokens(old.refreshers[0].app, "", "made-up-and-never-issued", {})).status_code
	assert 400 <= unknown < 500

	def has_ended(answer: Answer) -> bool:
		return answer.status == (401 if answer.program == "bearer" else unknown)

	assert faults(removed.answers, also=has_ended) == []
	for program in removed.programs:
		if program.name == "ping":
			assert {each.status for each in program.heard} == {200}
			continue
		assert has_ended(program.heard[-1]), program.heard[-1].told
		first = next(place for place, each in enumerate(program.heard) if has_ended(each))
		assert all(map(has_ended, program.heard[first:])), "once ended, it stays so"


def test_the_same_clients_sign_in_again_with_the_same_secret(removed: Scene, old: Old):
	for before in old.callers:
		tokens = stock.sign_in(old.manager, before.app)
		assert acts_as(tokens.access_token) == a_regular()
		assert tokens_of(tokens.app, refresh(tokens))
		secret = frappe.db.get_value("OAuth Client", before.app.client_id, "client_secret")
		assert secret == before.app.client_secret


def test_a_digest_was_at_no_time_a_token_of_stocks(removed: Scene, old: Old):
	for tokens in old.callers:
		assert acts_as(digest(tokens.access_token)) is None
