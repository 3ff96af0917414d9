"""Checks of an authorization request that depend on the signed-in user."""

from oauth_plus.exceptions import Impersonated, LoginRequired, UnmetAuthenticationRequirements
from oauth_plus.grants import signing
from oauth_plus.grants.authorization_request import AuthorizationRequest
from oauth_plus.grants.eligibility import require_no_administrator, require_role
from oauth_plus.grants.gate import gate
from oauth_plus.grants.person import Person
from oauth_plus.rules import scope_list
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.sentence import Sentence
from oauth_plus.rules.sign_in import class_of
from oauth_plus.store.people import subjects


def require_user(request: AuthorizationRequest, person: Person) -> None:
	"""Require that the user may use the client, and is the one that it expects. Raises WrongAccount or
	LoginRequired."""
	client = request.client
	require_role(person.user, client)
	with gate(client, Hardening.ADMINISTRATOR, person.user):
		require_no_administrator(person.user)
	require_hinted_user(request, person)
	require_claimed_user(request, person)


def require_hinted_user(request: AuthorizationRequest, person: Person) -> None:
	"""`id_token_hint` was issued to this client for the user who is signed in (OpenID Connect Core §3.1.2.1).

	Raises LoginRequired.
	"""
	hint = request.form.get("id_token_hint")
	if not hint or scope_list.OPENID not in request.scopes:
		return
	claims = signing.believed(hint, request.client, person.user)
	if not claims or claims.get("sub") != subjects.for_client(person.user, request.client):
		raise LoginRequired("Another user is signed in than id_token_hint names")


def require_claimed_user(request: AuthorizationRequest, person: Person) -> None:
	"""`claims` asks for the user who is signed in, and for nothing that this site cannot say of how they signed in.

	Raises LoginRequired for another `sub` (OpenID Connect Core §5.5.1), UnmetAuthenticationRequirements for a class of
	authentication that must be met, and was not (§5.5.1.1).
	"""
	asked = request.claims
	if asked.subject is not None and asked.subject != subjects.for_client(person.user, request.client):
		raise LoginRequired("Another user is signed in than claims names")
	if asked.classes is not None and class_of(person.methods) not in asked.classes:
		raise UnmetAuthenticationRequirements(
			"The user has not signed in as claims asks for",
			cause=Sentence(
				"The app asked for an acr of {0}, and the user signed in otherwise",
				" ".join(asked.classes)[:300],
			),
			fix="Have the user sign in with a second factor, or have the app not make acr an essential claim",
		)


def require_no_impersonator(person: Person, *, is_silent: bool = False) -> None:
	"""Refuse impersonation, because consent outlasts it. Raises Impersonated; LoginRequired if no page may be shown
	(OpenID Connect Core §3.1.2.6)."""
	if not person.impersonator:
		return
	if is_silent:
		raise LoginRequired("The user is not signed in themselves", cause=_impersonation(person))
	raise Impersonated(
		"You are signed in for somebody else. That person alone can allow an app to act for them.",
		cause=_impersonation(person),
		fix="The user must sign in and give consent themselves",
	)


def _impersonation(person: Person) -> str:
	return Sentence("{0} was signed in as {1} (Impersonate)", person.impersonator, person.user)
