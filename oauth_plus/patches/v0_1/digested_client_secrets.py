"""Plain client secrets become digests, in batches; cut off, it goes on where it stopped."""

from oauth_plus.store import digesting


def execute() -> None:
	"""Convert what is there; a second run finds nothing to do. Every migration asks again."""
	if not digesting.may_begin():
		return
	done = 0
	for done in digesting.digest_secrets():
		if done:
			print(f"\rOAuth Plus: {done} client secrets digested", end="", flush=True)
	if done:
		print()
