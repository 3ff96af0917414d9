"""Who reads the metrics: users who may read events, and a monitor with the scrape token."""

import frappe

from oauth_plus.exceptions import InvalidToken, LimitReached, MissingToken
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.limits import attempts
from oauth_plus.store.site import ip_address, scrape_token

WHAT, MOST = "scrape_token", 20
"""Wrong tokens from one address within ten minutes."""


def require_allowed(token: str) -> None:
	"""Require a scrape token, or a user who may read events. Raises InvalidToken, MissingToken, or LimitReached."""
	if token:
		_require_right(token)
	elif not frappe.has_permission(events.DOCTYPE, "read"):
		raise MissingToken("Send the scrape token as a bearer, or sign in as an OAuth Manager")


def _require_right(token: str) -> None:
	if scrape_token.is_right(token):  # random: nobody guesses it, and no neighbour's wrong ones hold it up
		return
	address = ip_address.caller()
	if attempts.count(WHAT, address) >= MOST:
		left = attempts.seconds_left()
		raise LimitReached(
			Sentence("Too many wrong scrape tokens from this address: try again in {0} s", left), left
		)
	attempts.add(WHAT, address)
	raise InvalidToken(
		"The scrape token is wrong",
		cause="A monitor, or a stranger, sent a wrong scrape token",
		fix="Create a new scrape token in OAuth Plus Settings, and give it to the monitor",
	)
