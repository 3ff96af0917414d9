"""A process that looked at a token before another used it finds out when it writes: looking takes no lock."""

import json
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest

from oauth_plus.grants.server import provider
from oauth_plus.rules import secret
from oauth_plus.store.tokens import find_by_refresh_token
from oauth_plus.tests.factories import a_public_app, an_app
from oauth_plus.tests.journey import refresh, sign_in, tokens_of


@pytest.mark.parametrize("make", [an_app, a_public_app], ids=["confidential", "public"])
def test_who_looked_before_another_refreshed_gets_the_same_pair(make):
	"""By the shared server itself, as another app's own endpoint asks it: nobody begins such a request again"""
	first = sign_in(make())
	seen = find_by_refresh_token(secret.digest(first.refresh_token))
	with ThreadPoolExecutor() as meanwhile:
		second = tokens_of(first.app, meanwhile.submit(refresh, first).result())
	assert find_by_refresh_token(seen.refresh_digest).expires_at == seen.expires_at  # not seen yet
	form = {"grant_type": "refresh_token", "refresh_token": first.refresh_token}
	_headers, said, status = provider().create_token_response("", "POST", form | first.app.credentials, {})
	frappe.db.commit()
	assert status == 200
	repeated = json.loads(said)
	assert (repeated["access_token"], repeated["refresh_token"]) == (
		second.access_token,
		second.refresh_token,
	)
