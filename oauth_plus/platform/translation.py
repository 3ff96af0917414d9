"""Sentences of the rules in the user's language."""

from frappe import _

from oauth_plus.rules.sentence import Sentence


def translated(text: str) -> str:
	"""Return a text in the user's language; of a sentence, its template and each of its values."""
	if isinstance(text, Sentence):
		return _(text.template).format(*map(translated, text.values))
	return _(text) if text else ""
