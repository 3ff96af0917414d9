"""Redirect URIs in the event log, without what may be secret in them."""

import pytest

from oauth_plus.rules.redirect_uri import shown


@pytest.mark.parametrize(
	("uri", "seen"),
	[
		("https://app.example.com/callback", "https://app.example.com/ca…"),
		("https://app.example.com:8443/a/b?token=secret#more", "https://app.example.com:8443…"),
		("https://app.example.com/a?token=secret", "https://app.example.com…"),
		("https://app.example.com#token=secret", "https://app.example.com…"),
		("https://user:secret@app.example.com/cb", "ht…"),
		("https://secret@app.example.com", "ht…"),
		("https://2a6e0440ec", "ht…"),
		("com.example.app:/cb", "com.e…"),
		("2a6e0440ec", "2a6…"),
		("https://[:::::]/cb", "https://[:::::]/…"),
		("", ""),
		("https://app.example.com/" + "a" * 1000, "https://app.example.com/" + "a" * 14 + "…"),
	],
)
def test_the_trail_shows_a_uri_without_what_may_be_secret_in_it(uri: str, seen: str) -> None:
	"""RFC 9700 §4.9.2: scheme and host, and a hint of what comes next"""
	assert shown(uri) == seen


@pytest.mark.parametrize(
	("uri", "seen"),
	[
		("https://app.example.com/callback/", "https://app.example.com/callback…"),
		("https://app.example.com/callback2a6e0440ec", "https://app.example.com/callback2a6…"),
		("https://app.example.com/callback?token=2a6e0440ec", "https://app.example.com/callback…"),
		("https://app.example.com/call", "https://app.example.com/call"),
		("https://user:2a6e0440ec@app.example.com/callback", "https://user:…"),
		("http://app.example.com/callback", "http://app.example.com/ca…"),
		("https://app.example.org/callback", "https://app.example.org/ca…"),
	],
)
def test_the_trail_shows_how_far_a_uri_is_a_registered_one(uri: str, seen: str) -> None:
	"""An administrator has to see a slash too many."""
	assert shown(uri, ["https://app.example.com/callback", "https://other.example.com/"]) == seen
