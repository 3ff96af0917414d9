"""Decision 3: while the grace lasts, the new pair lies sealed by a key of the refresh token before it, and no
longer."""

import time
from collections.abc import Callable
from typing import Any

import frappe
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.jobs import ending
from oauth_plus.jobs.run import Run
from oauth_plus.platform import cache, cache_notes, clock
from oauth_plus.rules import secret
from oauth_plus.store.grants import successor
from oauth_plus.store.grants.successor import Successor
from oauth_plus.tests.factories import a_public_app, a_regular, a_user, an_app, an_old_app, change, signed_in
from oauth_plus.tests.journey import (
	Tokens,
	a_code,
	acts_as,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import families_of, recorded, rows_of, would_refuse

DAY = 86_400


def later(seconds: float):
	return time_machine.travel(time.time() + seconds, tick=False)


def next_of(tokens: Tokens, **changes) -> Tokens:
	return tokens_of(tokens.app, refresh(tokens, **changes))


def family_of(tokens: Tokens) -> Any:
	"""The row of the newest grant, as it stands."""
	return families_of(tokens.app)[-1]


def holds_nothing(tokens: Tokens) -> bool:
	family = family_of(tokens)
	return (family.sealed_successor, family.sealed_until) == (None, 0)


def opened(row: Any, by: str, **changes: Any) -> Successor | None:
	"""What this token opens."""
	bound = {"family": row.name, "generation": row.generation} | changes
	return successor.unseal(row.sealed_successor, by, **bound)


@pytest.mark.parametrize("make", [an_app, a_public_app], ids=["confidential", "public"])
def test_who_repeats_the_old_token_opens_the_pair_and_nobody_else_does(make):
	first = sign_in(make())
	second = next_of(first)
	family = family_of(first)
	assert opened(family, first.refresh_token) == Successor(second.access_token, second.refresh_token)
	for other in (second.refresh_token, second.access_token, first.access_token):
		assert opened(family, other) is None
	for stored in {str(value) for row in (family, *rows_of(first.app)) for value in row.values() if value}:
		assert opened(family, stored) is None
	assert opened(family, first.refresh_token, generation=family.generation + 1) is None
	assert opened(family, first.refresh_token, family=secret.new_identifier()) is None


@pytest.mark.parametrize("sealed", ["", "x", "AAAA", "A" * 200, "é"])
def test_a_damaged_seal_opens_as_nothing(sealed):
	assert successor.unseal(sealed, "token", "family", 2) is None


def test_two_seals_of_one_pair_differ():
	pair = Successor(secret.new_token(), None)
	one, other = (successor.seal(pair, "token", "family", 2) for _ in range(2))
	assert one != other
	assert (
		successor.unseal(one, "token", "family", 2) == successor.unseal(other, "token", "family", 2) == pair
	)


def test_the_next_rotation_takes_the_place_of_what_was_sealed():
	first = sign_in(an_app())
	second = next_of(first)
	third = next_of(second)
	family = family_of(first)
	assert opened(family, first.refresh_token) is None
	assert opened(family, second.refresh_token) == Successor(third.access_token, third.refresh_token)


@pytest.mark.parametrize("values", [{"oauth_plus_grace": 0}, {"oauth_plus_rotation": "Static"}], ids=str)
def test_where_there_is_no_grace_nothing_is_sealed(values):
	first = sign_in(an_app(**values))
	assert holds_nothing(first)
	next_of(first)
	assert holds_nothing(first)


def test_a_new_rotation_without_grace_erases_what_was_sealed_before():
	first = sign_in(an_app())
	second = next_of(first)
	change(first.app, oauth_plus_grace=0)
	next_of(second)
	assert holds_nothing(first)


def test_a_system_manager_is_not_even_shown_the_seal():
	first = sign_in(an_app())
	next_of(first)
	family = family_of(first)
	shown = signed_in(a_regular()).get(f"/api/resource/OAuth Plus Grant/{family.name}")
	assert family.name in shown.text
	assert family.sealed_successor not in shown.text


# Erased


def _code_reused(tokens: Tokens) -> None:
	assert refused(redeem(tokens.app, tokens.answer["code"]), "invalid_grant")


ENDS: dict[str, Callable[[Tokens, Tokens], object]] = {
	"revoked by the client": lambda _first, second: revoke(second.app, second.refresh_token),
	"replayed": lambda first, second: (next_of(second), refresh(first)),
	"code reused": lambda first, _second: _code_reused(first),
	"client disabled": lambda first, _second: change(first.app, oauth_plus_enabled=0),
	"user disabled": lambda first, _second: _disable(family_of(first).user),
}


def _disable(user: str) -> None:
	frappe.get_doc("User", user).update({"enabled": 0}).save(ignore_permissions=True)
	frappe.db.commit()


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_what_ends_a_grant_erases_what_is_sealed(end):
	app = an_app()
	code = a_code(app, signed_in(a_user("System Manager")))
	first = tokens_of(app, redeem(app, code))
	first.answer["code"] = code
	second = next_of(first)
	assert not holds_nothing(first)
	end(first, second)
	assert family_of(first).state != "Active"
	assert holds_nothing(first)


def test_a_grant_that_ends_by_time_keeps_nothing():
	first = sign_in(an_app(oauth_plus_grace=300))
	next_of(first)
	with later(31 * DAY):
		ending.expire(Run("expire"), clock.now())
	assert family_of(first).state == "Expired"
	assert holds_nothing(first)


def test_a_job_erases_it_when_its_grace_is_over_and_not_before():
	short, long = sign_in(an_app(oauth_plus_grace=30)), sign_in(an_app(oauth_plus_grace=300))
	following = next_of(short), next_of(long)
	tasks.erase_sealed()
	assert not holds_nothing(short)
	with later(31):
		tasks.erase_sealed()
		assert holds_nothing(short)
		assert not holds_nothing(long)
		assert next_of(long).access_token == following[1].access_token
		assert next_of(following[0])
	with later(301):
		tasks.erase_sealed()
	assert holds_nothing(long)


def test_where_no_scheduler_runs_issuing_tokens_erases_it(monkeypatch):
	first = sign_in(an_app())
	next_of(first)
	with later(31):
		monkeypatch.setattr(cache_notes, "_been_at", {})  # as if this second had begun just now
		frappe.cache.delete(cache.key_of("sweep"))
		sign_in(an_app())
	assert holds_nothing(first)


def test_after_its_grace_it_is_not_opened_even_if_it_is_still_there():
	first = sign_in(an_app())
	next_of(first)
	with later(31):
		assert opened(family_of(first), first.refresh_token)
		assert refused(refresh(first), "invalid_grant")
	assert recorded(first.app, "refresh_token_replayed")


# Nothing to open


def _erase(tokens: Tokens) -> None:
	"""As a rotation by a version that sealed nothing leaves it."""
	name = family_of(tokens).name
	frappe.db.set_value("OAuth Plus Grant", name, {"sealed_successor": None, "sealed_until": 0})
	frappe.db.commit()


def test_a_repeat_that_opens_nothing_is_refused_and_ends_nothing():
	"""The app was updated inside a grace"""
	first = sign_in(an_app())
	second = next_of(first)
	_erase(first)
	assert refused(refresh(first), "invalid_grant")
	assert not recorded(first.app, "refresh_token_replayed")
	assert acts_as(second.access_token) == a_regular()
	assert next_of(second)


def test_at_warn_a_repeat_that_opens_nothing_goes_on_as_in_stock():
	first = sign_in(an_old_app())
	second = next_of(first)
	_erase(first)
	third = next_of(first)
	assert acts_as(second.access_token) == acts_as(third.access_token) == a_regular()
	assert "refresh_rotation" in would_refuse(first.app)


def test_at_warn_the_predecessor_of_what_an_older_token_was_given_goes_on():
	"""What was sealed is the older token's"""
	first = sign_in(an_old_app())
	second = next_of(first)
	with later(3600):
		third = next_of(first)
		assert next_of(second).access_token not in (second.access_token, third.access_token)


def test_a_client_that_gets_no_refresh_tokens_any_more_gets_the_same_access_token_again():
	first = sign_in(an_app())
	change(first.app, oauth_plus_refresh_tokens="Never")
	second, repeated = next_of(first), next_of(first)
	assert repeated.access_token == second.access_token
	assert "refresh_token" not in second.answer
	assert "refresh_token" not in repeated.answer
