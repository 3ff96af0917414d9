"""The way into the environment. Standard library only, for it runs before anything is installed."""

import shutil

from dev.standin import console, environment, source
from dev.standin.paths import Home
from dev.standin.steps import one_at_a_time


def enter(home: Home, module: str) -> None:
	"""Make environment and tree unless they are there, and go on as `python -m MODULE` within; inside, return."""
	if environment.is_inside(home):
		return
	with one_at_a_time(home, "setup"):
		environment.prepare(home)
		source.prepare(home)
	environment.enter(home, module)


def remove_what_is_left(home: Home) -> None:
	"""Remove the folder where the environment is missing: then there is most likely no database either."""
	shutil.rmtree(home.root, ignore_errors=True)
	console.say(f"  {home.root} is gone; databases, if any, are named oauth_plus_{home.mark}_…")
