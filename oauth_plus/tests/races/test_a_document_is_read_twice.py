"""An app that nobody knows comes with many users at the same moment (Client ID Metadata Documents)."""

from collections.abc import Iterator
from urllib.parse import urlencode

import frappe
import pytest

from oauth_plus.rules import client_document
from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.journey import Proof, authorization_request
from oauth_plus.tests.publisher import Publisher, publishing
from oauth_plus.tests.races.rush import Asked
from oauth_plus.tests.races.track import Track
from oauth_plus.tests.site import forget_refusals, settings

CROWD = 8


@pytest.fixture
def publisher() -> Iterator[Publisher]:
	wanted = {"client_id_metadata_documents": 1, "private_client_documents": 1, "registrations_per_day": 0}
	with publishing() as found, settings(**wanted):
		yield found


def asking(publisher: Publisher) -> Asked:
	query = urlencode(authorization_request(publisher.app, **Proof().asked))
	return Asked(f"{OAUTH}authorize?{query}", b"", "GET", headers={})


def test_many_at_once_make_one_client(track: Track, publisher: Publisher):
	first = publisher.address
	for number in track.rounds():
		forget_refusals()
		publisher.address = f"{first}?round={number}"
		answers = track.run(*[asking(publisher)] * CROWD)
		assert [answer.status for answer in answers] == [303] * CROWD
		frappe.db.rollback()
		name = client_document.row_name(publisher.address)
		assert frappe.db.count("OAuth Client", {"oauth_plus_document_url": publisher.address}) == 1
		assert frappe.db.count("OAuth Plus Event", {"client": name, "event": "client_registered"}) == 1
		track.saw("one client")
