"""Frappe's Recorder keeps the headers and the form of every request while an administrator has it run, in Redis, where
System Managers read them."""

from collections.abc import Iterator

import frappe
import pytest
from frappe import recorder

from oauth_plus.tests.factories import an_app
from oauth_plus.tests.journey import acts_as, introspect, refresh, sign_in, tokens_of


@pytest.fixture
def recording(site) -> Iterator[None]:
	recorder.delete()
	recorder.start(explain=False)
	frappe.db.commit()
	yield
	recorder.stop()
	recorder.delete()


def recorded() -> str:
	return str(list(frappe.cache.hgetall(recorder.RECORDER_REQUEST_HASH).values()))


def test_what_opens_anything_is_not_recorded(recording):
	app = an_app()
	tokens = sign_in(app)
	newer = tokens_of(app, refresh(tokens))
	introspect(app, newer.access_token)
	assert acts_as(newer.access_token)
	recorder.stop()
	told = recorded()
	assert "get_token" in told, "it recorded"
	for secret in (app.client_secret, tokens.refresh_token, newer.access_token, newer.refresh_token):
		assert secret not in told
