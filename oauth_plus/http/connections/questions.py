"""Questions of the dialog as fields of Desk."""

from typing import Any

from frappe import _

from oauth_plus.rules.connections import answers
from oauth_plus.rules.connections.kind import ConnectionWay, Question
from oauth_plus.rules.open_to import OpenTo


def fields_of(way: ConnectionWay) -> list[dict[str, Any]]:
	"""Return the fields of a way, in their order, with what the dialog fills in. The check boxes for scopes are not among
	them."""
	texts = _fields()
	hints = {question: _(text) for question, text in way.hints}
	return [
		{"fieldname": question.value, "default": way.suggestion(question)}
		| texts[question]
		| ({"description": hints[question]} if question in hints else {})
		for question in (Question.NAME, *way.asks)
		if question is not Question.SCOPES
	]


def sentence_of_missing(question: Question) -> str:
	"""Return what to do about a question without an answer."""
	sentences: dict[Question, str] = {
		Question.NAME: _("Enter a name. Users see it when they allow the app."),
		Question.SITE: _("Enter the address of the other site, such as https://other.example.com."),
		Question.OPEN_TO: _("Choose who may use the app."),
		Question.ROLES: _("Choose at least one role whose users may use the app."),
		Question.SERVICE_USER: _("Choose the user that the app acts as."),
		Question.KEYS: _("Enter the app's public keys, or the https address where they are."),
		Question.SCOPES: _("Tick at least one thing that the app may do."),
	}
	return sentences[question]


def _fields() -> dict[Question, dict[str, Any]]:
	return {
		Question.NAME: {
			"fieldtype": "Data",
			"label": _("Name of the App"),
			"description": _("Users see it when they allow the app, and you in the list of clients."),
			"length": 140,
		},
		Question.SITE: {
			"fieldtype": "Data",
			"label": _("Address of the Other Site"),
			"placeholder": "https://other.example.com",
		},
		Question.REDIRECT_URIS: {"fieldtype": "Small Text", "label": _("Redirect URIs")},
		Question.OPEN_TO: {
			"fieldtype": "Select",
			"label": _("Who May Use It"),
			"options": [{"value": each.value, "label": _(each.value)} for each in OpenTo],
			"description": _("Customers, suppliers and other website users are not Desk Users."),
		},
		Question.ROLES: {
			"fieldtype": "MultiSelectPills",
			"label": _("Roles"),
			"depends_on": f"eval: doc.open_to === '{OpenTo.ROLES.value}'",
		},
		Question.SERVICE_USER: {
			"fieldtype": "Link",
			"options": "User",
			"label": _("Service User"),
			"description": _(
				"The app acts as this user, without anybody's consent. Choose a user of its own, with the roles that the "
				"app needs and no others."
			),
		},
		**_of_proof(),
		**_of_time(),
	}


def _of_proof() -> dict[Question, dict[str, Any]]:
	by = {answers.SECRET: _("With a secret (common)"), answers.KEY: _("With a key of its own (strongest)")}
	return {
		Question.PROOF: {
			"fieldtype": "Select",
			"label": _("How Does It Prove Itself?"),
			"options": [{"value": value, "label": label} for value, label in by.items()],
			"default": answers.SECRET,
			"description": _(
				"With a key, nothing secret is handed over. The app's developer knows whether it can."
			),
		},
		Question.KEYS: {
			"fieldtype": "Small Text",
			"label": _("Public Keys"),
			"depends_on": f"eval: doc.proof === '{answers.KEY}'",
			"description": _(
				"The JWK Set that the app's developer sends you, or the https address where it is."
			),
		},
		Question.NETWORKS: {
			"fieldtype": "Small Text",
			"label": _("Allowed IP Addresses"),
			"description": _("Addresses or networks such as 192.0.2.0/24, one a line. Empty: any address."),
		},
		Question.EXCHANGES_OF: {
			"fieldtype": "MultiSelectPills",
			"label": _("Apps That Call This Gateway"),
			"description": _(
				"The gateway can use the tokens of these apps. * stands for all apps of this site."
			),
		},
	}


def _of_time() -> dict[Question, dict[str, Any]]:
	stays = {
		"": _("As OAuth Plus Settings say"),
		"day": _("A day"),
		"week": _("A week"),
		"month": _("A month"),
		"quarter": _("Three months, or a month without use"),
		"year": _("A year, or three months without use"),
	}
	lives = {
		"": _("As OAuth Plus Settings say"),
		"300": _("5 minutes"),
		"900": _("15 minutes"),
		"3600": _("An hour"),
	}
	return {
		Question.STAY: {
			"fieldtype": "Select",
			"label": _("Users Stay Signed In"),
			"options": [{"value": value, "label": label} for value, label in stays.items()],
			"description": _("After that, they sign in and allow the app again."),
		},
		Question.TOKEN_LIFE: {
			"fieldtype": "Select",
			"label": _("One Access Token Is Valid"),
			"options": [{"value": value, "label": label} for value, label in lives.items()],
			"description": _("The app gets the next one by itself."),
		},
	}
