"""Many requests at many workers at once: as many are answered as the limit says, and no more."""

from collections.abc import Iterator

import frappe
import pytest
import redis

from oauth_plus.platform import cache
from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.factories import a_machine, a_user
from oauth_plus.tests.journey import by_itself
from oauth_plus.tests.races.rush import Asked, at_once, form

CROWD, MOST = 12, 5

WHO = "/api/method/frappe.auth.get_logged_user"


def windows(client_id: str) -> int:
	"""In how many windows the client was counted: two, where a minute ended meanwhile."""
	pattern = cache.lasting_key("oauth_plus_limits", f"*{client_id}")
	return len(redis.Redis.keys(frappe.cache, pattern))


@pytest.fixture
def statuses(address: str) -> Iterator[list[int]]:
	"""Of all answers; in each window, exactly so many were good."""
	yield (found := [])
	assert set(found) == {200, 429}


def test_of_many_token_requests_so_many_are_answered(address: str, statuses: list[int]):
	app = a_machine(oauth_plus_token_limit=MOST)
	asked = form(OAUTH + "get_token", {"grant_type": "client_credentials"} | app.credentials)
	statuses += [answer.status for answer in at_once(address, *[asked] * CROWD)]
	assert statuses.count(200) == MOST or windows(app.client_id) == 2


def test_of_many_calls_so_many_are_answered(address: str, statuses: list[int]):
	app = a_machine(a_user(), oauth_plus_call_limit=MOST)
	token = by_itself(app).json["access_token"]
	asked = Asked(WHO, b"", "GET", {"Authorization": f"Bearer {token}"})
	statuses += [answer.status for answer in at_once(address, *[asked] * CROWD)]
	assert statuses.count(200) == MOST or windows(app.client_id) > 2


def test_of_many_public_requests_so_many_are_answered_whatever_they_name(address: str):
	"""A name each"""
	from oauth_plus.tests.site import forget_refusals, settings

	forget_refusals()
	names = [
		{"grant_type": "refresh_token", "refresh_token": "x", "client_id": f"n{n}"} for n in range(CROWD)
	]
	with settings(token_address_limit=MOST):
		answers = at_once(address, *[form(OAUTH + "get_token", each) for each in names])
	assert [answer.status for answer in answers].count(401) in range(MOST, 2 * MOST + 1)
	assert {answer.status for answer in answers} == {401, 429}
