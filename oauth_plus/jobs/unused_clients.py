"""Job that disables unused clients and notifies their owners."""

from datetime import datetime

import frappe
from frappe import _

from oauth_plus.jobs.run import Run
from oauth_plus.mail import notifications
from oauth_plus.store import users
from oauth_plus.store.clients import client_fields, client_lists, client_rows
from oauth_plus.store.site import settings


def disable_unused(run: Run, since: datetime) -> None:
	"""Disable the clients that nobody has used since this time, and notify their owners and System Managers. Commits
	after each client. A dry run only counts them."""
	for client_id in client_lists.unused_since(since):
		run.add("clients out of use", 1)
		if not run.is_dry:
			client_rows.disable(client_id)
			_tell_of_disabling(client_id)
			frappe.db.commit()


def _tell_of_disabling(client_id: str) -> None:
	owner, title = client_rows.owner_and_title(client_id)
	days = settings.unused_client_days()
	subject = _("The OAuth Client {0} was disabled").format(title)
	message = _(
		"Nobody used it for {0} days. It was not deleted. To enable it again, tick Enabled on its form."
	).format(days)
	notifications.tell(users.to_be_told(owner), subject, message, client_fields.DOCTYPE, client_id)
