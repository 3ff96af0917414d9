"""Replace plain tokens and codes by digests, in batches. An interrupted run continues where it stopped."""

from oauth_plus.jobs import hash_existing_credentials


def execute() -> None:
	"""Convert the plain tokens and codes. Idempotent. Every migration runs the same conversion."""
	hash_existing_credentials.convert_tokens_and_codes()
