"""URIs of resources and the paths that a token for them opens (RFC 8707 §2)."""

import pytest

from oauth_plus.rules import resource
from oauth_plus.rules.resource import Resource

SITE = "https://erp.example.com"
API = f"{SITE}/api/method/a.mcp"

LIBRARY = Resource("/mcp", "Library", ("/api/method/library.*", "/shelf"))
DECLARED = {"/mcp": LIBRARY}


@pytest.mark.parametrize(
	("uri", "path"),
	[
		(SITE, ""),
		(f"{SITE}/", ""),
		(f"{SITE}/api", "/api"),
		(API, "/api/method/a.mcp"),
		(f"{API}/", "/api/method/a.mcp/"),
		(f"{SITE}/api/resource/Sales%20Order", "/api/resource/Sales%20Order"),
		(f"{SITE}/mcp", "/mcp"),
	],
)
def test_a_uri_of_the_site_has_a_path(uri: str, path: str) -> None:
	assert resource.path_of(uri, SITE) == path


ELSEWHERE = [
	"",
	"/api",
	"erp.example.com/api",
	"http://erp.example.com/api",
	"https://ERP.example.com/api",
	"HTTPS://erp.example.com/api",
	"https://erp.example.com:443/api",
	"https://erp.example.com./api",
	"https://erp.example.com.evil.example/api",
	"https://erp.example.com@evil.example/api",
	"https://me@erp.example.com/api",
	"https://evil.example/api",
	f"{API}#part",
	f"{SITE}#",
	f"{API}?a=b",
	f"{SITE}?",
	f"{SITE}//",
	f"{SITE}//api",
	f"{SITE}/api//x",
	f"{SITE}/api/../me",
	f"{SITE}/api/%2e%2e/me",
	f"{SITE}/api/%252e%252e/me",
	f"{SITE}/api/..;/me",
	f"{SITE}/api/a%2Fb",
	f"{SITE}/api/a%5cb",
	f"{SITE}/api/%2A",
	f"{SITE}/api/*",
	f"{SITE}/api/a b",
	f"{SITE}/api/ä",
	f"{SITE}/api/%zz",
	f"{SITE}\\api",
	f"{SITE}/api\n",
	f" {API}",
	"api://x",
	"urn:x",
]


@pytest.mark.parametrize("uri", ELSEWHERE)
def test_any_other_uri_is_none_of_the_sites(uri: str) -> None:
	"""RFC 8707 §2: an absolute URI without a fragment; RFC 3986 §6.2.1: letter by letter"""
	assert resource.path_of(uri, SITE) is None


@pytest.mark.parametrize(
	("uris", "path", "is_open"),
	[
		((), "/me", True),
		((SITE,), "/me", True),
		((f"{SITE}/",), "/me", True),
		((API,), "/api/method/a.mcp", True),
		((API,), "/api/method/a.mcp/", True),
		((API,), "/api/method/a.mcp/below", True),
		((f"{API}/",), "/api/method/a.mcp", True),
		((API,), "/api/method/a.mcpx", False),
		((API,), "/api/method/A.mcp", False),
		((API,), "/api/method/a", False),
		((API,), "/api/method/a.mcp/../b", False),
		((API,), "/api/method/a.mcp//b", False),
		((API,), "//api/method/a.mcp", False),
		((API,), "", False),
		((API, f"{SITE}/api/resource"), "/api/resource/ToDo", True),
		((f"{SITE}/api/resource/Sales%20Order",), "/api/resource/Sales Order/1", True),
		((f"{SITE}/mcp",), "/mcp", True),
		((f"{SITE}/mcp",), "/shelf/1", True),
		((f"{SITE}/mcp",), "/api/method/library.read", True),
		((f"{SITE}/mcp",), "/api/method/frappe.client.get", False),
		((f"{SITE}/gone",), "/gone", False),
	],
)
def test_a_token_opens_the_paths_of_its_resources(uris: tuple[str, ...], path: str, is_open: bool) -> None:
	bound = resource.is_whole_site(uris) or resource.opens(uris, path, DECLARED)
	assert bound is is_open


@pytest.mark.parametrize(
	("asked", "granted", "is_covered"),
	[
		((API,), (), True),
		((API,), (SITE,), True),
		((API,), (API,), True),
		((f"{API}/below",), (API,), True),
		((API,), (f"{API}/below",), False),
		((SITE,), (API,), False),
		((f"{SITE}/api/method/b",), (API,), False),
		((API, f"{SITE}/api/method/b"), (API,), False),
		((API,), (API, f"{SITE}/mcp"), True),
		((f"{SITE}/mcp",), (API,), False),
		((f"{SITE}/mcp",), (f"{SITE}/mcp",), True),
	],
)
def test_what_was_granted_is_narrowed_and_never_widened(
	asked: tuple[str, ...], granted: tuple[str, ...], is_covered: bool
) -> None:
	"""RFC 8707 §2.2"""
	assert resource.covered(asked, granted, DECLARED) is is_covered


def test_a_declared_resource_below_another_is_granted_by_its_own_name_alone() -> None:
	"""It opens paths of its own choice"""
	declared = DECLARED | {"/api/method/a.mcp/x": Resource("/api/method/a.mcp/x", "X", ("/*",))}
	assert not resource.covered([f"{API}/x"], [API], declared)


def test_the_nearest_resource_is_responsible_for_a_path() -> None:
	declared = DECLARED | {"/mcp/in": Resource("/mcp/in", "Inner")}
	assert resource.responsible("/mcp/in/1", declared) == declared["/mcp/in"]
	assert resource.responsible("/mcp/out", declared) == LIBRARY
	assert resource.responsible("/me", declared) is None


@pytest.mark.parametrize("path", ["/mcp", "/api/method/a.mcp"])
def test_a_path_can_be_an_address(path: str) -> None:
	assert resource.is_address(path)


@pytest.mark.parametrize(
	"path", ["", "/", "mcp", "/mcp/", "/mcp?a", "/mcp#a", "/m*", "/../a", "//a", "/a%20b"]
)
def test_anything_else_cannot(path: str) -> None:
	assert not resource.is_address(path)


@pytest.mark.parametrize("path", ["mcp", "//evil", "/a/../b", "https://evil.example/", "/a?b"])
def test_a_pattern_is_a_path_of_the_site(path: str) -> None:
	assert not resource.is_pattern(path)
	assert resource.is_pattern("/api/method/library.*")
