"""Where the app was installed before, clients at Warn are watched from now on: nothing says since when they were."""

from oauth_plus.setup import install
from oauth_plus.store.clients import client_gates


def execute() -> None:
	"""Run once; changes the rows of clients at Warn in one statement. A migration adds custom fields after its patches,
	so this one adds them first."""
	install.add_customisations()
	client_gates.begin_watching()
