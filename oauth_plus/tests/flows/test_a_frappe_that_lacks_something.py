"""Requirements are looked up in the framework, never read off a version number (Issue 2, item 4)."""

import inspect
import json
import re

import frappe
import pytest

from oauth_plus.setup import requirements
from oauth_plus.store.clients.client_from_row import from_row
from oauth_plus.tests import bench
from oauth_plus.tests.factories import a_public_app
from oauth_plus.tests.journey import Proof, a_code, redeem, tokens_of
from oauth_plus.tests.ledger import rows_of

LOOK = """
import importlib, importlib.util, json, os, pathlib, sys, tempfile
import frappe, frappe.app, frappe.integrations.oauth2

def look(lacks, folder):
	frappe.init(sys.argv[1], sites_path=".")
	frappe.connect()
	for module, word in lacks:
		known = importlib.import_module(module)
		path = pathlib.Path(folder, f"{module}.py")
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
		return str(error)
	return ""

for lacks in json.loads(sys.argv[2]):
	if not (child := os.fork()):
		with tempfile.TemporaryDirectory() as folder:
			print(json.dumps(look(lacks, folder)), flush=True)
		os._exit(0)
	if os.waitpid(child, 0)[1]:
		sys.exit(1)
"""
"""A process of its own for each, in which Frappe's source is read without certain words; what the process before it
imported is the same for all."""

DOORS = {
	"auth_hooks": ("frappe.auth", "auth_hooks", "the hook auth_hooks"),
	"before_request": ("frappe.app", "before_request", "the hook before_request"),
	"after_request": ("frappe.app", "after_request", "the hook after_request"),
	"get_oauth_server": (
		"frappe.integrations.oauth2",
		"get_oauth_server",
		"get_oauth_server in frappe.integrations.oauth2",
	),
}
"""Of each, the module, the word that is taken out of it, and how it is named."""

SEVERAL = ("auth_hooks", "after_request")

Looked = dict[tuple[str, ...], str]


@pytest.fixture(scope="module")
def looked(site: str) -> Looked:
	"""What is said where nothing is missing, where each of DOORS is, and where several are."""
	cases = [(), *((name,) for name in DOORS), SEVERAL]
	lacks = [[DOORS[name][:2] for name in case] for case in cases]
	ended = bench.python("-c", LOOK, site, json.dumps(lacks))
	assert ended.returncode == 0, ended.stderr[-3000:]
	return dict(zip(cases, map(json.loads, ended.stdout.splitlines()), strict=True))


def test_this_frappe_lacks_nothing(looked: Looked):
	assert looked[()] == ""


@pytest.mark.parametrize("name", DOORS)
def test_a_door_that_is_missing_is_named(name: str, looked: Looked):
	assert looked[(name,)] == (
		f"OAuth Plus cannot be installed: this Frappe lacks {DOORS[name][2]}. It needs 15.55 or later, or 16."
	)


def test_all_that_is_missing_stands_in_one_sentence(looked: Looked):
	said = looked[SEVERAL]
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
	read = set(re.findall(r"row\.(?!get\()(\w+)", inspect.getsource(from_row)))
	assert len(read) > 5
	stocks = {name for name in read if not name.startswith("oauth_plus_")}
	assert stocks - OF_EVERY_DOCTYPE <= set(requirements.COLUMNS["OAuth Client"])


@pytest.mark.parametrize("doctype", requirements.COLUMNS)
def test_what_is_asked_for_is_frappes_own(doctype: str):
	own = {entry.fieldname for entry in frappe.get_meta(doctype).fields if not entry.get("is_custom_field")}
	assert set(requirements.COLUMNS[doctype]) <= own
