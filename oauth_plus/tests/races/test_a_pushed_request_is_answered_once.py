"""Many browsers, or many pages of one, answer a pushed request at the same moment: one gets a code."""

from urllib.parse import urlencode

import frappe
import pytest

from oauth_plus.rules import secret
from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.factories import App, change, signed_in
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.pushed import pushed
from oauth_plus.tests.races.rush import Asked, at_once
from oauth_plus.tests.races.track import Track

CROWD = 8


def arriving(app: App, uri: str, sid: str, browser: str) -> Asked:
	"""A browser that is sent there; the client asks nothing, so that it gets a code at once."""
	query = urlencode({"client_id": app.client_id, "request_uri": uri})
	cookies = f"sid={sid}" + (f"; oauth_plus_browser={browser}" if browser else "")
	return Asked(f"{OAUTH}authorize?{query}", b"", "GET", {"Cookie": cookies})


@pytest.mark.parametrize("is_one", [True, False], ids=["one browser", "many browsers"])
def test_of_many_that_arrive_one_gets_a_code(track: Track, is_one: bool):
	"""RFC 9126 §4, §7.3"""
	change(track.app, skip_authorization=1)
	sid = signed_in(track.person).cookie("sid")
	for _round in track.rounds():
		uri, name = pushed(track.app), secret.new_token() if is_one else ""
		answers = at_once(track.address, *[arriving(track.app, uri, sid, name)] * CROWD)
		assert sorted(answer.status for answer in answers) == [303] + [400] * (CROWD - 1)
		frappe.db.rollback()
		assert len(rows_of(track.app, "OAuth Authorization Code")) == 1
		track.saw("one code")
