"""The doctor in Desk and on the command line: who may ask, exit codes for monitors, and fixes."""

from collections.abc import Iterator

import pytest

from oauth_plus.doctor import count, examination
from oauth_plus.doctor.finding import check
from oauth_plus.doctor.registry import BY_NAME
from oauth_plus.platform import readiness
from oauth_plus.tests import bench
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import body
from oauth_plus.tests.doctor import patient
from oauth_plus.tests.factories import a_user, signed_in
from oauth_plus.tests.site import configured, settings


@pytest.fixture(scope="module", autouse=True)
def healthy_site(site) -> Iterator[None]:
	with patient.healthy():
		yield


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
	with settings(client_registration="Off", email_on_first_consent=0, email_on_replay=0):
		yield


def test_a_healthy_site_ends_with_0():
	code, said = patient.command()
	assert (code, said["status"], said["findings"]) == (0, "ok", [])
	assert set(said["passed"]) == {name for name, made in BY_NAME.items() if not made.asks_network}


def test_the_exit_code_says_how_bad_it_is():
	with configured(allow_cors="*"):
		code, said = patient.command()
	assert (code, said["status"]) == (2, "error")
	[finding] = said["findings"]
	assert (finding["check"], finding["severity"]) == ("other_origins", "error")
	with settings(client_registration="Off", allow_administrator=1):
		assert patient.command()[0] == 1
	with settings(client_registration="Open"):
		assert patient.command()[0] == 0, "a note wakes nobody up"


def test_a_check_that_fails_is_a_finding_and_ends_with_3():
	with configured(oauth_plus_large_table="many"):
		code, said = patient.command()
	[finding] = said["findings"]
	assert (code, finding["check"], finding["failed"]) == (3, "tables_are_small", True)
	assert "ValueError" in finding["evidence"]
	with configured(oauth_plus_large_table="many", allow_cors="*"):
		assert patient.command()[0] == 2


def test_people_read_lines():
	with configured(allow_cors="*"):
		ended = bench.command("oauth-plus", "doctor", "--offline")
	assert ended.returncode == 2
	assert "error   Requests of other websites (other_origins)" in ended.stdout
	assert "Fix: List the origins that need it." in ended.stdout
	assert "1 findings, " in ended.stdout


def test_fix_names_what_it_changed_and_changes_nothing_else():
	readiness.announce(converting=True)
	try:
		with configured(allow_cors="*"):
			code, said = patient.command("--fix")
	finally:
		readiness.announce(converting=False)
	assert code == 2, "what is not safe to fix is still there"
	[change] = said["changed"]
	assert change["check"] == "conversion"
	assert "replaced" in change["change"]
	assert [finding["check"] for finding in said["findings"]] == ["other_origins"]
	assert patient.command("--fix")[1]["changed"] == []


def test_the_network_is_left_out_only_offline():
	ended = bench.command("oauth-plus", "doctor")
	assert ended.returncode == 0
	assert "Metadata at the issuer (metadata)" in ended.stdout


def test_a_failing_check_does_not_stop_the_others():
	@check("Broken")
	def broken():
		"""Always fails."""
		raise KeyError("what it looked for")
		yield

	found = examination.examine(checks=(broken, BY_NAME["https"]))
	assert [(each.check, each.failed) for each in found.findings] == [("broken", True)]
	assert [each.name for each in found.passed] == ["https"]


@pytest.mark.parametrize("button", ["examine", "fix", "count_findings"])
def test_only_managers_ask_the_doctor(button: str):
	answer = patient.press(button, signed_in(a_user("Website Manager")), data={"check": "conversion"})
	assert answer.status_code == 403


def test_an_unknown_check_is_not_fixed():
	assert patient.press("fix", data={"check": "no_such_check"}).status_code == 404
	assert patient.fix("other_origins") == "There was nothing to fix."


def test_the_card_counts_what_somebody_has_to_do():
	with configured(allow_cors="*"), settings(client_registration="Open"):
		patient.examined()
		answer = patient.press("count_findings")
	assert body(answer)["message"]["value"] == 1, "notes are not counted"
	assert count.of_findings() == 1, "the number is at most ten minutes old"
	patient.examined()
	the_site.see_what_others_wrote()
	assert count.of_findings() == 0


def test_a_system_manager_is_offered_the_fix():
	readiness.announce(converting=True)
	try:
		[finding] = patient.found("conversion")
	finally:
		readiness.announce(converting=False)
	assert finding["can_fix"]


def test_a_site_that_is_not_there_is_a_sentence():
	ended = bench.python(
		"-m", "frappe.utils.bench_helper", "frappe", "--site", "nowhere.invalid", "oauth-plus", "doctor"
	)
	assert ended.returncode == 1
	assert "nowhere.invalid" in ended.stderr
	assert "Traceback" not in ended.stderr
