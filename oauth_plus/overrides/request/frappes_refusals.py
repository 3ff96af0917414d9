"""Refusals by Frappe of a request to one of our endpoints, in the words of the RFCs."""

import json

import frappe
from werkzeug.wrappers import Request, Response

from oauth_plus.exceptions import (
	InvalidClientMetadata,
	InvalidRequest,
	MissingToken,
	Refusal,
	ServerError,
	TemporarilyUnavailable,
)
from oauth_plus.overrides.request import address
from oauth_plus.platform import features

UNREADABLE = 417
"""Status of Frappe's refusal of a body that its own reader of JSON does not take, such as one with half a character."""


def refusal(response: Response, request: Request) -> Refusal:
	"""Return Frappe's refusal, from before or after our endpoint ran, as a Refusal (RFC 6749 §5.2, RFC 6750 §3.1)."""
	if response.status_code == 503:
		return TemporarilyUnavailable("The site is being maintained: try again")
	if _leads_nowhere(address.asked(request)):
		return TemporarilyUnavailable("The site is being updated: try again")
	if address.asked(request) in address.OF_REGISTRATION and (
		_is_broken_json(request) or response.status_code == UNREADABLE
	):
		return InvalidClientMetadata("Send the metadata of the client as a JSON object")
	if response.status_code >= 500 and not _is_broken_json(request):
		return ServerError("Something failed here: try again later")
	if response.status_code == 401 and address.asked(request) == address.PROFILE:
		return MissingToken("Send an access token in the Authorization header")
	return InvalidRequest("The request could not be read")


def _leads_nowhere(asked: str | None) -> bool:
	"""Return whether the hooks, which all workers share, name a method that this worker's code does not have: it must
	be restarted."""
	try:
		frappe.get_attr(features.function_for(address.METHODS[asked]))
	except (AttributeError, ImportError, frappe.AppNotInstalledError):
		return True
	return False


def speaks_oauth(response: Response) -> bool:
	"""Return whether another app that overrides one of Frappe's endpoints refused with an OAuth error, which clients
	handle (RFC 6749 §5.2)."""
	try:
		said = json.loads(response.get_data()) if response.is_json else None
	except ValueError:
		return False
	return isinstance(said, dict) and isinstance(said.get("error"), str)


def _is_broken_json(request: Request) -> bool:
	"""Return whether the JSON body is malformed or not an object. Frappe reads it before any hook, and fails."""
	if not request.is_json:
		return False
	try:
		return not isinstance(json.loads(request.get_data()), dict)
	except (ValueError, RecursionError):
		return True
