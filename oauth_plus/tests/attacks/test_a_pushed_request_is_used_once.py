"""A pushed request works once, for its client, in the browser that took it up (RFC 9126 §7)."""

import frappe
import pytest
import redis

from oauth_plus.store.grants import codes
from oauth_plus.store.sealed import pushed_requests, room
from oauth_plus.tests.assertions import an_app_with_keys, asserted
from oauth_plus.tests.browser import OAUTH, Browser, at_once, form_of, sent_to
from oauth_plus.tests.factories import (
	PASSWORD,
	a_public_app,
	a_regular,
	an_app,
	an_old_app,
	change,
	signed_in,
	tamper,
	with_any_session,
)
from oauth_plus.tests.journey import Proof, an_impersonator, decide, refused
from oauth_plus.tests.ledger import events_of, rows_of
from oauth_plus.tests.pushed import PREFIX, arrive, push, pushed

CODE = "OAuth Authorization Code"

UNKNOWN = "has expired, was answered before or began in another browser"


def is_explained(page, sentence: str = UNKNOWN) -> bool:
	"""A page for people, and no way back to anybody (RFC 9700 §4.11.2)."""
	assert page.status_code == 400, page.text
	assert "Location" not in page.headers
	assert sentence in page.text, page.text
	return True


def test_after_an_answer_it_is_gone():
	app, browser = an_app(), with_any_session()
	uri = pushed(app)
	page = arrive(browser, app, uri)
	assert "code" in sent_to(decide(browser, page))
	assert is_explained(arrive(browser, app, uri))
	assert is_explained(decide(browser, page))
	assert len(rows_of(app, CODE)) == 1


def test_a_conflict_in_the_database_loses_no_request(monkeypatch):
	"""The answer is given again, and the request is gone afterwards as well"""
	app, browser = an_app(), with_any_session()
	uri, issue, conflicts = pushed(app), codes.issue, [frappe.QueryDeadlockError("Deadlock found")]

	def issue_at_the_second_time(code):
		if conflicts:
			raise conflicts.pop()
		return issue(code)

	monkeypatch.setattr(codes, "issue", issue_at_the_second_time)
	answer = decide(browser, arrive(browser, app, uri))
	assert not conflicts
	assert sent_to(answer)["code"]
	assert is_explained(arrive(browser, app, uri))


def test_after_a_denial_it_is_gone():
	app, browser = an_app(), with_any_session()
	page = arrive(browser, app, pushed(app))
	assert sent_to(decide(browser, page, "deny"))["error"] == "access_denied"
	assert is_explained(decide(browser, page))
	assert not rows_of(app, CODE)


def test_of_two_answers_at_once_one_gets_a_code():
	app, browser = an_app(), with_any_session()
	uri = pushed(app)
	form = form_of(arrive(browser, app, uri))
	answers = at_once(*[lambda: browser.post(form.action, form.fields | {"decision": "allow"})] * 4)
	assert sorted(answer.status_code for answer in answers) == [303, 400, 400, 400]
	assert len(rows_of(app, CODE)) == 1


def test_another_browser_does_not_get_it():
	"""RFC 9126 §7.3"""
	app, browser = an_app(), with_any_session()
	uri = pushed(app)
	page = arrive(browser, app, uri)
	assert is_explained(arrive(signed_in(a_regular("Bob")), app, uri))
	assert is_explained(arrive(Browser(), app, uri))
	assert "code" in sent_to(decide(browser, page))


def test_of_two_browsers_at_once_one_gets_it():
	app, browsers = an_app(), [with_any_session() for _ in range(4)]
	uri = pushed(app)
	pages = at_once(*(lambda browser=browser: arrive(browser, app, uri) for browser in browsers))
	assert sorted(page.status_code for page in pages) == [200, 400, 400, 400]


def test_a_program_that_loads_the_address_ahead_does_not_use_it_up():
	"""FAPI 2.0 Security Profile §5.3.2.2, note 3"""
	app, browser = an_app(), with_any_session()
	uri = pushed(app)
	assert arrive(Browser(), app, uri).status_code == 303
	assert arrive(browser, app, uri).status_code == 200


def test_another_client_cannot_use_it():
	"""RFC 9126 §7.2: swapped. Its own client still can"""
	app, other, browser = an_app(), an_app(), with_any_session()
	uri = pushed(app)
	assert is_explained(arrive(browser, other, uri))
	assert is_explained(browser.get(OAUTH + "authorize", {"request_uri": uri}))
	assert arrive(browser, app, uri).status_code == 200


@pytest.mark.parametrize("reference", ["", "x" * 43, "x" * 4_000, "näher", "%00", "../" * 14])
def test_one_that_nobody_pushed_is_explained(reference: str):
	app, browser = an_app(), with_any_session()
	assert is_explained(arrive(browser, app, PREFIX + reference))


def test_one_of_another_kind_is_refused_by_name():
	"""OpenID Connect Core §6.2"""
	app, browser = an_app(), with_any_session()
	beside = {"response_type": "code", "redirect_uri": app.redirect_uri}
	answer = arrive(browser, app, "https://app.example.com/r.jwt", **beside)
	assert sent_to(answer)["error"] == "request_uri_not_supported"


def place_of(uri: str) -> bytes:
	"""Where Redis has it until a browser takes it up."""
	return pushed_requests._place(uri.removeprefix(PREFIX))


def test_it_waits_for_90_seconds_and_for_a_user_who_signs_in_an_hour():
	"""RFC 9126 §2.2: expires_in; nobody prolongs it any further"""
	app = an_app()
	uri = pushed(app)
	assert 80 < redis.Redis.ttl(frappe.cache, place_of(uri)) <= 90
	for _ in range(2):
		assert arrive(Browser(), app, uri).status_code == 303
		assert 3_500 < redis.Redis.ttl(frappe.cache, place_of(uri)) <= 3_600


def test_one_that_redis_lost_is_explained():
	"""So is one whose time is over"""
	app, browser = an_app(), with_any_session()
	uri = pushed(app)
	redis.Redis.delete(frappe.cache, place_of(uri))
	assert is_explained(arrive(browser, app, uri))


def test_redis_holds_nothing_of_it_in_the_clear():
	app = an_app()
	uri = pushed(app, state="a-state-of-the-app")
	found = redis.Redis.scan_iter(frappe.cache, f"{pushed_requests.PLACES}|{frappe.conf.db_name}|*")
	stored = [(key, redis.Redis.get(frappe.cache, key) or b"") for key in found]
	assert stored
	for key, value in stored:
		assert uri.removeprefix(PREFIX).encode() not in key + value
		assert app.client_id.encode() not in key + value
		assert b"a-state-of-the-app" not in value


def test_a_client_that_was_disabled_meanwhile_gets_nothing():
	app, browser = an_app(), with_any_session()
	uri, other = pushed(app), pushed(app)
	page = arrive(browser, app, other)
	change(app, oauth_plus_enabled=0)
	assert is_explained(arrive(browser, app, uri), "disabled")
	assert is_explained(decide(browser, page), "disabled")
	assert not rows_of(app, CODE)


def test_a_redirect_uri_that_was_removed_meanwhile_gets_nothing():
	"""RFC 9126 §2.4, RFC 9700 §4.11.2"""
	app, browser = an_app(), with_any_session()
	uri, other = pushed(app), pushed(app)
	page = arrive(browser, app, other)
	moved = "https://moved.example.com/callback"
	change(app, redirect_uris=moved, default_redirect_uri=moved)
	assert is_explained(arrive(browser, app, uri), "letter by letter")
	assert is_explained(decide(browser, page), "letter by letter")
	assert not rows_of(app, CODE)


def test_a_scope_that_was_taken_meanwhile_is_not_given():
	app, browser = an_app(), with_any_session()
	uri = pushed(app, scope="all openid")
	tamper(app, scopes="openid")
	decide(browser, arrive(browser, app, uri))
	assert rows_of(app, CODE)[0].scopes == "openid"


def test_the_page_of_one_person_is_not_answered_by_another():
	"""Somebody else signs in meanwhile, in the same browser: they are asked themselves"""
	app, browser = an_app(), signed_in()
	uri = pushed(app)
	page = arrive(browser, app, uri)
	bob = a_regular("Bob")
	browser.login(bob, PASSWORD)
	assert is_explained(decide(browser, page), "another session")
	assert "code" in sent_to(decide(browser, arrive(browser, app, uri)))
	assert [row.user for row in rows_of(app, CODE)] == [bob]


def test_an_impersonator_cannot_answer_it():
	app = an_app()
	page = arrive(an_impersonator(a_regular()), app, pushed(app))
	assert page.status_code == 403
	assert not rows_of(app, CODE)


def test_a_page_names_no_other_request():
	"""The seal is for one request: its name cannot be exchanged"""
	app, browser = an_app(), with_any_session()
	page, uri = arrive(browser, app, pushed(app)), pushed(app)
	form = form_of(page)
	swapped = form.fields["authorization_request"].rpartition("%3A")[0] + "%3A" + uri.removeprefix(PREFIX)
	answer = browser.post(form.action, form.fields | {"authorization_request": swapped, "decision": "allow"})
	assert is_explained(answer, "another session")
	assert not rows_of(app, CODE)


def test_nobody_pushes_for_a_confidential_client():
	"""RFC 9126 §2.1, and beside another way to authenticate"""
	app, keyed = an_app(), an_app_with_keys()
	assert refused(push(app, client_secret=None), "invalid_client", 401)
	assert refused(push(keyed), "invalid_client", 401)
	assert refused(push(keyed, **asserted(app)), "invalid_client", 401)
	assert events_of(app)[-1].reason == "invalid_client"


def test_a_client_pushes_for_itself_alone():
	app, other = an_app(), an_app()
	assert refused(
		push(app, headers=app.basic, client_secret=None, client_id=other.client_id), "invalid_request"
	)


def test_a_huge_one_is_refused():
	"""RFC 9126 §2.3: 413"""
	app = an_app()
	padding = {f"padding_{number}": "x" * 4_000 for number in range(5)}
	assert refused(push(app, **padding), "invalid_request", 413)
	assert refused(push(app, padding="x" * 70_000), "invalid_request", 413)
	assert refused(push(app, state="x" * 5_000), "invalid_request")
	assert refused(push(app, **{f"p{number}": "x" for number in range(101)}), "invalid_request")


def test_strangers_cannot_fill_the_store(monkeypatch):
	"""RFC 9126 §2.3: 429. Who has authenticated may push more"""
	app, confidential, old, proof = a_public_app(), an_app(), an_old_app(), Proof().asked
	assert push(app, **proof).status_code == 201
	monkeypatch.setattr(room, "MOST", 0)
	answer = push(app, **proof)
	assert refused(answer, "temporarily_unavailable", 429)
	assert int(answer.headers["Retry-After"]) > 0
	assert refused(push(old, client_secret=None), "temporarily_unavailable", 429)
	assert push(old).status_code == 201
	assert push(confidential).status_code == 201
	assert "fill its room" in events_of(app)[-1].cause


def test_an_office_behind_one_address_pushes_as_often_as_it_signs_in():
	app, proof = a_public_app(), Proof().asked
	assert {push(app, **proof).status_code for _ in range(70)} == {201}


def test_without_redis_nobody_pushes_and_nobody_arrives(monkeypatch: pytest.MonkeyPatch):
	"""Nobody knows then what was used: the app and the user may try again"""
	app, browser = an_app(), with_any_session()
	uri = pushed(app)

	def fail(*_args: object, **_kwargs: object) -> None:
		raise redis.exceptions.ConnectionError

	with monkeypatch.context() as patched:
		patched.setattr(redis.Redis, "set", fail)
		patched.setattr(redis.Redis, "rename", fail)
		assert refused(push(app), "temporarily_unavailable", 503)
		assert arrive(browser, app, uri).status_code == 503
	assert arrive(browser, app, uri).status_code == 200
