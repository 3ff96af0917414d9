"""A process that looked at a token before another used it finds out when it writes: looking takes no lock."""

import json
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest

from oauth_plus.grants.server import provider
from oauth_plus.rules import secret
from oauth_plus.store.tokens.token_rows import find_by_refresh_token
from oauth_plus.tests.attacks.test_each_method_has_one_address import csrf_of
from oauth_plus.tests.browser import METHOD, Browser
from oauth_plus.tests.factories import App, a_public_app, a_user, an_app, signed_in
from oauth_plus.tests.journey import refresh, sign_in, tokens_of
from oauth_plus.tests.ledger import families_of


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


def narrow(administrator: Browser, headers: dict[str, str], app: App) -> None:
	"""Take `all` from the grants of a client, which may ask for it again afterwards."""
	address = f"/api/resource/OAuth Client/{app.client_id}"
	for scopes in ("openid doctype:ToDo:read", "all openid doctype:ToDo:read"):
		answer = administrator.open(address, "PUT", json={"scopes": scopes}, headers=headers)
		assert answer.status_code == 200, answer.text[:500]
		method = "oauth_plus.api.grants.narrow_grants"
		administrator.post(METHOD + method, {"client": app.client_id}, headers=headers)


def test_who_looked_before_the_grant_was_narrowed_gets_what_is_left_of_it():
	"""RFC 6749 §6: what an administrator has taken away does not come back with a refresh that was on its way"""
	app = an_app(scopes="all openid")
	first, administrator = sign_in(app, scope="all openid"), signed_in(a_user("System Manager"))
	headers = {"X-Frappe-CSRF-Token": csrf_of(administrator)}
	seen = find_by_refresh_token(secret.digest(first.refresh_token))
	with ThreadPoolExecutor() as meanwhile:
		meanwhile.submit(narrow, administrator, headers, app).result()
	assert find_by_refresh_token(seen.refresh_digest).granted_scopes == seen.granted_scopes  # not seen yet
	form = {"grant_type": "refresh_token", "refresh_token": first.refresh_token}
	_headers, said, status = provider().create_token_response("", "POST", form | app.credentials, {})
	frappe.db.commit()
	assert status == 200
	assert set(json.loads(said)["scope"].split()) == {"openid", "doctype:ToDo:read"}
	assert {row.scopes for row in families_of(app)} == {"openid doctype:ToDo:read"}
