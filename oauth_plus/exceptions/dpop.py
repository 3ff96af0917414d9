"""Refusals of a proof that the sender has a key (RFC 9449 §5, §7.1, §8)."""

from collections.abc import Iterable

from oauth_plus.exceptions.bearer import InvalidToken
from oauth_plus.exceptions.refusal import Refusal


class InvalidDPoPProof(Refusal):
	"""Proof that is missing, malformed, made for another request, or used before (RFC 9449 §5)."""

	error = "invalid_dpop_proof"


class UseDPoPNonce(InvalidDPoPProof):
	"""Proof without a nonce of this server that is still valid: the client sends another one with `nonce` (RFC 9449 §8).
	It is no event: this is how clients come by a nonce."""

	error = "use_dpop_nonce"
	is_recorded = False

	def __init__(self, nonce: str) -> None:
		super().__init__("Send a proof with the nonce of the header DPoP-Nonce")
		self.nonce = nonce

	@property
	def headers(self) -> dict[str, str]:
		"""Return the headers, with the nonce (RFC 9449 §8)."""
		return {**super().headers, "DPoP-Nonce": self.nonce}


class UnprovenToken(InvalidToken):
	"""Call with an access token that no proof belongs to, or with a proof that is refused (RFC 9449 §7.1)."""

	def __init__(self, refusal: Refusal, algorithms: Iterable[str]) -> None:
		"""`refusal` says why, with its error code; `algorithms` are those of proofs."""
		super().__init__(refusal.description, cause=refusal.cause, fix=refusal.fix, reason=refusal.reason)
		self.error, self.algorithms, self._more = refusal.error, " ".join(algorithms), refusal.headers
		self.is_recorded = refusal.is_recorded

	@property
	def challenge(self) -> str:
		"""Return the challenge with the error and the algorithms of proofs (RFC 9449 §7.1)."""
		told = f'error="{self.error}", error_description="{self.description}"'
		return f'DPoP {told}, algs="{self.algorithms}"'

	@property
	def headers(self) -> dict[str, str]:
		"""Return the headers, with a nonce where one is asked for (RFC 9449 §9)."""
		return {**self._more, **super().headers}
