"""English sentences that keep their template and values, so that they can be translated when somebody reads them."""

import json
from typing import Any

LONGEST = 200
"""Characters of a value that are stored."""


class Sentence(str):
	"""Sentence of a template with positional gaps, such as "The secret {0} ended on {1}"."""

	template: str
	values: tuple[str, ...]

	def __new__(cls, template: str, *values: object) -> "Sentence":
		"""Fill the gaps. The values are cut, and become text."""
		told = tuple(str(value)[:LONGEST] for value in values)
		sentence = super().__new__(cls, template.format(*told))
		sentence.template, sentence.values = template, told
		return sentence

	def __reduce__(self) -> tuple[Any, ...]:
		"""Copies keep template and values."""
		return type(self), (self.template, *self.values)


def dump(**texts: str) -> str:
	"""Return the templates and values of those texts that have any, as JSON without `<`; empty for none. Desk's reports show
	a column as HTML."""
	told = {name: [text.template, *text.values] for name, text in texts.items() if isinstance(text, Sentence)}
	return json.dumps(told).replace("<", "\\u003c") if told else ""


def load(text: str | None) -> dict[str, Sentence]:
	"""Return the sentences in a stored text by name; empty where it cannot be read."""
	try:
		told = json.loads(text or "{}")
		return {name: Sentence(template, *values) for name, (template, *values) in told.items()}
	except (ValueError, TypeError, AttributeError, IndexError):
		return {}
