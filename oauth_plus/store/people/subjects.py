"""The `sub` of users: unique and never reassigned (OpenID Connect Core §2, §5.7).

It is Frappe's own id of a user, a row of a child table, which "Duplicate" copies; or it is derived from the site's key.
"""

from typing import Any

import frappe

from oauth_plus.platform import sql
from oauth_plus.rules import secret, subject
from oauth_plus.store.clients.client import Client
from oauth_plus.store.site import encryption_key

DOCTYPE, PROVIDER = "User Social Login", "frappe"


def public(user: str) -> str:
	"""Return the user's `sub` (OpenID Connect Core §5.7): Frappe's own stable id, or one that is derived from the
	site's key."""
	own = _logins(frappe.get_cached_doc("User", user))
	return own[0].userid if own else derived(user)


def for_client(user: str, client: Client | None) -> str:
	"""Return the `sub` by which one client knows a user (OpenID Connect Core §8): the same for all clients, or one of
	the client's own sector."""
	if client is None or not client.sign_on.is_pairwise:
		return public(user)
	sector = subject.sector_of(client.redirect_uris, client.client_id)
	return subject.pairwise(encryption_key.derived_key("pairwise sub"), sector, public(user))


def derived(user: str) -> str:
	"""Return the `sub` of a user without an id of Frappe: 40 characters of hex (OpenID Connect Core §5.7)."""
	return secret.seal(encryption_key.derived_key("sub"), user)[:40]


def make_own(user: Any) -> None:
	"""Keep the id of a user that is being saved, whatever its rows contain: its own id, or the derived one. A new
	user may bring an unused id."""
	before = user.get_doc_before_save()
	if before is None:
		for login in _logins(user):
			if _is_of_another(login.userid, user.name):
				user.remove(login)
		return
	own = next(iter(_logins(before)), None)
	_let_go_of_rows_of_others(user, before)
	for login in _logins(user):
		user.remove(login)
	if own:
		stamps = {
			"owner": own.owner,
			"creation": own.creation,
		}  # Frappe has stamped the rows before this hook
		stamps |= {"modified": user.modified, "modified_by": user.modified_by}
		user.append("social_logins", {"provider": PROVIDER, "userid": own.userid, "name": own.name} | stamps)
	elif user.name not in frappe.STANDARD_USERS:
		# Frappe would generate one now, and apps that know the user would not recognize them.
		user.append("social_logins", {"provider": PROVIDER, "userid": derived(user.name)})


def _let_go_of_rows_of_others(user: Any, before: Any) -> None:
	"""Remove rows of other users, because Frappe writes a row by its name, whatever its parent."""
	known = {row.name for row in before.get("social_logins") or ()}
	for row in user.get("social_logins") or ():
		if row.name not in known:
			row.name = None


def follow(old: str, new: str) -> None:
	"""Store the `sub` of a renamed user without an id of Frappe, because it was derived from the name (OpenID Connect
	Core §5.7)."""
	if not sql.first(DOCTYPE, ["name"], parent=new, parenttype="User", provider=PROVIDER):
		login = {"doctype": DOCTYPE, "provider": PROVIDER, "userid": derived(old)}
		place = {"parent": new, "parenttype": "User", "parentfield": "social_logins"}
		frappe.get_doc(login | place).db_insert()
		frappe.clear_document_cache("User", new)


def _logins(user: Any) -> list[Any]:
	return [login for login in user.get("social_logins") or () if login.provider == PROVIDER and login.userid]


def _is_of_another(userid: str, user: str) -> bool:
	query = (
		f"SELECT 1 FROM `tab{DOCTYPE}` WHERE provider = %s AND userid = %s AND parenttype = 'User' "  # noqa: S608
		"AND parent != %s LIMIT 1"
	)
	if frappe.db.sql(query, (PROVIDER, userid, user)):
		return True
	others = frappe.get_all("User", filters={"name": ("!=", user)}, pluck="name")
	return any(derived(other) == userid for other in others)
