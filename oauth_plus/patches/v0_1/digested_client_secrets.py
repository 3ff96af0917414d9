"""Replace plain client secrets by digests, in batches. An interrupted run continues where it stopped."""

from oauth_plus.jobs import hash_existing_credentials


def execute() -> None:
	"""Convert the plain secrets. Idempotent. Every migration runs the same conversion."""
	hash_existing_credentials.convert_secrets()
