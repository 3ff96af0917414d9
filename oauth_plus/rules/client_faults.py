"""A fault of a client as a value: the rule that it breaks, its field, the cause and the fix."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from oauth_plus.exceptions import InvalidClientMetadata, InvalidRedirectURI
from oauth_plus.rules.gates import Gates
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.rules.sentence import joined


class FaultKind(str, Enum):
	"""Names of the faults. Texts for people are made from them, in the room that shows the fault."""

	IMPLICIT_GRANT = "implicit_grant"
	NO_REDIRECT_URI = "no_redirect_uri"
	UNFIT_REDIRECT_URI = "unfit_redirect_uri"
	TOO_MANY_REDIRECT_URIS = "too_many_redirect_uris"
	PUBLIC_SYMMETRIC_SIGNING = "public_symmetric_signing"
	UNKNOWN_SCOPE = "unknown_scope"
	SENSELESS_LIFETIME = "senseless_lifetime"
	LONG_LIFETIME = "long_lifetime"
	PUBLIC_SERVICE_USER = "public_service_user"
	UNFIT_SERVICE_USER = "unfit_service_user"
	PUBLIC_STATIC_ROTATION = "public_static_rotation"
	UNFIT_GRACE = "unfit_grace"
	UNFIT_NETWORK = "unfit_network"
	UNFIT_KEYS = "unfit_keys"
	PUBLIC_WITH_KEYS = "public_with_keys"
	UNFIT_GROUPS_CLAIM = "unfit_groups_claim"
	UNFIT_SECTOR = "unfit_sector"
	UNFIT_POST_LOGOUT_URI = "unfit_post_logout_uri"
	UNFIT_BACKCHANNEL_URI = "unfit_backchannel_uri"
	UNFIT_ORIGIN = "unfit_origin"
	PUBLIC_EXCHANGE = "public_exchange"
	EXCHANGE_OF_NOBODY = "exchange_of_nobody"
	FAPI_PUBLIC = "fapi_public"
	FAPI_WITHOUT_KEYS = "fapi_without_keys"
	FAPI_KEY_ALGORITHM = "fapi_key_algorithm"
	FAPI_DEVICE_FLOW = "fapi_device_flow"
	FAPI_WITHOUT_PUSH = "fapi_without_push"
	FAPI_PLAIN_HTTP = "fapi_plain_http"
	FAPI_CODE_LIFETIME = "fapi_code_lifetime"
	FAPI_ROTATION = "fapi_rotation"
	FAPI_SYMMETRIC_SIGNING = "fapi_symmetric_signing"
	FAPI_SITE_KEY = "fapi_site_key"
	FAPI_SITE_HTTP = "fapi_site_http"
	MALFORMED_METADATA = "malformed_metadata"
	UNSUPPORTED_METADATA = "unsupported_metadata"


OF_REDIRECT_URIS = frozenset(
	(FaultKind.NO_REDIRECT_URI, FaultKind.UNFIT_REDIRECT_URI, FaultKind.TOO_MANY_REDIRECT_URIS)
)

OF_REQUESTS = frozenset(
	(FaultKind.TOO_MANY_REDIRECT_URIS, FaultKind.MALFORMED_METADATA, FaultKind.UNSUPPORTED_METADATA)
)
"""Faults of a registration request. A client that is stored cannot have them."""


OF_FAPI = frozenset(kind for kind in FaultKind if kind.value.startswith("fapi_"))
"""Faults of clients of the FAPI 2.0 Security Profile alone."""


@dataclass(frozen=True)
class Fault:
	"""One reason for which a client cannot be saved, or cannot register itself.

	`field` is a field of OAuth Client, or a name of RFC 7591 §2 in a registration request. `cause` and `fix` are
	English sentences for the event log and the command line, and hold no secret. `values` fill the gaps of a translated
	sentence: they may hold a whole redirect URI, and are not for a log. A fault without a hardening is refused at every
	gate.
	"""

	kind: FaultKind
	field: str
	cause: str
	fix: str
	hardening: Hardening | None = None
	values: tuple[str, ...] = dataclasses.field(default=(), repr=False)
	described: str = dataclasses.field(default="", repr=False)

	@property
	def error(self) -> str:
		"""Error code of a registration response (RFC 7591 §3.2.2)."""
		refusal = InvalidRedirectURI if self.kind in OF_REDIRECT_URIS else InvalidClientMetadata
		return refusal.error

	@property
	def description(self) -> str:
		"""Sentence for `error_description` of a registration response (RFC 7591 §3.2.2); the cause where there is no
		other."""
		return self.described or self.cause

	def is_refused_at(self, gates: Gates) -> bool:
		"""Whether a client of these gates cannot be saved with the fault: without a hardening always, otherwise where it
		is enforced."""
		return self.hardening is None or gates[self.hardening] is Gate.ENFORCE


def refused_at(gates: Gates, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
	"""Return the faults with which a client of these gates cannot be saved."""
	return tuple(fault for fault in faults if fault.is_refused_at(gates))


def reported_at(gates: Gates, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
	"""Return the faults that a client of these gates may have, and that are recorded: those of hardenings at Warn."""
	return tuple(fault for fault in faults if fault.hardening and gates[fault.hardening] is Gate.WARN)


def told(faults: Iterable[Fault]) -> dict[str, str]:
	"""Return the causes and the fixes of several faults, for the event of one refusal: each fix once."""
	listed = list(faults)
	fixes = dict.fromkeys(fault.fix for fault in listed)
	return {"cause": joined(fault.cause for fault in listed), "fix": joined(fixes)}
