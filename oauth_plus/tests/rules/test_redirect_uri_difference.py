"""What differs between a redirect URI and the registered ones, to the letter, and nothing that may be a secret."""

import pytest

from oauth_plus.rules.redirect_uri_difference import difference

CALLBACK = "https://app.example.com/cb"

LOCAL = "http://127.0.0.1:3000/cb"

CASES = [
	(f"{CALLBACK}/", CALLBACK, "The redirect URI ends in a slash that the client's does not have"),
	(CALLBACK, f"{CALLBACK}/", "The redirect URI lacks the slash at the end of the client's"),
	("http://app.example.com/cb", CALLBACK, "The redirect URI has http in place of https"),
	("http://127.0.0.1:3001/cb", LOCAL, "The redirect URI has port 3001 in place of 3000"),
	(
		"https://app.example.com:8443/cb",
		CALLBACK,
		"The redirect URI has port 8443, and the client's has none",
	),
	("http://127.0.0.1/cb", LOCAL, "The redirect URI lacks port 3000 of the client's"),
	(
		"https://app.example.com/CB",
		CALLBACK,
		f"The redirect URI differs in upper and lower case from {CALLBACK}",
	),
	("https://app.example.com/cb2", CALLBACK, "The redirect URI has the path /cb2 in place of /cb"),
	(
		"https://www.example.com/cb",
		CALLBACK,
		"The redirect URI has the host www.example.com in place of app.example.com",
	),
	(
		"https://app.example.com/%63b",
		CALLBACK,
		"The redirect URI is percent-encoded, and the client's is not",
	),
	(f"{CALLBACK}?a=1", CALLBACK, "The redirect URI has a query that the client's does not have"),
	(CALLBACK, f"{CALLBACK}?a=1", "The redirect URI lacks the query of the client's"),
	(f"{CALLBACK}?a=2", f"{CALLBACK}?a=1", "The redirect URI has another query than the client's"),
	(f"{CALLBACK}#a", CALLBACK, "The redirect URI has a fragment"),
	("https://me@app.example.com/cb", CALLBACK, "The redirect URI has a user name"),
	(
		"http://other.example.com/x",
		CALLBACK,
		f"The redirect URI http://other.example.com… is not registered: the closest is {CALLBACK}",
	),
]


@pytest.mark.parametrize(("presented", "registered", "told"), CASES)
def test_what_differs_is_named(presented: str, registered: str, told: str):
	assert difference(presented, [registered]) == told


def test_of_several_the_closest_is_named():
	assert (
		difference(f"{CALLBACK}/", ["https://b.example.com/x", CALLBACK, "https://app.example.com/y"])
		== CASES[0][2]
	)
	assert difference("http://127.0.0.1:3001/cb", [CALLBACK, LOCAL]) == CASES[3][2]


def test_where_nothing_can_differ():
	assert difference(None, [CALLBACK]).startswith("The app sent no redirect URI")
	assert difference(CALLBACK, []) == "The client has no redirect URI"
	assert difference(CALLBACK + "x" * 2_000, [CALLBACK]) == "The redirect URI is longer than 2000 characters"


SECRET = "QXZJVKWY7Q"


@pytest.mark.parametrize(
	"presented",
	[
		f"{CALLBACK}/{SECRET}",
		f"{CALLBACK}?token={SECRET}",
		f"{CALLBACK}#{SECRET}",
		f"https://{SECRET}@app.example.com/cb",
		f"https://{SECRET}/cb",
		f"{SECRET}://app.example.com/cb",
		f"https://app.example.com:{SECRET}/cb",
		f"https://[{SECRET}]/cb",
		SECRET,
		f"https://app.example.com/cb{SECRET}",
	],
)
def test_no_more_than_a_third_of_a_secret_is_shown(presented: str):
	"""RFC 9700 §4.9.2"""
	told = difference(presented, [CALLBACK, LOCAL])
	assert not any(
		SECRET[start : start + 4] in told or SECRET[start : start + 4].lower() in told for start in range(7)
	)
