"""What is wrong with a client secret, in words for an administrator. No part of the secret is shown."""

from urllib.parse import unquote_plus

import frappe
import redis

from oauth_plus.platform import cache, frappe_private
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.rules import secret
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.client_secrets import secret_checks, vault
from oauth_plus.store.client_secrets.secret_rows import Secret
from oauth_plus.store.clients.client import Client

KNOWN_FOR = 300
"""Seconds for which the owner of a wrong secret is not looked up again."""

NEW_SECRET = "Give the app the newest secret of the client, or create one with New Secret on the OAuth Client"  # noqa: S105

BLANKS = "The client_secret has a blank or a line end before or after it"
ENCODED = "The client_secret is percent-encoded once too often"
LETTER_CASE = "The client_secret differs in upper and lower case"
MASK = "The app sent the asterisks that Desk shows in place of the secret"
CLIENT_ID = "The app sent its client_id in place of its secret"
OF_ANOTHER = "The client_secret is that of another client: {0}"
NO_SECRET = "The client has no secret"  # noqa: S105
IN_HEADER = "The client_secret is none of this client. It came in the Authorization header"
IN_BODY = "The client_secret is none of this client. It came in the body of the request"
MAKE_ONE = "Make one with the button New Secret on the OAuth Client"
AS_SHOWN = "Send the secret exactly as Desk showed it"
CHECK_BOTH = "Check the client_id and the secret in the app's settings"
ENDED = "The secret {0} ended on {1} UTC"


TEMPLATES = (
	NEW_SECRET,
	BLANKS,
	ENCODED,
	LETTER_CASE,
	MASK,
	CLIENT_ID,
	OF_ANOTHER,
	NO_SECRET,
	IN_HEADER,
	IN_BODY,
	MAKE_ONE,
	AS_SHOWN,
	CHECK_BOTH,
	ENDED,
)


def ended(found: Secret) -> dict[str, str]:
	"""Return cause and fix for a secret that has ended."""
	at = f"{found.ends_at:%Y-%m-%d %H:%M}" if found.ends_at else ""
	return {"cause": Sentence(ENDED, repr(found.label), at), "fix": NEW_SECRET}


def wrong(client: Client, its: tuple[Secret, ...], presented: str, *, is_basic: bool) -> dict[str, str]:
	"""Return cause and fix for a text that is no secret of this client."""
	if not its and not client.undigested_secret:
		return {"cause": NO_SECRET, "fix": MAKE_ONE}
	if presented == client.client_id:
		return {"cause": CLIENT_ID, "fix": NEW_SECRET}
	if secret.is_mask(presented):
		return {"cause": MASK, "fix": NEW_SECRET}
	for cause, other in (
		(BLANKS, presented.strip()),
		(ENCODED, unquote_plus(presented)),
		(LETTER_CASE, presented.lower()),
	):
		if other != presented and secret_checks.matching(client, its, other):
			return {"cause": cause, "fix": AS_SHOWN}
	if owner := _owner_of(presented):
		return {
			"cause": Sentence(OF_ANOTHER, owner),
			"fix": CHECK_BOTH,
		}
	return {"cause": IN_HEADER if is_basic else IN_BODY, "fix": NEW_SECRET}


def _owner_of(presented: str) -> str:
	"""Return the id of the client whose secret this is; empty for none. An old client may send a wrong secret with every
	request, so the answer is kept in Redis for a while; without Redis nothing is looked up."""
	digest = vault.digest(presented)
	place = cache.key_of("wrong_secret", digest)
	try:
		said = redis.Redis.get(frappe.cache, place)
		if said is None:
			said = _looked_up(digest).encode()
			redis.Redis.set(frappe.cache, place, said, ex=KNOWN_FOR)
		return said.decode()
	except AWAY:
		return ""


def _looked_up(digest: str) -> str:
	auth, row = frappe_private.passwords(), frappe.qb.DocType(vault.OWNER)
	query = frappe.qb.from_(auth).join(row).on(row.name == auth.name).select(row.client)
	query = query.where((auth.doctype == vault.OWNER) & (auth.fieldname == vault.DIGEST))
	found = query.where(auth.password == digest).limit(1).run()
	return found[0][0] if found else ""
