"""The law of clients held against rows and documents, and its faults in the words of the form."""

import re

import frappe
import pytest

from oauth_plus.http import fault_sentences
from oauth_plus.rules.client_faults import OF_REQUESTS, FaultKind
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.store import client_lookup
from oauth_plus.store.clients import client_creation, client_faults, registered_clients
from oauth_plus.tests.factories import CALLBACK, a_public_app, an_app, tamper


def kinds_of(client_id: str) -> list[FaultKind]:
	"""Of the client as `check-clients` meets it."""
	[found] = [each for each in client_faults.of_every_client() if each.client_id == client_id]
	return [fault.kind for fault in found.faults]


def test_every_fault_of_a_stored_client_has_its_sentence():
	assert set(fault_sentences.sentences()) == set(FaultKind) - OF_REQUESTS


def test_a_row_and_its_document_have_the_same_faults():
	app = tamper(
		a_public_app(),
		grant_type="Implicit",
		redirect_uris="http://app.example.com/cb",
		default_redirect_uri="",
		scopes="openid nonsense",
		oauth_plus_default_scopes="openid",
		oauth_plus_id_token_signing="Client Secret (HS256)",
		oauth_plus_networks="10.0.0.0/33",
		oauth_plus_service_user="Guest",
		oauth_plus_access_lifetime=2 * 365 * 86_400,
		oauth_plus_rotation="Static",
		oauth_plus_grace=301,
	)
	document = frappe.get_doc("OAuth Client", app.client_id)
	faults = client_faults.faults_of(document)
	assert [fault.kind for fault in faults] == kinds_of(app.client_id)
	assert {fault.kind for fault in faults} == {
		FaultKind.IMPLICIT_GRANT,
		FaultKind.UNFIT_REDIRECT_URI,
		FaultKind.PUBLIC_SYMMETRIC_SIGNING,
		FaultKind.UNKNOWN_SCOPE,
		FaultKind.LONG_LIFETIME,
		FaultKind.PUBLIC_STATIC_ROTATION,
		FaultKind.UNFIT_GRACE,
		FaultKind.UNFIT_NETWORK,
		FaultKind.PUBLIC_SERVICE_USER,
		FaultKind.UNFIT_SERVICE_USER,
	}
	for fault in faults:
		assert document.meta.has_field(fault.field), fault.field
		assert not re.search(r"\{\d\}", fault_sentences.sentence_of(fault))
	tamper(app, oauth_plus_access_lifetime=0)  # or every signing key would stay published for as long


def test_a_client_as_it_should_be_is_listed_without_faults():
	assert kinds_of(an_app().client_id) == []


def test_a_scope_that_goes_becomes_a_fault_of_the_clients_that_have_it():
	app = tamper(an_app(), oauth_plus_default_scopes="openid gone")
	assert kinds_of(app.client_id) == [FaultKind.UNKNOWN_SCOPE]


def test_a_client_is_made_from_its_metadata(site):
	made = registered_clients.create(ClientMetadata("Ledger", (CALLBACK,)), "token", allows_all=True)
	assert made.client_secret not in repr(made)
	client = client_lookup.find_fresh(made.client_id)
	assert (client.title, client.redirect_uris, client.is_public) == ("Ledger", (CALLBACK,), False)
	frappe.db.rollback()


def test_a_client_that_cannot_be_made_is_refused_with_all_its_faults(site):
	before = frappe.db.count("OAuth Client")
	uris = ("http://app.example.com/cb", "https://app.example.com/#x")
	with pytest.raises(client_creation.UnfitClient) as refused:
		client_creation.create(ClientMetadata("Ledger", uris, scopes=("nonsense",)), allows_all=True)
	assert [fault.kind for fault in refused.value.faults] == [
		FaultKind.UNFIT_REDIRECT_URI,
		FaultKind.UNFIT_REDIRECT_URI,
		FaultKind.UNKNOWN_SCOPE,
	]
	assert frappe.message_log == []
	assert frappe.db.count("OAuth Client") == before
	frappe.db.rollback()
