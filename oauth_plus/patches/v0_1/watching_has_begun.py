"""Where the app was installed before, clients at Warn are watched from now on: nothing says since when they were."""

from oauth_plus.store.clients import client_rows


def execute() -> None:
	"""Run once; changes the rows of clients at Warn in one statement."""
	client_rows.begin_watching()
