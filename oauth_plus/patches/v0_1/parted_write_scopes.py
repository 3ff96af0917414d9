"""`doctype:<Name>:write` creates and changes from now on; who had it before keeps deleting, submitting and
cancelling."""

from oauth_plus.jobs import part_write_scopes


def execute() -> None:
	"""Run once a site: rows of clients from before keep what `:write` meant; new clients get no more than the
	word says."""
	if changed := part_write_scopes.part_write_scopes():
		print(f"OAuth Plus: {changed} lists of scopes name :delete, :submit and :cancel beside :write")
