"""Which clients count as unused, and are disabled or deleted: nobody must lose one that is in use."""

import time
from datetime import timedelta

import frappe
import time_machine

from oauth_plus import tasks
from oauth_plus.platform import clock
from oauth_plus.store.clients import client_lists
from oauth_plus.tests.browser import sent_to
from oauth_plus.tests.factories import App, a_machine, an_app, with_any_session
from oauth_plus.tests.journey import ask, by_itself, introspect, redeem, sign_in, tokens_of

DAY = 86_400


def later(days: float) -> time_machine.travel:
	return time_machine.travel(time.time() + days * DAY, tick=True)


def is_unused(app: App, days: int) -> bool:
	return app.client_id in client_lists.unused_since(clock.now() - timedelta(days=days))


def purge(at: float) -> None:
	"""Grants end after a month without use, and are kept for three more."""
	with later(32):
		tasks.expire()
	with later(at):
		tasks.purge()
		frappe.db.commit()


def test_a_server_that_introspects_the_tokens_of_others_is_in_use():
	app, server = an_app(), an_app(oauth_plus_introspects_all=1)
	with later(40):
		assert introspect(server, sign_in(app).access_token).json["active"]
		assert not is_unused(server, 30)


def test_a_client_that_proves_itself_with_its_secret_is_in_use():
	"""It may introspect its own tokens alone, and never ask for another"""
	app = an_app()
	tokens = sign_in(app)
	with later(40):
		assert is_unused(app, 30)
		introspect(app, tokens.access_token)
		assert not is_unused(app, 30)


def test_a_client_whose_grants_were_purged_is_in_use_for_as_long_as_events_show():
	machine, app = a_machine(), an_app()
	assert by_itself(machine).status_code == 200
	sign_in(app)
	purge(130)
	for client in (machine, app):
		assert not frappe.db.exists("OAuth Plus Grant", {"client": client.client_id})
	with later(131):
		for client in (machine, app):
			assert not is_unused(client, 180)
			assert is_unused(client, 100)


def test_a_registered_app_that_skips_the_question_is_not_deleted():
	app = an_app(skip_authorization=1, oauth_plus_registration="The App Itself")
	code = sent_to(ask(with_any_session(), app))["code"]
	assert tokens_of(app, redeem(app, code))
	purge(190)
	with later(191):
		found = client_lists.registered_and_never_used(clock.now() - timedelta(days=30), 1_000)
		assert not frappe.db.exists("OAuth Plus Consent", {"client": app.client_id})
	assert app.client_id not in found
