"""Users with the same id, which is the `sub` in ID tokens: all but the oldest get an id of their own (OpenID Connect
Core §5.7)."""

import frappe

from oauth_plus.platform import sql
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.people.subjects import DOCTYPE, PROVIDER

LENGTH = 39
"""Characters of an id, as many as in Frappe."""


def separate_shared_subjects() -> int:
	"""Give a new id to each user who has the same id as an older user. Prints and returns the number of new ids.
	Idempotent."""
	separated = sum(map(_separate, _shared()))
	if separated:
		print(f"OAuth Plus: {separated} users shared an id with another user; each now has their own")
	return separated


def _separate(userid: str) -> int:
	query = (
		f"SELECT login.name, login.parent FROM `tab{DOCTYPE}` login JOIN `tabUser` user ON user.name = login.parent "  # noqa: S608
		"WHERE login.provider = %s AND login.userid = %s ORDER BY user.creation, user.name, login.idx"
	)
	found = frappe.db.sql(query, (PROVIDER, userid))
	others = [(name, user) for name, user in found if user != found[0][1]]
	for name, user in others:
		sql.update(DOCTYPE, {"userid": frappe.generate_hash(length=LENGTH)}, name=name)
		frappe.clear_document_cache("User", user)
		events.record(
			"subject_separated",
			cause=Sentence("{0} had the same sub as {1}, and has a new one now", user, found[0][1]),
			user=user,
		)
	return len(others)


def _shared() -> list[str]:
	query = (
		f"SELECT userid FROM `tab{DOCTYPE}` WHERE provider = %s AND parenttype = 'User' "  # noqa: S608
		"GROUP BY userid HAVING COUNT(DISTINCT parent) > 1"
	)
	return [userid for (userid,) in frappe.db.sql(query, (PROVIDER,))]
