"""Plain client secrets become digests, in batches; cut off, it goes on where it stopped."""

from oauth_plus.jobs import hash_existing_credentials


def execute() -> None:
	"""Convert what is there; a second run finds nothing to do. Every migration asks again."""
	if not hash_existing_credentials.may_begin():
		return
	done = 0
	for done in hash_existing_credentials.digest_secrets():
		if done:
			print(f"\rOAuth Plus: {done} client secrets digested", end="", flush=True)
	if done:
		print()
