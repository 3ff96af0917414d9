"""Events in words: the kind, the sentence, and what the reason means. English; whoever shows them translates them."""

from dataclasses import dataclass
from enum import Enum


class Detail(str, Enum):
	"""What follows the sentence of an event: the cause, what the reason means, or how it came about."""

	CAUSE = "cause"
	REASON = "reason"
	MANNER = "manner"
	NONE = ""


@dataclass(frozen=True)
class EventKind:
	"""Title of an event, and its sentence, in which {0} is the app and {1} the user."""

	title: str
	sentence: str
	detail: Detail = Detail.CAUSE


KINDS: dict[str, EventKind] = {
	"authorization_refused": EventKind("Sign-in refused", "{0} was refused"),
	"call_refused": EventKind("Call refused", "A call of {0} for {1} was refused"),
	"client_document_refused": EventKind("Document of an app refused", "The document of an app was refused"),
	"client_registered": EventKind("App registered", "{0} was registered"),
	"client_secrets_guessed": EventKind("Secrets guessed", "Somebody may be guessing the secret of {0}"),
	"code_issued": EventKind("Sign-in allowed", "{1} was signed in to {0}"),
	"consent_given": EventKind("Consent given", "{1} allowed {0} these scopes"),
	"device_allowed": EventKind("Device allowed", "{1} allowed a device of {0}"),
	"device_denied": EventKind("Device denied", "{1} denied a device of {0}"),
	"device_waits": EventKind("Device waits", "A device of {0} began to wait for its user"),
	"grant_ended": EventKind("Access ended", "The access of {0} for {1} ended", Detail.REASON),
	"grants_narrowed": EventKind("Access narrowed", "{0} has fewer scopes for its users"),
	"id_token_unsigned": EventKind("ID token not signed", "An ID token for {0} could not be signed"),
	"initial_token_created": EventKind("Initial access token created", "{1} created an initial access token"),
	"introspection_refused": EventKind("Introspection refused", "{0} was told nothing about a token"),
	"job_done": EventKind("Job done", "A job ran"),
	"limit_reached": EventKind("Limit reached", "{0} sent more requests than a limit allows"),
	"logout_not_sent": EventKind("Logout not delivered", "{0} did not accept that {1} signed out"),
	"logout_refused": EventKind("Logout refused", "A request of {0} to sign a user out was refused"),
	"logout_sent": EventKind("Logout delivered", "{0} was told that {1} signed out"),
	"metrics_refused": EventKind("Metrics refused", "A request for metrics was refused"),
	"public_keys_not_read": EventKind("Public keys not read", "The public keys of {0} could not be read"),
	"public_keys_read": EventKind("Public keys changed", "{0} has other public keys"),
	"refresh_token_replayed": EventKind(
		"Refresh token replayed", "A refresh token of {0} for {1} was used twice, and the access ended"
	),
	"refusals_capped": EventKind("Too many refusals", "More refusals of {0} came than are recorded"),
	"registration_changed": EventKind("Registration changed", "{0} changed its registration"),
	"registration_deleted": EventKind("Registration deleted", "An app deleted its registration"),
	"registration_expired": EventKind("Registration expired", "An app that nobody used was deleted"),
	"registration_refused": EventKind("Registration refused", "A registration was refused"),
	"revocation_refused": EventKind("Revocation refused", "{0} could not revoke a token"),
	"scrape_token_created": EventKind("Scrape token created", "{1} created a token for metrics"),
	"scrape_token_ended": EventKind("Scrape token ended", "A token for metrics ended"),
	"secret_created": EventKind("Secret created", "{1} created a secret of {0}"),
	"secret_ended": EventKind("Secret ended", "A secret of {0} ended"),
	"secret_missing": EventKind("Secret missing", "{0} was imported without a secret"),
	"session_ended": EventKind("Session ended", "A session of {1} ended"),
	"signing_key_rotated": EventKind(
		"Signing key changed", "ID tokens are signed with a new key", Detail.REASON
	),
	"subject_separated": EventKind("Identifier changed", "{1} has a new identifier for apps"),
	"token_issued": EventKind("Token issued", "{0} got tokens for {1}", Detail.MANNER),
	"token_refused": EventKind("Token refused", "{0} was refused"),
	"token_repeated": EventKind("Token repeated", "{0} got the same tokens for {1} again", Detail.MANNER),
	"token_revoked": EventKind("Token revoked", "A token of {0} for {1} was revoked", Detail.REASON),
	"user_codes_guessed": EventKind("Device codes guessed", "Somebody may be guessing the codes of devices"),
	"webhook_disabled": EventKind("Webhook disabled", "A webhook was disabled"),
	"would_refuse": EventKind("Enforce would refuse", "Enforce would refuse {0}"),
}

REASONS: dict[str, str] = {
	"authorization_code": "after a sign-in",
	"refresh_token": "by a refresh",
	"client_credentials": "for the app itself",
	"password": "by a password",
	"urn:ietf:params:oauth:grant-type:device_code": "for a device",
	"urn:ietf:params:oauth:grant-type:token-exchange": "by an exchange",
	"token": "in the address, by the implicit grant",
	"client_deleted": "the app was deleted",
	"client_disabled": "the app was disabled",
	"code_reused": "its code was used twice",
	"ended_by_administrator": "an administrator ended it",
	"ended_by_user": "the user ended it",
	"expired": "its lifetime was over",
	"idle": "it was not used for too long",
	"key_removed": "the key of the app was removed",
	"password_changed": "the user has a new password",
	"revoked_by_client": "the app revoked it",
	"secret_ended": "the secret of the app ended",
	"service_user_changed": "the app has another Service User",
	"session_ended": "the session of the user ended",
	"site_restored": "the site was restored from a backup",
	"too_many_grants": "the app asked for too many",
	"user_deleted": "the user was deleted",
	"user_disabled": "the user was disabled",
	"user_merged": "the user was merged with another one",
}
"""Reasons of events whose detail is the reason. An unknown one is shown as it is, with blanks."""


def kind_of(event: str) -> EventKind:
	"""Return the words of an event; those of its name for an unknown one."""
	return KINDS.get(event) or EventKind(plain(event).capitalize(), plain(event).capitalize())


def plain(slug: str) -> str:
	"""Return a name of the vocabulary with blanks."""
	return slug.replace("_", " ")
