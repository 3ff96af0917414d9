"""H7: a client takes its own tokens back, by whichever it holds, whatever it hints; nobody else's."""

import frappe
import pytest

from oauth_plus.tests.browser import OAUTH, Browser, at_once, body
from oauth_plus.tests.factories import a_public_app, an_app, an_old_app
from oauth_plus.tests.journey import acts_as, introspect, refresh, refused, revoke, sign_in, tokens_of
from oauth_plus.tests.ledger import recorded, rows_of, state, would_refuse

HINTS = [None, "access_token", "refresh_token", "nonsense", ""]


@pytest.fixture(params=[an_app, a_public_app, an_old_app])
def app(request):
	return request.param()


@pytest.mark.parametrize("hint", HINTS)
@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_either_token_ends_the_grant_whatever_the_hint(app, which, hint):
	"""H7, RFC 7009 §2.1: a hint only says where to look first"""
	tokens = sign_in(app)
	answer = revoke(app, getattr(tokens, which), token_type_hint=hint)
	assert answer.status_code == 200
	assert answer.headers["Cache-Control"] == "no-store"
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_grant")
	assert recorded(app, "token_revoked")


def test_a_refresh_token_of_any_generation_ends_them_all(app):
	"""RFC 7009 §2.1: all that is based on the same grant. Of an access token see neighbours/test_raven.py"""
	first = sign_in(app)
	second = tokens_of(app, refresh(first))
	third = tokens_of(app, refresh(second))
	assert revoke(app, first.refresh_token).status_code == 200
	for tokens in (first, second, third):
		assert acts_as(tokens.access_token) is None
		assert refused(refresh(tokens), "invalid_grant")


def test_other_grants_of_the_same_person_live_on(app):
	tokens, other = sign_in(app), sign_in(app)
	assert revoke(app, tokens.refresh_token).status_code == 200
	assert acts_as(other.access_token)


@pytest.mark.parametrize("thiefs", [an_app, a_public_app])
@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_another_clients_token_is_refused_and_lives_on(app, thiefs, which):
	"""H7, RFC 7009 §2.1"""
	thief, tokens = thiefs(), sign_in(app)
	assert refused(revoke(thief, getattr(tokens, which)), "unauthorized_client")
	assert acts_as(tokens.access_token)
	assert tokens_of(app, refresh(tokens))
	assert recorded(thief, "revocation_refused", reason="unauthorized_client")


def test_between_old_clients_it_goes_on_and_the_event_says_what_enforce_would_do():
	"""Decision 6: Warn; the stricter gate of the two counts"""
	old, tokens = an_old_app(), sign_in(an_old_app())
	assert revoke(old, tokens.access_token).status_code == 200
	assert would_refuse(old) == {"revocation_binding"}


@pytest.mark.parametrize("token", ["unknown", "x" * 1_000, "é", "%"])
def test_an_unknown_token_is_no_error(app, token):
	"""H7: stock said 404; RFC 7009 §2.2"""
	before = state()
	assert revoke(app, token).status_code == 200
	assert state() == before


def test_revoking_twice_is_no_error(app):
	"""RFC 7009 §2.2"""
	tokens = sign_in(app)
	for token in (tokens.access_token, tokens.access_token, tokens.refresh_token):
		assert revoke(app, token).status_code == 200


def test_what_is_revoked_stays_revoked_and_says_so(app):
	tokens = sign_in(app)
	revoke(app, tokens.refresh_token)
	assert {row.status for row in rows_of(app)} == {"Revoked"}
	if not app.is_public:
		assert body(introspect(app, tokens.access_token)) == {"active": False}


def test_the_token_is_not_taken_from_the_address():
	"""RFC 7009 §2.1"""
	app = an_app()
	tokens = sign_in(app)
	query = {"token": tokens.access_token} | app.credentials
	assert refused(Browser().get(OAUTH + "revoke_token", query), "invalid_request", 405)
	assert refused(Browser().post(OAUTH + "revoke_token", query_string=query), "invalid_request")
	answer = Browser().post(OAUTH + "revoke_token", query_string=query, headers=app.basic)
	assert refused(answer, "invalid_request")
	assert acts_as(tokens.access_token)


def test_of_revoking_and_refreshing_at_once_nothing_survives_the_revocation():
	"""protocol.md, Refresh 9: whichever comes first, the grant is over in the end"""
	app = an_app()
	for _round in range(4):
		tokens = sign_in(app)
		revoked, refreshed = at_once(
			lambda t=tokens: revoke(app, t.refresh_token), lambda t=tokens: refresh(t)
		)
		assert revoked.status_code == 200
		if refreshed.status_code == 200:
			assert acts_as(body(refreshed)["access_token"]) is None
		assert acts_as(tokens.access_token) is None


def test_a_database_that_fails_is_not_answered_as_success():
	"""fosite 2020-15223, RFC 7009 §2.2.1: the client must know that its token lives on"""
	app = an_app()
	tokens = sign_in(app)
	frappe.db.sql_ddl("ALTER TABLE `tabOAuth Bearer Token` RENAME COLUMN `status` TO `away`")
	try:
		answer = revoke(app, tokens.access_token)
	finally:
		frappe.db.sql_ddl("ALTER TABLE `tabOAuth Bearer Token` RENAME COLUMN `away` TO `status`")
	assert refused(answer, "temporarily_unavailable", 503)
	assert answer.headers["Retry-After"]
	assert acts_as(tokens.access_token)
