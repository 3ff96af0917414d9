"""Other apps that are told of events, by the hook `oauth_plus_events`."""

from typing import Any

import frappe

HOOK = "oauth_plus_events"


def tell(event: dict[str, Any]) -> None:
	"""Once it is committed, every listener is told; what one of them writes is committed too."""
	listeners = frappe.get_hooks(HOOK)
	if not listeners:
		return

	def tell_all() -> None:
		for listener in listeners:
			_tell(listener, dict(event))

	frappe.db.after_commit.add(tell_all)


def _tell(listener: str, event: dict[str, Any]) -> None:
	try:
		frappe.get_attr(listener)(event)
		frappe.db.commit()
	except Exception:  # other people's code: whatever it raises breaks nothing of ours
		frappe.db.rollback()
		frappe.log_error(title=f"{HOOK}: {listener} failed")
		frappe.db.commit()
