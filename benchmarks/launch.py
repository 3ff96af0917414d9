"""`make bench`: start the benchmarks with a bench's own Python. Standard library only: a named bench needs no host."""

import os
from pathlib import Path

from benchmarks.place import HOW_TO, NAMES
from dev.standin import console
from dev.standin.paths import APP, CHECKOUT


def run_on_named_bench(arguments: list[str]) -> int:
	"""Measure on a bench that is not ours, between two of its sites. Makes none. Raises Stop."""
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
	return run(python, root, (ours, stock), dict(os.environ), arguments)


def run(
	python: Path, bench: Path, sites: tuple[str, str], environment: dict[str, str], arguments: list[str]
) -> int:
	"""Run `benchmarks` from the checkout, with the bench and its two sites in its environment."""
	console.say(f"Benchmarks: {sites[0]} with the app, {sites[1]} as Frappe comes")
	named = dict(zip(NAMES, (str(bench), *sites), strict=True))
	command = [python, "-W", "ignore", "-m", "benchmarks", *arguments]
	return console.run_in_front(command, CHECKOUT, environment | named | {"PYTHONPATH": str(CHECKOUT)})
