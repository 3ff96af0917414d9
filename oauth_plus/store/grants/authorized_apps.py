"""Apps that may act for a user, for the user's own page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock
from oauth_plus.rules import redirect_uri_kinds, scope_list
from oauth_plus.store import client_lookup
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import consents, family_lists
from oauth_plus.store.grants.consents import Consent
from oauth_plus.store.grants.family import GRANT, State
from oauth_plus.store.site import settings

SHOWN = "name", "client", "creation", "scopes", "resource", "idle_ends", "absolute_ends"

USED = "last_used", "last_address", "last_user_agent", "last_refreshed"


@dataclass(frozen=True)
class AuthorizedApp:
	"""Access of one app for one user. `ends_at` is None if it does not expire. `resources` are those that all of its
	grants are limited to; empty for the whole site. An app without a live grant may get one without asking the user."""

	client: Client
	scopes: tuple[str, ...]
	has_grant: bool
	resources: tuple[str, ...] = ()
	since: datetime | None = None
	ends_at: datetime | None = None
	used_at: datetime | None = None
	address: str = ""
	user_agent: str = ""


def of(user: str, now: datetime) -> list[AuthorizedApp]:
	"""Return every app with access to a user's account, the last used first; empty for none."""
	grants: dict[str, list[Any]] = {}
	for row in _live(user, clock.to_column(now)):
		grants.setdefault(row.client, []).append(row)
	remembers = settings.skips_known_consent()
	allowed = {consent.client_id: consent for consent in consents.of(user)} if remembers else {}
	clients = client_lookup.find_all_fresh((*grants, *allowed))
	found = (
		_access(clients.get(client_id), grants.get(client_id, []), allowed.get(client_id))
		for client_id in dict.fromkeys((*grants, *allowed))
	)
	return sorted(filter(None, found), key=_weight, reverse=True)


def _access(client: Client | None, grants: list[Any], consent: Consent | None) -> AuthorizedApp | None:
	if client is None or not (grants or _may_come_back(client)):
		return None
	began = [clock.from_column(row.creation) for row in grants]
	ends = [_end(row) for row in grants]
	return AuthorizedApp(
		client=client,
		scopes=scope_list.together(
			[*(row.scopes for row in grants), " ".join(consent.scopes) if consent else ""]
		),
		has_grant=bool(grants),
		resources=_limits(grants),
		since=min(filter(None, (*began, consent and consent.given_at)), default=None),
		ends_at=None if not ends or None in ends else max(filter(None, ends)),
		**_last_use(grants),
	)


def _limits(grants: list[Any]) -> tuple[str, ...]:
	"""Return the resources of all grants; empty if one of them is for the whole site (RFC 8707 §2)."""
	each = [(row.resource or "").split() for row in grants]
	return tuple(dict.fromkeys(uri for named in each for uri in named)) if all(each) else ()


def _may_come_back(client: Client) -> bool:
	"""Return whether the app can get a grant without a question, by stored consent (see grants/authorization.py)."""
	return not client.is_public or any(map(redirect_uri_kinds.is_claimed, client.redirect_uris))


def _last_use(grants: list[Any]) -> dict[str, Any]:
	used = [row for row in grants if row.last_used or row.last_refreshed]
	if not used:
		return {}
	last = max(used, key=_moment_of_use)
	address, user_agent = last.last_address or "", last.last_user_agent or ""
	return {
		"used_at": clock.from_column(_moment_of_use(last)),
		"address": address,
		"user_agent": user_agent,
	}


def _moment_of_use(row: Any) -> datetime:
	return max(filter(None, (row.last_used, row.last_refreshed)))


def _end(row: Any) -> datetime | None:
	"""Return when the grant ends if it is not used again."""
	return clock.from_column(min(filter(None, (row.idle_ends, row.absolute_ends)), default=None))


def _live(user: str, here: datetime | None) -> list[Any]:
	family = frappe.qb.DocType(GRANT)
	query = frappe.qb.from_(family).select(*(family[column] for column in (*SHOWN, *USED)))
	query = query.where(family.user == user).where(family.state == State.ACTIVE.value)
	query = query.where(family_lists.is_users_own(family))
	query = query.where(family.idle_ends.isnull() | (family.idle_ends > here))
	query = query.where(family.absolute_ends.isnull() | (family.absolute_ends > here))
	return query.orderby(family.creation).run(as_dict=True)


def _weight(access: AuthorizedApp) -> tuple[datetime, str]:
	return access.used_at or access.since or datetime.min.replace(tzinfo=clock.UTC), access.client.title
