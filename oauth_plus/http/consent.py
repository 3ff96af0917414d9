"""Pages that ask the user for consent, or for an account."""

from typing import Any
from urllib.parse import urlsplit

from frappe import _
from werkzeug.wrappers import Response

from oauth_plus.grants.eligibility import ADMINISTRATOR
from oauth_plus.grants.verdict import Account, Barred, ConsentRequest, Faulty
from oauth_plus.http import language, page, waiting
from oauth_plus.http.consent_scopes import asks_of
from oauth_plus.http.consent_warnings import of_document, warnings
from oauth_plus.http.duration import human_duration
from oauth_plus.store.clients import client_branding, client_policy
from oauth_plus.store.clients.client import Client


def question(asked: ConsentRequest) -> Response:
	"""Return the consent page, with the requested scopes and two buttons of the same size (RFC 6749 §4.1.1)."""
	with language.of(asked.query):
		context = scopes_context(asked.client, asked.scopes, asked.required, asked.user)
		sensitive = (ask.title for ask in context["asks"] if ask.is_sensitive)
		context |= _form(asked.query, asked.seal) | {
			"is_unexpected": asked.is_unexpected,
			"host": host_of(asked.redirect_uri),
			"resources": ", ".join(asked.resources),
			"warnings": [*of_document(asked.client), *warnings(asked.redirect_uri, sensitive)],
			"other_account": waiting.address_of(asked.other_query),
		}
		return page.page(_("Confirm Access"), "consent.html", context, theme_of=asked.user)


def scopes_context(
	client: Client, scopes: tuple[str, ...], required: tuple[str, ...], user: str
) -> dict[str, Any]:
	"""Return what the page shows of a client and of what it asks for, whichever way it asks."""
	asks = asks_of(scopes, required)
	return {
		"face": client_branding.branding_of(client),
		"user": user,
		"asks": asks,
		"required": [ask for ask in asks if ask.is_required],
		"optional": [ask for ask in asks if not ask.is_required],
		"duration": _duration(client, scopes),
	}


def account(asked: Account) -> Response:
	"""Return the page that asks which account to use, or for a new sign-in (OpenID Connect Core §3.1.2.1)."""
	with language.of(asked.query):
		title = _("Sign In Again") if asked.must_sign_in else _("Choose an Account")
		context = _form(asked.query, asked.seal) | {
			"face": client_branding.branding_of(asked.client),
			"user": asked.user,
			"must_sign_in": asked.must_sign_in,
		}
		return page.page(title, "account.html", context, theme_of=asked.user)


def barred(asked: Barred) -> Response:
	"""Return the page that says why this account may not use the app (status 403)."""
	with language.of(asked.query):
		context = _form(asked.query, asked.seal) | {
			"face": client_branding.branding_of(asked.client),
			"user": asked.user,
			"is_administrator": asked.user == ADMINISTRATOR,
		}
		title = _("This account may not use the app")
		return page.page(title, "barred.html", context, status=403, theme_of=asked.user)


def faulty(asked: Faulty, login: str) -> Response:
	"""Return the page that says why the app's request is refused, with a link to sign in and return to the app
	(status 400)."""
	with language.of(asked.query):
		context: dict[str, object] = {"app": asked.client.title, "problem": asked.problem, "login": login}
		return page.page(_("This sign-in cannot continue"), "faulty.html", context, status=400)


def host_of(uri: str) -> str:
	"""Return the host and port of a redirect URI, or the scheme of an app, for the user to compare (RFC 8252 §8.6)."""
	return urlsplit(uri).netloc or uri.split(":", 1)[0]


def form_context(action: str, query: str, seal: str) -> dict[str, object]:
	"""Return what the form of a page sends back to an action of ours: what was asked, sealed."""
	return {"action": action, "query": query, "seal": seal, "csrf_token": page.token_of_session()}


def _form(query: str, seal: str) -> dict[str, object]:
	return form_context(page.APPROVE, query, seal)


def _duration(client: Client, scopes: tuple[str, ...]) -> str:
	policy = client_policy.policy_for(client)
	text: str
	if not policy.gives_refresh_token(scopes):
		text = _("The access ends after {0}.").format(human_duration(policy.lifetimes.access.seconds))
		return text
	idle, absolute = policy.lifetimes.refresh_idle.seconds, policy.lifetimes.refresh_absolute.seconds
	text = _(
		"The access ends after {0} without use, and after {1} at the latest. You can end it at any time."
	).format(human_duration(idle), human_duration(absolute))
	return text
