"""Columns that a list asks for: text, lists of texts, and the mappings of v16."""

from collections.abc import Iterator, Mapping
from typing import Any

from oauth_plus.rules.calls import columns
from oauth_plus.rules.calls.argument_values import Unreadable, parsed
from oauth_plus.rules.calls.columns import Column, plain_name


def columns_in(value: Any) -> Iterator[Column]:
	"""Yield the columns of a text or a list of texts. Raises Unreadable.

	A mapping (v16) names functions with their arguments, or child tables and links with columns of theirs.
	"""
	if value is None or value == "":
		return
	if isinstance(value, str):
		again = parsed(value)
		yield from columns.read(value) if again is value else columns_in(again)
	elif isinstance(value, Mapping):
		for key, inner in value.items():
			yield from _of_mapping(str(key), inner)
	elif isinstance(value, list | tuple):
		for each in value:
			yield from columns_in(each)
	else:
		raise Unreadable("columns")


def _of_mapping(key: str, value: Any) -> Iterator[Column]:
	if key == "as":
		plain_name(value)
		return
	if key.lower() in columns.FUNCTIONS:
		yield from (column for each in _arguments(value) for column in columns_in(each))
		return
	plain_name(key)
	for inner in value if isinstance(value, list | tuple) else [value]:
		if inner != "*":
			plain_name(inner)
		yield Column(inner, through=key)


def _arguments(value: Any) -> Iterator[str]:
	for each in value if isinstance(value, list | tuple) else [value]:
		if isinstance(each, str) and not each.isdecimal():
			yield each
		elif isinstance(each, Mapping | list | tuple):
			raise Unreadable("columns")
