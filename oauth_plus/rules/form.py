"""Parameters as they were sent: each at most once, strictly decoded, of limited size (RFC 6749 §3.1,
§3.2)."""

from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules.known_parameters import FRAMEWORKS_OWN, NESTED, OPAQUE, READ_HERE, REPEATABLE
from oauth_plus.rules.sentence import Sentence

LONGEST_VALUE = 4_096
"""Characters in one parameter; about what web servers accept in a whole address."""

LONGEST_FORM = 65_536
"""Bytes of a query string or body."""

MOST_PARAMETERS = 100
"""Parameters in one query string or body."""

MOST_BOXES = LONGEST_VALUE // 2
"""Checkboxes of the consent page, one for each scope: so many scopes fit into one parameter."""


@dataclass(frozen=True)
class Form:
	"""Parameters of one request. A fault is raised when its parameter is read, or by `require_sound`. `further` holds
	what a parameter of REPEATABLE was sent with after its first value."""

	values: dict[str, str] = field(default_factory=dict, repr=False)
	faults: dict[str, str] = field(default_factory=dict)
	further: tuple[tuple[str, str], ...] = ()

	@property
	def is_pushed(self) -> bool:
		"""Return whether the client itself sent the request beforehand (RFC 9126)."""
		return False

	def get(self, name: str) -> str | None:
		"""Return the parameter; None when it is absent or empty (RFC 6749 §3.1). Raises InvalidRequest on a
		fault."""
		if name in self.faults:
			raise InvalidRequest(self.faults[name])
		return self.values.get(name) or None

	def all(self, name: str) -> tuple[str, ...]:
		"""Return every value of a parameter that may be repeated, each once and none empty (RFC 8707 §2); empty for
		none. Raises InvalidRequest on a fault."""
		sent = (self.get(name), *(value for other, value in self.further if other == name))
		return tuple(dict.fromkeys(value for value in sent if value))

	def require(self, name: str) -> str:
		"""Return the parameter. Raises InvalidRequest when it is absent, empty or faulty (RFC 6749 §3.1)."""
		value = self.get(name)
		if value is None:
			raise InvalidRequest(Sentence("{0} is missing", name))
		return value

	def require_sound(self) -> "Form":
		"""Return the form itself. Raises InvalidRequest when any parameter is faulty (RFC 6749 §3.1)."""
		for description in self.faults.values():
			raise InvalidRequest(description)
		return self

	def query(self) -> str:
		"""Return the form as an ASCII query string (RFC 6749 appendix B) that `parse_form` reads back as the
		same form."""
		return urlencode([*self.values.items(), *self.further], errors="surrogateescape")

	def with_prompt(self, prompt: str) -> "Form":
		"""Return the request with another `prompt` (OpenID Connect Core §3.1.2.1)."""
		return replace(self, values=self.values | {"prompt": prompt})


def parse_form(query: bytes, most: int = MOST_PARAMETERS) -> Form:
	"""Read a query string or an urlencoded body (RFC 6749 §3.1, appendix B).

	Raises InvalidRequest when it has more than 65,536 bytes or more than `most` parameters.
	"""
	if len(query) > LONGEST_FORM:
		raise InvalidRequest("The request is too large")
	try:
		pairs = parse_qsl(
			query.decode("utf-8", "surrogateescape"),
			keep_blank_values=True,
			errors="surrogateescape",
			max_num_fields=most,
		)
	except ValueError as error:
		raise InvalidRequest("The request has too many parameters") from error
	return form_of(pairs)


def form_of(pairs: list[tuple[str, str]]) -> Form:
	"""Return the form of decoded pairs, with each fault under its parameter's name.

	A faulty parameter that no endpoint reads is left out (RFC 6749 §3.1).
	"""
	values: dict[str, str] = {}
	faults: dict[str, str] = {}
	further: list[tuple[str, str]] = []
	for name, value in pairs:
		if name in FRAMEWORKS_OWN:
			continue
		is_repeated = name in values and name not in REPEATABLE
		fault = _fault(name, value, repeated=is_repeated)
		if fault and name in READ_HERE:
			faults.setdefault(name, fault)
		elif name in values and name in REPEATABLE:
			further.append((name, value))
		if not fault or name in READ_HERE:
			values.setdefault(name, value)
	return Form(values, faults, tuple(further))


def _fault(name: str, value: str, *, repeated: bool) -> str | None:
	if repeated:
		return Sentence("{0} was sent more than once", name)
	if len(value) > LONGEST_VALUE and name not in NESTED:
		return Sentence("{0} is too long", name)
	if name in OPAQUE:
		return None
	if "\0" in value or "\0" in name:
		return Sentence("{0} holds a NUL character", name)
	if not (value + name).isascii() and any("\ud800" <= sign <= "\udfff" for sign in value + name):
		return Sentence("{0} is not UTF-8", name)
	return None
