"""Desk's user menu leads to the page on which a person sees and ends what apps may do for him."""

from oauth_plus.platform import navbar


def execute() -> None:
	"""Once: an administrator may hide the entry, or take it out for good."""
	navbar.add()
