"""Events by their names in OpenID Shared Signals: CAEP 1.0 and RISC 1.0, as security event tokens (RFC 8417)."""

from collections.abc import Mapping
from typing import Any

CAEP = "https://schemas.openid.net/secevent/caep/event-type/"
RISC = "https://schemas.openid.net/secevent/risc/event-type/"

SESSION_REVOKED, CREDENTIAL_CHANGE = f"{CAEP}session-revoked", f"{CAEP}credential-change"
ACCOUNT_DISABLED, ACCOUNT_PURGED = f"{RISC}account-disabled", f"{RISC}account-purged"

TYPE = "secevent+jwt"
"""`typ` of the header (RFC 8417 §2.3)."""

MEDIA_TYPE = "application/secevent+jwt"

KNOWN = ("grant_ended", "refresh_token_replayed", "session_ended", "token_revoked")
"""Events that have a name in Shared Signals."""

BY_REASON = {
	"password_changed": CREDENTIAL_CHANGE,
	"user_disabled": ACCOUNT_DISABLED,
	"user_deleted": ACCOUNT_PURGED,
}
"""Reasons of an ended grant that have a name of their own; the others end a session."""

BY_ADMINISTRATOR = ("ended_by_administrator", "client_disabled", "user_disabled", "user_deleted")

OF_CLIENT = ("client_disabled", "client_deleted")
"""Reasons that end everything of a client, as those of BY_REASON end everything of a user."""

MOST = 1_000
"""Grants that ended at once and have a token each. Above it, one token tells of the app or the user, without sessions."""


def parts_of(event: str, reason: str, grants: list[str], *, client_id: str, user: str) -> list[list[str]]:
	"""Return the grants that each token of an event is about. A receiver ends all sessions of a user in an app if the token
	names no session, so there is one token for each grant; none for tokens that ended alone, whose grant goes on. One token
	tells of everything of a user or of a client. Both are empty where the grants have several."""
	is_of_all = (reason in BY_REASON and user) or (reason in OF_CLIENT and client_id)
	if event == "session_ended" or is_of_all or len(grants) > MOST:
		return [grants]
	return [[grant] for grant in grants]


def name_of(event: str, reason: str) -> str | None:
	"""Return the URI of an event; None for one that has none."""
	return BY_REASON.get(reason, SESSION_REVOKED) if event in KNOWN else None


def claims(message: Mapping[str, Any], issuer: str, audience: str, subject: str | None) -> dict[str, Any]:
	"""Return the claims of a security event token (RFC 8417 §2.2; OpenID Shared Signals Framework 1.0 §4): one event, no
	`sub`, no `exp`. `message` is the content of a webhook, with `id` and `issued_at` in seconds; `subject` the `sub` of its
	user, None for none."""
	data = message["data"]
	uri = name_of(message["type"], data["reason"])
	return {
		"iss": issuer,
		"aud": audience,
		"jti": message["id"],
		"iat": message["issued_at"],
		"toe": message["at"],
		"txn": data["id"],
		"sub_id": _subject(data, issuer, subject),
		"events": {uri: _event(uri, message, data)},
	}


def _subject(data: Mapping[str, Any], issuer: str, subject: str | None) -> dict[str, Any]:
	"""Return whom it is about: the user, the app, and the one grant that ended (RFC 9493 §3)."""
	parts: dict[str, Any] = {}
	if subject:
		parts["user"] = {"format": "iss_sub", "iss": issuer, "sub": subject}
	if data["client_id"]:
		parts["application"] = {"format": "opaque", "id": data["client_id"]}
	if len(data["grants"]) == 1:
		parts["session"] = {"format": "opaque", "id": data["grants"][0]}
	return {"format": "complex", **parts} if parts else {"format": "opaque", "id": issuer}


def _event(uri: str | None, message: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
	told: dict[str, Any] = {"event_timestamp": message["at"], "reason_admin": {"en": data["cause"]}}
	if uri == SESSION_REVOKED:
		told["initiating_entity"] = "admin" if data["reason"] in BY_ADMINISTRATOR else "system"
	if uri == CREDENTIAL_CHANGE:
		told |= {"credential_type": "password", "change_type": "update"}
	return told
