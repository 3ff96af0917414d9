"""`bench --site S oauth-plus …`: jobs by hand, clients checked, secrets and keys rotated."""

from oauth_plus.commands import clients, jobs, keys
from oauth_plus.commands.group import oauth_plus

MODULES = (jobs, clients, keys)
"""Each adds its commands to the group."""

commands = [oauth_plus]
"""Read by bench."""
