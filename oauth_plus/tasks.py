"""Jobs that the scheduler runs."""

from frappe import _

from oauth_plus.grants import logout_token, session_end, webhook_delivery
from oauth_plus.jobs import ending, hash_existing_credentials, logout_delivery, retention, webhook_runs
from oauth_plus.jobs.run import Run
from oauth_plus.jobs.timing import timed
from oauth_plus.mail import notifications
from oauth_plus.platform import clock, queue, transaction
from oauth_plus.store import key_renewal
from oauth_plus.store.client_secrets import secret_expiry, secret_rows
from oauth_plus.store.clients import client_fields, client_rows, remote_keys
from oauth_plus.store.events import event_folds, refused_calls
from oauth_plus.store.events.webhooks import deliveries
from oauth_plus.store.grants import families
from oauth_plus.store.people import sessions, users
from oauth_plus.store.presented_tokens import bearers
from oauth_plus.store.scope_use import scope_uses
from oauth_plus.store.signing import key_rotation, signing_keys
from oauth_plus.store.tokens import token_rows


@timed
def expire() -> None:
	"""Mark the grants whose lifetime is over as expired. Lifetimes come from the client, `oauth_token_expiry` and
	Settings."""
	ending.expire(Run("expire"), clock.now())


@timed
def revoke() -> None:
	"""End the grants of disabled users and clients, disable clients that were not used for the days in Settings, and delete
	apps that registered themselves and that no user allowed within the days in Settings."""
	ending.revoke(Run("revoke"), clock.now())


@timed
def purge() -> None:
	"""Delete rows that ended longer ago than the days in Settings, and the oldest refusals above what is kept."""
	retention.purge(Run("purge"), clock.now())


@timed
def note_uses() -> None:
	"""Write what Redis has noted into rows: uses of grants and scopes, refused calls with a token, and counts of
	refusals."""
	for use in bearers.take_uses():
		families.note_use(use)
		token_rows.note_use(use.access_digest, use.at)
	scope_uses.write_down()
	refused_calls.write_down()
	event_folds.write_down()


@timed
def erase_sealed() -> None:
	"""Erase the pairs that were sealed for a repeat, after their grace."""
	retention.erase_sealed(Run("erase_sealed"), clock.now())


@timed
def finish_conversion() -> None:
	"""Convert plain tokens that Frappe's provider issued during the installation."""
	hash_existing_credentials.finish()


@timed
def end_sessions_of(user: str) -> None:
	"""End what began in a session of this user that Frappe has deleted, and ends with it. Queued when Frappe deletes the
	session."""
	session_end.end_those_of(user)


@timed
def end_ended_sessions() -> None:
	"""End what began in sessions that Frappe has deleted without this app's hooks, and ends with them."""
	for user in sessions.users_with_open():
		session_end.end_those_of(user)


@timed
def send_logout_tokens() -> None:
	"""Send the logout tokens that are owed (OpenID Connect Back-Channel Logout §2.5). Also queued when a session ends."""
	logout_delivery.send_due(logout_token.deliver)


@timed
def send_webhooks() -> None:
	"""Send the webhooks that are owed (Standard Webhooks). Also queued after an event that a webhook wants."""
	queue.begin(deliveries.SEND)
	webhook_runs.send_due(webhook_delivery.deliver)


@timed
def rotate_signing_keys() -> None:
	"""Rotate the signing key when it is due, and retire the keys that are published no longer."""
	now = clock.now()
	transaction.repeat_on_conflict(lambda: key_rotation.rotate_if_due(now))
	signing_keys.retire_ended(now)


@timed
def read_public_keys() -> None:
	"""Read the public keys of clients again that give their address (RFC 7591 §2: jwks_uri), so that a key that an app has
	withdrawn proves nothing any more."""
	for client_id in remote_keys.of_enabled_clients():
		key_renewal.renew(client_id)
		transaction.keep()


@timed
def tell_of_ending_secrets() -> None:
	"""Notify of client secrets that expire in 30, 7 and 1 days, once each, and record the expired ones."""
	for secret, days in secret_expiry.due_to_tell(clock.now()):
		if days:
			_tell(secret, days)
		secret_expiry.note_told(secret, days)


def _tell(secret: secret_rows.Secret, days: int) -> None:
	owner, title = client_rows.owner_and_title(secret.client_id)
	end = f"{secret.ends_at:%Y-%m-%d %H:%M} UTC"
	used = (
		_("It was last used on {0} UTC.").format(f"{secret.used_at:%Y-%m-%d %H:%M}") if secret.used_at else ""
	)
	subject = _("A secret of {0} expires within {1} day(s)").format(title, days)
	message = _(
		"The secret “{0}” of the OAuth Client {1} ends on {2}. {3} From then on the app is refused with it: make a "
		"new secret on the form, and give it to the app before."
	).format(secret.label, title, end, used)
	notifications.tell(users.to_be_told(owner), subject, message, client_fields.DOCTYPE, secret.client_id)
