"""Seals of our own pages: an answer is valid only from the session and for the request of its page."""

from oauth_plus.exceptions import Unredirectable
from oauth_plus.grants.person import Person
from oauth_plus.rules import secret
from oauth_plus.rules.form import Form
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.site import encryption_key

CONSENT, ACCOUNT, DEVICE, LOGOUT = "consent", "account", "device", "logout"
"""Purposes of a seal. An answer to one page is invalid for another."""


def seal(form: Form, person: Person, purpose: str = CONSENT) -> str:
	"""Return the seal that the page's form must send back (RFC 9700 §4.7)."""
	return secret.seal(encryption_key.derived_key(purpose), person.session_id, person.user, form.query())


def require_seal(form: Form, person: Person, sealed: str, purpose: str) -> None:
	"""Require an answer from our page, in the same session. Raises Unredirectable."""
	if person.is_guest or not secret.same(sealed, seal(form, person, purpose)):
		raise Unredirectable(
			"This page belongs to another session or has been changed. Go back to the app and start again.",
			cause=Sentence("A form was sent without the seal of its session and request ({0})", purpose),
		)
