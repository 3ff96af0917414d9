"""Sign-in of a user, as an ID token describes it (OpenID Connect Core §2, RFC 8176)."""

from dataclasses import dataclass, field

PASSWORD, ONE_TIME_PASSWORD, SEVERAL_FACTORS = "pwd", "otp", "mfa"
"""Authentication methods (RFC 8176 §2)."""

ONE_FACTOR = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
MULTI_FACTOR = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"
"""Classes of authentication, by the names that others use for them (OpenID Connect Core §2: acr)."""

CLASSES = (ONE_FACTOR, MULTI_FACTOR)

METHODS = (PASSWORD, ONE_TIME_PASSWORD, SEVERAL_FACTORS)


@dataclass(frozen=True)
class SignIn:
	"""When and how a user signed in. `auth_time` is in seconds since 1970, None where it is not known; `methods` are
	those of RFC 8176 that are known, and may be none; `session` is the digest of the browser's session, or empty."""

	auth_time: float | None = None
	methods: tuple[str, ...] = ()
	session: str = field(default="", repr=False)


def methods(*, by_password: bool, by_second_factor: bool) -> tuple[str, ...]:
	"""Return the methods of a sign-in (RFC 8176 §2); empty where nothing is known of it."""
	if not by_password:
		return ()
	return METHODS if by_second_factor else (PASSWORD,)


def class_of(methods: tuple[str, ...]) -> str:
	"""Return the class of a sign-in by these methods (OpenID Connect Core §2: acr); empty where nothing is known of it."""
	if SEVERAL_FACTORS in methods:
		return MULTI_FACTOR
	return ONE_FACTOR if PASSWORD in methods else ""


def read_methods(text: str | None) -> tuple[str, ...]:
	"""Return the stored methods; words that are none are left out."""
	return tuple(word for word in (text or "").split() if word in METHODS)
