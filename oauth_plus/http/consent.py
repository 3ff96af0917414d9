"""The two questions that a person is asked: may this app act for you, and as whom do you go on?"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from frappe import _
from werkzeug.wrappers import Response

from oauth_plus.grants.authorization import Account, Barred, ConsentRequest
from oauth_plus.grants.grant import ADMINISTRATOR
from oauth_plus.http import icon, language, page, waiting
from oauth_plus.rules import redirect_uri
from oauth_plus.store import client_branding, scopes, settings
from oauth_plus.store.scopes import Scope

TICK = "scope_"
"""What the boxes of the form are called, with a number behind: no two fields have the same name."""


@dataclass(frozen=True)
class Ask:
	"""One scope as the page shows it: its sentence, and those of the scopes that it contains; `icon` is where
	its icon is drawn."""

	name: str
	title: str
	sentences: tuple[str, ...]
	is_sensitive: bool
	is_required: bool
	field: str
	icon: str = ""


def question(asked: ConsentRequest) -> Response:
	"""What the app wants, and two buttons of the same size."""
	with language.of(asked.query):
		asks = _asks(asked)
		context = _form(asked.query, asked.seal) | {
			"face": client_branding.branding_of(asked.client),
			"user": asked.user,
			"is_unexpected": asked.is_unexpected,
			"host": host_of(asked.redirect_uri),
			"required": [ask for ask in asks if ask.is_required],
			"optional": [ask for ask in asks if not ask.is_required],
			"warnings": _warnings(asked.redirect_uri, asks),
			"duration": _duration(asked),
			"other_account": waiting.address_of(asked.other_query),
		}
		return page.page(_("Confirm Access"), "consent.html", context, theme_of=asked.user)


def account(asked: Account) -> Response:
	"""Go on as who is signed in, or as somebody else; or prove once more who it is."""
	with language.of(asked.query):
		title = _("Sign In Again") if asked.must_sign_in else _("Choose an Account")
		context = _form(asked.query, asked.seal) | {
			"face": client_branding.branding_of(asked.client),
			"user": asked.user,
			"must_sign_in": asked.must_sign_in,
		}
		return page.page(title, "account.html", context, theme_of=asked.user)


def barred(asked: Barred) -> Response:
	"""Why the app cannot be used with this account, and the ways on."""
	with language.of(asked.query):
		context = _form(asked.query, asked.seal) | {
			"face": client_branding.branding_of(asked.client),
			"user": asked.user,
			"is_administrator": asked.user == ADMINISTRATOR,
		}
		title = _("This account may not use the app")
		return page.page(title, "barred.html", context, status=403, theme_of=asked.user)


def host_of(uri: str) -> str:
	"""Where an answer goes, as a person can compare it."""
	return urlsplit(uri).netloc or uri.split(":", 1)[0]


def ticked(sent: dict[str, str]) -> set[str]:
	"""The scopes that were left ticked on the form."""
	return {value for name, value in sent.items() if name.startswith(TICK)}


def _form(query: str, seal: str) -> dict[str, object]:
	return {"action": page.APPROVE, "query": query, "seal": seal, "csrf_token": page.token_of_session()}


def ask_of(name: str, scope: Scope | None, *, is_required: bool = False, number: int = 0) -> Ask:
	"""One scope in words; a word that means nothing here stands for itself."""
	if scope is None:
		return Ask(name, name, (), False, is_required, f"{TICK}{number}")
	sentences = scopes.sentences((name, *scope.contains))
	return Ask(
		name,
		_(scope.title),
		sentences,
		scope.is_sensitive,
		is_required,
		f"{TICK}{number}",
		icon.address_of(scope.icon),
	)


def _asks(asked: ConsentRequest) -> list[Ask]:
	meant = {scope.name: scope for scope in scopes.known(asked.scopes)}
	return [
		ask_of(name, meant.get(name), is_required=name in asked.required, number=number)
		for number, name in enumerate(asked.scopes)
	]


def _warnings(uri: str, asks: list[Ask]) -> list[str]:
	found = []
	if sensitive := [ask.title for ask in asks if ask.is_sensitive]:
		found.append(
			_("This reaches far: {0}. Allow it only if you know the app and trust its maker.").format(
				", ".join(sensitive)
			)
		)
	if redirect_uri.is_loopback(uri):
		found.append(
			_(
				"The answer goes to a program on the computer that you sit at. Allow it only if you have just started "
				"that program yourself."
			)
		)
	elif redirect_uri.is_private_http(uri):
		found.append(_("The answer goes to {0} unencrypted.").format(redirect_uri.host(uri)))
	elif not redirect_uri.is_claimed(uri):
		found.append(
			_(
				"The answer goes to an app on this device. Allow it only if you have just opened that app yourself."
			)
		)
	return found


def _duration(asked: ConsentRequest) -> str:
	policy = settings.policy_for(asked.client)
	if not policy.gives_refresh_token(asked.scopes):
		return _("The access ends after {0}.").format(human_duration(policy.lifetimes.access.seconds))
	idle, absolute = policy.lifetimes.refresh_idle.seconds, policy.lifetimes.refresh_absolute.seconds
	return _(
		"The access ends after {0} without use, and after {1} in any case. You can end it at any time."
	).format(human_duration(idle), human_duration(absolute))


def human_duration(seconds: int) -> str:
	"""About how long that is."""
	for length, one, many in (
		(86_400, _("a day"), _("{0} days")),
		(3_600, _("an hour"), _("{0} hours")),
		(60, _("a minute"), _("{0} minutes")),
	):
		if seconds >= length:
			count = round(seconds / length)
			return one if count == 1 else many.format(count)
	return _("{0} seconds").format(seconds)
