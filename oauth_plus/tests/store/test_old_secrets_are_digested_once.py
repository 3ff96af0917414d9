"""Plain secrets from before the app become digests: in batches, cut off at any point, never twice (H9)."""

import secrets

import frappe
import jwt
import pytest

from oauth_plus.patches.v0_1 import digested_client_secrets
from oauth_plus.rules.secret import MASK
from oauth_plus.tests import bench, schema
from oauth_plus.tests.browser import body
from oauth_plus.tests.factories import App, an_old_app, signed_in
from oauth_plus.tests.journey import introspect, refused, sign_in
from oauth_plus.tests.ledger import rows_of

CLIENT, SECRET = "OAuth Client", "OAuth Plus Client Secret"

CUT_OFF = """
import os
import signal
import sys

import frappe
from oauth_plus.jobs import hash_existing_credentials
from oauth_plus.store.client_secrets import secrets

frappe.init(sys.argv[1], sites_path=".")
frappe.connect()
hash_existing_credentials.BATCH, rows = 5, 0
convert = secrets.adopt

def die_in_the_midst_of_a_batch(client_id):
	global rows
	rows += 1
	convert(client_id)
	if rows == 8:
		os.kill(os.getpid(), signal.SIGKILL)

secrets.adopt = die_in_the_midst_of_a_batch
from oauth_plus.patches.v0_1.digested_client_secrets import execute
execute()
"""
"""A conversion in batches of five that is killed with the eighth row."""


def an_app_of_old(client_secret: str = "") -> App:
	"""As stock leaves it: the secret in its own field, and none of ours."""
	made = an_old_app()
	plain = client_secret or secrets.token_hex(5)
	names = [row.name for row in rows_of(made, SECRET)]
	frappe.db.delete("__Auth", {"name": ("in", names)})
	frappe.db.delete(SECRET, {"client": made.client_id})
	frappe.db.set_value(CLIENT, made.client_id, "client_secret", plain)
	frappe.db.commit()
	return App(made.client_id, plain)


def field(app: App) -> str:
	frappe.db.rollback()
	return frappe.db.get_value(CLIENT, app.client_id, "client_secret")


@pytest.fixture(autouse=True)
def nothing_waits(site) -> None:
	"""Nothing of other tests waits to be converted."""
	digested_client_secrets.execute()


def test_an_old_secret_becomes_a_digest_and_works_as_before():
	app = an_app_of_old()
	digested_client_secrets.execute()
	assert field(app) == MASK
	assert schema.traces(app.client_secret, beyond_the_diary=True) == {}
	(row,) = rows_of(app, SECRET)
	assert (row.label, row.hint, row.ends) == ("From before OAuth Plus", "", None)
	assert row.creation == frappe.db.get_value(CLIENT, app.client_id, "creation")
	frappe.db.set_value(CLIENT, app.client_id, "oauth_plus_enforcement", "Enforce")
	assert introspect(app, "x").status_code == 200
	assert refused(introspect(App(app.client_id, "wrong"), "x"), "invalid_client", 401)
	encoded = sign_in(app).answer["id_token"]
	assert jwt.decode(encoded, app.client_secret, ["HS256"], audience=app.client_id)


def test_cut_off_it_goes_on_where_it_stopped():
	apps = [an_app_of_old() for _ in range(12)]
	ended = bench.python("-c", CUT_OFF, frappe.local.site)
	assert ended.returncode == -9, ended.stderr
	done = [app for app in apps if field(app) == MASK]
	assert 0 < len(done) < 8, "whole batches are done, the last is undone"
	assert all(field(app) == app.client_secret for app in apps if app not in done)
	digested_client_secrets.execute()
	for app in apps:
		assert field(app) == MASK
		assert len(rows_of(app, SECRET)) == 1
		assert introspect(app, "x").status_code == 200


def test_a_second_run_finds_nothing_to_do():
	app = an_app_of_old()
	digested_client_secrets.execute()
	before = rows_of(app, SECRET)
	digested_client_secrets.execute()
	assert rows_of(app, SECRET) == before


def test_migrating_finishes_what_was_cut_off():
	app = an_app_of_old()
	bench.migrate()
	assert field(app) == MASK
	assert introspect(app, "x").status_code == 200


@pytest.mark.parametrize("client_secret", ["ümlaut and spaces", "x" * 140, "0" * 64])
def test_secrets_of_every_shape_go_on(client_secret: str):
	app = an_app_of_old(client_secret)
	digested_client_secrets.execute()
	frappe.db.set_value(CLIENT, app.client_id, "oauth_plus_enforcement", "Enforce")
	assert introspect(app, "x").status_code == 200


def test_a_client_without_a_secret_stays_without():
	app = an_app_of_old()
	frappe.db.set_value(CLIENT, app.client_id, "client_secret", "")
	digested_client_secrets.execute()
	assert rows_of(app, SECRET) == []


def test_saving_the_form_digests_too_and_no_version_keeps_the_secret():
	"""Frappe writes down what a save has changed, with what stood there before"""
	app = an_app_of_old()
	answer = signed_in().open(f"/api/resource/{CLIENT}/{app.client_id}", "PUT", json={"app_name": "Renamed"})
	assert body(answer)["data"]["client_secret"] == MASK
	assert frappe.db.exists("Version", {"docname": app.client_id})
	assert schema.traces(app.client_secret, beyond_the_diary=True) == {}
	assert introspect(app, "x").status_code == 200
	assert len(rows_of(app, SECRET)) == 1


def test_there_is_a_word_on_the_way(capsys):
	an_app_of_old()
	an_app_of_old()
	digested_client_secrets.execute()
	assert "OAuth Plus: 2 client secrets digested" in capsys.readouterr().out
