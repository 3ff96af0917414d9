"""A finding of the doctor, and a check that makes findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum


class Severity(str, Enum):
	"""How much a finding matters: something is broken or open, something will be, or somebody should know."""

	ERROR = "error"
	WARNING = "warning"
	NOTE = "note"


@dataclass(frozen=True)
class Finding:
	"""One thing to know or to do: its evidence, and the fix, as sentences for people. `clients` are the first clients
	that it is about. A finding is `failed` if its check could not be made."""

	severity: Severity
	evidence: str
	fix: str
	clients: tuple[str, ...] = ()
	check: str = ""
	title: str = ""
	can_fix: bool = False
	failed: bool = False


Look = Callable[[], Iterator[Finding]]

Mend = Callable[[], str]
"""A fix that is safe to make at any time. Returns a sentence that names what it changed."""


@dataclass(frozen=True)
class Check:
	"""One check. `mend` fixes what it finds, if that is safe. `asks_network`: it sends a request to the site's own
	address."""

	name: str
	title: str
	meaning: str
	look: Look
	mend: Mend | None = None
	asks_network: bool = False


def check(title: str, *, mend: Mend | None = None, asks_network: bool = False) -> Callable[[Look], Check]:
	"""Return a decorator that makes a check of a function. Its name is that of the function, and its docstring says what
	the check finds."""

	def made(look: Look) -> Check:
		meaning = " ".join((look.__doc__ or "").split())
		return Check(look.__name__, title, meaning, look, mend, asks_network)

	return made
