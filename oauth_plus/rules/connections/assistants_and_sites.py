"""Kinds of apps that bring their own way to connect: AI assistants and other Frappe sites."""

from oauth_plus.rules.connections.apps_of_users import FOR_USERS, IDENTITY
from oauth_plus.rules.connections.kind import ConnectionKind, ConnectionWay, Question, Reading
from oauth_plus.rules.connections.settings import (
	ENFORCED,
	NEVER_REFRESHED,
	ON_A_DEVICE,
	ON_A_SERVER,
	ROTATED,
)
from oauth_plus.rules.credentials import AuthMethod

AI_ASSISTANT = ConnectionKind(
	"ai_assistant",
	"AI assistant (MCP)",
	"An assistant that uses tools of this site through the Model Context Protocol.",
	(
		ConnectionWay(
			"users",
			"Users sign in",
			"Each user allows the assistant to act for them, and sees what it may do.",
			FOR_USERS,
			(ON_A_DEVICE, ENFORCED, ROTATED),
			AuthMethod.NONE,
			("openid", "offline_access"),
			suggested=(
				(Question.OPEN_TO, "Desk Users"),
				(Question.STAY, "month"),
				(Question.REDIRECT_URIS, "http://localhost:3334/oauth/callback"),
			),
			hints=(
				(
					Question.REDIRECT_URIS,
					"Filled in for mcp-remote. For another program: the address that its manual names. One a line.",
				),
			),
		),
	),
)

FRAPPE_SITE = ConnectionKind(
	"frappe_site",
	"Another Frappe site",
	"Another site with Frappe or ERPNext.",
	(
		ConnectionWay(
			"connected_app",
			"It reads or changes data here",
			"The other site has a Connected App, by which its users let it act for them here.",
			FOR_USERS,
			(ON_A_SERVER, ENFORCED, ROTATED),
			AuthMethod.BASIC,
			("openid", "offline_access"),
			suggested=((Question.OPEN_TO, "Desk Users"), (Question.STAY, "quarter")),
			hints=(
				(
					Question.REDIRECT_URIS,
					"Create the Connected App on the other site with any name, save it, and copy its Redirect URI.",
				),
			),
		),
		ConnectionWay(
			"login",
			"Its users sign in with their account here",
			"The login page of the other site has a button for this site.",
			(Question.SITE, Question.OPEN_TO, Question.ROLES),
			(ON_A_SERVER, NEVER_REFRESHED, ENFORCED),
			AuthMethod.BASIC,
			IDENTITY,
			Reading.NOTHING,
			suggested=((Question.OPEN_TO, "Desk Users"),),
		),
	),
)
