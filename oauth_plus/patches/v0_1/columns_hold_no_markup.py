"""Take markup out of the texts of strangers that earlier versions stored as they were sent."""

from oauth_plus.jobs.remove_markup import remove_markup


def execute() -> None:
	"""Idempotent."""
	remove_markup()
