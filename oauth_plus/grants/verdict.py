"""Outcomes of the authorization endpoint: a page that asks the user something, a sign-in, or the way back to the
app."""

from dataclasses import dataclass, field

from oauth_plus.store.clients.client import Client


@dataclass(frozen=True)
class Login:
	"""Sign in, then come back with the same request. `note` is kept by the browser until then."""

	query: str
	note: str = field(default="", repr=False)
	ends_session: bool = False


@dataclass(frozen=True)
class Again:
	"""The same request once more, now that the user has chosen an account."""

	query: str
	note: str = field(repr=False)


@dataclass(frozen=True)
class Account:
	"""Ask which account to use; with `must_sign_in`, none may be used without a new sign-in."""

	client: Client
	user: str
	must_sign_in: bool
	query: str = field(repr=False)
	seal: str = field(repr=False)


@dataclass(frozen=True)
class ConsentRequest:
	"""Ask for consent.

	`seal` binds the answer to this session and to exactly this request. Of `scopes`, those that are not `required` may
	be left out. `other_query` is the same request with another account. `is_unexpected`: `login_hint` names another
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
	"""Explain that this account may not use the app. The page is answered as that of `Account` is."""

	client: Client
	user: str
	query: str = field(repr=False)
	seal: str = field(repr=False)


@dataclass(frozen=True)
class Redirect:
	"""Back to the app."""

	location: str = field(repr=False)


@dataclass(frozen=True)
class Faulty:
	"""Explain to somebody who is not signed in why the request is refused: nobody is sent back to an app, with an
	error or without, before they sign in (RFC 9700 §4.11.2). `query` is the request, for who wants the app to get
	the error."""

	client: Client
	problem: str
	query: str = field(repr=False)


Verdict = Login | Again | Account | ConsentRequest | Barred | Faulty | Redirect
