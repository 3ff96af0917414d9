"""E-mails to users about the apps that act for them, in their language. If an e-mail fails, the request does not."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import escape_html

from oauth_plus.mail import notifications
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import users
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.site import settings

ACCOUNT_PAGE = "/oauth-apps"


def tell_of_consent(user: str, client: Client, allowed: Iterable[str]) -> None:
	"""Send the e-mail about the first consent to an app."""
	if not settings.writes_of_first_consent():
		return
	with users.language_of(user):
		subject = _("You have allowed {0} to act for you").format(client.title)
		_send(
			user,
			subject,
			[
				_("You have just allowed {0} to act for you on {1}:").format(client.title, _site()),
				*scope_lookup.sentences(allowed),
				_("If it was not you, end its access at once, and change your password."),
			],
		)


def tell_of_alarm(user: str, client_id: str) -> None:
	"""Send the e-mail about a grant that ended because its code or refresh token was replayed (RFC 9700 §4.14.2).
	Raises nothing if the site cannot send e-mails."""
	if not settings.writes_of_replay():
		return
	_owner, title = client_rows.owner_and_title(client_id)
	with users.language_of(user):
		subject = _("The access of {0} was ended").format(title)
		_send(
			user,
			subject,
			[
				_("A code or token of {0} for {1} was used twice.").format(title, _site()),
				_(
					"Somebody else may have a copy of it, so the access was ended. You need not do anything: the app "
					"will ask you again."
				),
				_("If it happens again, tell the people who run the app."),
			],
		)


def _site() -> str:
	return frappe.get_website_settings("app_name") or frappe.local.site


def _send(user: str, subject: str, sentences: list[str]) -> None:
	paragraphs = "".join(f"<p>{escape_html(sentence)}</p>" for sentence in sentences)
	link = f'<p><a href="{notifications.link_to(ACCOUNT_PAGE)}">{escape_html(_("Apps that may act for you"))}</a></p>'
	notifications.send([users.address_of(user)], subject=subject, message=paragraphs + link)
