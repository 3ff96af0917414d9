"""Tokens of ten scopes, by three kinds of user, at every door: each is let in, or told which scopes it lacks.

Issue 4: "deny by default", "403 insufficient_scope with all scopes that the call would need", "a scope never adds
to what the user may do".
"""

from dataclasses import dataclass

import pytest

from oauth_plus.tests import every_door
from oauth_plus.tests.every_door import PEOPLE, TEN, Door, Office, knock, lacking
from oauth_plus.tests.factories import a_private_file

DOORS = {door.name: door for door in every_door.doors()}


@dataclass(frozen=True)
class Person:
	"""Somebody with a token of each scope, and a file."""

	user: str
	tokens: dict[str, str]
	file: str


@pytest.fixture(scope="module")
def office(site) -> Office:
	return every_door.opened()


@pytest.fixture(scope="module", params=PEOPLE)
def person(request, office):
	user = PEOPLE[request.param]()
	with a_private_file(user, b"their own") as file:
		yield Person(user, every_door.tokens_of(office, user), file)


def expected(office: Office, door: Door, held: str) -> set[str] | None:
	"""What the challenge names; None where there is to be none."""
	if held == "all" or held in door.open_to or not door.needs:
		return None
	return office.named(door.told(held)) - office.named({held})


@pytest.mark.parametrize("door", DOORS)
def test_a_token_opens_what_its_scope_names_and_no_more(person: Person, office: Office, door: str):
	at = DOORS[door]
	as_the_user = knock(at, person.tokens["all"], person.user, person.file)
	assert lacking(as_the_user) is None
	for held in TEN:
		answer = knock(at, person.tokens[held], person.user, person.file)
		wanted = expected(office, at, held)
		if wanted is None:
			assert answer.status_code == as_the_user.status_code, (held, answer.text[:500])
			assert lacking(answer) is None, held
		else:
			assert answer.status_code == 403, (held, answer.status_code, answer.text[:500])
			assert lacking(answer) == wanted, held
