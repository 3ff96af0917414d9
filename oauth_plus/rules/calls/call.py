"""TODO."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from oauth_plus.rules.calls.argument_values import Arguments, Unreadable, parsed

SAFE_METHODS = ("GET", "HEAD")


@dataclass(frozen=True)
class Call:
	"""A request, as far as it matters here. `verb` is the HTTP method, `sent` what the body holds."""

	path: str
	verb: str = "GET"
	arguments: Arguments = field(default_factory=dict)
	sent: Any = None


def bodies(call: Call) -> Iterator[Mapping[str, Any]]:
	"""What may be written into the document: `data`, the whole body, and the form, whichever Frappe takes."""
	for value in (call.arguments.get("data"), call.sent):
		try:
			said = parsed(value)
		except Unreadable:
			continue
		if isinstance(said, Mapping):
			yield said
	yield call.arguments
