"""Members of a client's metadata about single sign-on (OpenID Connect Registration §2, RP-Initiated Logout §3.1,
Back-Channel Logout §2.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from oauth_plus.rules import redirect_uri
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.metadata_fields import MetadataFields
from oauth_plus.rules.sentence import Sentence
from oauth_plus.rules.signing import HS256

WITH_SECRET = (AuthMethod.BASIC, AuthMethod.POST)


@dataclass(frozen=True)
class SignOnMetadata:
	"""Members about ID tokens, subjects and sign-out. `needs_session`: logout tokens must have a `sid`."""

	is_pairwise: bool = False
	verifies_with_secret: bool = False
	post_logout_redirect_uris: tuple[str, ...] = ()
	backchannel_uri: str = ""
	needs_session: bool = False


def read(fields: MetadataFields, auth_method: AuthMethod, algorithms: Iterable[str]) -> SignOnMetadata:
	"""Return the members about sign-on. `algorithms` are those of the site's own keys."""
	return SignOnMetadata(
		is_pairwise=_is_pairwise(fields),
		verifies_with_secret=_verifies_with_secret(fields, auth_method, algorithms),
		post_logout_redirect_uris=tuple(
			dict.fromkeys(fields.texts("post_logout_redirect_uris", redirect_uri.LONGEST))
		),
		backchannel_uri=fields.text("backchannel_logout_uri", redirect_uri.LONGEST),
		needs_session=fields.flag("backchannel_logout_session_required"),
	)


def _is_pairwise(fields: MetadataFields) -> bool:
	sent = fields.text("subject_type")
	if sent not in ("", "public", "pairwise"):
		fields.add_unsupported(
			"subject_type",
			"subject_type: this server knows public and pairwise",
			"Have the app register one of them",
		)
	if sent == "pairwise" and fields.sent.get("sector_identifier_uri"):
		fields.add_unsupported(
			"sector_identifier_uri",
			"sector_identifier_uri: the one host of redirect_uris is the sector here",
			"Have the app leave it out",
		)
	return sent == "pairwise"


def _verifies_with_secret(fields: MetadataFields, auth_method: AuthMethod, algorithms: Iterable[str]) -> bool:
	"""HS256 needs a secret that is the client's alone (OpenID Connect Core §10.1)."""
	name = "id_token_signed_response_alg"
	sent, possible = fields.text(name), tuple(algorithms)
	may_be_secret = auth_method in WITH_SECRET
	if sent and sent not in possible and not (sent == HS256 and may_be_secret):
		known = ", ".join((*possible, HS256) if may_be_secret else possible)
		fields.add_unsupported(
			name, Sentence("{0}: this client may have {1}", name, known), "Have the app verify with it"
		)
	return sent == HS256 and may_be_secret
