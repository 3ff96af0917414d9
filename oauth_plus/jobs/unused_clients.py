"""Jobs that disable unused clients and notify their owners, and delete registrations that nobody used."""

from datetime import datetime
from functools import partial

import frappe
from frappe import _

from oauth_plus.jobs.run import Run, persistently
from oauth_plus.mail import notifications
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.clients import client_fields, client_lists, client_rows
from oauth_plus.store.people import users
from oauth_plus.store.site import day_settings

AT_ONCE = 500
"""Clients that one query finds."""


def disable_unused(run: Run, since: datetime) -> None:
	"""Disable the clients that nobody has used since this time, and notify their owners and System Managers. Commits
	after each client. A dry run only counts them."""
	for client_id in client_lists.unused_since(since):
		run.add("clients out of use", 1)
		if not run.is_dry:
			client_rows.disable(client_id)
			_tell_of_disabling(client_id)
			frappe.db.commit()


def delete_unused_registrations(run: Run, since: datetime) -> None:
	"""Delete the clients that registered themselves before this time and that no user has ever allowed. Commits after
	each client. A dry run only counts them."""
	name = "registrations out of use"
	if run.is_dry:
		run.add(name, len(client_lists.registered_and_never_used(since, 1_000_000)))
		return
	for found in run.batches(partial(client_lists.registered_and_never_used, since), AT_ONCE):
		run.add(name, sum(persistently(_delete, client_id) for client_id in found))


def _delete(client_id: str) -> int:
	_owner, title = client_rows.owner_and_title(client_id)
	client_rows.delete(client_id)
	events.record(
		"registration_expired",
		cause=Sentence("Nobody used the app {0}, {1}, and it was deleted", title, client_id),
	)
	return 1


def _tell_of_disabling(client_id: str) -> None:
	owner, title = client_rows.owner_and_title(client_id)
	days = day_settings.unused_clients()
	subject = _("The OAuth Client {0} was disabled").format(title)
	message = _(
		"Nobody used it for {0} days. It was not deleted. To enable it again, tick Enabled on its form."
	).format(days)
	notifications.tell(users.to_be_told(owner), subject, message, client_fields.DOCTYPE, client_id)
