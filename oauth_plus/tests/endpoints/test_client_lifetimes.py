"""Lifetimes, rotation and grace on the form of an OAuth Client, and what of them holds."""

import frappe
import pytest

from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import body
from oauth_plus.tests.factories import a_public_app, a_user, an_app, change, signed_in
from oauth_plus.tests.journey import sign_in

DAY, YEAR = 86_400, 365 * 86_400

EFFECTIVE = "/api/method/oauth_plus.api.clients.effective_lifetimes"


def effective(app) -> dict[str, tuple[int, str]]:
	"""What Desk shows, by name."""
	answer = signed_in().get(EFFECTIVE, {"client": app.client_id})
	assert answer.status_code == 200, answer.text
	return {row["name"]: (row["seconds"], row["source"]) for row in body(answer)["message"]}


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"oauth_plus_refresh_idle_lifetime": 100 * DAY}, "refresh_idle"),
		({"oauth_plus_refresh_absolute_lifetime": DAY}, "refresh_idle"),
		(
			{"oauth_plus_refresh_idle_lifetime": 3 * DAY, "oauth_plus_refresh_absolute_lifetime": 2 * DAY},
			"refresh_idle",
		),
		({"oauth_plus_code_lifetime": 601}, "code"),
		({"oauth_plus_access_lifetime": 2 * YEAR}, "access is above one year"),
		({"oauth_plus_access_lifetime": -5}, "access: -5 is not between 1 and"),
		({"oauth_plus_grace": 301}, "0 to 300 seconds"),
		({"oauth_plus_grace": -1}, "0 to 300 seconds"),
		({"oauth_plus_grace": "x"}, "0 to 300 seconds"),
		({"oauth_plus_grace": "1e5"}, "0 to 300 seconds"),
		({"oauth_plus_grace": "--5"}, "0 to 300 seconds"),
		({"oauth_plus_access_lifetime": "--5"}, "access"),
	],
)
def test_an_impossible_combination_is_refused_with_a_sentence(values, says):
	app = an_app()
	answer = signed_in().open(f"/api/resource/OAuth Client/{app.client_id}", "PUT", json=values)
	assert answer.status_code == 417
	assert says in answer.text
	assert effective(app)["access"] == (3600, "default")


def test_above_a_year_is_possible_for_those_who_mean_it():
	app = an_app(oauth_plus_access_lifetime=2 * YEAR, oauth_plus_above_a_year=1)
	assert sign_in(app).answer["expires_in"] in range(90 * DAY - 5, 90 * DAY + 1)  # but not past the grant
	change(
		app, oauth_plus_access_lifetime=0
	)  # signing keys are published for as long as the longest token lives


def test_a_public_client_cannot_be_static():
	"""RFC 9700 §4.14.2"""
	app = a_public_app()
	static = {"oauth_plus_rotation": "Static"}
	answer = signed_in().open(f"/api/resource/OAuth Client/{app.client_id}", "PUT", json=static)
	assert answer.status_code == 417
	assert "must rotate" in answer.text


def test_each_value_says_where_it_was_set():
	app = an_app(oauth_plus_code_lifetime=30)
	settings = the_site.settings(refresh_idle_lifetime=2 * DAY, code_lifetime=90)
	with settings, the_site.configured(oauth_token_expiry={"access": 600}):
		assert effective(app) == {
			"access": (600, "site_config.json: oauth_token_expiry"),
			"refresh_idle": (2 * DAY, "OAuth Plus Settings"),
			"refresh_absolute": (90 * DAY, "default"),
			"code": (30, "this client"),
		}


def test_the_client_comes_before_the_sites_configuration():
	app = an_app(oauth_plus_access_lifetime=120)
	with the_site.configured(oauth_token_expiry=600):
		assert sign_in(app).answer["expires_in"] == 120


def test_settings_ask_about_a_lifetime_above_a_year_too():
	settings = frappe.get_doc("OAuth Plus Settings")
	with pytest.raises(frappe.ValidationError, match="above one year"):
		settings.update({"access_token_lifetime": 2 * YEAR}).save(ignore_permissions=True)
	frappe.db.rollback()


def test_lifetimes_are_shown_to_those_who_may_read_clients():
	answer = signed_in(a_user()).get(EFFECTIVE, {"client": an_app().client_id})
	assert answer.status_code == 403
