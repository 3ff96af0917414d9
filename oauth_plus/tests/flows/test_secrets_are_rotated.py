"""Rotation while an app works: no authentication fails, and ID tokens stay good to whoever holds either secret."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import frappe
import frappe.app
import jwt
import pytest
import time_machine

from oauth_plus.rules.secret import MASK
from oauth_plus.store import secret_rotation
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.tests.browser import OAUTH, Browser
from oauth_plus.tests.factories import BY_SECRET, App, a_public_app, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import a_code, ask, introspect, redeem, refresh, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, recorded, rows_of

ROTATIONS, WORKERS = 20, 3
OVERLAP = 3600


def rotated(app: App, overlap: int = OVERLAP) -> App:
	"""As the command and the button do it."""
	issued = secret_rotation.rotate(app.client_id, overlap)
	frappe.db.commit()
	return App(app.client_id, issued.client_secret)


class Working:
	"""An app on several machines that authenticates all the time; each learns of a new secret a while later."""

	def __init__(self, app: App) -> None:
		self.current, self.answers, self.is_over = app, [], threading.Event()

	def work(self) -> None:
		while not self.is_over.is_set():
			mine = self.current
			for _ in range(3):  # goes on with what it knew when it began
				self.answers.append(introspect(mine, "unknown").status_code)


def test_twenty_rotations_under_load_fail_no_authentication():
	"""Issue 3, point 5"""
	app = an_app()
	working = Working(app)
	frappe.app._site, frappe.app._sites_path = frappe.local.site, "."
	with ThreadPoolExecutor(WORKERS) as machines:
		busy = [machines.submit(working.work) for _ in range(WORKERS)]
		for _ in range(ROTATIONS):
			enough = len(working.answers) + 2 * WORKERS
			working.current = rotated(working.current)
			while len(working.answers) < enough and not any(one.done() for one in busy):
				time.sleep(0.005)
		working.is_over.set()
		for one in busy:
			one.result()
	assert len(working.answers) > ROTATIONS * WORKERS
	assert set(working.answers) == {200}
	assert events_of(app, outcome="Refused") == []
	assert len(rows_of(app, secret_rows.DOCTYPE)) == ROTATIONS + 1
	with time_machine.travel(time.time() + OVERLAP + 1):
		assert refused(introspect(app, "x"), "invalid_client", 401)
		assert introspect(working.current, "x").status_code == 200


def test_a_rotation_that_is_undone_leaves_the_old_secret_as_it_was():
	app = an_app()
	secret_rotation.rotate(app.client_id, 0)
	frappe.db.rollback()
	assert introspect(app, "x").status_code == 200


def test_the_id_token_is_signed_with_the_secret_that_the_app_used():
	app = an_app(**BY_SECRET)
	for holder in (app, rotated(app)):
		encoded = sign_in(holder).answer["id_token"]
		assert jwt.decode(encoded, holder.client_secret, ["HS256"], audience=app.client_id)


def test_an_old_client_that_sends_no_secret_verifies_with_the_one_it_knows():
	"""Stock never asked for it; the app still verifies ID tokens with it"""
	app = an_old_app()
	code = a_code(app)
	rotated(app)
	encoded = tokens_of(app, redeem(app, code, client_secret=None)).answer["id_token"]
	assert jwt.decode(encoded, app.client_secret, ["HS256"], audience=app.client_id)


def test_a_public_client_gets_id_tokens():
	assert sign_in(a_public_app()).answer["id_token"]


def test_a_hint_from_before_the_rotation_is_still_a_hint():
	"""OpenID Connect Core §3.1.2.1"""
	app, browser = an_app(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	rotated(app)
	answer = ask(browser, app, id_token_hint=hint, prompt="none")
	assert "error=consent_required" in answer.headers["Location"]
	hint = jwt.encode(jwt.decode(hint, options={"verify_signature": False}), "guessed", "HS256")
	assert "error=consent_required" not in ask(browser, app, id_token_hint=hint, prompt="none").text


def test_a_secret_that_was_written_past_the_form_works_until_it_is_digested():
	"""Scripts of other apps write rows; migrating digests them"""
	app = an_app()
	frappe.db.set_value("OAuth Client", app.client_id, "client_secret", "written-past-the-form")
	other = App(app.client_id, "written-past-the-form")
	assert introspect(other, "x").status_code == 200
	assert introspect(app, "x").status_code == 200


def test_such_a_secret_ends_with_the_rotation_too():
	app = an_app()
	frappe.db.set_value("OAuth Client", app.client_id, "client_secret", "written-past-the-form")
	rotated(app, 0)
	assert refused(introspect(App(app.client_id, "written-past-the-form"), "x"), "invalid_client", 401)
	assert frappe.db.get_value("OAuth Client", app.client_id, "client_secret") == MASK


@pytest.mark.parametrize("endpoint", ["get_token", "revoke_token", "introspect_token"])
def test_an_ended_secret_is_refused_at_every_endpoint(endpoint):
	app = an_app()
	tokens = sign_in(app)
	rotated(app, 0)
	form = {
		"grant_type": "refresh_token",
		"refresh_token": tokens.refresh_token,
		"token": tokens.access_token,
	}
	assert refused(Browser().post(OAUTH + endpoint, form | app.credentials), "invalid_client", 401)


def test_tokens_outlive_the_secret_that_they_were_given_for():
	app = an_app()
	tokens = sign_in(app)
	other = rotated(app, 0)
	assert tokens_of(other, refresh(tokens, **other.credentials))
	assert recorded(app, "secret_ended")
