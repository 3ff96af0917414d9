"""C5: nobody hands a person's password to an app, so nobody guesses one past two-factor login here."""

import frappe
import pytest

from oauth_plus.tests.browser import Browser, body
from oauth_plus.tests.factories import PASSWORD, a_public_app, a_regular, a_user, an_app, an_old_app
from oauth_plus.tests.journey import acts_as, refused, token_request, tokens_of
from oauth_plus.tests.ledger import counts, errors, events_of, recorded, rows_of, would_refuse


def ask_with_password(app, password: str, **changes):
	form = {"grant_type": "password", "username": a_regular(), "password": password, "scope": "all"}
	return token_request(form | app.credentials | changes)


@pytest.mark.parametrize("make", [an_app, a_public_app])
@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_the_answer_does_not_depend_on_the_password(make, password):
	"""C5, RFC 9700 §2.4"""
	app = make()
	before = counts("Activity Log")
	assert refused(ask_with_password(app, password), "unsupported_grant_type")
	assert counts("Activity Log") == before  # nobody tried to sign in
	assert not rows_of(app)


@pytest.mark.parametrize("grant_type", ["Password", "PASSWORD", "password ", " password", "password\t"])
def test_no_other_spelling_of_it_is_a_grant_either(grant_type):
	app = an_app()
	assert refused(ask_with_password(app, PASSWORD, grant_type=grant_type), "unsupported_grant_type")


def test_the_refusal_is_written_down_without_the_password():
	app = an_app()
	ask_with_password(app, "a-password-nobody-may-read")
	assert recorded(app, "token_refused", reason="unsupported_grant_type")
	written = frappe.get_all("OAuth Plus Event", filters={"client": app.client_id}, fields=["*"])
	assert "a-password-nobody-may-read" not in str(written)


def test_the_metadata_does_not_offer_it():
	"""H14, RFC 8414 §2"""
	offered = body(Browser().get("/.well-known/oauth-authorization-server"))
	assert "password" not in offered["grant_types_supported"]


def test_an_old_client_goes_on_and_the_event_says_what_enforce_would_do():
	"""Decision 6: Warn; a wrong password is refused in the words of RFC 6749 §5.2"""
	app = an_old_app()
	assert refused(ask_with_password(app, "wrong"), "invalid_grant")
	assert acts_as(tokens_of(app, ask_with_password(app, PASSWORD)).access_token) == a_regular()
	assert would_refuse(app) == {"password_grant"}


def test_a_locked_account_is_answered_as_a_wrong_password_is():
	"""RFC 6749 §5.2; Frappe locks the user after so many wrong ones"""
	app, person = an_old_app(), a_user()
	frappe.db.set_single_value("System Settings", "allow_consecutive_login_attempts", 2)
	frappe.clear_cache()
	frappe.db.commit()
	before = errors()
	try:
		answers = [ask_with_password(app, "wrong", username=person) for _ in range(5)]
	finally:
		frappe.db.set_single_value("System Settings", "allow_consecutive_login_attempts", 0)
		frappe.clear_cache()
		frappe.db.commit()
	assert all(refused(answer, "invalid_grant") for answer in answers)
	assert len({answer.text for answer in answers}) == 1, "nobody learns who is locked"
	assert any("locked the user" in event.cause for event in events_of(app, event="token_refused"))
	assert errors() == before
