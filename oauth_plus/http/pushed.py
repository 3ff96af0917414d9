"""Pushed authorization requests at the authorization endpoint (RFC 9126 §4): the first browser that opens one keeps it.

A guest is sent to the login page, and the request waits for them: a program that loads addresses ahead, without the
user's cookies, must not use it up (FAPI 2.0 Security Profile §5.3.2.2, note 3). The first browser with a session gets
it, and may load the page again until the user has decided.
"""

import contextlib

import frappe

from oauth_plus.exceptions import Refusal, Unredirectable
from oauth_plus.grants.person import GUEST
from oauth_plus.http import waiting
from oauth_plus.rules import prompt, pushed_request
from oauth_plus.rules.form import Form, parse_form
from oauth_plus.rules.pushed_request import PushedForm
from oauth_plus.store import events
from oauth_plus.store.sealed import pushed_requests
from oauth_plus.store.sealed.pushed_requests import PushedRequest


def taken_up(form: Form) -> Form:
	"""Return the request that was pushed, if the form names one, else the form. Raises Unredirectable, and records it,
	for one that is unknown, expired, answered, of another client or in use in another browser; TemporarilyUnavailable."""
	if not pushed_request.is_named(form):
		return form
	reference, found = pushed_request.reference_of(form), _found(form)
	if found and frappe.session.user == GUEST:
		pushed_requests.extend(reference, found.ends_at)
		return _form(form, found)
	if found and pushed_requests.take(reference, waiting.name_browser(), found.ends_at):
		return _form(form, found)
	raise _unknown()


def looked_up(form: Form) -> Form:
	"""Return the request that was pushed, if the form names one that can be found, else the form. It stays untouched."""
	with contextlib.suppress(Refusal):
		if pushed_request.is_named(form) and (found := _found(form)):
			return _form(form, found)
	return form


def _found(form: Form) -> PushedRequest | None:
	reference = pushed_request.reference_of(form)
	client_id = form.get("client_id") or ""
	return pushed_requests.find(reference, client_id, waiting.browser()) if reference else None


def _form(form: Form, found: PushedRequest) -> Form:
	sent = parse_form(found.query.encode())
	reference = pushed_request.reference_of(form)
	pushed = PushedForm(sent.values, sent.faults, sent.further, reference, waiting.browser())
	return prompt.with_account_choice(pushed) if form.values.get(pushed_request.CHOICE) else pushed


def _unknown() -> Unredirectable:
	refusal = Unredirectable(
		"This sign-in has expired, was answered before or began in another browser. Go back to the app and start again.",
		cause="No pushed authorization request of this client waits under the request_uri for this browser",
		fix="Have the app push each request anew, and send the user within 90 seconds (RFC 9126)",
	)
	events.record_refusal("authorization_refused", refusal)
	return refusal
