"""Notifications to System Managers about apps that come by themselves."""

from frappe import _

from oauth_plus.mail import notifications
from oauth_plus.store.clients.client_fields import DOCTYPE, GUEST
from oauth_plus.store.limits import attempts
from oauth_plus.store.people import users
from oauth_plus.store.site import registration_settings

MOST = 10
"""Notifications within ten minutes; all registrations are events."""


def tell(client_id: str, title: str) -> None:
	"""Tell System Managers of a new client, if Settings say so. Raises nothing if the site cannot send e-mails."""
	if not registration_settings.notifies() or attempts.add("registration_notice", "site") > MOST:
		return
	subject = _("An app registered itself: {0}").format(title)
	message = _(
		"Nobody has checked what the app says of itself. Users can allow it. If you do not know it, disable it on its "
		"form."
	)
	notifications.tell(users.to_be_told(GUEST), subject, message, DOCTYPE, client_id)
