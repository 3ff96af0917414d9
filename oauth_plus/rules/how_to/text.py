"""Ready text from its pieces: each value is quoted as the language of the text needs it."""

import json
import re
import shlex
from collections.abc import Callable, Mapping

PLACE = re.compile(r"\{\{([+]?)(\w+)\}\}")
"""`{{name}}` stands for a quoted value, `{{+name}}` for a piece of code."""


def _json(value: str) -> str:
	return json.dumps(value)


def _power_query(value: str) -> str:
	return '"' + value.replace("#(", "#(#)(").replace('"', '""') + '"'


def _kotlin(value: str) -> str:
	return json.dumps(value).replace("$", "\\$")


def _swift(value: str) -> str:
	return json.dumps(value, ensure_ascii=False)


QUOTES: dict[str, Callable[[str], str]] = {
	"sh": shlex.quote,
	"py": _json,
	"mjs": _json,
	"js": _json,
	"json": _json,
	"pq": _power_query,
	"kt": _kotlin,
	"swift": _swift,
	"txt": str,
}
"""Quoting by the language, which the end of a file's name tells."""


def filled(template: str, language: str, values: Mapping[str, str], code: Mapping[str, str]) -> str:
	"""Return the text with all values. `code` are pieces that may hold places themselves. Raises KeyError for a place that
	nothing fills."""

	def fill(place: re.Match[str]) -> str:
		name = place[2]
		return filled(code[name], language, values, code) if place[1] else QUOTES[language](values[name])

	return PLACE.sub(fill, template)
