"""The demo: a site, a third-party app, and the whole journey between them."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import journey
from dev.standin import console
from dev.standin.paths import CHECKOUT, Home
from dev.standin.ports import free_port
from dev.standin.ready import site_for
from dev.standin.serve import running, serving_site
from dev.standin.site import ADMIN_PASSWORD, Site

PERSON = "dana@example.com"
PASSWORD = "dana-demo"
FIRST_PORT = 8000


def run(home: Home, once: bool) -> int:
	"""Walk the journey, and stay up afterwards unless it is only for once. Returns 0 if every step held."""
	with site_for(home, "demo") as site, _both_running(site) as (site_at, app_at):
		held = journey.walk(site_at, app_at, PERSON, PASSWORD)
		if not once:
			_stay_up(site_at, app_at)
	return 0 if held else 1


@contextmanager
def _both_running(site: Site) -> Iterator[tuple[str, str]]:
	"""The site and the app, each on a port of this machine, and their addresses."""
	port = free_port(FIRST_PORT)
	site_at, app_at = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{free_port(port + 1)}"
	site.bench.run(site.name, "set-config", "host_name", site_at)  # the issuer, whatever a Host header claims
	settings = _register_app(site, site_at, f"{app_at}/callback")
	command = [sys.executable, "-W", "ignore", "-m", "dev.third_party"]
	environment = site.bench.environment(PYTHONPATH=str(CHECKOUT), THIRD_PARTY_SETTINGS=str(settings))
	log = site.bench.home.logs / "third-party.log"
	with serving_site(site, port), running(command, log, f"{app_at}/", env=environment):
		yield site_at, app_at


def _register_app(site: Site, site_at: str, redirect_uri: str) -> Path:
	"""Make what the demo needs on the site. Returns the app's settings; they are the only place of its secret."""
	file = site.bench.home.root / f"third-party-{site.name}.json"
	known = json.loads(file.read_text()) if file.exists() else {}
	if known.pop("site", None) is None or known["redirect_uri"] != redirect_uri:
		known = {}
	order = {"email": PERSON, "password": PASSWORD, "redirect_uri": redirect_uri, "client": known}
	client = site.bench.order("dev.records", {"site": site.name, **order})
	file.touch(mode=0o600)
	file.write_text(json.dumps({**client, "site": site_at}))
	return file


def _stay_up(site_at: str, app_at: str) -> None:
	console.say(f"\n  The site   {site_at}/desk   Administrator / {ADMIN_PASSWORD}")
	console.say(f"             {site_at}/login  {PERSON} / {PASSWORD}")
	console.say(f"  The app    {app_at}\n\n  Ctrl-C ends both.")
	try:
		threading.Event().wait()
	except KeyboardInterrupt:
		console.say("\n  Ending both.")
