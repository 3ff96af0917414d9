"""The documents say what the code does: tables, links, files that are named, and the quick start as it stands."""

import json
import os
import re
import subprocess

import pytest

from oauth_plus import hooks
from oauth_plus.tests import documents
from oauth_plus.tests.browser import sent_to, through
from oauth_plus.tests.documents import APP, ROOT
from oauth_plus.tests.factories import CALLBACK, App, a_device_app, a_machine, a_user, an_app, signed_in
from oauth_plus.tests.journey import authorization_request, decide
from oauth_plus.tests.served import served

PAGES = {str(path.relative_to(ROOT)): path for path in documents.documents()}

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

NAMED_TEST = re.compile(r"`(?:[a-z]+/)*(test_\w+\.py)`")

SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def anchors(text: str) -> set[str]:
	"""The headings of a page, as they are linked to."""
	headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
	return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_tables_are_as_the_code_has_them(page: str):
	"""`make docs` renews them"""
	text = PAGES[page].read_text()
	assert documents.renewed(text) == text


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str):
	path = PAGES[page]
	for link in LINK.findall(path.read_text()):
		if "://" in link:
			continue
		address, _, anchor = link.partition("#")
		target = (path.parent / address).resolve() if address else path
		assert target.exists(), link
		if anchor:
			assert anchor in anchors(target.read_text()), link


@pytest.mark.parametrize("page", PAGES)
def test_tests_that_are_named_are_there(page: str):
	named = NAMED_TEST.findall(PAGES[page].read_text())
	assert [name for name in named if not list((APP / "tests").rglob(name))] == []


CLAUSE_TEST = re.compile(r"`((?:[a-z]+/)?test_\w+\.py)::(\w+)`")


def test_each_clause_of_fapi_names_a_test_that_is_there():
	"""FAPI 2.0 Security Profile §5.3.2: no clause is left out"""
	text = (ROOT / "docs/security/fapi2.md").read_text()
	_intro, general, endpoint, *_rest = re.split(r"^## ", text, flags=re.MULTILINE)
	for section in (general, endpoint):
		cells = [row.split("|")[1] for row in section.splitlines() if row.startswith("| ")]
		assert [
			int(number) for cell in cells for number in re.findall(r"\d+", cell) if "note" not in cell
		] == [*range(1, 15)]
	rows = [
		row for row in text.splitlines() if row.startswith("| ") and not row.startswith(("| ---", "| clause"))
	]
	for row in rows:
		named = CLAUSE_TEST.findall(row)
		assert named, row
		for file, name in named:
			code = (APP / "tests" / file).read_text()
			assert f"def {name}(" in code, f"{file}::{name}"


def test_every_job_has_a_rhythm():
	keys = {*hooks.scheduler_events["cron"], *hooks.scheduler_events} - {"cron"}
	assert set(documents.RHYTHMS) == keys


def test_every_event_is_explained():
	assert documents.recorded() == set(documents.EVENTS)


def test_the_readme_can_be_finished():
	text = (ROOT / "README.md").read_text()
	assert len(text.splitlines()) <= 120
	assert len(text.split()) <= 900


# The quick start


class Shell:
	"""The blocks of the quick start, each run by itself with what is known so far."""

	def __init__(self, page: str = "quickstart", **known: str) -> None:
		text = (ROOT / f"docs/integrators/{page}.md").read_text()
		self.blocks = SHELL.findall(text)
		self.known = known

	def run(self, words: str, *wanted: str) -> str:
		"""The one block with these words; variables that it sets are kept."""
		[block] = [each for each in self.blocks if words in each]
		asked = "".join(f'\nprintf "%s\\n" "${name}"' for name in wanted)
		ended = subprocess.run(
			["bash", "-ec", block + asked],
			env={**os.environ, **self.known},
			capture_output=True,
			text=True,
			timeout=120,
			check=True,
		)
		lines = ended.stdout.splitlines()
		self.known |= dict(zip(wanted, lines[len(lines) - len(wanted) :], strict=True))
		return ended.stdout

	def lines(self, words: str) -> list[str]:
		"""Each command of a block by itself."""
		[block] = [each for each in self.blocks if words in each]
		commands = block.replace("\\\n", " ").strip().splitlines()
		self.blocks += [command for command in commands if len(commands) > 1]
		return commands


def test_the_quick_start_works_as_it_stands(site):
	app: App = an_app(redirect_uris=CALLBACK)
	with served(site) as address, through(address):
		secret = {"CLIENT_ID": app.client_id, "CLIENT_SECRET": app.client_secret}
		shell = Shell(SITE=address, REDIRECT_URI=app.redirect_uri, **secret)
		shell.run("VERIFIER=", "VERIFIER", "CHALLENGE")
		proof = {"code_challenge": shell.known["CHALLENGE"], "code_challenge_method": "S256"}
		browser = signed_in()
		question = browser.get(
			"/api/method/frappe.integrations.oauth2.authorize", authorization_request(app, **proof)
		)
		shell.known["CODE"] = sent_to(decide(browser, question))["code"]
		first = json.loads(shell.run("grant_type=authorization_code"))
		assert {"access_token", "refresh_token", "id_token", "scope", "expires_in"} <= first.keys()
		shell.known |= {"ACCESS_TOKEN": first["access_token"], "REFRESH_TOKEN": first["refresh_token"]}
		todos, profile = (json.loads(_run(shell, line)) for line in shell.lines("api/resource/ToDo"))
		assert "data" in todos
		assert profile["email"]
		second = json.loads(shell.run("grant_type=refresh_token"))
		assert second["refresh_token"] != first["refresh_token"]
		shell.known["ACCESS_TOKEN"] = second["access_token"]
		introspect, revoke = shell.lines("introspect_token")
		assert json.loads(_run(shell, introspect))["active"] is True
		_run(shell, revoke)
		assert json.loads(_run(shell, introspect))["active"] is False
		assert json.loads(shell.run("openid-configuration"))["token_endpoint"].endswith("get_token")


def test_the_commands_for_machine_clients_work_as_they_stand(site):
	app: App = a_machine(a_user("System Manager"))
	with served(site) as address:
		secret = {"CLIENT_ID": app.client_id, "CLIENT_SECRET": app.client_secret}
		shell = Shell("machines", SITE=address, **secret)
		assert json.loads(shell.run("client_id="))["scope"] == "all"
		said = json.loads(shell.run("-u "))
		assert {"access_token", "expires_in", "token_type", "scope"} == said.keys()
		shell.known["ACCESS_TOKEN"] = said["access_token"]
		assert "data" in json.loads(shell.run("api/resource/ToDo"))


def test_the_commands_for_devices_work_as_they_stand(site):
	app: App = a_device_app()
	with served(site) as address, through(address):
		shell = Shell("devices", SITE=address, CLIENT_ID=app.client_id)
		begun = json.loads(shell.run("device_authorization"))
		shell.known["DEVICE_CODE"] = begun["device_code"]
		assert json.loads(shell.run("device_code="))["error"] == "authorization_pending"
		browser = signed_in()
		page = browser.get("/oauth-device", {"user_code": begun["user_code"]})
		browser.submit(page, decision="allow")
		assert json.loads(shell.run("device_code="))["scope"] == "openid"


def _run(shell: Shell, command: str) -> str:
	ended = subprocess.run(
		["bash", "-ec", command],
		env={**os.environ, **shell.known},
		capture_output=True,
		text=True,
		timeout=120,
		check=True,
	)
	return ended.stdout
