"""Destination of an answer: a client and one of its redirect URIs (RFC 6749 §3.1.2, RFC 9700 §4.11)."""

from dataclasses import dataclass, field

from oauth_plus.exceptions import Refusal, Unredirectable
from oauth_plus.grants.verdict import PostBack, Redirect
from oauth_plus.platform.request_state import state
from oauth_plus.rules import redirect_uri, redirect_uri_difference, response_mode
from oauth_plus.rules.form import Form
from oauth_plus.rules.policy import Gate
from oauth_plus.rules.response_mode import ResponseMode
from oauth_plus.store import client_lookup, events
from oauth_plus.store.clients.client import Client
from oauth_plus.store.site import site_issuer


@dataclass(frozen=True)
class Destination:
	"""Client and one of its redirect URIs: the only place for an answer."""

	client: Client
	redirect_uri: str
	state: str | None
	mode: ResponseMode
	form: Form = field(default_factory=Form, repr=False)

	def answer(self, parameters: dict[str, str]) -> Redirect | PostBack:
		"""Return the way back to the app with these parameters, the state as it came and our issuer (RFC 9207 §2)."""
		added = parameters | ({"state": self.state} if self.state else {}) | {"iss": site_issuer.issuer()}
		if self.mode is ResponseMode.FORM_POST:
			return PostBack(self.redirect_uri, added)
		in_fragment = self.mode is ResponseMode.FRAGMENT
		return Redirect(redirect_uri.with_parameters(self.redirect_uri, added, in_fragment=in_fragment))


def identify(form: Form) -> Destination:
	"""Return the client and the redirect URI of a request (RFC 9700 §4.11.2). Raises Unredirectable, and records it."""
	try:
		return find(form)
	except Unredirectable as refusal:
		events.record_refusal("authorization_refused", refusal, state().client_id)
		raise


def find(form: Form) -> Destination:
	"""Return the client and the redirect URI of a request (RFC 6749 §3.1.2.3). Raises Unredirectable."""
	try:
		client = client_lookup.find_fresh(form.get("client_id"))
		uri = form.get("redirect_uri")
	except Refusal as refusal:
		raise Unredirectable(refusal.description) from refusal
	if client is None:
		raise Unredirectable("No app is registered here under the client_id of this request.")
	state().client_id = client.client_id
	if not client.is_enabled:
		raise Unredirectable("An administrator has disabled this app.", fix="Enable the OAuth Client in Desk")
	uri = uri or client.default_redirect_uri
	if not uri or not redirect_uri.matching(uri, client.redirect_uris, is_public=client.is_public):
		raise Unredirectable(
			"The redirect_uri of this request is not one that the app has registered, letter by letter.",
			cause=redirect_uri_difference.difference(uri, client.redirect_uris),
			fix="Register the URI on the OAuth Client, or send one that is registered",
		)
	mode = response_mode.chosen(form, uri, may_post=client.enforcement is Gate.ENFORCE)
	return Destination(client, uri, form.values.get("state") or None, mode, form)
