"""Notifications to System Managers about somebody who guesses secrets or codes."""

from frappe import _

from oauth_plus.mail import notifications
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client_fields import DOCTYPE, GUEST
from oauth_plus.store.people import users


def tell_of_secrets(client_id: str, most: int) -> None:
	"""Tell of wrong secrets for a client. Raises nothing if the site cannot send e-mails."""
	owner, title = client_rows.owner_and_title(client_id)
	subject = _("Somebody tries secrets of {0}").format(title)
	message = _(
		"{0} wrong secrets of this OAuth Client came within ten minutes. If the app has an old secret, give it the "
		"newest one. If not, somebody guesses: enter the app's own addresses in Allowed IP Addresses. The addresses that "
		"the guesses came from are in OAuth Plus Event."
	).format(most)
	notifications.tell(users.to_be_told(owner), subject, message, DOCTYPE, client_id)


def tell_of_codes(user: str, most: int) -> None:
	"""Tell of wrong codes of devices that a user typed. Raises nothing if the site cannot send e-mails."""
	subject = _("{0} typed many wrong codes of devices").format(user)
	message = _(
		"{0} wrong codes were typed within ten minutes at the page that connects devices. If the user did not mistype "
		"them, somebody uses the account to take over the devices of others: change its password."
	).format(most)
	notifications.tell(users.to_be_told(GUEST), subject, message, "User", user)
