"""Hardenings of an OAuth Client that are set apart, and the time since which its violations are recorded."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.platform import clock
from oauth_plus.rules import gates
from oauth_plus.rules.gates import Gates
from oauth_plus.rules.policy import Gate
from oauth_plus.store.clients import client_gates
from oauth_plus.store.clients.client_fields import EXCEPTIONS, FAPI, PROFILE, WATCHED_SINCE


def settle(doc: Document) -> None:
	"""Write the exceptions in one form, and none for the FAPI 2.0 Security Profile. Set the time since which the client is
	watched: from now on where a hardening comes to Warn that was not recorded before. Throws ValidationError."""
	if unknown := gates.faults_of_text(doc.get(EXCEPTIONS)):
		frappe.throw(
			_("These are no levels of hardenings: {0}").format(frappe.utils.escape_html(", ".join(unknown)))
		)
	is_fapi = doc.get(PROFILE) == FAPI
	doc.set(EXCEPTIONS, "" if is_fapi else gates.text_of(gates.exceptions_in(doc.get(EXCEPTIONS))))
	_watch(doc)


def _watch(doc: Document) -> None:
	before, now = doc.get_doc_before_save(), client_gates.of_row(doc)
	if Gate.WARN not in now.values():
		doc.set(WATCHED_SINCE, None)
	elif before is None and frappe.flags.in_import and doc.get(WATCHED_SINCE):
		return  # it was exported from here
	elif before is None or _begins(client_gates.of_row(before), now):
		doc.set(WATCHED_SINCE, clock.to_column(clock.now()))
	else:
		doc.set(WATCHED_SINCE, before.get(WATCHED_SINCE))


def _begins(before: Gates, now: Gates) -> bool:
	"""Return whether a hardening is recorded from now on that was not judged before; also where nothing was recorded."""
	was_watched = Gate.WARN in before.values()
	return not was_watched or any(now[each] is Gate.WARN and before[each] is Gate.OFF for each in now)
