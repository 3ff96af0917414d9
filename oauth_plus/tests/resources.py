"""Resources of a site that tests declare, and the challenges that name them."""

import contextlib
import re
import secrets
from collections.abc import Iterator
from typing import Any

import frappe
from werkzeug.test import TestResponse

from oauth_plus.tests.site import ISSUER

WELL_KNOWN = "/.well-known/oauth-protected-resource"

PING, WHO = "/api/method/frappe.ping", "/api/method/frappe.auth.get_logged_user"

A, B = f"{ISSUER}{WHO}", f"{ISSUER}/api/resource/ToDo"
"""Two addresses of the site's API, as resources."""


@contextlib.contextmanager
def declared(address: str, **values: Any) -> Iterator[str]:
	"""A record of a resource for a while; the name of the record."""
	title = f"Test {secrets.token_hex(4)}"
	values = {"doctype": "OAuth Plus Resource", "title": title, "address": address, "enabled": 1, **values}
	document = frappe.get_doc(values).insert(ignore_permissions=True)
	frappe.db.commit()
	try:
		yield document.name
	finally:
		frappe.db.rollback()
		frappe.delete_doc("OAuth Plus Resource", document.name, ignore_missing=True)
		frappe.db.commit()


def metadata_named(answer: TestResponse) -> str:
	"""Where the challenge says that the metadata of the resource are; empty where it says nothing."""
	challenges = answer.headers.getlist("WWW-Authenticate")
	assert len(challenges) <= 1, challenges
	found = re.findall(r'resource_metadata="([^"]*)"', "".join(challenges))
	assert len(found) <= 1, challenges
	return found[0] if found else ""
