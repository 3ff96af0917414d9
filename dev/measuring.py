"""The benchmarks, on any bench. Standard library only: a named bench needs no host."""

import os
import subprocess
from pathlib import Path

from dev import console, suite
from dev.paths import APP, CHECKOUT

NAMES = ("OAUTH_PLUS_BENCH", "OAUTH_PLUS_SITE", "OAUTH_PLUS_STOCK_SITE")

HOW_TO = """\
OAUTH_PLUS_BENCH is the folder of a bench, OAUTH_PLUS_SITE a site on it with oauth_plus, and OAUTH_PLUS_STOCK_SITE
one without it. Both are for this alone; they are filled and emptied again:
  bench new-site bench.localhost && bench --site bench.localhost install-app oauth_plus
  bench new-site stock.localhost"""


def run_on_named_bench(arguments: list[str]) -> int:
	"""Measure on a bench that is not ours, between two of its sites. Makes none."""
	if missing := [name for name in NAMES if not os.environ.get(name)]:
		raise console.Stop(f"Not set: {', '.join(missing)}.\n{HOW_TO}")
	bench, ours, stock = (os.environ[name] for name in NAMES)
	root = Path(bench).resolve()
	python = root / "env" / "bin" / "python"
	if not python.exists():
		raise console.Stop(f"OAUTH_PLUS_BENCH is {root}, but {python} is missing.")
	for name, site in (("OAUTH_PLUS_SITE", ours), ("OAUTH_PLUS_STOCK_SITE", stock)):
		if not (root / "sites" / site / "site_config.json").exists():
			raise console.Stop(f"{name} is {site}, and there is no such site on {root}.\n{HOW_TO}")
	if (root / "apps" / APP).resolve() != CHECKOUT:
		console.say(f"  the app of this checkout is measured, not that in {root / 'apps' / APP}")
	return run(python, root, ours, stock, dict(os.environ), arguments)


def run(
	python: Path, bench: Path, ours: str, stock: str, environment: dict[str, str], arguments: list[str]
) -> int:
	"""Run `benchmarks` from the checkout, with the bench and its two sites named in its environment."""
	console.say(f"Benchmarks: {ours} with the app, {stock} as Frappe comes")
	named = dict(zip(NAMES, (str(bench), ours, stock), strict=True))
	return suite.wait_patiently(
		subprocess.Popen(
			[str(python), "-W", "ignore", "-m", "benchmarks", *arguments],
			cwd=CHECKOUT,
			env=environment | named | {"PYTHONPATH": str(CHECKOUT)},
			start_new_session=True,  # whatever ends us reaches it as one Ctrl-C, from us
		)
	)
