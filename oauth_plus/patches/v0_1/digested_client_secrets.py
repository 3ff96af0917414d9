"""Plain client secrets become digests, in batches; cut off, it goes on where it stopped."""

from oauth_plus.jobs import hash_existing_credentials


def execute() -> None:
	"""Convert what is there; a second run finds nothing to do. Every migration asks again."""
	hash_existing_credentials.convert_secrets()
