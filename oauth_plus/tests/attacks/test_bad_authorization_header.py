"""Bad input in the Authorization header: at every endpoint an error in the RFCs' words, and nothing written but an
event."""

import pytest

from oauth_plus.tests.attacks.bad_requests import (
	AUTHORIZE,
	EVERY,
	FOR_PROGRAMS,
	METADATA,
	Held,
	everything,
	is_refused,
	nothing_happens,
)
from oauth_plus.tests.browser import Browser

LARGE = 10_240

HEADERS = {
	"basic_alone": "Basic",
	"basic_and_a_space": "Basic ",
	"basic_without_colon": "Basic YWJj",
	"basic_not_base64": "Basic !!!!",
	"basic_cut_short": "Basic YTpi=",
	"basic_not_ascii": "Basic é",
	"basic_not_utf8": "Basic YTr/",
	"basic_two_words": "Basic YTpi YTpi",
	"basic_two_spaces": "Basic  YTpi",
	"basic_tab": "Basic\tYTpi",
	"basic_large": f"Basic {'QUFB' * (LARGE // 4)}",
	"basic_nul": "Basic AAAA",
	"basic_nobody": "Basic OnNlY3JldA==",
	"basic_percent": "Basic YSVmZjolZmY=",
	"bearer_alone": "Bearer",
	"bearer_and_a_space": "Bearer ",
	"bearer_unknown": "Bearer abc",
	"bearer_two_words": "Bearer a b",
	"bearer_two_spaces": "Bearer  a",
	"bearer_quoted": 'Bearer "a"',
	"bearer_not_ascii": "Bearer é",
	"bearer_large": f"Bearer {'x' * LARGE}",
	"bearer_in_capitals": "BEARER a",
	"bearer_many": "Bearer a, Bearer b",
	"token_alone": "token",
	"token_without_colon": "token abc",
	"token_many_colons": "token a:b:c",
	"token_unknown": "token a:b",
	"digest": 'Digest username="a", realm="b"',
	"unknown_scheme": "Unheard of",
	"nonsense": ":;,=",
	"not_ascii": "é é",
	"large": "x" * LARGE,
}


@pytest.fixture(scope="module")
def held(site) -> Held:
	return everything()


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("endpoint", FOR_PROGRAMS, ids=str)
def test_it_authenticates_no_client(held, endpoint, header):
	"""RFC 6749 §5.2, RFC 7617 §2"""
	form = endpoint.form(held)
	del form["client_id"], form["client_secret"]
	with nothing_happens():
		answer = Browser().post(endpoint.path, form, headers={"Authorization": header})
	assert is_refused(answer, endpoint)


@pytest.mark.parametrize("header", [header for name, header in HEADERS.items() if name.startswith("basic")])
@pytest.mark.parametrize("endpoint", FOR_PROGRAMS, ids=str)
def test_a_broken_basic_header_is_not_made_good_by_the_form(held, endpoint, header):
	"""RFC 6749 §2.3: one way, and that one right"""
	with nothing_happens():
		answer = Browser().post(endpoint.path, endpoint.form(held), headers={"Authorization": header})
	assert is_refused(answer, endpoint)


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_it_opens_no_profile(header):
	"""RFC 6750 §3"""
	for method in ("GET", "POST"):
		with nothing_happens():
			answer = Browser().open(EVERY[-2].path, method, headers={"Authorization": header})
		assert is_refused(answer, EVERY[-2])
		assert answer.status_code == 401


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_it_stands_in_nobodys_way_or_is_refused(held, header):
	"""A page for a person asks for a session; a header that is none changes nothing or is refused"""
	with nothing_happens():
		answer = Browser().get(AUTHORIZE.path, AUTHORIZE.form(held), headers={"Authorization": header})
	if answer.status_code == 303:
		assert answer.headers["Location"].startswith("/login?")
	else:
		assert is_refused(answer, AUTHORIZE)
	with nothing_happens():
		answer = Browser().get(METADATA.path, headers={"Authorization": header})
	assert answer.status_code == 200 or is_refused(answer, METADATA)


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_call_with_it_is_nobodys(header):
	"""RFC 6750 §3.1; what is no bearer is Frappe's own to refuse"""
	with nothing_happens():
		answer = Browser().get("/api/resource/ToDo", headers={"Authorization": header})
	assert answer.status_code in (401, 403, 417)
	if header.lower().startswith("bearer"):
		assert answer.status_code == 401
		assert answer.headers["WWW-Authenticate"].startswith("Bearer")
