"""The private half of a signing key: sealed where it lies, read by nobody who asks, whatever their role."""

import base64
import json

import frappe
import pytest
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.serialization import load_der_private_key
from frappe.utils.password import get_encryption_key

from oauth_plus.store.signing import key_pairs, key_rotation
from oauth_plus.store.site import encryption_key
from oauth_plus.tests import schema
from oauth_plus.tests.browser import METHOD, Browser, browser_of
from oauth_plus.tests.factories import a_regular, an_app, signed_in
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.keys import SIGNING_KEY, active_kid, private_halves, served, stored, verified

SAYS_NOTHING = ("PRIVATE KEY", "gAAAA")
"""How a private key in PEM begins, and how everything begins that Fernet sealed."""


def the_private_half() -> bytes:
	"""As only the server's code can read it: with a key that comes from site_config.json."""
	key = base64.urlsafe_b64encode(bytes.fromhex(encryption_key.derived_key("signing")))
	return Fernet(key).decrypt(private_halves()[active_kid()].encode())


def spellings(secret: bytes) -> set[str]:
	"""The ways in which it could lie about: a long enough piece of each."""
	pieces = {base64.b64encode(secret).decode(), base64.urlsafe_b64encode(secret).decode(), secret.hex()}
	numbers = load_der_private_key(secret, None).private_numbers()
	size = (numbers.d.bit_length() + 7) // 8
	pieces |= {base64.urlsafe_b64encode(numbers.d.to_bytes(size, "big")).decode(), str(numbers.d)}
	return {piece[:60] for piece in pieces} | {piece[60:120] for piece in pieces if len(piece) > 120}


def everything() -> str:
	"""All text of all tables, Frappe's secrets among them."""
	return "\n".join(str(frappe.db.sql(f"SELECT * FROM `{table}`")) for table in schema.tables())


def test_no_table_holds_it_in_the_clear():
	"""Issue 3, point 6; RFC 9700 §4.9.2"""
	app = an_app()
	assert verified(sign_in(app).answer["id_token"], app)
	lies = everything()
	assert private_halves()[active_kid()] in lies, "the search finds what is there"
	assert served()[active_kid()]["n"] in lies
	assert not [piece for piece in spellings(the_private_half()) if piece in lies]


def test_the_sites_encryption_key_alone_does_not_open_it():
	"""A key for one purpose: nothing that decrypts Frappe's passwords decrypts it by chance"""
	with pytest.raises(InvalidToken):
		Fernet(get_encryption_key()).decrypt(private_halves()[active_kid()].encode())


PATHS = {
	"document": lambda kid: (f"/api/resource/{SIGNING_KEY}/{kid}", None),
	"list": lambda kid: (f"/api/resource/{SIGNING_KEY}", {"fields": '["*"]'}),
	"document_v2": lambda kid: (f"/api/v2/document/{SIGNING_KEY}/{kid}", None),
	"get": lambda kid: (f"{METHOD}frappe.client.get", {"doctype": SIGNING_KEY, "name": kid}),
	"report_view": lambda kid: (
		f"{METHOD}frappe.desk.reportview.get",
		{"doctype": SIGNING_KEY, "fields": '["*"]', "filters": "[]"},
	),
	"form": lambda kid: (f"{METHOD}frappe.desk.form.load.getdoc", {"doctype": SIGNING_KEY, "name": kid}),
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_whoever_may_look_sees_the_public_half(path, who):
	browser = signed_in() if who == "manager" else browser_of("Administrator")
	answer = browser.get(*path(active_kid()))
	assert answer.status_code == 200, answer.text[:1000]
	assert active_kid() in answer.text
	for piece in (*spellings(the_private_half()), private_halves()[active_kid()], *SAYS_NOTHING):
		assert piece not in answer.text


ASKED = {
	"password": lambda kid, name: (
		"frappe.client.get_password",
		{"doctype": SIGNING_KEY, "name": kid, "fieldname": name},
	),
	"value": lambda kid, name: (
		"frappe.client.get_value",
		{"doctype": SIGNING_KEY, "filters": kid, "fieldname": name},
	),
	"value_of_secrets": lambda kid, name: (
		"frappe.client.get_value",
		{"doctype": "__Auth", "filters": json.dumps({"name": kid}), "fieldname": "password"},
	),
	"list_of_secrets": lambda kid, name: (
		"frappe.client.get_list",
		{"doctype": "__Auth", "fields": '["password"]'},
	),
	"list": lambda kid, name: ("frappe.client.get_list", {"doctype": SIGNING_KEY, "fields": f'["{name}"]'}),
	"report": lambda kid, name: (
		"frappe.desk.reportview.get",
		{"doctype": "__Auth", "fields": '["password"]', "filters": "[]"},
	),
	"export": lambda kid, name: (
		"frappe.desk.reportview.export_query",
		{"doctype": SIGNING_KEY, "fields": f'["`tab{SIGNING_KEY}`.`{name}`"]', "file_format_type": "CSV"},
	),
}


@pytest.mark.parametrize("name", ["private_key", "password", "private", "pem"])
@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_whoever_asks_for_the_private_half_gets_nothing(ask, name, who):
	"""`frappe.client.get_password` would hand a System Manager what a Password field holds, decrypted"""
	browser = signed_in() if who == "manager" else browser_of("Administrator")
	method, asked = ask(active_kid(), name)
	answer = browser.get(METHOD + method, asked)
	for piece in (*spellings(the_private_half()), private_halves()[active_kid()], *SAYS_NOTHING):
		assert piece not in answer.text


def test_anybody_else_does_not_even_see_the_list():
	for browser in (Browser(), signed_in(_a_reader())):
		for path in PATHS.values():
			assert browser.get(*path(active_kid())).status_code in (401, 403)


def _a_reader() -> str:
	from oauth_plus.tests.factories import a_user

	return a_user("Report Manager")


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_nobody_plants_changes_or_deletes_a_key(who):
	"""Whoever could publish a key of their own could vouch for anybody"""
	browser = signed_in(a_regular()) if who == "manager" else browser_of("Administrator")
	before = stored()
	planted = {"kid": "mine", "status": "Active", "algorithm": "RS256", "public_jwk": "{}", "seat": "mine"}
	path = f"/api/resource/{SIGNING_KEY}"
	assert browser.open(path, "POST", json=planted).status_code == 403
	assert browser.open(f"{path}/{active_kid()}", "PUT", json=planted).status_code == 403
	assert browser.open(f"{path}/{active_kid()}", "DELETE").status_code == 403
	rename = {"doctype": SIGNING_KEY, "old": active_kid(), "new": "mine"}
	assert browser.open(f"{METHOD}frappe.rename_doc", "POST", json=rename).status_code >= 400
	assert stored() == before


def test_no_representation_shows_it():
	"""What a traceback or a log would print"""
	from datetime import datetime, timezone

	signer = key_rotation.active_signer(datetime.now(timezone.utc))
	pair = key_pairs.generate(signer.algorithm)
	assert "private_key" not in repr(signer)
	assert pair.sealed not in repr(pair)
