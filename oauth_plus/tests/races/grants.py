"""Grants and codes written straight into the ledger: a login and a consent for each of ten thousand rounds would
take the night."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta

import frappe

from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.store.grants import codes, families, family_lists
from oauth_plus.store.grants.codes import Code
from oauth_plus.store.grants.family import Family, State
from oauth_plus.store.tokens import token_rows
from oauth_plus.store.tokens.token_pair import TokenPair
from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.factories import App
from oauth_plus.tests.races.rush import Asked, form

LIFE = timedelta(days=30)


@dataclass(frozen=True)
class Held:
	"""What an app holds of one grant."""

	app: App
	user: str
	family: str
	access_token: str = field(repr=False)
	refresh_token: str = field(repr=False)

	def refresh(self) -> Asked:
		return _asked(self.app, "get_token", grant_type="refresh_token", refresh_token=self.refresh_token)

	def revoke(self) -> Asked:
		return _asked(self.app, "revoke_token", token=self.refresh_token)

	def call(self) -> Asked:
		headers = {"Authorization": f"Bearer {self.access_token}"}
		return Asked("/api/method/frappe.auth.get_logged_user", b"", "GET", headers)

	def followed_by(self, said: dict[str, str]) -> "Held":
		"""With the pair of a token answer."""
		return replace(self, access_token=said["access_token"], refresh_token=said["refresh_token"])


@dataclass(frozen=True)
class Consented:
	"""A code that nobody has redeemed yet, and the grant that it would begin."""

	app: App
	user: str
	family: str
	code: str = field(repr=False)

	def redeem(self) -> Asked:
		uri = self.app.redirect_uri
		return _asked(
			self.app, "get_token", grant_type="authorization_code", code=self.code, redirect_uri=uri
		)


def a_grant(app: App, user: str, family: str | None = None) -> Held:
	"""A fresh grant of an hour ago, out of every grace. Not committed: the caller does, once a round.

	An empty family: a pair from before this app, which joins one when it is first used.
	"""
	access, refresh = handed_out.note(secrets.token_urlsafe(32)), handed_out.note(secrets.token_urlsafe(32))
	name, now = secret.new_identifier() if family is None else family, clock.now() - timedelta(hours=1)
	scopes = tuple(app.scope.split())
	pair = TokenPair(
		access_digest=secret.digest(access),
		refresh_digest=secret.digest(refresh),
		client_id=app.client_id,
		user=user,
		scopes=scopes,
		granted_scopes=scopes,
		issued_at=now,
		expires_at=now + LIFE,
		family=name,
		generation=1 if name else 0,
		refresh_expires_at=now + LIFE,
		grant_expires_at=now + LIFE,
	)
	if name:
		families.create_family(
			Family(name, app.client_id, user, scopes, 1, State.ACTIVE, now, now + LIFE, now + LIFE)
		)
	token_rows.issue_pair(pair)
	return Held(app, user, name, access, refresh)


def a_consent(app: App, user: str) -> Consented:
	"""A code, not redeemed. Not committed."""
	code, family = handed_out.note(secrets.token_urlsafe(32)), secret.new_identifier()
	codes.issue(
		Code(
			digest=secret.digest(code),
			client_id=app.client_id,
			user=user,
			scopes=tuple(app.scope.split()),
			redirect_uri=app.redirect_uri,
			family=family,
			expires_at=clock.now() + timedelta(minutes=5),
		)
	)
	return Consented(app, user, family, code)


def live_families(user: str) -> list[str]:
	"""Grants of this person that the ledger calls live, as of now."""
	frappe.db.rollback()
	return family_lists.live(user=user)


def live_tokens(user: str) -> int:
	"""Rows of tokens that are not revoked."""
	return frappe.db.count("OAuth Bearer Token", {"user": user, "status": "Active"})


def forget(user: str) -> None:
	"""The next round begins with an empty ledger of this person."""
	for doctype in ("OAuth Plus Grant", "OAuth Bearer Token", "OAuth Authorization Code"):
		frappe.db.delete(doctype, {"user": user})


def _asked(app: App, endpoint: str, **values: str) -> Asked:
	return form(OAUTH + endpoint, values | app.credentials)
