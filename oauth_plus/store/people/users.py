"""Users, with the facts that the protocol needs."""

import contextlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import frappe

from oauth_plus.platform import clock, sql
from oauth_plus.rules import claims
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import subjects
from oauth_plus.store.site import settings, site_issuer


def is_enabled(user: str) -> bool:
	"""Return whether a user of exactly this name exists and may sign in."""
	row = sql.first("User", ["name", "enabled"], name=user)
	return bool(row) and row.name == user and bool(row.enabled)


def exists(user: str) -> bool:
	"""There is a user of this name, enabled or not, as the database is now."""
	return bool(sql.first("User", ["name"], name=user))


def lock_shared(user: str) -> bool:
	"""Lock the user shared until the request ends, and return whether they are enabled now. A request that disables
	the user waits, and then sees what was written."""
	return bool(sql.lock_shared("User", user, "enabled"))


def may_come_from_here(user: str) -> bool:
	"""Return whether `User.restrict_ip` allows the request's IP address, as for sessions."""
	from frappe.auth import validate_ip_address

	try:
		validate_ip_address(user)
	except frappe.AuthenticationError:
		frappe.clear_last_message()
		return False
	return True


def email_addresses(names: list[str]) -> list[str]:
	"""Return the e-mail addresses of these users. Unknown users are left out."""
	return frappe.get_all("User", filters={"name": ("in", names)}, pluck="email")


def names_of(user: str, client: Client | None) -> set[str]:
	"""Return all names with which a user may sign in, or this client may name them (OpenID Connect Core §3.1.2.1:
	login_hint)."""
	row = frappe.db.get_value("User", user, ["name", "email", "username", "mobile_no", "phone"]) or ()
	return {name for name in (*row, subjects.for_client(user, client)) if name}


def address_of(user: str) -> str:
	"""Return the user's e-mail address; empty for none."""
	return frappe.db.get_value("User", user, "email") or ""


@contextlib.contextmanager
def language_of(user: str) -> Iterator[None]:
	"""Use the user's language inside a `with` block; that of the site if the user has none."""
	before = frappe.local.lang
	frappe.local.lang = frappe.db.get_value("User", user, "language") or before
	try:
		yield
	finally:
		frappe.local.lang = before


def theme_of(user: str) -> str:
	"""Return the theme of the user's Desk: light, dark or automatic; light if none is set."""
	return (frappe.get_cached_value("User", user, "desk_theme") or "Light").lower()


def roles(user: str) -> list[str]:
	"""Return the user's roles with the automatic ones; for an unknown user too."""
	return frappe.get_roles(user)


ADMINISTRATORS = frozenset(("System Manager", "Administrator"))


def is_administrator(user: str) -> bool:
	"""Return whether the user may let apps act as others: a System Manager, whatever else may write clients."""
	return not ADMINISTRATORS.isdisjoint(roles(user))


def all_roles() -> list[str]:
	"""Return the roles of the site that users can have, in the order of the alphabet."""
	where = {"disabled": 0, "name": ("not in", ("Administrator", "Guest"))}
	return frappe.get_all("Role", where, pluck="name", order_by="name asc")


def given_roles(user: str) -> list[str]:
	"""Return the roles that the user was given, without the automatic ones, in the order of the alphabet; empty for
	none."""
	return frappe.get_all(
		"Has Role", {"parent": user, "parenttype": "User"}, pluck="role", order_by="role asc"
	)


def to_be_told(owner: str) -> list[str]:
	"""Return the enabled System Managers and the owner, each once; empty for none."""
	from frappe.utils.user import get_system_managers

	named = [owner] if owner not in frappe.STANDARD_USERS and is_enabled(owner) else []
	return list(dict.fromkeys([*get_system_managers(only_name=True), *named]))


def has_unopened_link(user: str) -> bool:
	"""Return whether a link to set a new password was sent to the user, and nobody has opened it."""
	return bool(frappe.db.get_value("User", user, "reset_password_key"))


def forget_link(user: str) -> None:
	"""Note that nobody opened the last link: Frappe forgets its key with every change of the password, as if somebody had
	(OpenID Connect Core §5.1: email_verified)."""
	frappe.db.set_value("User", user, "last_reset_password_key_generated_on", None)


def profile(user: str) -> dict[str, Any]:
	"""Return all claims that this server has of a user (OpenID Connect Core §5.1), without `sub` and `iss`; None for
	what is not known. An e-mail address is verified if the user set their password with an e-mailed link or signs in with a
	provider, or if the administrator has verified all addresses."""
	person = frappe.get_cached_doc("User", user)
	came_by_link = person.get("last_reset_password_key_generated_on") and not person.reset_password_key
	has_provider = any(login.userid and login.provider != "frappe" for login in person.social_logins)
	modified = clock.to_epoch(clock.from_column(person.modified))
	return {
		"name": " ".join(filter(None, (person.first_name, person.last_name))),
		"given_name": person.first_name,
		"family_name": person.last_name,
		"preferred_username": person.username or person.email,
		"email": person.email,
		"email_verified": bool(came_by_link or has_provider or settings.vouches_for_email_addresses()),
		"picture": urljoin(f"{site_issuer.issuer()}/", person.user_image) if person.user_image else None,
		"roles": roles(user),
		"locale": claims.language_tag(person.language),
		"zoneinfo": person.time_zone or clock.zone_of_site(),
		"updated_at": modified and int(modified),
	}
