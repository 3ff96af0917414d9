"""Listeners of other apps to events, from the hook `oauth_plus_events`."""

from typing import Any

import frappe

from oauth_plus.platform import transaction

HOOK = "oauth_plus_events"

SAVEPOINT = "oauth_plus_listener"


def tell(listener: str, event: dict[str, Any]) -> None:
	"""Call a listener by the name of its function, in the transaction of the event. If it raises, its writes are undone,
	and the error is logged."""
	said = len(frappe.local.message_log)
	frappe.db.savepoint(SAVEPOINT)
	try:
		frappe.get_attr(listener)(event)
	except transaction.CONFLICTS:
		raise  # the database has undone the transaction: the request begins again
	except Exception:  # code of other apps: its errors must not break the request
		frappe.db.rollback(save_point=SAVEPOINT)
		del frappe.local.message_log[said:]
		frappe.log_error(title=f"{HOOK}: {listener} failed")
