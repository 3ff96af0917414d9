"""Plain tokens and codes become digests, in batches; cut off, it goes on where it stopped."""

from oauth_plus.jobs import hash_existing_credentials


def execute() -> None:
	"""Convert what is there; a second run finds nothing to do. Every migration asks again."""
	if not hash_existing_credentials.may_begin():
		return
	for kind, batches in (
		("tokens", hash_existing_credentials.digest_tokens()),
		("codes", hash_existing_credentials.digest_codes()),
	):
		done = 0
		for done in batches:
			if done:
				print(f"\rOAuth Plus: {done} {kind} digested", end="", flush=True)
		if done:
			print()
