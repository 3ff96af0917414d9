"""Frappe's scheduler, as its configuration and its rows describe it."""

from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import cint

from oauth_plus.platform import clock

APP = "oauth_plus"

SWITCHES = ("maintenance_mode", "pause_scheduler", "disable_scheduler")
"""Keys of site_config.json, each of which stops the scheduler."""

PERIODS = {"Hourly": 3_600, "Daily": 86_400, "Weekly": 7 * 86_400}
"""Seconds between two runs, by the first word of Frappe's frequency."""


@dataclass(frozen=True)
class Job:
	"""Scheduled job. `last_run` is None for one that never ran; `period` is in seconds."""

	method: str
	period: int
	is_stopped: bool
	made_at: datetime
	last_run: datetime | None


def off_by() -> str:
	"""Return the name of the setting that stops the scheduler; empty while it runs."""
	for key in SWITCHES:
		if frappe.conf.get(key):
			return key
	enabled = frappe.db.get_single_value("System Settings", "enable_scheduler", cache=False)
	return "" if cint(enabled) else "enable_scheduler"


def own_jobs() -> list[Job]:
	"""Return the scheduled jobs of this app; empty for none."""
	fields = ["method", "frequency", "cron_format", "stopped", "creation", "last_execution"]
	rows = frappe.get_all("Scheduled Job Type", filters={"method": ("like", f"{APP}.%")}, fields=fields)
	return [
		Job(
			row.method,
			_period(row.frequency or "", row.cron_format or ""),
			bool(row.stopped),
			clock.from_column(row.creation),
			clock.from_column(row.last_execution),
		)
		for row in rows
	]


def own_methods() -> list[str]:
	"""Return the methods that the hooks of this app ask the scheduler to run."""
	found: list[str] = []
	for frequency, methods in frappe.get_hooks("scheduler_events", {}, app_name=APP).items():
		listed = methods.values() if frequency == "cron" else [methods]
		found += [method for each in listed for method in each]
	return found


def add_missing_jobs() -> None:
	"""Create the scheduled jobs that the hooks of all apps name, as a migration does."""
	from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs

	sync_jobs()


def _period(frequency: str, cron: str) -> int:
	"""Return the seconds between two runs. A cron expression counts as `*/n` minutes, or as an hour."""
	minutes = cron.partition(" ")[0].removeprefix("*/")
	if frequency == "Cron":
		return int(minutes) * 60 if minutes.isdigit() and cron.startswith("*/") else 3_600
	return PERIODS.get(frequency.partition(" ")[0], 86_400)
