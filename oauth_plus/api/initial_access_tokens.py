"""Endpoint of the button in the list of initial access tokens (RFC 7591 §3)."""

from datetime import timedelta

import frappe
from frappe import _

from oauth_plus.http import response
from oauth_plus.platform import clock
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.clients import registration_tokens

MOST_USES, MOST_DAYS = 1_000, 366


@frappe.whitelist(methods=["POST"])
def new_initial_access_token(label: str, uses: int = 1, days: int = 7) -> dict[str, str]:
	"""Create a token with which so many apps may register themselves, and return it, only this once. Raises
	PermissionError for users who are no System Manager."""
	frappe.only_for("System Manager")
	if not 1 <= uses <= MOST_USES:
		frappe.throw(_("The token can be used 1 to {0} times.").format(MOST_USES))
	if not 1 <= days <= MOST_DAYS:
		frappe.throw(_("The token can be valid for 1 to {0} days.").format(MOST_DAYS))
	token = registration_tokens.issue(label.strip(), uses, clock.now() + timedelta(days=days))
	events.record(
		"initial_token_created", cause=Sentence("{0}: {1} uses, {2} days", label.strip(), uses, days)
	)
	response.forbid_storing()
	return {"token": str(token)}
