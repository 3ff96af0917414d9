"""Who may use a client: the choice on the form and the list of roles say the same."""

import pytest

from oauth_plus.rules.open_to import NoRole, OpenTo, of_roles, open_to_named, roles_for


@pytest.mark.parametrize(
	("roles", "choice"),
	[
		((), None),
		(("Desk User",), OpenTo.DESK),
		(("All",), OpenTo.EVERYBODY),
		(("All", "Customer"), OpenTo.EVERYBODY),
		(("Customer",), OpenTo.ROLES),
		(("Desk User", "Customer"), OpenTo.ROLES),
		(("desk user",), OpenTo.ROLES),
	],
)
def test_roles_are_named(roles: tuple[str, ...], choice: OpenTo | None) -> None:
	assert of_roles(roles) is choice


@pytest.mark.parametrize("word", ["", None, "desk users", "Everybody"])
def test_a_choice_that_nobody_made_is_none(word: str | None) -> None:
	assert open_to_named(word) is None


@pytest.mark.parametrize("choice", OpenTo)
def test_a_choice_goes_by_its_word(choice: OpenTo) -> None:
	assert open_to_named(choice.value) is choice


def test_a_choice_that_is_made_leads() -> None:
	assert roles_for(OpenTo.DESK, (), before=None) == ("Desk User",)
	assert roles_for(OpenTo.EVERYBODY, ("Customer",), before=OpenTo.ROLES) == ("All",)
	assert roles_for(OpenTo.ROLES, ("Customer",), before=OpenTo.DESK) == ("Customer",)


def test_a_choice_that_stays_leaves_the_roles_to_whoever_changes_them() -> None:
	assert roles_for(OpenTo.DESK, ("Customer",), before=OpenTo.DESK) == ("Customer",)
	assert roles_for(None, ("Customer",), before=OpenTo.DESK) == ("Customer",)
	assert roles_for(None, (), before=None) == ()


def test_chosen_roles_are_at_least_one() -> None:
	with pytest.raises(NoRole):
		roles_for(OpenTo.ROLES, (), before=None)


def test_a_choice_says_what_its_roles_say() -> None:
	for choice in (OpenTo.DESK, OpenTo.EVERYBODY):
		assert of_roles(roles_for(choice, (), before=None)) is choice
