"""`EXPLAIN` of each hot query at a few thousand rows: no full scan, no filesort."""

import contextlib
from collections.abc import Callable, Iterator

import frappe
import pytest

from oauth_plus.jobs import ending, retention
from oauth_plus.jobs.run import Run
from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.store.grants import codes, consents, families, family_lists, revocation, sweep
from oauth_plus.store.grants.family import GRANT
from oauth_plus.store.presented_tokens import token_lookup
from oauth_plus.store.tokens import exchanged_tokens, token_pair, token_revocation, token_rows
from oauth_plus.tests.factories import a_regular, an_app
from oauth_plus.tests.journey import sign_in

ROWS = 3_000


@pytest.fixture(scope="module")
def app(site):
	"""A client with enough grants that the database would notice a scan."""
	if frappe.db.db_type == "sqlite":
		pytest.skip("SQLite has another EXPLAIN; the indexes are the same")
	app, other = an_app(), an_app()
	sign_in(app)
	now = frappe.utils.now_datetime()
	past = clock.to_epoch(NOW()) - 3_600  # neither good any more nor to be purged yet
	later = frappe.utils.add_to_date(now, days=30)
	fields = ["name", "creation", "modified", "client", "user", "state", "generation", "rotated_at"]
	fields += ["idle_ends", "absolute_ends", "sealed_until"]
	names = [secret.new_identifier() for _ in range(ROWS)]
	users = frappe.get_all("User", pluck="name")
	rows = [
		(
			n,
			now,
			now,
			other.client_id,
			users[i % len(users)],
			"Active",
			1,
			1,
			later,
			later,
			past if i % 50 == 0 else 0,
		)
		for i, n in enumerate(names)
	]
	frappe.db.bulk_insert(GRANT, fields, rows)
	fields = ["name", "access_token", "refresh_token", "creation", "modified", "client", "status"]
	fields += ["oauth_plus_family", "oauth_plus_purge_at"]
	frappe.db.bulk_insert(
		token_pair.DOCTYPE,
		fields,
		[
			(d, d, secret.digest(d), now, now, other.client_id, "Active", d[:32], 9e9)
			for d in map(secret.digest, names)
		],
	)
	fields = ["name", "authorization_code", "creation", "modified", "client", "oauth_plus_expires_at"]
	frappe.db.bulk_insert(
		codes.DOCTYPE, fields, [(d, d, now, now, other.client_id, past) for d in map(secret.digest, names)]
	)
	fields = ["name", "creation", "modified", "event", "client"]
	frappe.db.bulk_insert("OAuth Plus Event", fields, [(n, now, now, "x", other.client_id) for n in names])
	fields = ["name", "creation", "modified", "user", "client"]
	whose = [(n, now, now, users[i % len(users)], other.client_id) for i, n in enumerate(names)]
	frappe.db.bulk_insert(consents.DOCTYPE, fields, whose)
	frappe.db.commit()
	for doctype in (GRANT, token_pair.DOCTYPE, codes.DOCTYPE, consents.DOCTYPE, "OAuth Plus Event"):
		frappe.db.sql(f"ANALYZE TABLE `tab{doctype}`")
	yield app
	for doctype in (GRANT, token_pair.DOCTYPE, codes.DOCTYPE, consents.DOCTYPE, "OAuth Plus Event"):
		frappe.db.delete(doctype, {"client": other.client_id})
	frappe.db.commit()


@contextlib.contextmanager
def listening() -> Iterator[list[str]]:
	"""Every statement that is sent meanwhile, with its values in it."""
	heard, send = [], frappe.db.sql

	def sql(query, values=(), *args, **kwargs):
		text = str(query)
		heard.append(frappe.db.mogrify(text, values) if values else text)
		return send(query, values, *args, **kwargs)

	frappe.db.sql = sql
	try:
		yield heard
	finally:
		frappe.db.sql = send


NOW = clock.now

SOMEBODY = "somebody@example.com"
"""Who has few rows; the shared person has most of them by now."""

QUERIES: dict[str, Callable] = {
	"bearer": lambda app: token_lookup.by_access_token("0" * 64),
	"refresh token": lambda app: token_rows.find_by_refresh_token("0" * 64),
	"refresh token, with all it stands on": lambda app: token_lookup.by_refresh_token("0" * 64),
	"refresh token, locked": lambda app: token_rows.lock_by_refresh_token("0" * 64),
	"code": lambda app: codes.lock("0" * 64),
	"family": lambda app: families.lock("0" * 32),
	"introspection": lambda app: token_lookup.by_either("unknown"),
	"revocation": lambda app: token_rows.find("unknown"),
	"consent": lambda app: consents.covers(a_regular(), app.client_id, ("all",)),
	"consents of a user": lambda app: consents.of(SOMEBODY),
	"consents of a user, withdrawn": lambda app: consents.withdraw("test", user=SOMEBODY),
	"consents of a client, withdrawn": lambda app: consents.withdraw("test", client_id=app.client_id),
	"grants of a user": lambda app: family_lists.live(user=a_regular()),
	"grants of a client": lambda app: family_lists.live(client_id=app.client_id),
	"grants of a user, locked": lambda app: family_lists.live(user=a_regular(), as_of_now=True),
	"grants of a client, locked": lambda app: family_lists.live(client_id=app.client_id, as_of_now=True),
	"pairs without a family": lambda app: token_revocation.revoke_those_without_family(
		"test", SOMEBODY, None, None
	),
	"codes of a user": lambda app: codes.withdraw(user=a_regular(), client_id=None, before=None),
	"codes of a client": lambda app: codes.withdraw(user=None, client_id=app.client_id, before=None),
	"exchanged tokens of a client": lambda app: exchanged_tokens.live_of(app.client_id),
	"cap": lambda app: revocation.trim(a_regular(), app.client_id),
	"ending": lambda app: revocation.end(family_lists.live(client_id=app.client_id), "test"),
	"seals whose grace is over": lambda app: sweep.sealed_past_grace(NOW(), 100),
	"seals, erased": lambda app: sweep.erase_sealed(sweep.sealed_past_grace(NOW(), 50), NOW()),
	"sweep": lambda app: sweep.sweep_a_handful(NOW()),
	"purge": lambda app: retention.purge(Run("purge", is_dry=True), NOW()),
	"expire": lambda app: ending.expire(Run("expire", is_dry=True), NOW()),
	"revoke": lambda app: ending.revoke(Run("revoke", is_dry=True), NOW()),
}

GROWING = ("Bearer Token", "Authorization Code", "Plus Grant", "Plus Consent", "Plus Event")
"""Tables without bounds."""

FEW = ("tabUser", "tabOAuth Client", "user", "client")
"""People and clients, by the names that the queries give them: a job may look at each."""


@pytest.mark.parametrize("which", QUERIES)
def test_no_full_scan_and_no_filesort(app, which):
	with listening() as heard:
		QUERIES[which](app)
	frappe.db.rollback()
	plans = [(query, row) for query in heard for row in plan(query)]
	assert plans or which == "sweep"
	for query, row in plans:
		if row.table not in FEW:
			said = f"{query}\n{row}"
			assert not (row.type in ("ALL", "index") and row.rows and int(row.rows) > ROWS // 2), said
			assert "filesort" not in (row.Extra or ""), said


def plan(query: str) -> list:
	words = query.lstrip().upper()
	if not words.startswith(("SELECT", "UPDATE", "DELETE")) or not any(table in query for table in GROWING):
		return []
	return frappe.db.sql(f"EXPLAIN {query}", as_dict=True)
