"""No two users have the same `sub`: copies of a user get an id of their own (OpenID Connect Core §5.7)."""

from oauth_plus.jobs.separate_shared_subjects import separate_shared_subjects


def execute() -> None:
	"""A second run finds nothing to do."""
	separate_shared_subjects()
