"""English sentences that keep their template and values, so that they can be translated when somebody reads them."""

import json
from collections.abc import Iterable
from typing import Any

from oauth_plus.rules.storable import storable

LONGEST = 500
"""Characters that are kept of a value, and of a whole text in a row of events."""

LONGEST_JSON = 60_000
"""Characters of templates and values that fit a text column, which has 65,535 bytes. The JSON is ASCII."""


class Sentence(str):
	"""Sentence of a template with positional gaps, such as "The secret {0} ended on {1}". A gap may hold a sentence, which is
	translated as well; any other value stays as it is, also if it is a word such as "email" that a table translates. A
	template without values has no gaps, and braces in it are braces."""

	template: str
	values: tuple[str, ...]

	def __new__(cls, template: str, *values: object) -> "Sentence":
		"""Fill the gaps. Values that are no sentences become text that a database takes, and are cut."""
		told = tuple(
			value if isinstance(value, Sentence) else storable(str(value)[:LONGEST]) for value in values
		)
		sentence = super().__new__(cls, template.format(*told) if told else template)
		sentence.template, sentence.values = template, told
		return sentence

	def __reduce__(self) -> tuple[Any, ...]:
		"""Copies keep template and values."""
		return type(self), (self.template, *self.values)


class Explained(Exception):
	"""Error whose message is a sentence, or a part of one, that can be translated."""

	@property
	def sentence(self) -> Sentence:
		"""Return the message with its template; `str` of the error is English text."""
		return as_sentence(self.args[0])


def as_sentence(text: str) -> Sentence:
	"""Return a text that a table translates as a sentence, so that it can stand within another one."""
	return text if isinstance(text, Sentence) else Sentence(text)


def joined(sentences: Iterable[str], by: str = "; ") -> str:
	"""Return several sentences as one, each of which can be translated; empty for none."""
	parts = tuple(map(as_sentence, sentences))
	if len(parts) < 2:
		return parts[0] if parts else ""
	return Sentence(by.join(["{}"] * len(parts)), *parts)


def parts_of(text: str) -> Any:
	"""Return a sentence as a JSON array of its template and values; any other text as it is."""
	return [text.template, *map(parts_of, text.values)] if isinstance(text, Sentence) else text


def of_parts(parts: Any) -> str:
	"""Return the sentence or the text of which these are the parts. Raises ValueError, TypeError or LookupError for anything
	else."""
	if isinstance(parts, str):
		return parts
	template, *values = parts
	return Sentence(template, *map(of_parts, values))


def dump(**texts: str) -> str:
	"""Return the templates and values of those texts that have any, as JSON without `<`; empty for none, and for more
	than LONGEST_JSON characters. Desk's reports show a column as HTML."""
	told = {name: parts_of(text) for name, text in texts.items() if isinstance(text, Sentence)}
	stored = json.dumps(told).replace("<", "\\u003c") if told else ""
	return stored if len(stored) <= LONGEST_JSON else ""


def load(text: str | None) -> dict[str, str]:
	"""Return the sentences in a stored text by name; empty where it cannot be read."""
	try:
		return {name: of_parts(parts) for name, parts in json.loads(text or "{}").items()}
	except (ValueError, TypeError, AttributeError, LookupError):
		return {}
