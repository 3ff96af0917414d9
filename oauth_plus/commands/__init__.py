"""Commands `bench --site S oauth-plus …`: run jobs, check clients, rotate secrets and keys."""

from oauth_plus.commands import clients, jobs, keys
from oauth_plus.commands.group import oauth_plus

MODULES = (jobs, clients, keys)
"""Modules that add their commands to the group."""

commands = [oauth_plus]
"""Commands that bench reads."""
