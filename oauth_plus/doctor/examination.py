"""All checks of a site, one after the other. A check that fails is a finding, and the others go on."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import frappe
from frappe import _

from oauth_plus.doctor.finding import Check, Finding, Severity
from oauth_plus.doctor.registry import CHECKS

ORDER = tuple(Severity)


@dataclass(frozen=True)
class Examination:
	"""All findings, the most severe first, and the names of the checks that found nothing."""

	findings: tuple[Finding, ...]
	passed: tuple[Check, ...]
	seconds: float

	def worst(self) -> Severity | None:
		"""Return the highest severity among the findings; None without one."""
		return self.findings[0].severity if self.findings else None


def examine(*, with_network: bool = True, checks: Iterable[Check] = CHECKS) -> Examination:
	"""Make every check. Without the network, those that send a request are left out."""
	began = time.monotonic()
	chosen = [each for each in checks if with_network or not each.asks_network]
	found = {each.name: tuple(findings_of(each)) for each in chosen}
	listed = [finding for findings in found.values() for finding in findings]
	return Examination(
		tuple(sorted(listed, key=lambda finding: ORDER.index(finding.severity))),
		tuple(each for each in chosen if not found[each.name]),
		time.monotonic() - began,
	)


def findings_of(made: Check) -> Iterator[Finding]:
	"""Yield the findings of one check; one that says so if the check fails."""
	try:
		for finding in list(made.look()):
			yield replace(finding, check=made.name, title=_(made.title), can_fix=made.mend is not None)
	except Exception as error:  # whatever is wrong with the site, the other checks say more about it
		frappe.clear_messages()
		yield Finding(
			Severity.WARNING,
			_("This check failed: {0}").format(f"{type(error).__name__}: {str(error)[:200]}"),
			_("Fix what the other findings name first. If it fails again, report it with the line above."),
			check=made.name,
			title=_(made.title),
			failed=True,
		)


def mend(made: Check) -> str:
	"""Fix what a check finds, and return a sentence that names what changed. Empty if there is nothing to fix, or no safe
	way to fix it."""
	if made.mend is None or not any(made.look()):
		return ""
	return made.mend()
