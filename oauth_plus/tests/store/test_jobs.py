"""What the scheduler does, and the same by hand: real commands on a real site, in their own process."""

import time

import frappe
import pytest
import redis
import time_machine

from oauth_plus import tasks
from oauth_plus.jobs import ending, retention, throttle
from oauth_plus.jobs.run import COUNTED, Run
from oauth_plus.jobs.throttle import ALONE, BESIDE_OTHERS, Watch
from oauth_plus.platform import clock
from oauth_plus.store.presented_tokens import bearers
from oauth_plus.tests import bench
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import Browser
from oauth_plus.tests.factories import a_regular, a_user, an_app, an_old_app, signed_in, tamper
from oauth_plus.tests.journey import acts_as, bearer, refresh, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, families_of, recorded, rows_of

DAY = 86_400


def later(days: float):
	return time_machine.travel(time.time() + days * DAY, tick=True)


def run(job: str, **options) -> Run:
	"""The job, here and now."""
	done = getattr(retention if job == "purge" else ending, job)(Run(job, **options), clock.now())
	frappe.db.commit()
	assert set(done.counts) <= set(COUNTED)
	return done


def command(*words: str) -> str:
	said = bench.run("oauth-plus", *words)
	the_site.see_what_others_wrote()
	return said


def states(app) -> list[str]:
	return [family.state for family in families_of(app)]


# Expire


def test_an_idle_grant_is_marked():
	app, used = an_app(), an_app()
	sign_in(app)
	lasting = sign_in(used)
	with later(20):
		tokens_of(used, refresh(lasting))
	with later(31):
		assert run("expire", is_dry=True).counts["grants unused for too long"] >= 1
		assert states(app) == ["Active"]
		assert run("expire").counts["grants unused for too long"] >= 1
	assert states(app) == ["Expired"]
	assert families_of(app)[0].end_reason == "idle"
	assert states(used) == ["Active"]
	assert {row.status for row in rows_of(app)} == {"Revoked"}
	assert recorded(app, "grant_ended", reason="idle") or frappe.db.exists(
		"OAuth Plus Event", {"event": "grant_ended", "reason": "idle"}
	)


def test_an_old_grant_is_marked_at_its_absolute_end():
	app = an_app(oauth_plus_refresh_idle_lifetime=90 * DAY)
	sign_in(app)
	with later(91):
		run("expire")
	assert states(app) == ["Expired"]


def test_what_a_client_is_only_watched_for_goes_on():
	app = an_old_app()
	tokens = sign_in(app)
	with later(100):
		run("expire")
		assert states(app) == ["Active"]
		assert refresh(tokens).status_code == 200


# Revoke


def test_grants_of_people_who_were_disabled_behind_our_back_end():
	person, app = a_user("System Manager"), an_app()
	sign_in(app, signed_in(person))
	frappe.db.set_value("User", person, "enabled", 0)
	frappe.db.commit()
	run("revoke")
	assert states(app) == ["Revoked"]
	assert families_of(app)[0].end_reason == "user_disabled"


def test_grants_of_clients_that_were_disabled_behind_our_back_end():
	app = an_app()
	sign_in(app)
	tamper(app, oauth_plus_enabled=0)
	run("revoke")
	assert families_of(app)[0].end_reason == "client_disabled"


def test_a_client_out_of_use_is_disabled_and_people_are_told():
	unused, used = an_app(), an_app()
	tokens = sign_in(unused)
	for client in frappe.get_all("OAuth Client", pluck="name"):
		if client not in (unused.client_id, used.client_id):
			frappe.db.set_value("OAuth Client", client, "oauth_plus_enabled", 0)
	with the_site.settings(unused_client_days=30):
		with later(25):
			sign_in(used)
		with later(40):
			assert (
				run("revoke", is_dry=True).counts
				== {
					"clients out of use": 1,
					**dict.fromkeys(("grants of disabled users", "grants of disabled clients"), 0),
				}
				or run("revoke", is_dry=True).counts["clients out of use"] == 1
			)
			run("revoke")
	assert frappe.db.get_value("OAuth Client", unused.client_id, "oauth_plus_enabled") == 0
	assert frappe.db.get_value("OAuth Client", used.client_id, "oauth_plus_enabled") == 1
	assert acts_as(tokens.access_token) is None
	assert frappe.db.exists("Notification Log", {"document_name": unused.client_id})


def test_without_a_number_of_days_no_client_is_disabled():
	app = an_app()
	with later(1000):
		assert "clients out of use" not in run("revoke", is_dry=True).counts
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enabled") == 1


# Purge


def test_what_was_kept_for_long_enough_is_deleted_and_nothing_else():
	gone, stays = an_app(), an_app()
	sign_in(gone)
	with later(120):
		sign_in(stays)
		run("expire")
		before = len(events_of(gone))
		run("purge")
	assert rows_of(gone) == []
	assert rows_of(gone, "OAuth Authorization Code") == []
	assert len(rows_of(stays)) == 1
	assert states(gone) == ["Expired"]  # remembered beyond its tokens
	assert len(events_of(gone)) == before > 0
	with later(120 + 91):
		run("purge")
	assert families_of(gone) == []
	with later(500):
		run("purge")
	assert events_of(gone) == []


def test_a_dry_run_counts_and_changes_nothing():
	app = an_app()
	sign_in(app)
	with later(120):
		assert run("purge", is_dry=True).counts["tokens"] >= 1
	assert len(rows_of(app)) == 1


def test_a_live_refresh_token_is_kept_however_old_its_access_token():
	app = an_app()
	tokens = sign_in(app)
	with later(29):
		run("purge")
		assert refresh(tokens).status_code == 200


def test_when_its_time_is_up_it_stops_and_the_next_run_goes_on(monkeypatch):
	many(2_500)
	with later(120):
		first = run("purge", seconds=0)
		assert first.was_cut
		assert "the next run goes on" in first.sentence()
		assert run("purge").counts["tokens"] >= 2_500


def test_beside_requests_it_goes_gently_and_for_a_while_after_them(monkeypatch):
	Browser().get("/api/method/ping")
	watch = Watch()
	assert watch.pace() == BESIDE_OTHERS
	_nobody_is_here_any_more()
	assert watch.pace() == BESIDE_OTHERS
	assert Watch().pace() == ALONE
	monkeypatch.setattr(throttle, "GENTLE_FOR", 0)  # as if that while were over
	assert watch.pace() == ALONE


def test_without_redis_it_goes_gently(monkeypatch):
	def fail(*_keys):
		raise redis.exceptions.ConnectionError

	_nobody_is_here_any_more()
	monkeypatch.setattr(redis.Redis, "exists", fail)
	assert Watch().pace() == BESIDE_OTHERS


def _nobody_is_here_any_more() -> None:
	frappe.cache.delete_value("oauth_plus:somebody")


def test_killed_in_the_middle_it_loses_and_doubles_nothing():
	app = an_app()
	live = sign_in(app)
	many(3_000)
	_nobody_is_here_any_more()
	killed = bench.python("-c", KILLED, frappe.local.site)
	assert killed.returncode == -9, killed.stderr
	left = frappe.db.count("OAuth Bearer Token", {"oauth_plus_purge_at": ("between", (1, 2))})
	assert left == 3_000 - ALONE.rows, "whole batches are gone, the last is undone"
	command("purge")
	assert frappe.db.count("OAuth Bearer Token", {"oauth_plus_purge_at": ("between", (1, 2))}) == 0
	assert acts_as(live.access_token) == a_regular()


KILLED = """
import os, signal, sys
import frappe
from oauth_plus.jobs import retention
from oauth_plus.jobs.run import Run
from oauth_plus.platform import clock, sql
frappe.init(sys.argv[1], sites_path=".")
frappe.connect()
delete, calls = sql.delete, 0

def die_in_the_second_batch(doctype, names):
	global calls
	calls += 1
	done = delete(doctype, names)
	if calls == 2:
		os.kill(os.getpid(), signal.SIGKILL)
	return done

retention.sql.delete = die_in_the_second_batch
retention.purge(Run("purge"), clock.now())
"""


def many(count: int) -> None:
	"""Tokens that ended long ago."""
	fields = ["name", "access_token", "creation", "modified", "status", "oauth_plus_purge_at"]
	now = frappe.utils.now_datetime()
	values = [(frappe.generate_hash(length=40), str(i), now, now, "Active", 1.5) for i in range(count)]
	frappe.db.bulk_insert("OAuth Bearer Token", fields, [(n, n, *rest) for n, _i, *rest in values])
	frappe.db.commit()


def test_each_issue_of_a_token_deletes_a_handful_beside():
	"""Where no scheduler runs, a table bounds itself"""
	many(150)
	for left in (50, 0):
		time.sleep(1.1)  # the sweep comes once a second at most
		sign_in(an_app())
		assert frappe.db.count("OAuth Bearer Token", {"oauth_plus_purge_at": ("between", (1, 2))}) == left


# Last use


def test_the_last_use_is_written_by_a_job_and_by_no_request():
	app = an_app()
	tokens = sign_in(app)
	Browser().get(
		"/api/method/frappe.auth.get_logged_user",
		headers=bearer(tokens.access_token) | {"User-Agent": "Warehouse/1.2"},
	)
	the_site.see_what_others_wrote()
	assert families_of(app)[0].last_used is None
	tasks.note_uses()
	family = families_of(app)[0]
	assert (family.last_user_agent, family.last_address) == ("Warehouse/1.2", "127.0.0.1")
	assert abs((frappe.utils.now_datetime() - family.last_used).total_seconds()) < 60
	assert rows_of(app)[0].oauth_plus_last_used == family.last_used
	assert list(bearers.take_uses()) == []


# By hand


def test_the_status_names_every_table_and_the_last_runs():
	run("purge")
	said = command("status")
	for doctype in ("OAuth Bearer Token", "OAuth Plus Grant", "OAuth Plus Event"):
		assert doctype in said
	assert "purge: " in said


@pytest.mark.parametrize("by", ["--client", "--user", "--before"])
def test_grants_end_by_hand(by):
	person, app = a_user("System Manager"), an_app()
	tokens = sign_in(app, signed_in(person))
	value = {"--client": app.client_id, "--user": person, "--before": "2100-01-01 00:00:00"}[by]
	scoped = (by, value) if by != "--before" else (by, value, "--client", app.client_id)
	assert "1 grants would end" in command("revoke", *scoped, "--dry-run")
	assert acts_as(tokens.access_token) == person
	assert "1 grants ended" in command("revoke", *scoped)
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_grant")


def test_the_commands_run_the_jobs():
	assert "purge (dry run): " in command("purge", "--dry-run")
	assert "expire: " in command("expire")
	assert "revoke: " in command("revoke")


def test_a_secret_is_rotated_by_hand():
	app = an_app()
	fresh = command("rotate-secret", "--client", app.client_id, "--label", "By hand").strip().splitlines()[-1]
	for secret in (app.client_secret, fresh):
		assert sign_in(type(app)(app.client_id, secret)).access_token


def test_keys_are_rotated_by_hand():
	assert "Signing with " in command("rotate-keys")


def test_every_job_of_the_scheduler_runs():
	for name in (
		"expire",
		"revoke",
		"purge",
		"note_uses",
		"erase_sealed",
		"rotate_signing_keys",
		"tell_of_ending_secrets",
	):
		getattr(tasks, name)()
	frappe.db.commit()
