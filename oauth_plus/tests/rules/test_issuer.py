"""Which name the authorization server goes by (RFC 8414 §2, RFC 9207 §2)."""

import pytest

from oauth_plus.rules.issuer import choose_issuer, endpoint_here, is_fit

SITE = "erp.example.com"


def test_the_first_configured_address_wins() -> None:
	assert choose_issuer(["https://a.example", "https://b.example"], "https://c.example/", SITE, []) == (
		"https://a.example"
	)
	assert choose_issuer([None, "", "https://b.example"], None, SITE, []) == "https://b.example"


def test_an_address_ends_without_a_slash() -> None:
	"""RFC 8414 §2: issuers are compared byte by byte"""
	assert choose_issuer(["https://a.example/"], None, SITE, []) == "https://a.example"
	assert choose_issuer([], f"https://{SITE}/", SITE, []) == f"https://{SITE}"


@pytest.mark.parametrize("address", ["erp.example.com", "ftp://a.example", "javascript:alert(1)", "://", "/"])
def test_what_is_no_web_address_is_passed_over(address: str) -> None:
	assert choose_issuer([address], None, SITE, []) == f"https://{SITE}"


@pytest.mark.parametrize(
	"root",
	[
		"https://erp.example.com/",
		"http://erp.example.com:8000/",
		"https://other.example.com/",
		"http://localhost:8000/",
		"http://127.0.0.1:8000/",
		"http://[::1]:8000/",
	],
)
def test_the_requests_own_name_is_taken_where_it_is_known_to_be_ours(root: str) -> None:
	assert choose_issuer([], root, SITE, ["other.example.com"]) == root.rstrip("/")


@pytest.mark.parametrize(
	"root",
	[
		"https://evil.example/",
		"https://erp.example.com.evil.example/",
		"https://erp.example.com@evil.example/",
		"http://127.0.0.1.evil.example/",
		"https://localhost.evil.example/",
		"https:///",
		"",
		None,
	],
)
def test_a_forged_host_is_never_repeated(root: str | None) -> None:
	"""RFC 9207 §2.4, RFC 8414 §3.3: mix-up by a Host header"""
	assert choose_issuer([], root, SITE, ["other.example.com"]) == f"https://{SITE}"


@pytest.mark.parametrize(
	("address", "here"),
	[
		("https://idp.example.com/api/method/x.register", "https://erp.example.com/api/method/x.register"),
		("http://127.0.0.1:8000/mcp?a=1", "https://erp.example.com/mcp?a=1"),
		("https://erp.example.com/mcp", "https://erp.example.com/mcp"),
		("https://other.example.com", "https://erp.example.com"),
		("/mcp", "/mcp"),
		(None, None),
		(True, True),
	],
)
def test_an_endpoint_that_another_app_adds_is_on_this_server(address: object, here: object) -> None:
	"""It may go by a Social Login Key, which names the server where people of this site sign in"""
	assert endpoint_here("https://erp.example.com", address) == here


@pytest.mark.parametrize(
	("address", "fits"),
	[
		("https://erp.example.com", True),
		("http://erp:8000", True),
		("https://[2001:db8::1]:8443/erp", True),
		("https://[::", False),
		("https://a:99999", False),
		("https://a:x", False),
		('https://a"b', False),
		("https://x y", False),
		("https://a/<b>", False),
		("https://user@a", False),
		("https://a?x", False),
		("https://a#x", False),
		("javascript://a", False),
		("https://\ud800", False),
	],
)
def test_what_can_be_an_issuer(address, fits):
	"""RFC 8414 §2. It stands in headers and in metadata, letter by letter"""
	assert is_fit(address) is fits
