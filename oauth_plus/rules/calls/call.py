"""An HTTP call, as far as the rules of scopes look at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from oauth_plus.rules.calls.argument_values import Arguments, Unreadable, parsed

SAFE_METHODS = ("GET", "HEAD")
"""HTTP methods that only read (RFC 9110 §9.2.1), as far as Frappe serves them."""


@dataclass(frozen=True)
class Call:
	"""Path, HTTP method (`verb`), arguments from query and form, and the decoded body (`sent`)."""

	path: str
	verb: str = "GET"
	arguments: Arguments = field(default_factory=dict)
	sent: Any = None


def bodies(call: Call) -> Iterator[Mapping[str, Any]]:
	"""Yield every mapping that Frappe may write into a document: `data`, the whole body, and the form.

	A body that cannot be decoded is left out, and no error is raised: Frappe cannot write it either.
	"""
	for value in (call.arguments.get("data"), call.sent):
		try:
			body = parsed(value)
		except Unreadable:
			continue
		if isinstance(body, Mapping):
			yield body
	yield call.arguments
