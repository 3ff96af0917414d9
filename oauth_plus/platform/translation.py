"""Sentences of the rules in the user's language."""

from frappe import _

from oauth_plus.rules.sentence import Sentence


def translated(text: str) -> str:
	"""Return a text in the user's language. Of a Sentence, translate the template, then the sentences nested in it.
	Returns the English text if a translation has a placeholder that the template does not have."""
	if not isinstance(text, Sentence):
		return _(text) if text else ""
	template = _(text.template)
	values = (translated(each) if isinstance(each, Sentence) else each for each in text.values)
	try:
		return template.format(*values) if text.values else template
	except (LookupError, ValueError):
		return str(text)
