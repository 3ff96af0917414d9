"""A client's secret is in one answer, and after that nowhere: no form, list, report, export, version, log or table."""

import json
import logging
import pickle
from collections.abc import Callable
from typing import Any

import frappe
import pytest
import redis

from oauth_plus.rules.secret import MASK
from oauth_plus.tests import schema, stock
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.endpoints.test_clients import made, proves_itself
from oauth_plus.tests.factories import App, a_regular, signed_in
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.ledger import rows_of

CLIENT, SECRET = "OAuth Client", "OAuth Plus Client Secret"


@pytest.fixture(scope="module")
def manager(site) -> Browser:
	"""Somebody else than the person who signs in to apps: Frappe lets each have two sessions."""
	return signed_in(a_regular("Keeper"))


@pytest.fixture(scope="module")
def app(manager: Browser) -> App:
	"""Made and rotated over HTTP, used, and edited: whatever may remember has had its chance."""
	first = stock.a_client(manager, app_name="Shown once")
	manager.open(f"/api/resource/{CLIENT}/{first.client_id}", "PUT", json={"app_name": "Shown only once"})
	second = made(manager, first, label="Second")
	sign_in(App(first.client_id, first.client_secret))
	sign_in(second)
	_SHOWN[first.client_id] = [first.client_secret, second.client_secret]
	return first


_SHOWN: dict[str, list[str]] = {}


def kept(app: App) -> list[str]:
	"""What the database holds of the two secrets: digests and encrypted copies."""
	names = [row.name for row in rows_of(app, SECRET)]
	frappe.db.rollback()
	auth = frappe.qb.Table("__Auth")
	return [row[0] for row in frappe.qb.from_(auth).select(auth.password).where(auth.name.isin(names)).run()]


def test_the_answer_of_the_one_save_carries_it_and_is_not_to_be_stored(manager):
	values = {"app_name": "An app", "scopes": "all", "redirect_uris": "https://app.example.com/cb"}
	answer = manager.open(f"/api/resource/{CLIENT}", "POST", json=values)
	data = body(answer)["data"]
	assert len(data["client_secret"]) == 64
	assert answer.headers["Cache-Control"] == "no-store"
	assert proves_itself(App(data["name"], data["client_secret"]))


def test_so_does_the_answer_to_desks_form(manager):
	doc = {"doctype": CLIENT, "app_name": "By form", "scopes": "all", "__islocal": 1, "name": "new-1"}
	doc["redirect_uris"] = "https://app.example.com/cb"
	answer = manager.post(
		METHOD + "frappe.desk.form.save.savedocs", {"doc": json.dumps(doc), "action": "Save"}
	)
	(saved,) = [row for row in body(answer)["docs"] if row["doctype"] == CLIENT]
	assert proves_itself(App(saved["name"], saved["client_secret"]))
	assert answer.headers["Cache-Control"] == "no-store"


def _filters(app: App, field: str) -> str:
	return json.dumps([[field, "=", app.client_id]])


READINGS: dict[str, Callable[[App, str], tuple[str, dict[str, Any]]]] = {
	"get": lambda app, name: (f"/api/resource/{CLIENT}/{app.client_id}", {}),
	"form": lambda app, name: (
		METHOD + "frappe.desk.form.load.getdoc",
		{"doctype": CLIENT, "name": app.client_id},
	),
	"list": lambda app, name: (
		f"/api/resource/{CLIENT}",
		{"fields": '["*"]', "filters": _filters(app, "name")},
	),
	"named_field": lambda app, name: (
		f"/api/resource/{CLIENT}",
		{"fields": '["name","client_secret"]', "filters": _filters(app, "name")},
	),
	"client_get": lambda app, name: (
		METHOD + "frappe.client.get",
		{"doctype": CLIENT, "name": app.client_id},
	),
	"get_value": lambda app, name: (
		METHOD + "frappe.client.get_value",
		{"doctype": CLIENT, "fieldname": "client_secret", "filters": app.client_id},
	),
	"get_list": lambda app, name: (
		METHOD + "frappe.client.get_list",
		{"doctype": CLIENT, "fields": '["*"]', "filters": _filters(app, "name")},
	),
	"get_password": lambda app, name: (
		METHOD + "frappe.client.get_password",
		{"doctype": CLIENT, "name": app.client_id, "fieldname": "client_secret"},
	),
	"report": lambda app, name: (
		METHOD + "frappe.desk.reportview.get",
		{"doctype": CLIENT, "fields": '["name","client_secret"]', "filters": _filters(app, "name")},
	),
	"export": lambda app, name: (
		METHOD + "frappe.desk.reportview.export_query",
		{
			"doctype": CLIENT,
			"file_format_type": "CSV",
			"title": "Clients",
			"fields": '["`tabOAuth Client`.`name`","`tabOAuth Client`.`client_secret`"]',
			"filters": _filters(app, "name"),
		},
	),
	"row": lambda app, name: (f"/api/resource/{SECRET}/{name}", {}),
	"rows": lambda app, name: (
		f"/api/resource/{SECRET}",
		{"fields": '["*"]', "filters": _filters(app, "client")},
	),
	"row_form": lambda app, name: (
		METHOD + "frappe.desk.form.load.getdoc",
		{"doctype": SECRET, "name": name},
	),
	"row_report": lambda app, name: (
		METHOD + "frappe.desk.reportview.get",
		{"doctype": SECRET, "fields": '["*"]', "filters": _filters(app, "client")},
	),
	"row_export": lambda app, name: (
		METHOD + "frappe.desk.reportview.export_query",
		{
			"doctype": SECRET,
			"file_format_type": "CSV",
			"title": "Secrets",
			"fields": '["*"]',
			"filters": _filters(app, "client"),
		},
	),
}
for _field in ("digest", "copy", "password"):
	READINGS[f"row_value_{_field}"] = lambda app, name, field=_field: (
		METHOD + "frappe.client.get_value",
		{"doctype": SECRET, "fieldname": field, "filters": name},
	)
	READINGS[f"row_password_{_field}"] = lambda app, name, field=_field: (
		METHOD + "frappe.client.get_password",
		{"doctype": SECRET, "name": name, "fieldname": field},
	)
	READINGS[f"row_filter_{_field}"] = lambda app, name, field=_field: (
		f"/api/resource/{SECRET}",
		{"fields": '["name"]', "filters": json.dumps([[field, "like", "%"], ["client", "=", app.client_id]])},
	)
for _table in ("__Auth", "Auth", "_Auth"):
	READINGS[f"table_{_table}"] = lambda app, name, table=_table: (
		METHOD + "frappe.client.get_list",
		{"doctype": table, "fields": '["*"]'},
	)


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_no_reading_of_a_system_manager_tells_it(reading, app):
	"""Nor the digest, nor the encrypted copy: neither is a field of any DocType"""
	path, query = reading(app, rows_of(app, SECRET)[0].name)
	answer = signed_in(a_regular("Mallory")).get(path, query)  # 15.55 ends a session that asks for a password
	told = answer.get_data(as_text=True)
	for value in (*_SHOWN[app.client_id], *kept(app)):
		assert value not in told
	if answer.status_code == 200 and '"client_secret"' in told:
		assert MASK in told


def test_what_can_be_read_is_read(manager, app):
	"""The tests above would pass on a server that answers nothing"""
	name = rows_of(app, SECRET)[0].name
	for reading in ("get", "form", "list", "report", "row", "rows", "row_form", "row_report"):
		path, query = READINGS[reading](app, name)
		answer = manager.get(path, query)
		assert answer.status_code == 200, reading
		assert app.client_id in answer.text, reading


def test_a_filter_on_the_digest_tells_nothing(manager, app):
	"""No oracle: there is no such column"""
	for like in ("%", "zzz%"):
		query = {"fields": '["name"]', "filters": json.dumps([["digest", "like", like]])}
		assert manager.get(f"/api/resource/{SECRET}", query).status_code >= 400


def test_it_stands_in_no_table_of_the_database(app):
	"""tabVersion, Error Log, queues of mail, Deleted Document, …: every column of text of every table"""
	assert app.client_id in {value for found in schema.traces(app.client_id).values() for value in found}
	for value in _SHOWN[app.client_id]:
		assert schema.traces(value, beyond_the_diary=True) == {}


def test_nor_in_redis(app):
	cache = redis.Redis.from_url(frappe.conf.redis_cache)
	read = {
		b"string": cache.get,
		b"hash": cache.hgetall,
		b"list": lambda key: cache.lrange(key, 0, -1),
		b"set": cache.smembers,
		b"zset": lambda key: cache.zrange(key, 0, -1),
	}
	for key in cache.scan_iter(count=1000):
		held = str(read.get(cache.type(key), lambda _key: None)(key))
		for value in _SHOWN[app.client_id]:
			assert value not in held, key


def test_a_deleted_client_leaves_no_secret_behind(manager):
	app = stock.a_client(manager)
	assert manager.open(f"/api/resource/{CLIENT}/{app.client_id}", "DELETE").status_code in (200, 202)
	assert schema.traces(app.client_secret, beyond_the_diary=True) == {}


def test_a_webhook_of_the_site_is_sent_the_mask(manager):
	"""The job that Frappe puts into its queue holds the document as it is after the save"""
	document = frappe.get_doc(
		{
			"doctype": CLIENT,
			"app_name": "Watched",
			"scopes": "all",
			"redirect_uris": "https://app.example.com/cb",
		}
	).insert(ignore_permissions=True)
	frappe.db.commit()
	assert document.client_secret != MASK
	assert pickle.loads(pickle.dumps(document)).client_secret == MASK
	assert document.client_secret not in repr([document.client_secret, document.__dict__])


def test_no_log_line_holds_it(manager, caplog):
	caplog.set_level(logging.DEBUG)
	first = stock.a_client(manager)
	second = made(manager, first)
	sign_in(second)
	for app in (first, second):
		assert app.client_secret not in caplog.text


def test_nobody_plants_or_changes_a_secret_over_rest(manager, app):
	row = rows_of(app, SECRET)[0]
	planted = {"client": app.client_id, "label": "Mine", "digest": "0" * 64}
	assert manager.open(f"/api/resource/{SECRET}", "POST", json=planted).status_code == 403
	assert manager.open(f"/api/resource/{SECRET}/{row.name}", "PUT", json={"ends_at": 0}).status_code == 403
	assert manager.open(f"/api/resource/{SECRET}/{row.name}", "DELETE").status_code == 403
	assert rows_of(app, SECRET)[0] == row
