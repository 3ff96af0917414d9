"""What differs between a redirect URI and the registered ones, in words for an administrator (RFC 9700 §4.1.3).

A registered URI is shown without its query. Of the other one, path and host are shown as far as they are known; what
follows may be a secret that somebody put into the wrong place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from oauth_plus.rules import redirect_uri, redirect_uri_words, secret
from oauth_plus.rules.redirect_uri import LONGEST, ORIGIN
from oauth_plus.rules.sentence import Sentence

SPARE = 3
"""Characters that are shown as they are: too few to be a secret."""


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
		return Sentence(redirect_uri_words.NONE_SENT)
	if not known:
		return Sentence(redirect_uri_words.NONE_REGISTERED)
	if len(presented) > LONGEST:
		return Sentence(redirect_uri_words.TOO_LONG, LONGEST)
	closest = min(
		(_compared(presented, each) for each in known), key=lambda each: (len(each.differences), -each.common)
	)
	if len(closest.differences) == 1:
		return closest.differences[0]
	return Sentence(
		redirect_uri_words.CLOSEST, redirect_uri.shown(presented, known), _without_query(closest.registered)
	)


def _compared(presented: str, registered: str) -> _Compared:
	common = len(redirect_uri.common_start(presented, registered))
	if whole := _of_the_whole(presented, registered):
		return _Compared(registered, (whole,), common)
	try:
		parts = tuple(_of_parts(urlsplit(presented), urlsplit(registered)))
	except ValueError:  # a port that is no number, or a host that is no address
		parts = ()
	return _Compared(
		registered,
		parts or (Sentence(redirect_uri_words.ONLY, redirect_uri.shown(presented, (registered,))),) * 2,
		common,
	)


def _of_the_whole(presented: str, registered: str) -> Sentence | None:
	if presented == f"{registered}/":
		return Sentence(redirect_uri_words.ENDS_IN_SLASH)
	if f"{presented}/" == registered:
		return Sentence(redirect_uri_words.LACKS_SLASH)
	if presented.casefold() == registered.casefold():
		return Sentence(redirect_uri_words.LETTER_CASE, _without_query(registered))
	return Sentence(redirect_uri_words.ENCODED) if unquote(presented) == registered else None


def _of_parts(one: SplitResult, other: SplitResult) -> Iterator[Sentence]:
	if one.scheme != other.scheme:
		yield Sentence(redirect_uri_words.PLACED, _known(one.scheme, ("http", "https")), other.scheme)
	if one.username is not None:
		yield Sentence(redirect_uri_words.USER_NAME)
	if (one.hostname or "") != (other.hostname or ""):
		yield Sentence(redirect_uri_words.HOST, _host(one), other.hostname or "")
	if one.port != other.port:
		yield from _of_ports(one.port, other.port)
	if one.path != other.path:
		yield Sentence(redirect_uri_words.PATH, _shown(one.path, other.path), other.path)
	if one.query != other.query:
		yield Sentence(
			redirect_uri_words.ANOTHER_QUERY
			if one.query and other.query
			else redirect_uri_words.HAS_QUERY
			if one.query
			else redirect_uri_words.LACKS_QUERY
		)
	if one.fragment:
		yield Sentence(redirect_uri_words.FRAGMENT)


def _of_ports(one: int | None, other: int | None) -> Iterator[Sentence]:
	if one is None:
		yield Sentence(redirect_uri_words.LACKS_PORT, other)
	elif other is None:
		yield Sentence(redirect_uri_words.HAS_PORT, one)
	else:
		yield Sentence(redirect_uri_words.PORT, one, other)


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
