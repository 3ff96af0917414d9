"""Whoever deletes what may go is in nobody's way: not another who does the same, not whoever issues tokens."""

import subprocess
import sys
from datetime import timedelta

import frappe

from oauth_plus.platform import clock, sql, transaction
from oauth_plus.rules import secret
from oauth_plus.store.grants import families, sweep
from oauth_plus.store.grants.family import GRANT
from oauth_plus.tests.races import grants
from oauth_plus.tests.races.track import Track

OLD, FEW = 60, 4

PURGES = """
import sys
import frappe
from oauth_plus.jobs import retention
from oauth_plus.jobs.run import Run
from oauth_plus.platform import clock

frappe.init(sys.argv[1], sites_path=".")
frappe.connect()
for _line in sys.stdin:  # a line is a round
	run = retention.purge(Run("purge"), clock.now())
	print(run.counts.get("tokens", 0), flush=True)
"""


class Purger:
	"""A process of its own that purges whenever it is told to, as the scheduler's workers do."""

	def __init__(self) -> None:
		self._process = subprocess.Popen(
			[sys.executable, "-W", "ignore", "-c", PURGES, frappe.local.site],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)

	def __enter__(self) -> "Purger":
		return self

	def __exit__(self, *_error: object) -> None:
		self._process.communicate(timeout=30)

	def begin(self) -> None:
		self._process.stdin.write("now\n")
		self._process.stdin.flush()

	def deleted(self) -> int:
		"""Tokens; wait for the end of the run that was begun."""
		said = self._process.stdout.readline()
		assert said, "the purge failed"
		return int(said)


def test_two_purges_delete_each_row_once(track: Track):
	with Purger() as one, Purger() as other:
		one.begin(), one.deleted()  # what other tests left
		for _round in track.rounds():
			leave_old_tokens(track)
			frappe.db.commit()
			one.begin(), other.begin()
			assert one.deleted() + other.deleted() == OLD
			frappe.db.rollback()
			assert grants.live_tokens(track.person) == 0
			track.saw("each once")


def test_a_purge_beside_issuing_deletes_the_old_and_nothing_new(track: Track):
	with Purger() as purger:
		for _round in track.rounds():
			leave_old_tokens(track)
			held = grants.a_grant(track.app, track.person)
			consents = [grants.a_consent(track.app, track.person) for _ in range(FEW)]
			frappe.db.commit()
			purger.begin()
			answers = track.run(held.refresh(), *[consented.redeem() for consented in consents])
			purger.deleted()
			assert [answer.status for answer in answers] == [200] * (1 + FEW)
			frappe.db.rollback()
			digests = {secret.digest(answer.said["access_token"]) for answer in answers}
			kept = frappe.get_all("OAuth Bearer Token", {"user": track.person}, pluck="access_token")
			assert set(kept) == digests | {secret.digest(held.access_token)}
			track.saw("all issued, all purged")


def test_who_erases_seals_waits_for_nobody_who_refreshes(track: Track):
	"""A request that sweeps has rows of its own locked: two would wait for each other"""
	held = grants.a_grant(track.app, track.person)
	frappe.db.set_value(GRANT, held.family, "sealed_until", 1)
	frappe.db.commit()
	assert families.lock(held.family), "a refresh holds it"
	with transaction.another_look():
		assert held.family in sweep.sealed_past_grace(clock.now(), 100)
		assert sweep.erase_sealed([held.family], clock.now()) == 0
	frappe.db.commit()
	assert sweep.erase_sealed([held.family], clock.now()) == 1


def leave_old_tokens(track: Track) -> None:
	"""Rows that may go since a year ago."""
	ended = clock.to_epoch(clock.now() - timedelta(days=365))
	for _ in range(OLD):
		digest = secret.digest(secret.new_token())
		values = {"access_token": digest, "client": track.app.client_id, "user": track.person}
		values |= {"status": "Active", "oauth_plus_expires_at": ended, "oauth_plus_purge_at": ended}
		sql.insert("OAuth Bearer Token", digest, values)
