"""Remove `<` from rows that earlier versions stored, because Desk's reports would show such text as HTML."""

import frappe

COLUMNS = (
	("OAuth Plus Event", "cause"),
	("OAuth Plus Event", "fix"),
	("OAuth Plus Grant", "last_user_agent"),
	("OAuth Plus Device Request", "user_agent"),
)


def remove_markup() -> None:
	"""Put another sign in place of `<`, as `rules.storable.without_markup` does. One statement for each column."""
	for doctype, column in COLUMNS:
		frappe.db.sql(
			f"UPDATE `tab{doctype}` SET `{column}` = REPLACE(`{column}`, '<', '‹') WHERE `{column}` LIKE %s",  # noqa: S608
			"%<%",
		)
