"""What differs between a redirect URI and the registered ones, in words for an administrator (RFC 9700 §4.1.3).

A registered URI is shown without its query. Of the other one, path and host are shown as far as they are known; what
follows may be a secret that somebody put into the wrong place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from oauth_plus.rules import redirect_uri, secret
from oauth_plus.rules.redirect_uri import LONGEST, ORIGIN
from oauth_plus.rules.sentence import Sentence

SPARE = 3
"""Characters that are shown as they are: too few to be a secret."""

NONE_REGISTERED = "The client has no redirect URI"
NONE_SENT = "The app sent no redirect URI, and the client has no default one"
TOO_LONG = "The redirect URI is longer than {0} characters"
ENDS_IN_SLASH = "The redirect URI ends in a slash that the client's does not have"
LACKS_SLASH = "The redirect URI lacks the slash at the end of the client's"
LETTER_CASE = "The redirect URI differs in upper and lower case from {0}"
ENCODED = "The redirect URI is percent-encoded, and the client's is not"
PLACED = "The redirect URI has {0} in place of {1}"
HOST = "The redirect URI has the host {0} in place of {1}"
PORT = "The redirect URI has port {0} in place of {1}"
HAS_PORT = "The redirect URI has port {0}, and the client's has none"
LACKS_PORT = "The redirect URI lacks port {0} of the client's"
PATH = "The redirect URI has the path {0} in place of {1}"
HAS_QUERY = "The redirect URI has a query that the client's does not have"
LACKS_QUERY = "The redirect URI lacks the query of the client's"
ANOTHER_QUERY = "The redirect URI has another query than the client's"
FRAGMENT = "The redirect URI has a fragment"
USER_NAME = "The redirect URI has a user name"
CLOSEST = "The redirect URI {0} is not registered: the closest is {1}"
ONLY = "The redirect URI {0} is not registered"

TEMPLATES = (
	NONE_REGISTERED,
	NONE_SENT,
	TOO_LONG,
	ENDS_IN_SLASH,
	LACKS_SLASH,
	LETTER_CASE,
	ENCODED,
	PLACED,
	HOST,
	PORT,
	HAS_PORT,
	LACKS_PORT,
	PATH,
	HAS_QUERY,
	LACKS_QUERY,
	ANOTHER_QUERY,
	FRAGMENT,
	USER_NAME,
	CLOSEST,
	ONLY,
)


@dataclass(frozen=True)
class _Compared:
	"""One registered URI, and how the presented one differs from it."""

	registered: str
	differences: tuple[Sentence, ...]
	common: int


def difference(presented: str | None, registered: Iterable[str]) -> Sentence:
	"""Return what differs from the closest registered URI."""
	known = tuple(registered)
	if not presented:
		return Sentence(NONE_SENT)
	if not known:
		return Sentence(NONE_REGISTERED)
	if len(presented) > LONGEST:
		return Sentence(TOO_LONG, LONGEST)
	closest = min(
		(_compared(presented, each) for each in known), key=lambda each: (len(each.differences), -each.common)
	)
	if len(closest.differences) == 1:
		return closest.differences[0]
	return Sentence(CLOSEST, redirect_uri.shown(presented, known), _without_query(closest.registered))


def _compared(presented: str, registered: str) -> _Compared:
	common = len(redirect_uri.common_start(presented, registered))
	if whole := _of_the_whole(presented, registered):
		return _Compared(registered, (whole,), common)
	try:
		parts = tuple(_of_parts(urlsplit(presented), urlsplit(registered)))
	except ValueError:  # a port that is no number, or a host that is no address
		parts = ()
	return _Compared(
		registered, parts or (Sentence(ONLY, redirect_uri.shown(presented, (registered,))),) * 2, common
	)


def _of_the_whole(presented: str, registered: str) -> Sentence | None:
	if presented == f"{registered}/":
		return Sentence(ENDS_IN_SLASH)
	if f"{presented}/" == registered:
		return Sentence(LACKS_SLASH)
	if presented.casefold() == registered.casefold():
		return Sentence(LETTER_CASE, _without_query(registered))
	return Sentence(ENCODED) if unquote(presented) == registered else None


def _of_parts(one: SplitResult, other: SplitResult) -> Iterator[Sentence]:
	if one.scheme != other.scheme:
		yield Sentence(PLACED, _known(one.scheme, ("http", "https")), other.scheme)
	if one.username is not None:
		yield Sentence(USER_NAME)
	if (one.hostname or "") != (other.hostname or ""):
		yield Sentence(HOST, _host(one), other.hostname or "")
	if one.port != other.port:
		yield from _of_ports(one.port, other.port)
	if one.path != other.path:
		yield Sentence(PATH, _shown(one.path, other.path), other.path)
	if one.query != other.query:
		yield Sentence(
			ANOTHER_QUERY if one.query and other.query else HAS_QUERY if one.query else LACKS_QUERY
		)
	if one.fragment:
		yield Sentence(FRAGMENT)


def _of_ports(one: int | None, other: int | None) -> Iterator[Sentence]:
	if one is None:
		yield Sentence(LACKS_PORT, other)
	elif other is None:
		yield Sentence(HAS_PORT, one)
	else:
		yield Sentence(PORT, one, other)


def _host(parts: SplitResult) -> str:
	"""Return the host where it is a whole name or address, and a hint of anything else."""
	host = parts.hostname or ""
	return host if ORIGIN.fullmatch(f"x://{host}") else secret.hint(host) or "…"


def _shown(path: str, registered: str) -> str:
	"""Return what a path has in common with the registered one, and a hint of the rest."""
	common = redirect_uri.common_start(path, registered)
	rest = path[len(common) :]
	return path if len(rest) <= SPARE else f"{common}{secret.hint(rest)}"


def _known(word: str, known: Iterable[str]) -> str:
	return secret.named(word, known) or "…"


def _without_query(uri: str) -> str:
	return uri.partition("?")[0]
