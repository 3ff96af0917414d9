"""Endpoints of the way from Warn to Enforce: the panel on a client's form, its button, and the progress of the site."""

from dataclasses import asdict
from typing import Any

import frappe
from frappe import _

from oauth_plus.api import permitted
from oauth_plus.http import foresight_words
from oauth_plus.rules.policy import Gate
from oauth_plus.store.clients.client_fields import DOCTYPE, ENFORCEMENT
from oauth_plus.store.enforcement import foresight, progress


@frappe.whitelist(methods=["GET", "POST"])
def foresight_of(client: str) -> dict[str, Any]:
	"""Return what Enforce would refuse a client, since when it is watched, and what was seen. Raises PermissionError for
	users who may not read the client."""
	document = permitted.document("read", client)
	return foresight_words.described(document, foresight.of_client(document))


@frappe.whitelist(methods=["POST"])
def enforce(client: str) -> None:
	"""Set a client to Enforce, if nothing would break. Raises PermissionError for users who may not write the client, and
	ValidationError if the client's form does not offer it."""
	document = permitted.document("write", client)
	if not foresight.of_client(document).standing.is_offered:
		frappe.throw(_("Enforce would refuse requests of this client, or it is not watched for long enough."))
	document.set(ENFORCEMENT, Gate.ENFORCE.value)
	document.save()


@frappe.whitelist(methods=["GET", "POST"])
def hardenings() -> list[dict[str, Any]]:
	"""Return each hardening with the site's exception. Raises PermissionError for users who may not read OAuth Clients."""
	frappe.has_permission(DOCTYPE, "read", throw=True)
	return foresight_words.hardenings(None, {})


@frappe.whitelist(methods=["GET", "POST"])
def progress_of_site() -> dict[str, Any]:
	"""Return the number of enabled clients at Off, Warn and Enforce, and those that are ready for Enforce. Raises
	PermissionError for users who may not read OAuth Clients."""
	frappe.has_permission(DOCTYPE, "read", throw=True)
	return asdict(progress.of_site())
