"""Logout at the wish of an app (OpenID Connect RP-Initiated Logout 1.0)."""

from dataclasses import dataclass, field
from typing import Any

from oauth_plus.exceptions import LogoutRefused
from oauth_plus.grants import signing
from oauth_plus.grants.person import Person
from oauth_plus.grants.seal import LOGOUT, require_seal, seal
from oauth_plus.platform.request_state import state
from oauth_plus.rules import redirect_uri
from oauth_plus.rules.form import Form
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import client_lookup
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import sessions, subjects

READ = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state", "logout_hint", "ui_locales")
"""Parameters of a logout request (RP-Initiated Logout §2); all others are left out."""


@dataclass(frozen=True)
class LogoutRequest:
	"""Request that may be carried out. `client` is None where it names none; `location` is where the browser goes
	afterwards, or empty; `hint` holds the claims of an ID token of ours for this client."""

	form: Form
	client: Client | None = None
	location: str = field(default="", repr=False)
	hint: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SignedOut:
	"""The session ends, where there is one, and the browser goes on: to the app at once, or by a link on a page."""

	request: LogoutRequest
	ends_session: bool
	goes_on_at_once: bool


@dataclass(frozen=True)
class AskLogout:
	"""Ask the user whether they want to sign out: nothing proves that it is their wish."""

	request: LogoutRequest
	user: str
	query: str = field(repr=False)
	seal: str = field(repr=False)


@dataclass(frozen=True)
class ComeByGet:
	"""The same request as a link: to a form of another site, the browser adds no session."""

	query: str = field(repr=False)


LogoutVerdict = SignedOut | AskLogout | ComeByGet


def begin(form: Form, person: Person, *, by_post: bool = False) -> LogoutVerdict:
	"""Answer a logout request (RP-Initiated Logout §2). Raises LogoutRefused where it cannot be understood: nobody is
	redirected then."""
	asked = _only_ours(form)
	request = read(asked)
	if person.is_guest:
		if by_post:
			return ComeByGet(asked.query())
		return SignedOut(request, ends_session=False, goes_on_at_once=request.hint is not None)
	if _is_proven(request, person):
		return SignedOut(request, ends_session=True, goes_on_at_once=True)
	return AskLogout(request, person.user, asked.query(), seal(asked, person, LOGOUT))


def conclude(form: Form, person: Person, sealed: str) -> SignedOut:
	"""Carry out what the user confirmed on our page. Raises Unredirectable for a form that is not from there (RFC 9700
	§4.7)."""
	asked = _only_ours(form)
	require_seal(asked, person, sealed, LOGOUT)
	return SignedOut(read(asked), ends_session=True, goes_on_at_once=True)


def read(form: Form) -> LogoutRequest:
	"""Check a logout request and return it. Raises LogoutRefused, or InvalidRequest for a parameter that is repeated."""
	form.require_sound()
	hint, client_id = form.get("id_token_hint"), form.get("client_id")
	audience = signing.audience_of(hint) if hint else None
	if client_id and audience and audience != client_id:  # RP-Initiated Logout §2
		raise LogoutRefused(
			"The ID token of this request belongs to another app.",
			cause="client_id and the audience of id_token_hint differ",
			fix="Have the app send the ID token that it got itself",
		)
	client = client_lookup.find_fresh(client_id or audience)
	_require_usable(client, client_id)
	state().client_id = client.client_id if client else None
	claims = signing.believed(hint, client) if hint and client else None
	return LogoutRequest(form, client, _location(form, client), claims)


def _require_usable(client: Client | None, client_id: str | None) -> None:
	if client is None and client_id:
		raise LogoutRefused("No app is registered here under the client_id of this request.")
	if client is not None and not client.is_enabled:
		raise LogoutRefused("An administrator has disabled this app.", fix="Enable the OAuth Client in Desk")


def _location(form: Form, client: Client | None) -> str:
	"""Where the browser goes afterwards: to an address of this very client, letter by letter, or nowhere."""
	uri = form.get("post_logout_redirect_uri")
	if not uri:
		return ""
	if client is None:
		raise LogoutRefused(
			"This request names an address to go on to, and no app that it belongs to.",
			cause="post_logout_redirect_uri came without client_id and without an id_token_hint",
			fix="Have the app send client_id or id_token_hint along",
		)
	if uri not in client.sign_on.post_logout_redirect_uris:
		shown = redirect_uri.shown(uri, client.sign_on.post_logout_redirect_uris)
		raise LogoutRefused(
			"The post_logout_redirect_uri of this request is not one that the app has registered, letter by letter.",
			cause=Sentence("post_logout_redirect_uri {0} is not registered for {1}", shown, client.client_id),
			fix="Add the URI to the Post-Logout Redirect URIs of the OAuth Client, or send one that is there",
		)
	said = form.get("state")
	return redirect_uri.with_parameters(uri, {"state": said}) if said else uri


def _is_proven(request: LogoutRequest, person: Person) -> bool:
	"""The app shows the ID token of this user and this session. Any other is the wish of somebody else: another
	site could send it (RP-Initiated Logout §6)."""
	hint, client = request.hint, request.client
	if not hint or client is None or person.impersonator:
		return False
	if hint.get("sub") != subjects.for_client(person.user, client):
		return False
	session = sessions.sid_for(sessions.digest_of(person.session_id), client.client_id)
	return "sid" not in hint or hint["sid"] == session


def _only_ours(form: Form) -> Form:
	values = {name: value for name, value in form.values.items() if name in READ}
	return Form(values, {name: fault for name, fault in form.faults.items() if name in READ})
