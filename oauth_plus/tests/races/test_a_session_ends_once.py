"""Many sign out of one session at once: its grants end once, and each app is told once."""

from functools import partial

import frappe

from oauth_plus.store.people import sessions
from oauth_plus.tests.browser import Browser, at_once
from oauth_plus.tests.endpoints.test_logout import LOGOUT
from oauth_plus.tests.factories import an_app, signed_in
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.ledger import events_of, families_of

AT_ONCE = 8


def test_many_sign_out_of_one_session():
	app = an_app(
		oauth_plus_ends_with_session=1,
		oauth_plus_backchannel_logout_uri="https://app.example.com/logout",
	)
	browser = signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	sid = browser.cookie("sid")
	acts = [
		partial(Browser().set_cookie("sid", sid).get, LOGOUT, {"id_token_hint": hint}) for _ in range(AT_ONCE)
	]
	answers = at_once(*acts)
	assert {answer.status_code for answer in answers} <= {200, 503}
	frappe.db.rollback()
	[row] = families_of(app)
	assert (row.state, row.end_reason, row.session_state) == ("Revoked", "session_ended", "Ended")
	assert len(events_of(app, event="grant_ended")) == 1
	assert len([each for each in sessions.due_logouts(1_000) if each.client_id == app.client_id]) == 1
