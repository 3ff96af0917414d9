"""Kinds of apps that may act by themselves, and gateways, which stand between apps and services."""

from oauth_plus.rules.connections.apps_of_users import FOR_USERS, LASTING
from oauth_plus.rules.connections.kind import ConnectionKind, ConnectionWay, Question, Reading
from oauth_plus.rules.connections.settings import ENFORCED, EXCHANGES, INTROSPECTS, ON_A_SERVER, ROTATED
from oauth_plus.rules.credentials import AuthMethod

BY_ITSELF = (Question.SERVICE_USER, Question.NETWORKS, Question.TOKEN_LIFE, Question.SCOPES)

POWER_BI = "https://oauth.powerbi.com/views/oauthredirect.html"

BI_TOOL = ConnectionKind(
	"bi_tool",
	"BI tool",
	"A tool for reports and dashboards, such as Power BI, Superset or Metabase.",
	(
		ConnectionWay(
			"service",
			"It reads data by itself",
			"For reports that are refreshed at night: the tool reads what one user of its own may read. Nobody signs in.",
			BY_ITSELF,
			(ON_A_SERVER, ENFORCED),
			AuthMethod.BASIC,
			(),
			Reading.ONLY,
			suggested=((Question.TOKEN_LIFE, "3600"),),
			hints=(
				(
					Question.SERVICE_USER,
					"The tool reads what this user may read, and no more. Choose a user of its own, with roles that only read.",
				),
			),
		),
		ConnectionWay(
			"users",
			"Each user signs in",
			"Each analyst signs in from the tool, and sees what they themselves may see.",
			FOR_USERS,
			(ON_A_SERVER, ENFORCED, ROTATED),
			AuthMethod.BASIC,
			LASTING,
			Reading.ONLY,
			suggested=(
				(Question.OPEN_TO, "Desk Users"),
				(Question.STAY, "quarter"),
				(Question.REDIRECT_URIS, POWER_BI),
			),
			hints=(
				(
					Question.REDIRECT_URIS,
					"Filled in for Power BI. Another tool's manual names its address, mostly as redirect or callback URL.",
				),
			),
		),
	),
	("erpnext:bi",),
)

API_GATEWAY = ConnectionKind(
	"api_gateway",
	"API gateway",
	"A gateway that stands before a service, and lets apps in by their tokens.",
	(
		ConnectionWay(
			"introspection",
			"It only checks tokens",
			"The gateway asks this site whether a token is valid, whose it is, and what it may do.",
			(Question.NETWORKS,),
			(ON_A_SERVER, INTROSPECTS, ENFORCED),
			AuthMethod.BASIC,
			("openid",),
			Reading.NOTHING,
		),
		ConnectionWay(
			"exchange",
			"It also calls this site",
			"The gateway exchanges the token of a user for a narrower one of its own, and calls this site with it.",
			(
				Question.EXCHANGES_OF,
				Question.OPEN_TO,
				Question.ROLES,
				Question.NETWORKS,
				Question.TOKEN_LIFE,
				Question.SCOPES,
			),
			(ON_A_SERVER, EXCHANGES, ENFORCED),
			AuthMethod.BASIC,
			suggested=((Question.OPEN_TO, "Desk, Portal and Website Users"), (Question.TOKEN_LIFE, "300")),
		),
	),
)

MACHINE = ConnectionKind(
	"machine",
	"Machine to machine",
	"A program that acts without any user at a browser: a nightly import, a shop, a monitor.",
	(
		ConnectionWay(
			"service",
			"It acts by itself",
			"The program proves itself, and acts as one user of its own, with the roles of that user.",
			(
				Question.SERVICE_USER,
				Question.PROOF,
				Question.KEYS,
				Question.NETWORKS,
				Question.TOKEN_LIFE,
				Question.SCOPES,
			),
			(ON_A_SERVER, ENFORCED),
			AuthMethod.BASIC,
			suggested=((Question.TOKEN_LIFE, "3600"),),
		),
	),
)
