"""Notifications in Desk and by e-mail."""

from typing import Any
from urllib.parse import urljoin, urlsplit

import frappe
from frappe.desk.doctype.notification_log.notification_log import make_notification_logs
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import escape_html, get_url_to_form

from oauth_plus.store.people import users
from oauth_plus.store.site import site_issuer


def tell(names: list[str], subject: str, message: str, doctype: str, name: str) -> None:
	"""Send a notification to each user, and an e-mail to all of them. Raises nothing if the site cannot send
	e-mails."""
	notice: dict[str, Any] = {"type": "Alert", "subject": escape_html(subject), "from_user": "Administrator"}
	link = link_to(urlsplit(get_url_to_form(doctype, name)).path)
	content = f'<p>{escape_html(message)}</p><p><a href="{link}">{name}</a></p>'
	notice |= {"document_type": doctype, "document_name": name, "email_content": content}
	addresses = users.email_addresses(names)
	make_notification_logs(frappe._dict(notice), addresses)
	send(addresses, subject=subject, message=content, reference_doctype=doctype, reference_name=name)


def link_to(path: str) -> str:
	"""Return a URL on this site, built from the issuer. Frappe's `get_url` would use the Host header of the request,
	which a sender can forge (RFC 9110 §7.2)."""
	return urljoin(f"{site_issuer.issuer()}/", path)


def send(addresses: list[str], **letter: Any) -> None:
	"""Queue an e-mail. Raises nothing if the site cannot send e-mails."""
	account = EmailAccount.find_default_outgoing()
	recipients = [address for address in addresses if address]
	if recipients and account and account.email_id:  # muted: an account without address
		try:
			frappe.sendmail(recipients=recipients, **letter)
		except (frappe.OutgoingEmailError, frappe.InvalidEmailAddressError):
			frappe.clear_last_message()
