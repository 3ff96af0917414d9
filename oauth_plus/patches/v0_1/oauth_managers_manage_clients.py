"""Patch: users with the role OAuth Manager may manage OAuth Clients."""

from oauth_plus.platform import manager_role


def execute() -> None:
	"""Idempotent. Creates at most the permissions of one DocType."""
	manager_role.allow()
