"""Desk's scripts and styles."""

from dev.paths import Home


def prepare(home: Home) -> None:
	"""Later."""
