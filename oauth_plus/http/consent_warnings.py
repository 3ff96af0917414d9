"""Warnings of the consent page about sensitive scopes and the redirect URI (RFC 8252 §8.6, RFC 9700 §2.1)."""

from collections.abc import Iterable

from frappe import _

from oauth_plus.rules import redirect_uri_kinds


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
