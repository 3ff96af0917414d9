"""Rows of Desk's list of events, each with its sentence."""

from typing import Any

import frappe
from frappe.desk import reportview

from oauth_plus.store.events import event_sentences
from oauth_plus.store.events.event_rows import DOCTYPE


def with_sentences() -> Any:
	"""Return Frappe's answer for the list of this request, with the column `sentence`. Frappe checks the permission. Raises
	PermissionError for another DocType."""
	if frappe.form_dict.get("doctype") != DOCTYPE:
		raise frappe.PermissionError
	answer = reportview.get()
	if not isinstance(answer, dict) or not answer.get("values"):
		return answer
	keys = answer["keys"]
	rows = [frappe._dict(zip(keys, values, strict=True)) for values in answer["values"]]
	told = event_sentences.sentences_of(rows)
	return answer | {
		"keys": [*keys, "sentence"],
		"values": [[*values, each.sentence] for values, each in zip(answer["values"], told, strict=True)],
	}
