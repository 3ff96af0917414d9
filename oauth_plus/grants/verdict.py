"""Outcomes of the authorization endpoint: a page, a sign-in, or a redirect to the app."""

from dataclasses import dataclass, field

from oauth_plus.store.clients.client import Client


@dataclass(frozen=True)
class Login:
	"""Sign in, then repeat the same request. The browser keeps `note` until then."""

	query: str
	note: str = field(default="", repr=False)
	ends_session: bool = False


@dataclass(frozen=True)
class Again:
	"""Repeat the same request, after the user has chosen an account."""

	query: str
	note: str = field(repr=False)


@dataclass(frozen=True)
class Account:
	"""Ask which account to use. With `must_sign_in`, the user must sign in again."""

	client: Client
	user: str
	must_sign_in: bool
	query: str = field(repr=False)
	seal: str = field(repr=False)


@dataclass(frozen=True)
class ConsentRequest:
	"""Ask for consent.

	`seal` binds the answer to this session and to this request. The user may leave out `scopes` that are not
	`required`. `other_query` is the same request with another account. `is_unexpected`: `login_hint` names another
	user. `resources` are what its tokens are for; none stand for the whole site.
	"""

	client: Client
	redirect_uri: str
	scopes: tuple[str, ...]
	required: tuple[str, ...]
	user: str
	is_unexpected: bool
	query: str = field(repr=False)
	other_query: str = field(repr=False)
	seal: str = field(repr=False)
	resources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Barred:
	"""Explain that this account may not use the app. Its answer is handled as that of `Account`."""

	client: Client
	user: str
	query: str = field(repr=False)
	seal: str = field(repr=False)


@dataclass(frozen=True)
class Redirect:
	"""Redirect to the app."""

	location: str = field(repr=False)


@dataclass(frozen=True)
class PostBack:
	"""Back to the app, by a form that the browser posts there (OAuth 2.0 Form Post Response Mode §2)."""

	address: str
	parameters: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class Faulty:
	"""Explain to a guest why the request is refused. They are not redirected to the app before they sign in, with or
	without an error (RFC 9700 §4.11.2). `query` is the request, for users who want to send the error to the app."""

	client: Client
	problem: str
	query: str = field(repr=False)


Verdict = Login | Again | Account | ConsentRequest | Barred | Faulty | Redirect | PostBack
