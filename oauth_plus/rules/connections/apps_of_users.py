"""Kinds of apps that act for the users who allow them."""

from oauth_plus.rules.connections.kind import ConnectionKind, ConnectionWay, Question
from oauth_plus.rules.connections.settings import (
	DEVICE,
	ENDS_WITH_SESSION,
	ENFORCED,
	ON_A_DEVICE,
	ON_A_SERVER,
	ROTATED,
	SHORT_ACCESS,
)
from oauth_plus.rules.credentials import AuthMethod

IDENTITY = ("openid", "profile", "email")

LASTING = (*IDENTITY, "offline_access")

FOR_USERS = (Question.REDIRECT_URIS, Question.OPEN_TO, Question.ROLES, Question.STAY, Question.SCOPES)

PROVED = (
	Question.REDIRECT_URIS,
	Question.OPEN_TO,
	Question.ROLES,
	Question.PROOF,
	Question.KEYS,
	Question.STAY,
	Question.SCOPES,
)

MOBILE_APP = ConnectionKind(
	"mobile_app",
	"Mobile or desktop app",
	"An app on users' phones, tablets or computers.",
	(
		ConnectionWay(
			"browser",
			"It can open a browser",
			"The app opens the browser of the phone, the user signs in there, and the browser leads back to the app.",
			FOR_USERS,
			(ON_A_DEVICE, ENFORCED, ROTATED),
			AuthMethod.NONE,
			LASTING,
			suggested=((Question.OPEN_TO, "Desk Users"), (Question.STAY, "quarter")),
			hints=(
				(
					Question.REDIRECT_URIS,
					"The app's developer knows it, such as com.example.app:/callback, or http://127.0.0.1/callback for a "
					"computer. One a line.",
				),
			),
		),
		ConnectionWay(
			"device",
			"It has no browser",
			"A television, a terminal or a scanner: it shows a code, and the user types it on a page of this site.",
			(Question.OPEN_TO, Question.ROLES, Question.STAY, Question.SCOPES),
			(ON_A_DEVICE, DEVICE, ENFORCED, ROTATED),
			AuthMethod.NONE,
			("openid", "offline_access"),
			suggested=((Question.OPEN_TO, "Desk Users"), (Question.STAY, "quarter")),
		),
	),
	("erpnext:field_sales", "erpnext:hr_self_service"),
)

BROWSER_APP = ConnectionKind(
	"browser_app",
	"Browser app (single page)",
	"An app that consists of scripts in the browser, without a server of its own.",
	(
		ConnectionWay(
			"browser",
			"Users sign in",
			"The page leads its user to this site to sign in, and then calls this site by itself.",
			FOR_USERS,
			(ON_A_DEVICE, SHORT_ACCESS, ENDS_WITH_SESSION, ENFORCED, ROTATED),
			AuthMethod.NONE,
			IDENTITY,
			suggested=((Question.OPEN_TO, "Desk, Portal and Website Users"), (Question.STAY, "day")),
			hints=(
				(
					Question.REDIRECT_URIS,
					"Page of the app to which users come back, such as https://app.example.com/callback.html. Scripts of its "
					"site may then call this site. One a line.",
				),
			),
		),
	),
	("erpnext:web_shop", "erpnext:customer_portal"),
)

PARTNER_PORTAL = ConnectionKind(
	"partner_portal",
	"Partner portal or other web app",
	"A web app with a server of its own, which users open in their browser.",
	(
		ConnectionWay(
			"users",
			"Users sign in",
			"The web app leads its users to this site to sign in. Its server then calls this site in their name.",
			PROVED,
			(ON_A_SERVER, ENFORCED, ROTATED),
			AuthMethod.BASIC,
			LASTING,
			suggested=((Question.OPEN_TO, "Desk, Portal and Website Users"), (Question.STAY, "month")),
			hints=(
				(
					Question.REDIRECT_URIS,
					"The web app's developer knows it, such as https://portal.example.com/callback. One a line.",
				),
			),
		),
	),
	("erpnext:customer_portal", "erpnext:web_shop"),
)
