"""`doctype:<Name>:write` creates and changes from now on; who had it before keeps deleting, submitting and cancelling."""

from oauth_plus.jobs import part_write_scopes


def execute() -> None:
	"""Runs once a site: new clients that are given `:write` mean no more than that."""
	if changed := part_write_scopes.part_write_scopes():
		print(f"OAuth Plus: {changed} lists of scopes name :delete, :submit and :cancel beside :write")
