"""Parts that all reports of this app have in common."""

from collections.abc import Mapping
from typing import Any

from frappe import _

from oauth_plus.overview import query

Report = tuple[list[dict[str, Any]], list[dict[str, Any]], str | None, dict[str, Any] | None]
"""Columns, rows, message and chart, as Frappe expects them of a Script Report."""


def column(label: str, name: str, kind: str = "Data", width: int = 110) -> dict[str, Any]:
	"""Return a column."""
	return {"label": label, "fieldname": name, "fieldtype": kind, "width": width}


def link(label: str, name: str, doctype: str, width: int = 160) -> dict[str, Any]:
	"""Return a column whose values lead to documents."""
	return column(label, name, "Link", width) | {"options": doctype}


def finished(
	columns: list[dict[str, Any]],
	rows: list[dict[str, Any]],
	filters: Mapping[str, Any] | None,
	chart: dict[str, Any] | None = None,
	*,
	message: str = "",
	count: int = 0,
) -> Report:
	"""Return the report. Its message says if there may be more rows than are shown. `count` is the number of all, where it
	is known."""
	most = query.most_of(filters or {})
	sentences = [message] if message else []
	if count > len(rows):
		sentences.append(_("{0} of {1} rows are shown. Raise Most Rows to see all.").format(len(rows), count))
	elif len(rows) >= most:
		sentences.append(
			_("The first {0} rows are shown. Raise Most Rows, or add a filter.").format(len(rows))
		)
	return columns, rows, "<br>".join(sentences) or None, chart
