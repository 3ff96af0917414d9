"""What Redis keeps for the database, the same way wherever it does: answers that hold until what they tell of
changes, and notes that wait to be written down. It may lose any of it at any time."""

from collections.abc import Iterable, Iterator

import frappe
import redis

from oauth_plus.rules.secret import new_family as new_mark

SECONDS = 60
"""An answer is remembered so long: what changes rows behind Frappe's back is seen after it."""

ENDING = "ending"


def key_of(*parts: str) -> bytes:
	"""The key of this site."""
	return frappe.cache.make_key(":".join(("oauth_plus", *parts)))


def forget(keys: Iterable[bytes]) -> None:
	"""What stands there holds no longer, or what is remembered by it: until the commit it says that something is
	ending, which nobody remembers anything by, and after it, it is gone."""
	ended = list(keys)
	if not ended:
		return
	ending = f"{ENDING}:{new_mark()}"
	try:
		with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
			for key in ended:
				pipe.set(key, ending, ex=SECONDS)
			pipe.execute()
	except redis.exceptions.ConnectionError:
		return  # nothing can be recalled from it either

	def take_away() -> None:
		redis.Redis.delete(frappe.cache, *ended)

	frappe.db.after_commit.add(take_away)
	frappe.db.after_rollback.add(take_away)


def take_notes(key: bytes) -> Iterator[tuple[bytes, bytes]]:
	"""Each field of a hash and its value, those first that a run which was cut off left behind. What was told is
	committed, and forgotten after that."""
	taken = key + b":taken"
	yield from _told(taken)
	try:
		redis.Redis.rename(frappe.cache, key, taken)
	except redis.exceptions.ResponseError:  # nobody came
		return
	yield from _told(taken)


def _told(taken: bytes) -> Iterator[tuple[bytes, bytes]]:
	yield from redis.Redis.hgetall(frappe.cache, taken).items()
	frappe.db.commit()
	redis.Redis.delete(frappe.cache, taken)
