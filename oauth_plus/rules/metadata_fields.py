"""Fields of a client's metadata, read one by one; each that cannot be read is a fault, and reading continues."""

from typing import Any

from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.sentence import Sentence
from oauth_plus.rules.storable import is_storable

LONGEST = 140
"""Characters of a line of a client, as Frappe stores them."""


class MetadataFields:
	"""Reader of a JSON object (RFC 7591 §2). `faults` collects what is wrong, in the order of reading."""

	def __init__(self, sent: dict[str, Any]) -> None:
		self.sent = sent
		self.faults: list[Fault] = []

	def text(self, name: str, longest: int = LONGEST) -> str:
		"""Return a text of at most `longest` characters; the empty one where it is absent or malformed."""
		value = self.sent.get(name)
		if value is None:
			return ""
		if not isinstance(value, str) or not is_storable(value):
			self._malformed(name, Sentence("{0} is no text", name), Sentence("Send {0} as a string", name))
			return ""
		if len(value) > longest:
			self._too_long(name, longest)
			return ""
		return value.strip()

	def texts(self, name: str, longest: int = LONGEST, default: tuple[str, ...] = ()) -> tuple[str, ...]:
		"""Return a list of texts, each of at most `longest` characters; `default` where it is absent or malformed."""
		values = self.sent.get(name)
		if values is None:
			return default
		if not isinstance(values, list) or not all(
			isinstance(each, str) and is_storable(each) for each in values
		):
			self._malformed(
				name,
				Sentence("{0} is no list of texts", name),
				Sentence("Send {0} as an array of strings", name),
			)
			return default
		if any(len(each) > longest for each in values):
			self._too_long(name, longest)
			return default
		return tuple(values)

	def flag(self, name: str) -> bool:
		"""Return a Boolean; False where it is absent or malformed."""
		value = self.sent.get(name)
		if value is not None and not isinstance(value, bool):
			self._malformed(
				name,
				Sentence("{0} is neither true nor false", name),
				Sentence("Send {0} as true or false", name),
			)
		return value is True

	def is_malformed(self, name: str) -> bool:
		"""Whether that field could not be read."""
		return any(
			fault.field == name and fault.kind is FaultKind.MALFORMED_METADATA for fault in self.faults
		)

	def add_unsupported(self, name: str, cause: str, fix: str) -> None:
		"""Add the fault of a value that this server does not implement (RFC 7591 §3.2.2, invalid_client_metadata)."""
		self.faults.append(Fault(FaultKind.UNSUPPORTED_METADATA, name, cause, fix))

	def _malformed(self, name: str, cause: str, fix: str) -> None:
		self.faults.append(Fault(FaultKind.MALFORMED_METADATA, name, cause, fix))

	def _too_long(self, name: str, longest: int) -> None:
		self._malformed(
			name,
			Sentence("{0} is longer than {1} characters", name, longest),
			Sentence("Send a shorter {0}", name),
		)
