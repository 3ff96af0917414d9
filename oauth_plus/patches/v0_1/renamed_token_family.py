"""OAuth Plus Token Family is called OAuth Plus Grant, as every button and page calls it."""

from oauth_plus.platform import schema

OLD, NEW = "OAuth Plus Token Family", "OAuth Plus Grant"


def execute() -> None:
	"""Before the DocTypes are synced, which would make an empty table of the new name. A second run finds nothing to
	do."""
	if schema.has_doctype(OLD) and not schema.has_doctype(NEW):
		schema.rename_doctype(OLD, NEW)
