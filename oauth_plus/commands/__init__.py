"""Commands `bench --site S oauth-plus …`: examine the site, run jobs, manage clients, grants, secrets and keys."""

from oauth_plus.commands import (
	client,
	clients,
	doctor,
	grant,
	jobs,
	keys,
	metrics,
	new_clients,
	simulate,
	transfer,
)
from oauth_plus.commands.group import oauth_plus

MODULES = (doctor, jobs, client, new_clients, clients, grant, keys, metrics, simulate, transfer)
"""Modules that add their commands to the group."""

commands = [oauth_plus]
"""Commands that bench reads."""
