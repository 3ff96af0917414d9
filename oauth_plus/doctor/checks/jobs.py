"""Checks of what runs by itself: the scheduler, its jobs, and what they should have deleted."""

from collections.abc import Iterator
from datetime import timedelta

from frappe import _

from oauth_plus.doctor.finding import Finding, Severity, check
from oauth_plus.jobs import retention
from oauth_plus.jobs.run import Run
from oauth_plus.platform import clock, scheduler
from oauth_plus.platform.scheduler import Job
from oauth_plus.store import table_sizes

GRACE = timedelta(hours=1)
"""Time for which a job may be late, beside one more period."""

BEHIND = timedelta(days=3)
"""Time after their retention for which rows may still be there."""

PURGE_SECONDS = 60
"""Seconds for which the fix deletes rows; the scheduled job goes on."""


@check("Scheduler")
def scheduler_runs() -> Iterator[Finding]:
	"""The scheduler of the site is off: nothing expires, nothing is deleted, nobody is told of ending secrets."""
	if switch := scheduler.off_by():
		runs = [job.last_run for job in scheduler.own_jobs() if job.last_run]
		last = clock.to_column(max(runs)).strftime("%Y-%m-%d %H:%M") if runs else _("never")
		yield Finding(
			Severity.ERROR,
			_("The scheduler is off ({0}). The last job of this app ran: {1}.").format(switch, last),
			_("Run bench --site … enable-scheduler, and bench --site … scheduler resume if it is paused."),
		)


def _add_jobs() -> str:
	missing = _missing_jobs()
	scheduler.add_missing_jobs()
	return _("Jobs were added to the scheduler: {0}.").format(", ".join(missing))


@check("Scheduled jobs", mend=_add_jobs)
def jobs_are_known() -> Iterator[Finding]:
	"""The scheduler does not know a job of this app. The fix adds it, as a migration does."""
	if missing := _missing_jobs():
		yield Finding(
			Severity.ERROR,
			_("The scheduler does not know {0}.").format(", ".join(missing)),
			_("Run bench --site … migrate, or bench oauth-plus doctor --fix."),
		)


def _missing_jobs() -> list[str]:
	known = {job.method for job in scheduler.own_jobs()}
	return [method for method in dict.fromkeys(scheduler.own_methods()) if method not in known]


@check("Jobs stopped or late")
def jobs_run() -> Iterator[Finding]:
	"""A job of this app is stopped, or has not run for two of its periods and an hour, while the scheduler is on."""
	if scheduler.off_by():
		return
	jobs = scheduler.own_jobs()
	if stopped := [job.method for job in jobs if job.is_stopped]:
		yield Finding(
			Severity.ERROR,
			_("These jobs are stopped: {0}.").format(", ".join(sorted(stopped))),
			_("Clear Stopped in their Scheduled Job Type."),
		)
	late = [job for job in jobs if not job.is_stopped and _is_late(job)]
	if late:
		yield Finding(
			Severity.WARNING,
			_("These jobs are late: {0}.").format(", ".join(map(_described, late))),
			_(
				"Check that bench schedule and the workers run (bench doctor), and read the Scheduled Job Log."
			),
		)


def _is_late(job: Job) -> bool:
	since = clock.now() - (job.last_run or job.made_at)
	return since > timedelta(seconds=2 * job.period) + GRACE


def _described(job: Job) -> str:
	at = clock.to_column(job.last_run).strftime("%Y-%m-%d %H:%M") if job.last_run else _("never")
	return f"{job.method.removeprefix('oauth_plus.tasks.')} ({at})"


def _purge() -> str:
	return retention.purge(Run("purge", seconds=PURGE_SECONDS), clock.now()).sentence()


@check("Rows past their retention", mend=_purge)
def retention_is_kept() -> Iterator[Finding]:
	"""Rows are still there three days after their retention in Settings. The fix deletes them, for a minute at most."""
	if behind := retention.behind(clock.now() - BEHIND):
		yield Finding(
			Severity.WARNING,
			_("These should have been deleted more than {0} days ago: {1}.").format(
				BEHIND.days, ", ".join(behind)
			),
			_("Run bench --site … oauth-plus purge, and find out why the hourly job does not."),
		)


@check("Large tables")
def tables_are_small() -> Iterator[Finding]:
	"""A table has more than two million rows. `oauth_plus_large_table` in site_config.json sets another number."""
	limit = table_sizes.limit()
	if large := table_sizes.above(limit):
		yield Finding(
			Severity.WARNING,
			_("More than {0} rows: {1}.").format(limit, ", ".join(large)),
			_(
				"Shorten the retention in OAuth Plus Settings, then run bench oauth-plus purge. Look for a client that signs in again for every call."
			),
		)
