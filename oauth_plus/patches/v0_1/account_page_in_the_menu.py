"""Add the user's own page of apps to Desk's user menu."""

from oauth_plus.platform import navbar


def execute() -> None:
	"""Run once: an administrator may hide the entry, or delete its row for good."""
	navbar.add()
