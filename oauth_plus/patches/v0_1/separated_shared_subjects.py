"""No two users have the same `sub`: copies of a user get an id of their own (OpenID Connect Core §5.7)."""

from oauth_plus.store import subjects


def execute() -> None:
	"""A second run finds nothing to do."""
	if separated := subjects.separate_shared():
		print(f"OAuth Plus: {separated} users had the id of another, and have one of their own")
