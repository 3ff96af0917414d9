"""Add the page of the user's apps to the user menu of Desk."""

from oauth_plus.platform import navbar


def execute() -> None:
	"""Add the entry, only once: an administrator may hide or delete it afterwards."""
	navbar.add()
