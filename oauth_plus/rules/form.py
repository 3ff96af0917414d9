"""Parameters as they were sent: each at most once, decoded strictly, of sane size (RFC 6749 §3.1, §3.2)."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from oauth_plus.exceptions import InvalidRequest

LONGEST_VALUE = 4_096
"""Characters in one parameter; about what web servers pass on in a whole address."""

LONGEST_FORM = 65_536

MOST_PARAMETERS = 100

MOST_BOXES = LONGEST_VALUE // 2
"""The consent page has a box for each scope, and so many may stand in one parameter."""

FRAMEWORKS_OWN = frozenset(("cmd", "csrf_token", "sid", "_"))
"""Parameters that Frappe itself takes from any request."""

OPAQUE = frozenset(("state",))
"""Returned, never read: any bytes will do (RFC 6749 §4.1.1)."""

NESTED = frozenset(("authorization_request",))
"""A whole request, as the consent page brings it back: as long as a form may be."""

READ_HERE = frozenset(
	(
		"account",
		"authorization_request",
		"client_id",
		"client_secret",
		"code",
		"code_challenge",
		"code_challenge_method",
		"code_verifier",
		"consent",
		"decision",
		"grant_type",
		"id_token_hint",
		"login_hint",
		"max_age",
		"nonce",
		"password",
		"prompt",
		"redirect_uri",
		"refresh_token",
		"registration",
		"request",
		"request_uri",
		"response_mode",
		"response_type",
		"scope",
		"state",
		"token",
		"token_type_hint",
		"ui_locales",
		"username",
	)
)
"""What some endpoint looks at. Whatever else is sent does no harm, were it sent twice: RFC 8707 §2 has `resource`
repeated (RFC 6749 §3.1: unrecognized parameters are ignored)."""


@dataclass(frozen=True)
class Form:
	"""The parameters of one request. A fault is told when the parameter is asked for, or by `require_sound`."""

	values: dict[str, str] = field(default_factory=dict, repr=False)
	faults: dict[str, str] = field(default_factory=dict)

	def get(self, name: str) -> str | None:
		"""The parameter; None when absent or empty (RFC 6749 §3.1). Raises InvalidRequest on a fault."""
		if name in self.faults:
			raise InvalidRequest(self.faults[name])
		return self.values.get(name) or None

	def require(self, name: str) -> str:
		"""The parameter, which must be there. Raises InvalidRequest."""
		value = self.get(name)
		if value is None:
			raise InvalidRequest(f"{name} is missing")
		return value

	def require_sound(self) -> "Form":
		"""Nothing in the form is faulty. Raises InvalidRequest."""
		for description in self.faults.values():
			raise InvalidRequest(description)
		return self

	def query(self) -> str:
		"""The form as an ASCII query string that `parse` turns into the same form again."""
		return urlencode(self.values, errors="surrogateescape")


def parse_form(query: bytes, most: int = MOST_PARAMETERS) -> Form:
	"""Read a query string or an urlencoded body of so many parameters at most. Raises InvalidRequest when it is too
	large to read at all."""
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
	"""A form of decoded pairs, each fault noted under its parameter's name; what nobody reads is left out if it has
	one."""
	values: dict[str, str] = {}
	faults: dict[str, str] = {}
	for name, value in pairs:
		if name in FRAMEWORKS_OWN:
			continue
		fault = _fault(name, value, repeated=name in values)
		if fault and name in READ_HERE:
			faults.setdefault(name, fault)
		if not fault or name in READ_HERE:
			values.setdefault(name, value)
	return Form(values, faults)


def _fault(name: str, value: str, *, repeated: bool) -> str | None:
	if repeated:
		return f"{name} was sent more than once"
	if len(value) > LONGEST_VALUE and name not in NESTED:
		return f"{name} is too long"
	if name in OPAQUE:
		return None
	if "\0" in value or "\0" in name:
		return f"{name} holds a NUL character"
	if not (value + name).isascii() and any("\ud800" <= sign <= "\udfff" for sign in value + name):
		return f"{name} is not UTF-8"
	return None
