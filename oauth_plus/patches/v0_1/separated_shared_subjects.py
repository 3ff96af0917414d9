"""Give users who share a `sub` one of their own (OpenID Connect Core §5.7)."""

from oauth_plus.jobs.separate_shared_subjects import separate_shared_subjects


def execute() -> None:
	"""Separate the users. Idempotent."""
	separate_shared_subjects()
