"""Browser sessions of this site, and the apps that users signed in to from them.

A session is stored by a keyed digest of its id: whoever reads a grant cannot use the session.
"""

from dataclasses import dataclass

import frappe

from oauth_plus.platform import clock, queries, sql
from oauth_plus.rules import scope_list, secret
from oauth_plus.store.grants.family import GRANT, State
from oauth_plus.store.grants.family import SESSION_ENDED as ENDED
from oauth_plus.store.grants.family import SESSION_OPEN as OPEN
from oauth_plus.store.people import users
from oauth_plus.store.site import encryption_key

LENGTH = 40
"""Characters of a `sid`."""


@dataclass(frozen=True)
class Participant:
	"""One grant that began in a session: of which client and user, and whether it is live."""

	grant: str
	client_id: str
	user: str
	scopes: tuple[str, ...]
	is_live: bool


def digest_of(session_id: str) -> str:
	"""Return the digest of a session's id, 64 characters of hex; empty for no session."""
	return secret.seal(encryption_key.derived_key("session"), session_id) if session_id else ""


def sid_for(session: str, client_id: str) -> str:
	"""Return the `sid` by which one client knows a session (OpenID Connect Back-Channel Logout §2.1): two clients cannot
	compare theirs. `session` is its digest; empty for no session."""
	return secret.seal(encryption_key.derived_key("sid"), session, client_id)[:LENGTH] if session else ""


def has_open(user: str) -> bool:
	"""A grant of this user names a session that has not ended, as far as this app knows."""
	return bool(sql.first(GRANT, ["name"], user=user, session_state=OPEN))


def users_with_open() -> list[str]:
	"""Return the users of whom some grant names a session that has not ended, as far as this app knows."""
	query = f"SELECT DISTINCT `user` FROM `tab{GRANT}` WHERE `session_state` = %s"  # noqa: S608
	return [user for (user,) in frappe.db.sql(query, (OPEN,))]


def ended_of(user: str) -> list[str]:
	"""Return the digests of the user's sessions that Frappe has deleted, and that grants still name as open. Those of a
	disabled user all count as ended, although code that disables a user may leave them."""
	query = f"SELECT DISTINCT `session` FROM `tab{GRANT}` WHERE `user` = %s AND `session_state` = %s"  # noqa: S608
	named = [session for (session,) in frappe.db.sql(query, (user, OPEN))]
	if not named or not users.is_enabled(user):
		return named
	live = {
		digest_of(sid)
		for (sid,) in frappe.db.sql("SELECT `sid` FROM `tabSessions` WHERE `user` = %s", (user,))
	}
	return [session for session in named if session not in live]


def close(session: str) -> list[Participant]:
	"""Mark the session as ended, and return the grants that began in it. Of two callers, one gets them."""
	if not session:
		return []
	family = frappe.qb.DocType(GRANT)
	query = frappe.qb.from_(family).select(family.name, family.client, family.user, family.scopes)
	query = query.select(family.state, family.session_state).where(family.session == session)
	found = queries.locking(query.orderby(family.name)).run(as_dict=True)
	rows = [row for row in found if row.session_state == OPEN]
	if rows:
		sql.update_named(GRANT, {"session_state": ENDED}, "name", [row.name for row in rows], session=session)
	return [
		Participant(
			row.name, row.client, row.user, scope_list.split(row.scopes), row.state == State.ACTIVE.value
		)
		for row in rows
	]


@dataclass(frozen=True)
class DueLogout:
	"""One logout token that is owed to a client. `attempts` were made before; `due` is in seconds since 1970."""

	grant: str
	client_id: str
	user: str
	session: str
	attempts: int
	due: float


def owe_logout(grant: str, due: float) -> None:
	"""A logout token is owed to the client of this grant, from a time on, in seconds since 1970."""
	sql.update(GRANT, {"logout_due": due, "logout_attempts": 0}, update_modified=False, name=grant)


def due_logouts(limit: int) -> list[DueLogout]:
	"""Return the logout tokens that are owed by now, up to a limit of rows."""
	query = (
		"SELECT `name`, `client`, `user`, `session`, `logout_attempts`, `logout_due` "  # noqa: S608
		f"FROM `tab{GRANT}` WHERE `logout_due` > 0 AND `logout_due` <= %s ORDER BY `logout_due` LIMIT {int(limit)}"
	)
	rows = frappe.db.sql(query, (clock.now().timestamp(),))
	return [DueLogout(*row[:4], int(row[4] or 0), float(row[5])) for row in rows]


def take(logout: DueLogout, until: float) -> bool:
	"""Take a logout token that is owed: nobody else sends it until a time, in seconds since 1970. True for one caller."""
	values = {"logout_due": until, "logout_attempts": logout.attempts + 1}
	seen = {"name": logout.grant, "logout_attempts": logout.attempts}
	return sql.update(GRANT, values, update_modified=False, **seen) == 1


def settle(logout: DueLogout, due: float) -> None:
	"""Write down that a logout token was sent or given up (0), or when it is tried again, in seconds since 1970."""
	sql.update(GRANT, {"logout_due": due}, update_modified=False, name=logout.grant)
