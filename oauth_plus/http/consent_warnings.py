"""Warnings of the consent page about sensitive scopes and the redirect URI (RFC 8252 §8.6, RFC 9700 §2.1)."""

from collections.abc import Iterable

from frappe import _

from oauth_plus.rules import redirect_uri_kinds
from oauth_plus.store.clients.client import Client


def warnings(uri: str, sensitive: Iterable[str]) -> list[str]:
	"""Return the warnings for a redirect URI and the titles of sensitive scopes."""
	found = of_scopes(sensitive)
	if redirect_uri_kinds.is_loopback(uri):
		found.append(
			_(
				"The answer goes to a program on this computer. Allow it only if you have just started "
				"that program yourself."
			)
		)
	elif redirect_uri_kinds.is_private_http(uri):
		found.append(_("The answer goes to {0} unencrypted.").format(redirect_uri_kinds.host(uri)))
	elif not redirect_uri_kinds.is_claimed(uri):
		found.append(
			_(
				"The answer goes to an app on this device. Allow it only if you have just opened that app yourself."
			)
		)
	return found


def of_document(client: Client) -> list[str]:
	"""Return the warning of a client that nothing ties to its document: all its answers go to this computer (Client ID
	Metadata Documents §6)."""
	if not client.document_url or not all(map(redirect_uri_kinds.is_loopback, client.redirect_uris)):
		return []
	return [
		_(
			"Any program on this computer can pretend to be this app. Allow it only if you have just started the app "
			"yourself."
		)
	]


def of_scopes(sensitive: Iterable[str]) -> list[str]:
	"""Return the sentence for the titles of sensitive scopes; empty for none."""
	titles = ", ".join(sensitive)
	if not titles:
		return []
	return [
		_(
			"This gives far-reaching access: {0}. Allow it only if you know the app and trust its maker."
		).format(titles)
	]
