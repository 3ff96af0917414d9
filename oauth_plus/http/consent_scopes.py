"""Scopes as the pages show them: in words, with a checkbox each."""

from dataclasses import dataclass

from frappe import _

from oauth_plus.http import icon
from oauth_plus.rules.scope_definition import Scope
from oauth_plus.store.scopes import scope_lookup

TICK = "scope_"
"""Prefix of the names of the checkboxes. A number follows, so that no two fields have the same name."""


@dataclass(frozen=True)
class Ask:
	"""One scope as the page shows it, with its sentence and those of the scopes that it contains. `icon` is the
	address of its icon."""

	name: str
	title: str
	sentences: tuple[str, ...]
	is_sensitive: bool
	is_required: bool
	field: str
	icon: str = ""


def ticked(sent: dict[str, str]) -> set[str]:
	"""Return the scopes that the user left ticked."""
	return {value for name, value in sent.items() if name.startswith(TICK)}


def ask_of(name: str, scope: Scope | None, *, is_required: bool = False, number: int = 0) -> Ask:
	"""Return one scope in words. An unknown scope is shown by its name."""
	if scope is None:
		return Ask(name, name, (), False, is_required, f"{TICK}{number}")
	sentences = scope_lookup.sentences((name, *scope.contains))
	return Ask(
		name,
		_(scope.title),
		sentences,
		scope.is_sensitive,
		is_required,
		f"{TICK}{number}",
		icon.address_of(scope.icon),
	)


def asks_of(scopes: tuple[str, ...], required: tuple[str, ...]) -> list[Ask]:
	"""Return these scopes in words, in their order. The user cannot untick the required ones."""
	meant = {scope.name: scope for scope in scope_lookup.known(scopes)}
	return [
		ask_of(name, meant.get(name), is_required=name in required, number=number)
		for number, name in enumerate(scopes)
	]
