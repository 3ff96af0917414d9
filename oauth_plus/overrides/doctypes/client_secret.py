"""Secret of an OAuth Client on the form: removed from Frappe's field, stored as a digest, shown once."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.http import response
from oauth_plus.overrides.doctypes import delegation, imported
from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.store.client_secrets import secret_checks, secret_rows, secrets

FRESH, SHOWN = "oauth_plus_fresh_secret", "oauth_plus_shown_secret"
"""Document flags, which are neither stored nor sent: a secret between two hooks, and a secret that was shown."""


@dataclass(frozen=True)
class Fresh:
	"""Secret that is not stored yet."""

	value: secret.ShownOnce
	is_shown: bool = True


def take(doc: Document) -> None:
	"""Put a mask into Frappe's field, and keep a new secret until the row is written. Throws ValidationError if a
	user enters another secret."""
	given, before = doc.client_secret, doc.get_doc_before_save()
	doc.client_secret = secret.MASK
	plain = "" if secret.is_mask(given) else given
	if doc.is_new() and imported.leaves_secret(doc, plain):
		return
	if delegation.is_limited(doc) and not (before and given == before.client_secret):
		_make_none(doc, plain)
		return
	if not plain:
		if not (before and given) and not secret_rows.live_of(doc.name, clock.now()):
			doc.flags[FRESH] = Fresh(secret.ShownOnce(secret.new_secret()))
	elif secret_checks.is_known(doc.name, given):
		return
	elif not before:
		doc.flags[FRESH] = Fresh(secret.ShownOnce(given))
	elif given == before.client_secret:
		doc.flags[FRESH] = Fresh(secret.ShownOnce(given), is_shown=False)
		before.client_secret = secret.MASK  # Frappe stores the value before a change in the versions
	else:
		frappe.throw(_("A secret cannot be entered here. Create one with the button New Secret."))


def _make_none(doc: Document, plain: str) -> None:
	"""Make no secret for a client of somebody who may not see one. A System Manager makes it, with New Secret. Throws
	PermissionError if the person enters a secret, which they would know."""
	if plain:
		frappe.throw(_("Client Secret: only a System Manager can set this."), frappe.PermissionError)
	doc.flags[imported.LACKS_SECRET] = doc.is_new() and not secret_rows.live_of(doc.name, clock.now())


def store(doc: Document) -> bool:
	"""Store the secret of the document as a digest. Returns False if it has none."""
	fresh = doc.flags.get(FRESH)
	if fresh:
		label = secrets.FROM_CREATION if fresh.is_shown else secrets.FROM_BEFORE
		secrets.issue(doc.name, label, value=str(fresh.value))
	return bool(fresh)


def show(doc: Document) -> None:
	"""Put a new secret into the response of the request that created the client, however often the client is saved,
	and forbid caches to store the response (RFC 6749 §5.1)."""
	fresh = doc.flags.pop(FRESH, None)
	if fresh and fresh.is_shown:
		doc.flags[SHOWN] = fresh.value
	if SHOWN in doc.flags:
		doc.client_secret = doc.flags[SHOWN]
		response.forbid_storing()
