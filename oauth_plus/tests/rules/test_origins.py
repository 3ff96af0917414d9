"""Origins that an administrator lists for a client (RFC 6454 §6.1)."""

import pytest

from oauth_plus.rules import origins


@pytest.mark.parametrize(
	"text",
	[
		"https://app.example.com",
		"https://app.example.com:8443",
		"http://localhost:5173",
		"http://127.0.0.1",
		"http://[::1]:3000",
		"capacitor://localhost",
		"tauri://localhost",
	],
)
def test_an_origin_as_browsers_write_it(text: str) -> None:
	assert origins.is_fit(text)


@pytest.mark.parametrize(
	"text",
	[
		"",
		"*",
		"null",
		"app.example.com",
		"http://app.example.com",
		"https://App.example.com",
		"https://app.example.com/",
		"https://app.example.com:443",
		"https://app.example.com/path",
		"https://*.example.com",
		"https://me@app.example.com",
		"https://",
		"https://[",
		"javascript://x",
		"data://x",
		"file://",
	],
)
def test_anything_else_is_none(text: str) -> None:
	assert not origins.is_fit(text)


def test_a_developers_own_machine_counts_at_any_port() -> None:
	"""RFC 8252 §7.3"""
	assert origins.compared("http://localhost:5173") == origins.compared("http://localhost:5174")
	assert origins.compared("https://a.example:1") != origins.compared("https://a.example:2")
