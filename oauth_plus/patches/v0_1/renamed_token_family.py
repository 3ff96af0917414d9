"""Rename the DocType OAuth Plus Token Family to OAuth Plus Grant."""

from oauth_plus.platform import schema

OLD, NEW = "OAuth Plus Token Family", "OAuth Plus Grant"


def execute() -> None:
	"""Rename before the DocTypes are synced, which would create an empty table of the new name. Idempotent."""
	if schema.has_doctype(OLD) and not schema.has_doctype(NEW):
		schema.rename_doctype(OLD, NEW)
