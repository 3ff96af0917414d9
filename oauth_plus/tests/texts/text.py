"""One text for people, and where it was found."""

from dataclasses import dataclass
from pathlib import Path

from oauth_plus.rules.event_words import KINDS

APP = Path(__file__).parents[2]


@dataclass(frozen=True)
class Text:
	"""Text as the code has it, in English, and the place where it stands."""

	english: str
	place: str


def place_of(path: Path, line: int = 0) -> str:
	"""Return the path below the app's folder, with the line if there is one."""
	return f"{path.relative_to(APP)}:{line}" if line else str(path.relative_to(APP))


def is_for_people(text: str) -> bool:
	"""Return whether there is something to translate: two letters at least, apart from placeholders. The name of an event
	is no text: Desk shows its words."""
	if text in KINDS:
		return False
	return sum(letter.isalpha() for letter in text.strip("{}0123456789")) > 1
