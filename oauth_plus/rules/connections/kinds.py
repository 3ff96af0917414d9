"""Table of all kinds of connections, in the order of the dialog."""

from oauth_plus.rules.connections.apps_of_users import BROWSER_APP, MOBILE_APP, PARTNER_PORTAL
from oauth_plus.rules.connections.apps_without_users import API_GATEWAY, BI_TOOL, MACHINE
from oauth_plus.rules.connections.assistants_and_sites import AI_ASSISTANT, FRAPPE_SITE
from oauth_plus.rules.connections.kind import ConnectionKind

KINDS = (
	MOBILE_APP,
	BROWSER_APP,
	PARTNER_PORTAL,
	BI_TOOL,
	API_GATEWAY,
	MACHINE,
	AI_ASSISTANT,
	FRAPPE_SITE,
)


def kind_named(name: str) -> ConnectionKind | None:
	"""Return the kind of this name; None for an unknown one."""
	return next((kind for kind in KINDS if kind.name == name), None)
