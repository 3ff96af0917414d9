"""The metrics of the site, for a monitor, and its token."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import scraping
from oauth_plus.http import metrics_text, response
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_bearer
from oauth_plus.store import events
from oauth_plus.store.site import scrape_token


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("GET", refusal_event="metrics_refused")
def metrics() -> Response:
	"""Return the metrics in the text format of Prometheus, to users who may read events, and to who sends the scrape
	token."""
	scraping.require_allowed(read_bearer(frappe.request))
	return metrics_text.response()


@frappe.whitelist(methods=["POST"])
def new_scrape_token() -> dict[str, str]:
	"""Create a scrape token in place of the last one, and return it, only this once. Raises PermissionError for users who
	are no System Manager."""
	frappe.only_for("System Manager")
	token = scrape_token.make()
	events.record("scrape_token_created")
	response.forbid_storing()
	return {"token": token}


@frappe.whitelist(methods=["POST"])
def end_scrape_token() -> None:
	"""End the scrape token. Raises PermissionError for users who are no System Manager."""
	frappe.only_for("System Manager")
	scrape_token.end()
	events.record("scrape_token_ended")
