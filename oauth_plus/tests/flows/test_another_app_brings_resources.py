"""Another app declares resources of its own by the hook `oauth_plus_resources`."""

from collections.abc import Iterator

import frappe
import pytest

from oauth_plus.store.site import resources
from oauth_plus.tests import ledger, neighbour
from oauth_plus.tests.browser import Browser, body
from oauth_plus.tests.factories import an_app, with_any_session
from oauth_plus.tests.journey import ask, call, introspect, refresh, refused, sign_in, tokens_of
from oauth_plus.tests.resources import WELL_KNOWN, WHO, declared, metadata_named
from oauth_plus.tests.site import ISSUER

LIBRARY = {
	"title": "Library",
	"address": "/library/mcp",
	"paths": ["/api/method/frappe.auth.*"],
	"scopes": ["openid"],
	"documentation": "https://library.example.com/docs",
}


@pytest.fixture
def library(site) -> Iterator[str]:
	yield from with_hook([LIBRARY])


def with_hook(entries: list[object]) -> Iterator[str]:
	with neighbour.hooked(oauth_plus_resources=entries):
		forget()
		yield f"{ISSUER}/library/mcp"
	forget()


def forget() -> None:
	"""As after the installation of an app."""
	resources.invalidate()
	frappe.db.commit()


def test_its_document_is_there(library: str):
	said = body(Browser().get(f"{WELL_KNOWN}/library/mcp"))
	assert said["resource"] == library
	assert said["resource_name"] == "Library"
	assert said["scopes_supported"] == ["openid"]
	assert said["resource_documentation"] == "https://library.example.com/docs"


def test_the_whole_way_of_an_assistant(library: str):
	"""Refused, it reads where to go, signs in for the resource, calls, and refreshes"""
	refusal = Browser().post(WHO)
	assert refusal.status_code == 401
	address = metadata_named(refusal)
	assert address == f"{ISSUER}{WELL_KNOWN}/library/mcp"
	said = body(Browser().get(address.removeprefix(ISSUER)))
	assert said["authorization_servers"] == [ISSUER]
	tokens = sign_in(an_app(), resource=said["resource"])
	assert call(tokens.access_token, WHO).status_code == 200
	assert refused(call(tokens.access_token, "/api/resource/ToDo"), "invalid_token", 401)
	second = tokens_of(tokens.app, refresh(tokens, resource=said["resource"]))
	assert body(introspect(tokens.app, second.access_token))["aud"] == library


def test_an_administrator_has_the_last_word(library: str):
	token = sign_in(an_app(), resource=library).access_token
	with declared("/library/mcp", enabled=0):
		assert Browser().get(f"{WELL_KNOWN}/library/mcp").status_code == 404
		assert refused(call(token, WHO), "invalid_token", 401)
	assert call(token, WHO).status_code == 200


def test_its_title_is_no_markup_on_the_consent_page():
	for library in with_hook([LIBRARY | {"title": "<script>x</script>"}]):
		page = ask(with_any_session(), an_app(), resource=library)
		assert page.status_code == 200
		assert "<script>x" not in page.text
		assert "&lt;script&gt;x" in page.text


def test_its_resource_goes_with_it():
	[library] = (name for name in with_hook([LIBRARY]))
	assert library
	assert Browser().get(f"{WELL_KNOWN}/library/mcp").status_code == 404


@pytest.mark.parametrize(
	"entry",
	[{"title": "No address"}, {"address": "https://evil.example"}, "a string", None, {"address": 1}],
	ids=str,
)
def test_an_entry_that_makes_no_sense_breaks_nothing(entry: object):
	before = ledger.errors()
	for _name in with_hook([entry, LIBRARY]):
		assert Browser().get(f"{WELL_KNOWN}/library/mcp").status_code == 200
		assert Browser().get(WELL_KNOWN).status_code == 200
	assert ledger.errors() > before
