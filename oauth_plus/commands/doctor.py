"""Command that examines the site."""

from dataclasses import asdict

import click

from oauth_plus.commands.group import oauth_plus, on_site
from oauth_plus.commands.output import JSON, echo, print_json
from oauth_plus.doctor import count, examination
from oauth_plus.doctor.examination import Examination
from oauth_plus.doctor.finding import Finding, Severity
from oauth_plus.doctor.registry import BY_NAME
from oauth_plus.platform import transaction

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}

EXIT_CODES = {Severity.NOTE: 0, None: 0, Severity.WARNING: 1, Severity.ERROR: 2}

NOT_EXAMINED = 3
"""Exit code if a check failed, and no other check found an error."""


@oauth_plus.command()
@JSON
@click.option("--fix", "with_fix", is_flag=True, help="Fix what is safe to fix, and name what changed")
@click.option(
	"--offline", is_flag=True, help="Leave out the checks that send a request to the site's own address"
)
@on_site
def doctor(as_json: bool, with_fix: bool, offline: bool) -> None:
	"""Examine the site: its address, clocks, keys, jobs, settings, clients and other apps. Exit codes, as for Nagios: 0 for
	nothing or notes only, 1 for warnings, 2 for errors, 3 if a check failed."""
	changes = _fix(examination.examine(with_network=False)) if with_fix else {}
	transaction.keep()  # an exit code other than 0 rolls back
	found = examination.examine(with_network=not offline)
	count.count_again()
	if as_json:
		print_json(_members(found, changes))
	else:
		_print(found, changes)
	raise SystemExit(_exit_code(found))


def _fix(found: Examination) -> dict[str, str]:
	"""Fix what is safe, and return what changed, by the name of the check."""
	checks = dict.fromkeys(finding.check for finding in found.findings if finding.can_fix)
	changes = {name: examination.mend(BY_NAME[name]) for name in checks}
	return {name: change for name, change in changes.items() if change}


def _exit_code(found: Examination) -> int:
	worst = EXIT_CODES[max((finding.severity for finding in found.findings), key=_weight, default=None)]
	has_failed = any(finding.failed for finding in found.findings)
	return NOT_EXAMINED if has_failed and worst < EXIT_CODES[Severity.ERROR] else worst


def _weight(severity: Severity) -> int:
	return EXIT_CODES[severity]


def _members(found: Examination, changes: dict[str, str]) -> dict[str, object]:
	return {
		"status": found.worst().value if found.findings else "ok",
		"findings": [asdict(finding) for finding in found.findings],
		"passed": [check.name for check in found.passed],
		"changed": [{"check": name, "change": change} for name, change in changes.items()],
		"seconds": round(found.seconds, 3),
	}


def _print(found: Examination, changes: dict[str, str]) -> None:
	for change in changes.values():
		echo(f"Changed: {change}")
	for finding in found.findings:
		_print_finding(finding)
	echo(f"{len(found.findings)} findings, {len(found.passed)} checks found nothing, {found.seconds:.1f} s")


def _print_finding(finding: Finding) -> None:
	click.secho(f"{finding.severity.value:<8}", fg=COLOURS[finding.severity], nl=False)
	echo(f"{finding.title} ({finding.check})")
	echo(f"        {finding.evidence}")
	echo(f"        Fix: {finding.fix}{' It is safe to fix: --fix' if finding.can_fix else ''}")
