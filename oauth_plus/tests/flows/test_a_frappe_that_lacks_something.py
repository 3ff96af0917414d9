"""Requirements are looked up in the framework, never read off a version number (Issue 2, item 4)."""

import inspect
import re
import subprocess

import frappe
import pytest

from oauth_plus.setup import requirements
from oauth_plus.store import clients
from oauth_plus.tests import bench
from oauth_plus.tests.factories import a_public_app
from oauth_plus.tests.journey import Proof, a_code, redeem, tokens_of
from oauth_plus.tests.ledger import rows_of

LOOK = """
import importlib, importlib.util, pathlib, sys, tempfile
import frappe

site, *lacks = sys.argv[1:]
frappe.init(site, sites_path=".")
frappe.connect()
for module, word in zip(lacks[::2], lacks[1::2]):
	known = importlib.import_module(module)
	path = pathlib.Path(tempfile.mkdtemp(), "doctored.py")
	path.write_text(pathlib.Path(known.__file__).read_text().replace(word, "something_else"))
	spec = importlib.util.spec_from_file_location(module, path)
	doctored = importlib.util.module_from_spec(spec)
	spec.loader.exec_module(doctored)
	parent, _, name = module.rpartition(".")
	sys.modules[module] = doctored
	setattr(sys.modules[parent], name, doctored)
from oauth_plus.setup import requirements
try:
	requirements.require()
except frappe.ValidationError as error:
	print(error)
"""
"""A process of its own, in which Frappe's source is read without certain words."""


def look(*lacks: str) -> subprocess.CompletedProcess[str]:
	ended = bench.python("-c", LOOK, frappe.local.site, *lacks)
	assert ended.returncode == 0, ended.stderr[-3000:]
	return ended


def test_this_frappe_lacks_nothing():
	assert look().stdout == ""


@pytest.mark.parametrize(
	("module", "word", "named"),
	[
		("frappe.auth", "auth_hooks", "the hook auth_hooks"),
		("frappe.app", "before_request", "the hook before_request"),
		("frappe.app", "after_request", "the hook after_request"),
		("frappe.integrations.oauth2", "get_oauth_server", "get_oauth_server in frappe.integrations.oauth2"),
	],
)
def test_a_door_that_is_missing_is_named(module: str, word: str, named: str):
	assert look(module, word).stdout == (
		f"OAuth Plus cannot be installed: this Frappe lacks {named}. It needs 15.55 or later, or 16.\n"
	)


def test_all_that_is_missing_stands_in_one_sentence():
	said = look("frappe.auth", "auth_hooks", "frappe.app", "after_request").stdout
	assert said.count("OAuth Plus cannot be installed") == 1
	assert "the hook after_request" in said
	assert "the hook auth_hooks" in said


@pytest.mark.parametrize("doctype", requirements.COLUMNS)
def test_a_doctype_that_is_missing_is_named(doctype: str):
	"""In a transaction that is taken back"""
	frappe.db.delete("DocType", {"name": doctype})
	try:
		with pytest.raises(frappe.ValidationError, match=f"lacks the DocType {doctype}"):
			requirements.require()
	finally:
		frappe.db.rollback()
	requirements.require()


OF_EVERY_DOCTYPE = {"name", "creation", "modified", "modified_by", "owner", "docstatus", "idx"}


@pytest.mark.parametrize("doctype", ["OAuth Bearer Token", "OAuth Authorization Code"])
def test_every_column_that_the_store_writes_is_asked_for(doctype: str):
	app, proof = a_public_app(), Proof()
	tokens_of(app, redeem(app, a_code(app, proof=proof, nonce="n"), proof))
	(row,) = rows_of(app, doctype)
	written = {
		name for name, value in row.items() if value is not None and not name.startswith("oauth_plus_")
	}
	assert written - OF_EVERY_DOCTYPE <= set(requirements.COLUMNS[doctype])


def test_every_column_of_a_client_that_the_store_reads_is_asked_for():
	read = set(re.findall(r"row\.(\w+)", inspect.getsource(clients.from_row)))
	assert len(read) > 5
	stocks = {name for name in read if not name.startswith("oauth_plus_")}
	assert stocks - OF_EVERY_DOCTYPE <= set(requirements.COLUMNS["OAuth Client"])


@pytest.mark.parametrize("doctype", requirements.COLUMNS)
def test_what_is_asked_for_is_frappes_own(doctype: str):
	own = {entry.fieldname for entry in frappe.get_meta(doctype).fields if not entry.get("is_custom_field")}
	assert set(requirements.COLUMNS[doctype]) <= own
