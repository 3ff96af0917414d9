"""Fill the last time of events that were recorded before rows had one."""

from oauth_plus.jobs import date_events


def execute() -> None:
	"""Run once, in batches; an interrupted run goes on where it stopped."""
	if done := date_events.date_events():
		print(f"OAuth Plus: {done} events have the last time of their creation")
