"""Add delete, submit and cancel scopes where `doctype:<Name>:write` is stored, which no longer includes them."""

from oauth_plus.jobs import part_write_scopes


def execute() -> None:
	"""Convert stored lists of scopes, only once for a site. New clients with `:write` do not get the other scopes."""
	if changed := part_write_scopes.part_write_scopes():
		print(f"OAuth Plus: {changed} lists of scopes name :delete, :submit and :cancel beside :write")
