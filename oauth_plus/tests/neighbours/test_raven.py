"""Raven's mobile app: a public client by code that knows Frappe's own fields alone; it refreshes, and gives the old
access token back."""

import frappe
import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import App, a_public_app, an_app, an_old_app, change
from oauth_plus.tests.journey import acts_as, refresh, refused, revoke, sign_in, tokens_of
from oauth_plus.tests.ledger import families_of, recorded


def made_by_its_button() -> App:
	"""As the button "Configure OAuth Client" makes it."""
	client = frappe.new_doc("OAuth Client")
	client.app_name = "Raven Mobile"
	client.scopes = "all openid"
	client.redirect_uris = client.default_redirect_uri = "raven.thecommit.company:"
	client.grant_type, client.response_type = "Authorization Code", "Code"
	client.skip_authorization = 1
	client.append("allowed_roles", {"role": "All"})
	client.save()
	frappe.db.commit()
	return App(client.name, "", is_public=True, redirect_uri="raven.thecommit.company:")


@pytest.mark.parametrize("make", [made_by_its_button, an_old_app, a_public_app, an_app])
def test_it_refreshes_gives_the_old_access_token_back_and_goes_on(make):
	"""RFC 7009 §2.1: the server MAY end the grant; ending a newer token than the one presented would sign people out
	each hour"""
	app = make()
	first = sign_in(app)
	second = tokens_of(app, refresh(first))
	form = {"token": first.access_token, "client_id": app.client_id}
	if not app.is_public:
		form["client_secret"] = app.client_secret
	assert Browser().post(OAUTH + "revoke_token", form).status_code == 200
	assert acts_as(first.access_token) is None
	assert acts_as(second.access_token)
	third = tokens_of(app, refresh(second))
	assert acts_as(third.access_token)
	assert recorded(app, "token_revoked", cause=("like", "%followed by another%"))


def test_what_it_gave_back_is_dead_for_its_refresh_token_too_and_a_replay_of_that_is_still_seen():
	"""RFC 9700 §4.14.2: who comes with the exchanged refresh token later has stolen it"""
	app = a_public_app(oauth_plus_grace=0)
	first = sign_in(app)
	second = tokens_of(app, refresh(first))
	assert revoke(app, first.access_token).status_code == 200
	assert refused(refresh(first), "invalid_grant")
	assert recorded(app, "refresh_token_replayed")
	assert acts_as(second.access_token) is None


def test_an_access_token_whose_refresh_token_went_on_without_it_ends_alone():
	"""Where refresh tokens are not rotated"""
	app = an_app(oauth_plus_rotation="Static")
	first = sign_in(app)
	second = tokens_of(app, refresh(first))
	assert second.refresh_token == first.refresh_token
	assert revoke(app, first.access_token).status_code == 200
	assert acts_as(first.access_token) is None
	assert acts_as(second.access_token)
	assert tokens_of(app, refresh(second))


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_at_sign_out_the_current_token_ends_all_of_it(which):
	app = made_by_its_button()
	second = tokens_of(app, refresh(sign_in(app)))
	assert revoke(app, getattr(second, which)).status_code == 200
	assert acts_as(second.access_token) is None
	assert refused(refresh(second), "invalid_grant")
	assert {family.state for family in families_of(app)} == {"Revoked"}


def test_an_exchanged_refresh_token_ends_all_of_it():
	"""RFC 7009 §2.1: whoever gives a refresh token back wants the grant to end"""
	app = made_by_its_button()
	first = sign_in(app)
	second = tokens_of(app, refresh(first))
	assert revoke(app, first.refresh_token).status_code == 200
	assert acts_as(second.access_token) is None
	assert refused(refresh(second), "invalid_grant")


def test_its_client_is_public_whatever_default_its_type_has():
	"""RFC 8252 §8.4: nothing but a program on the person's device has such a redirect URI"""
	app = made_by_its_button()
	client = frappe.get_doc("OAuth Client", app.client_id)
	assert client.oauth_plus_client_type == "Public"
	change(app, app_name="Raven")
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_client_type") == "Public"


def test_a_server_beside_it_keeps_owing_its_secret():
	"""A redirect URI that is added to a client waives nothing that its server owes"""
	app = an_app()
	with pytest.raises(frappe.ValidationError, match="public clients only"):
		change(app, redirect_uris=f"{app.redirect_uri}\nraven.thecommit.company:")
	frappe.db.rollback()
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_client_type") == "Confidential"


def test_the_answer_is_empty_json():
	app = made_by_its_button()
	assert body(revoke(app, sign_in(app).access_token)) == {}
