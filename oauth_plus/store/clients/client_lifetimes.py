"""Lifetimes on the form of an OAuth Client, in seconds."""

from collections.abc import Iterator
from typing import Any

from frappe.model.document import Document

from oauth_plus.rules import lifetime
from oauth_plus.rules.client_faults import Fault
from oauth_plus.rules.client_limits import senseless_lifetime
from oauth_plus.rules.lifetime import SenselessLifetime
from oauth_plus.store.clients.client_fields import LIFETIMES


def given_lifetimes(row: Any) -> dict[str, int]:
	"""Return the lifetimes that are set on a client, also those that are out of range. Raises SenselessLifetime for what is
	no whole number."""
	given = {name: lifetime.stored(row.get(field), name) for name, field in LIFETIMES.items()}
	return {name: seconds for name, seconds in given.items() if seconds}


def settle(doc: Document) -> tuple[Fault, ...]:
	"""Write each lifetime as a whole number of seconds, 0 for none. Returns the faults of those that are no number, which
	are left to the site."""
	return tuple(_settled(doc))


def _settled(doc: Document) -> Iterator[Fault]:
	for name, field in LIFETIMES.items():
		try:
			doc.set(field, lifetime.stored(doc.get(field), name))
		except SenselessLifetime as error:
			doc.set(field, 0)
			yield senseless_lifetime(name, error.sentence)
