"""Plain tokens and codes become digests, in batches; cut off, it goes on where it stopped."""

from oauth_plus.store import digesting


def execute() -> None:
	"""Convert what is there; a second run finds nothing to do. Every migration asks again."""
	if not digesting.may_begin():
		return
	for kind, batches in (
		("tokens", digesting.digest_tokens()),
		("codes", digesting.digest_codes()),
	):
		done = 0
		for done in batches:
			if done:
				print(f"\rOAuth Plus: {done} {kind} digested", end="", flush=True)
		if done:
			print()
