"""Notifications about webhooks."""

from frappe import _

from oauth_plus.mail import notifications
from oauth_plus.platform.translation import translated
from oauth_plus.store.events.webhooks.subscriptions import DOCTYPE
from oauth_plus.store.people import users


def tell_of_disabled(name: str, title: str, owner: str, why: str) -> None:
	"""Tell System Managers of a webhook that was disabled. Raises nothing if the site cannot send e-mails."""
	subject = _("The webhook {0} was disabled").format(title)
	message = _(
		"Its address {0}. Events are no longer sent there. Check the address, and tick Enabled on the webhook."
	).format(translated(why))
	notifications.tell(users.to_be_told(owner), subject, message, DOCTYPE, name)
