"""Database, Redis, backup, site configuration and logs in one hand: whoever has all of it, and our source, makes no
token, no code and no client secret of it (decisions 2 and 3).

Not tried here is what is Frappe's own: its sessions and API secrets lie there to be used, with the app or without.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from oauth_plus.tests.browser import body
from oauth_plus.tests.factories import App, a_public_app, an_app, an_old_app, with_any_session
from oauth_plus.tests.journey import (
	Proof,
	Tokens,
	a_code,
	acts_as,
	ask,
	call,
	introspect,
	redeem,
	refresh,
	refused,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import families_of, rows_of
from oauth_plus.tests.loot import everything

WORD = re.compile(rb"[A-Za-z0-9_-]{20,}")

PURPOSES = ("tokens", "signing", "client_secret", "client_secret_copy", "sub", "consent", "what a person did")
"""Keys that the source derives from the site's, or derived once."""


@dataclass(frozen=True)
class Victim:
	"""An app with live tokens, a pair in its grace and a code in flight."""

	app: App
	older: Tokens
	newer: Tokens
	code: str
	proof: Proof


@dataclass(frozen=True)
class Loot:
	"""What was taken, read word by word, and what was opened with the site's key."""

	words: frozenset[str]
	victims: tuple[Victim, ...]


@pytest.fixture(scope="module")
def loot(site) -> Loot:
	grace = {"oauth_plus_grace": 300}  # longer than the search takes
	victims = tuple(a_victim(make(**grace)) for make in (an_app, a_public_app, an_old_app))
	frappe.db.rollback()
	words = frozenset(words_in(everything()))
	words |= frozenset(words_in(opened(words)))
	return Loot(words, victims)


def a_victim(app: App) -> Victim:
	"""Each kind of thing that works: two grants, a repeat within its grace, a code, a question on the screen."""
	proof = Proof()
	first = sign_in(app)
	older = tokens_of(app, refresh(first))
	assert tokens_of(app, refresh(first)).access_token == older.access_token
	newer = tokens_of(app, refresh(older))
	assert acts_as(newer.access_token) == acts_as(sign_in(app).access_token)
	introspect(app, newer.refresh_token)
	ask(with_any_session(), app, prompt="consent", **proof.asked)
	return Victim(app, older, newer, a_code(app, None, proof), proof)


def words_in(chunks: Iterator[bytes]) -> Iterator[str]:
	for chunk in chunks:
		yield from (word.decode() for word in WORD.findall(chunk))


def keys() -> list[bytes]:
	"""The site's key, and all that were ever derived from it, as Fernet wants them."""
	site = frappe.conf.encryption_key
	return [site.encode(), *(base64.urlsafe_b64encode(derived(purpose)) for purpose in PURPOSES)]


def derived(purpose: str) -> bytes:
	return hmac_of(frappe.conf.encryption_key.encode(), "oauth_plus", purpose)


def hmac_of(key: bytes, *parts: str) -> bytes:
	message = b"".join(b"%d:%b" % (len(part), part.encode()) for part in parts)
	return hmac.digest(key, message, "sha256")


def opened(words: frozenset[str]) -> Iterator[bytes]:
	"""All that any of the keys decrypts."""
	for word in words:
		if word.startswith("gAAAA"):
			for key in keys():
				try:
					yield Fernet(key).decrypt(word + "=" * (-len(word) % 4))
				except InvalidToken:
					continue


def digest(word: str) -> str:
	return hashlib.sha256(word.encode()).hexdigest()


def as_once_derived(kind: str, family: str, generation: int) -> str:
	"""A token as version 0.1 derived it before its release: from the site's key and what the ledger says."""
	key = derived("tokens").hex().encode()
	return base64.urlsafe_b64encode(hmac_of(key, kind, family, str(generation))).rstrip(b"=").decode()


def stored(app: App) -> set[str]:
	"""The digests of all that works for an app."""
	tokens, codes = rows_of(app), rows_of(app, "OAuth Authorization Code")
	found = {row[column] for row in tokens for column in ("access_token", "refresh_token")}
	return found | {row.authorization_code for row in codes}


def test_the_loot_is_all_there(loot: Loot):
	"""The search finds what is there: digests and names in the database, the key in the configuration"""
	assert len(loot.words) > 500
	for victim in loot.victims:
		for value in (victim.older.refresh_token, victim.newer.access_token, victim.code):
			assert digest(value) in stored(victim.app)
			assert digest(value) in loot.words
		assert {family.name for family in families_of(victim.app)} <= loot.words
	assert frappe.conf.encryption_key.rstrip("=") in loot.words


def test_nothing_that_is_derived_from_the_sites_key_is_a_token(loot: Loot):
	"""Issue 12: live tokens could be computed from `encryption_key`, the family's name and its generation"""
	for victim in loot.victims:
		digests = stored(victim.app)
		for family in families_of(victim.app):
			for generation in range(family.generation - 2, family.generation + 3):
				access, again = (
					as_once_derived(kind, family.name, generation) for kind in ("access", "refresh")
				)
				assert refused(call(access), "invalid_token", 401)
				assert refused(refresh(Tokens(victim.app, "", again, {})), "invalid_grant")
				assert digests.isdisjoint((digest(access), digest(again)))


def test_no_word_of_the_loot_is_a_token_or_a_code(loot: Loot):
	"""Those too that the site's key decrypts"""
	digests = set().union(*(stored(victim.app) for victim in loot.victims))
	assert [word for word in loot.words if digest(word) in digests] == []


def test_no_word_of_the_loot_opens_a_sealed_pair(loot: Loot):
	"""Only the refresh token does that the pair follows, which lies nowhere"""
	tried = [*(word.encode() for word in loot.words), *keys()]
	for victim in loot.victims:
		[family] = [row for row in families_of(victim.app) if row.sealed_successor]
		assert unsealed(family, victim.older.refresh_token.encode()), "who has the token opens it"
		assert [word for word in tried if unsealed(family, word)] == []


def unsealed(family: Any, word: bytes) -> bytes | None:
	key = hmac.digest(word, b"oauth_plus: the successor of a refresh token", "sha256")
	raw, bound_to = base64.b64decode(family.sealed_successor), f"{family.name}:{family.generation}".encode()
	try:
		return AESGCM(key).decrypt(raw[:12], raw[12:], bound_to)
	except InvalidTag:
		return None


def test_what_stands_in_an_apps_rows_is_refused_at_every_door(loot: Loot):
	"""Over HTTP, and as whoever the app is: its secret is not even needed for a public client"""
	for victim in loot.victims:
		values = {str(value) for row in all_rows(victim.app) for value in row.values() if value}
		for value in (value for value in values if WORD.fullmatch(value.encode())):
			assert acts_as(value) is None
			assert refused(refresh(Tokens(victim.app, "", value, {})), "invalid_grant")
			assert refused(redeem(victim.app, value, victim.proof), "invalid_grant")


def all_rows(app: App) -> list[Any]:
	kinds = (
		"OAuth Bearer Token",
		"OAuth Authorization Code",
		"OAuth Plus Client Secret",
		"OAuth Plus Consent",
	)
	return [*families_of(app), *(row for doctype in kinds for row in rows_of(app, doctype))]


def test_no_word_is_a_client_secret_but_where_it_signs_id_tokens(loot: Loot):
	"""HS256 is computed with the secret itself (OpenID Connect Core §10.1), so that the site must have it"""
	key = derived("client_secret").hex().encode()
	digests = {row.password: row.client for row in secret_digests()}
	found = {digests.get(hmac.digest(key, word.encode(), "sha256").hex()) for word in loot.words} - {None}
	confidential, _public, signs_with_its_secret = (victim.app.client_id for victim in loot.victims)
	assert {confidential, signs_with_its_secret} <= set(digests.values())
	assert found & {victim.app.client_id for victim in loot.victims} == {signs_with_its_secret}


def secret_digests() -> list[Any]:
	return frappe.db.sql(
		"""SELECT secret.client, auth.password FROM `tabOAuth Plus Client Secret` secret
		JOIN __Auth auth ON auth.name = secret.name AND auth.doctype = 'OAuth Plus Client Secret'
		WHERE auth.fieldname = 'digest'""",
		as_dict=True,
	)


def test_after_all_that_everything_still_works(loot: Loot):
	"""Nothing was ended by trying; and who holds the tokens goes on"""
	for victim in loot.victims:
		assert acts_as(victim.newer.access_token)
		repeated = body(refresh(victim.older))
		assert repeated["refresh_token"] == victim.newer.refresh_token
		assert tokens_of(victim.app, refresh(victim.newer))
		assert tokens_of(victim.app, redeem(victim.app, victim.code, victim.proof))
