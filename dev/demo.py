"""The demo: a site, a third-party app, and the whole journey between them."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev import console, journey
from dev.inside import site_for
from dev.paths import CHECKOUT, Home
from dev.ports import free_port
from dev.serve import running, serving_site
from dev.site import ADMIN_PASSWORD, Site

PERSON = "dana@example.com"
PASSWORD = "dana-demo"
FIRST_PORT = 8000


@dataclass(frozen=True)
class Addresses:
	"""Where the site and the app answer."""

	site: str
	app: str


def run(home: Home, once: bool) -> int:
	"""Walk the journey, and stay up afterwards unless it is only for once. 0 if every step held."""
	with site_for(home, "demo") as site, _everything_running(site) as at:
		held = journey.walk(at.site, at.app, PERSON, PASSWORD)
		if not once:
			_show_the_way(at)
			_wait_for_ctrl_c()
	return 0 if held else 1


@contextmanager
def _everything_running(site: Site) -> Iterator[Addresses]:
	port = free_port(FIRST_PORT)
	at = Addresses(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{free_port(port + 1)}")
	_tell_site_its_address(site, at.site)
	settings = _register_app(site, at)
	command = [sys.executable, "-W", "ignore", "-m", "dev.third_party"]
	environment = site.bench.environment(PYTHONPATH=str(CHECKOUT), THIRD_PARTY_SETTINGS=str(settings))
	log = site.bench.home.logs / "third-party.log"
	with serving_site(site, port), running(command, log, f"{at.app}/", env=environment):
		yield at


def _tell_site_its_address(site: Site, address: str) -> None:
	"""The issuer is what the site is configured to be, not what a request's Host header claims."""
	file = site.folder / "site_config.json"
	settings = json.loads(file.read_text())
	if settings.get("host_name") != address:
		file.write_text(json.dumps({**settings, "host_name": address}, indent=1))


def _register_app(site: Site, at: Addresses) -> Path:
	"""Make what the demo needs on the site. Returns the app's settings; they are the only place of its secret."""
	home = site.bench.home
	file = home.root / f"third-party-{site.name}.json"
	known = json.loads(file.read_text()) if file.exists() else {}
	redirect_uri = f"{at.app}/callback"
	order = {
		"site": site.name,
		"email": PERSON,
		"password": PASSWORD,
		"redirect_uri": redirect_uri,
		"client": known if known.get("redirect_uri") == redirect_uri else {},
	}
	client = _make_records(site, order)
	file.touch(mode=0o600)
	file.write_text(json.dumps({**client, "site": at.site}))
	return file


def _make_records(site: Site, order: dict) -> dict:
	answer = subprocess.run(
		[sys.executable, "-W", "ignore", "-m", "dev.records"],
		cwd=site.bench.home.sites,
		env=site.bench.environment(PYTHONPATH=str(CHECKOUT)),
		input=json.dumps(order),
		capture_output=True,
		text=True,
		check=False,
	)
	if answer.returncode:
		raise console.Stop(f"The demo's client could not be made:\n\n{answer.stderr[-2000:]}")
	return json.loads(answer.stdout.splitlines()[-1])


def _show_the_way(at: Addresses) -> None:
	console.say(f"\n  The site   {at.site}/desk   Administrator / {ADMIN_PASSWORD}")
	console.say(f"             {at.site}/login  {PERSON} / {PASSWORD}")
	console.say(f"  The app    {at.app}\n\n  Ctrl-C ends both.")


def _wait_for_ctrl_c() -> None:
	try:
		threading.Event().wait()
	except KeyboardInterrupt:
		console.say("\n  Ending both.")
