"""Texts in JavaScript and in templates."""

import json
import re
from collections.abc import Iterator

from oauth_plus.tests.texts.text import APP, Text, place_of

CALL = re.compile(r"(?<![\w.])__\(\s*")

STRING = re.compile(r"(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.|\$(?!\{))*`)\s*([,)?:+])")

IN_TEMPLATES = re.compile(r"(?<!\w)_\(\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")

NAMES = re.compile(r"[\w.\[\]]+\)")
"""A value that is handed over by its name: its texts are in a table."""


def texts() -> Iterator[Text]:
	"""Yield the texts of all scripts and templates."""
	for path in sorted((*APP.rglob("*.js"), *APP.rglob("*.html"))):
		source = path.read_text(encoding="utf-8")
		marks = IN_TEMPLATES if path.suffix == ".html" else None
		for found in marks.finditer(source) if marks else _strings(source):
			line = source.count("\n", 0, found.start()) + 1
			yield Text(_decoded(found[1]), place_of(path, line))


def unreadable() -> Iterator[str]:
	"""Yield each call of `__()` whose text is made of pieces, or has a value in it."""
	for path in sorted(APP.rglob("*.js")):
		source = path.read_text(encoding="utf-8")
		for call in CALL.finditer(source):
			rest = source[call.end() :]
			string = STRING.match(rest)
			if not (string and string[2] in ",)") and not NAMES.match(rest):
				yield f"{place_of(path, source.count(chr(10), 0, call.start()) + 1)}: {rest[:60]}"


def _strings(source: str) -> Iterator[re.Match[str]]:
	for call in CALL.finditer(source):
		if found := STRING.match(source, call.end()):
			yield found


def _decoded(literal: str) -> str:
	inner = literal[1:-1]
	if literal[0] != '"':
		inner = inner.replace("\\'", "'").replace("\\`", "`").replace('"', '\\"')
	return str(json.loads(f'"{inner}"', strict=False))
