"""Role of the people who manage clients and grants, and see no token and no secret."""

from oauth_plus.platform import role_permissions, site_notes
from oauth_plus.rules.client_delegation import MANAGER

CLIENT = "OAuth Client"

NOTE = "oauth_plus_made_role"
"""Name of the note that this app has made the role, and not an administrator."""

ON_CLIENTS = {
	"read": 1,
	"write": 1,
	"create": 1,
	"delete": 1,
	"report": 1,
	"export": 1,
	"print": 1,
	"select": 1,
}
"""Permissions on Frappe's OAuth Client. The DocTypes of this app have the role in their own permissions. Frappe's tables of
tokens and codes have it nowhere."""


def make() -> None:
	"""Make the role, before Frappe makes it from the permissions of our DocTypes. Changes nothing if it exists."""
	if not role_permissions.has_role(MANAGER):
		role_permissions.make_role(MANAGER)
		site_notes.write(NOTE, "1")


def allow() -> None:
	"""Let the role manage clients. Changes nothing if it has permissions there."""
	role_permissions.allow(CLIENT, MANAGER, ON_CLIENTS)


def drop() -> None:
	"""Take the permissions back, and delete the role if this app has made it."""
	role_permissions.forbid(CLIENT, MANAGER)
	if site_notes.read(NOTE):
		count = role_permissions.delete_role(MANAGER)
		print(f"OAuth Plus: removed the role {MANAGER}, which {count} users had")
	site_notes.delete(NOTE)
