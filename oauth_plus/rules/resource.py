"""Resources of the site by their URIs: the site itself, addresses of its API, and those that are declared (RFC 8707 §2,
RFC 9728 §1.2)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from oauth_plus.rules import paths

API = "/api"
"""Every address of the site's API is a resource without being declared."""

PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&'()+,;=:@-]|%(?!2[AFaf]|5[Cc])[0-9A-Fa-f]{2})+)+/?")
"""Path of a resource: no empty segment, no encoded slash or asterisk (RFC 3986 §3.3)."""

PATTERN = re.compile(r"/[A-Za-z0-9._~!$&'()+,;=:@/* -]*")
"""Path that a declared resource opens; `*` stands for anything."""

MOST = 10
"""Resources in one request."""


@dataclass(frozen=True)
class Resource:
	"""Resource that an administrator or another app declares. `address` is the path of its URI, `patterns` are further
	paths that it opens."""

	address: str
	title: str
	patterns: tuple[str, ...] = ()
	scopes: tuple[str, ...] = ()
	documentation: str = ""


def is_address(path: str) -> bool:
	"""Return whether the path can be that of a declared resource's URI; one without percent-encoding."""
	return "%" not in path and bool(PATH.fullmatch(path)) and paths.is_plain(path) and path[-1] != "/"


def is_pattern(path: str) -> bool:
	"""Return whether the path can be one that a declared resource opens."""
	return bool(PATTERN.fullmatch(path)) and "//" not in path and paths.is_plain(path)


def path_of(uri: str, site: str) -> str | None:
	"""Return the path of a resource's URI on the site, empty for the site itself; None for any other URI.

	URIs are compared letter by letter (RFC 3986 §6.2.1); they have no query and no fragment (RFC 8707 §2).
	"""
	if uri in (site, f"{site}/"):  # RFC 3986 §6.2.3: the same address
		return ""
	path = uri.removeprefix(site)
	return path if path != uri and PATH.fullmatch(path) and paths.is_plain(path) else None


def is_of_api(path: str) -> bool:
	"""Return whether the path is an address of the site's API, which is a resource without being declared."""
	return path == API or path.startswith(f"{API}/")


def is_known(path: str | None, declared: Mapping[str, Resource]) -> bool:
	"""Return whether the path of a URI on the site is that of a resource: of the site itself, of its API, or of one
	that is declared. None stands for a URI elsewhere."""
	return path is not None and (not path or is_of_api(path) or path in declared)


def opens(uris: Iterable[str], path: str, declared: Mapping[str, Resource]) -> bool:
	"""Return whether a token that is bound to these resources opens a path of the site (RFC 8707 §2). `declared` are
	the resources by address; `path` is that of the request, decoded."""
	patterns = [pattern for uri in uris for pattern in _patterns_of(uri, declared)]
	if "" in patterns:
		return True
	return "//" not in path and paths.is_plain(path) and any(_fits(each, path) for each in patterns)


def is_whole_site(uris: Iterable[str]) -> bool:
	"""Return whether a token that is bound to these resources opens the whole site; True for none."""
	bound = tuple(uris)
	return not bound or any(_bound_path(uri) == "" for uri in bound)


def covered(asked: Iterable[str], granted: Iterable[str], declared: Mapping[str, Resource]) -> bool:
	"""Return whether each of the resources is among those granted, or a part of one; True where all of the site is
	granted (RFC 8707 §2.2)."""
	allowed = tuple(granted)
	if is_whole_site(allowed):
		return True
	return all(uri in allowed or _is_part(uri, allowed, declared) for uri in asked)


def responsible(path: str, declared: Mapping[str, Resource]) -> Resource | None:
	"""Return the declared resource that opens a path of the site, the one with the longest address where several do;
	None for the site itself."""
	found = (
		each for each in declared.values() if any(_fits(p, path) for p in (each.address, *each.patterns))
	)
	return max(found, key=lambda each: len(each.address), default=None)


def _is_part(uri: str, granted: tuple[str, ...], declared: Mapping[str, Resource]) -> bool:
	"""An address below one that is granted. A declared resource opens what it likes, and is granted by its URI alone."""
	path = _bound_path(uri)
	if not path or path in declared:
		return False
	return any(_fits(_bound_path(each), path) for each in granted)


def _patterns_of(uri: str, declared: Mapping[str, Resource]) -> tuple[str, ...]:
	path = _bound_path(uri)
	if path in declared:
		return (path, *declared[path].patterns)
	return (path,) if not path or is_of_api(path) else ()


@lru_cache(maxsize=1024)
def _bound_path(uri: str) -> str:
	"""Decoded, without a slash at its end; empty for the site itself. The origin was compared when the token was
	issued."""
	return unquote(urlsplit(uri).path).rstrip("/")


def _fits(pattern: str, path: str) -> bool:
	if "*" in pattern:
		return bool(_compiled(pattern).fullmatch(path))
	return path == pattern or path.startswith(f"{pattern.rstrip('/')}/")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
	return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)
