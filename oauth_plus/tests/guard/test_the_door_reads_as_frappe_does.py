"""Whatever arguments a call has: what the door let in asks the database for nothing that no scope covers, shows no word
of it and changes none of its rows (decisions.md, decision 15).

Short in the suite. OAUTH_PLUS_CALLS=100000 drives it long, OAUTH_PLUS_SEED begins elsewhere; `-s` shows how often each
door was driven and let in. A failure prints each finding with the smallest call that shows it."""

import os
import time
from collections.abc import Iterator
from unittest.mock import patch

import frappe
import pytest

from oauth_plus.grants import access
from oauth_plus.tests.guard import watch, world
from oauth_plus.tests.guard.calls import Generator
from oauth_plus.tests.guard.drive import Driver, Report
from oauth_plus.tests.guard.known import known

CALLS = int(os.environ.get("OAUTH_PLUS_CALLS", "500"))
SEED = int(os.environ.get("OAUTH_PLUS_SEED", "1"))

HONEST = 2
"""Good calls of each door, before those that are bent; more, until one was let in."""

MOST_HONEST = 40

SCOPE = "OAuth Plus Scope"

LIFE = 1800
"""Seconds after which new tokens are made: they live for an hour."""


@pytest.fixture(scope="module")
def driver(site: str) -> Iterator[Driver]:
	before = set(frappe.get_all(SCOPE, pluck="name"))
	made = world.built()
	with watch.installed():
		yield Driver(made)
	world.taken_away(made)
	for name in set(frappe.get_all(SCOPE, pluck="name")) - before:  # other tests ask for the narrowest of all
		frappe.delete_doc(SCOPE, name, force=True)
	frappe.db.commit()


def driven(driver: Driver, calls: int) -> Report:
	"""So many calls, in parts between which tokens are renewed, and the findings made small."""
	report, generator = Report(), Generator(driver.world, SEED)
	driver.run(lambda: [report.add(driver.send(call)) for call in known(driver.world)])
	driver.run(lambda: _honest(driver, generator, report))
	left, began = calls - sum(tally.driven for tally in report.tallies.values()), time.monotonic()
	while left > 0:
		part = min(left, 1000)
		driver.run(lambda part=part: [report.add(driver.send(generator.next())) for _ in range(part)])
		left -= part
		if time.monotonic() - began > LIFE:
			began = time.monotonic()
			world.renew(driver.world)
	driver.run(lambda: report.make_small(driver.shrunk))
	return report


def _honest(driver: Driver, generator: Generator, report: Report) -> None:
	for door in generator.all_doors:
		for each in range(MOST_HONEST):
			if each >= HONEST and report.tallies[door].let_in:
				break
			report.add(driver.send(generator.named(door)))


def test_a_call_reaches_nothing_that_no_scope_covers(driver: Driver):
	report = driven(driver, CALLS)
	print(f"\n{report.table()}\n{dict(report.statuses)}")
	never = [door for door, tally in report.tallies.items() if not tally.let_in]
	assert not never, f"refused every time, so that nothing was tried: {never}"
	assert driver.changed_for_good() == set()
	if report.findings:
		pytest.fail(f"{len(report.findings)} findings\n\n{report.told()}", pytrace=False)


def test_a_door_that_stands_open_is_noticed(driver: Driver):
	"""The guard sees something at all: every token is taken for one of all scopes."""
	with patch.object(access.Bearer, "is_restricted", False):
		report, generator = Report(), Generator(driver.world, SEED)
		for _ in range(10):
			driver.run(lambda: [report.add(driver.send(generator.next())) for _ in range(100)])
			kinds = {group[1] for group in report.findings}
			if {watch.READ, "shown"} <= kinds:
				return
	pytest.fail(report.told())
