"""Authorization requests that a client has pushed (RFC 9126), as the authorization endpoint takes them up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from oauth_plus.rules.form import Form

PREFIX = "urn:ietf:params:oauth:request_uri:"
"""Beginning of every `request_uri` that is issued here (RFC 9126 §2.2)."""

REFERENCE = re.compile(r"[A-Za-z0-9_-]{43}")
"""What follows the prefix: 256 random bits (RFC 9126 §7.1)."""

EXPIRES_IN = 90
"""Seconds for the user to arrive (RFC 9126 §2.2: 5 to 600; FAPI 2.0 Security Profile §5.3.2.2, note 2: more than 30)."""

LONGEST = 16_384
"""Characters of a pushed request as it is stored."""

CHOICE = "oauth_plus_choice"
"""Parameter of our own pages: the user wants to choose an account. It only asks them once more."""

PROOFS = frozenset(("client_secret", "client_assertion", "client_assertion_type"))
"""Parameters by which the client authenticates, which are not part of its request (RFC 9126 §2.1)."""


@dataclass(frozen=True)
class PushedForm(Form):
	"""Parameters of a pushed request. No parameter beside its `request_uri` changes them (RFC 9126 §4, RFC 9101 §6.3).

	`reference` is what follows PREFIX, empty while the request is being pushed; `browser` names the browser that took
	the request up. Addresses and pages hold `client_id` and `request_uri` alone.
	"""

	reference: str = field(default="", repr=False)
	browser: str = field(default="", repr=False)
	chooses_account: bool = False

	@property
	def is_pushed(self) -> bool:
		"""Return True: the parameters came from the client itself (RFC 9126 §1)."""
		return True

	def query(self) -> str:
		"""Return the short query string that stands for this request (RFC 9126 §4)."""
		short = {"client_id": self.values.get("client_id", ""), "request_uri": PREFIX + self.reference}
		return urlencode(short | ({CHOICE: "1"} if self.chooses_account else {}))

	def with_prompt(self, prompt: str) -> Form:
		"""Return the request with another `prompt`; its query asks for the choice of an account."""
		return replace(self, values=self.values | {"prompt": prompt}, chooses_account=True)


def is_named(form: Form) -> bool:
	"""Return whether the request is no more than the name of a pushed one (RFC 9126 §4); False for another URI, and for
	one that was sent twice."""
	return "request_uri" not in form.faults and form.values.get("request_uri", "").startswith(PREFIX)


def reference_of(form: Form) -> str:
	"""Return the reference in a `request_uri` of ours; empty for a malformed one."""
	reference = form.values.get("request_uri", "").removeprefix(PREFIX)
	return reference if REFERENCE.fullmatch(reference) else ""


def form_to_push(sent: Mapping[str, str], resources: tuple[str, ...], client_id: str) -> PushedForm:
	"""Return the request of a client that has authenticated, without what proved it (RFC 9126 §2.1). `resources` are
	all values of `resource` (RFC 8707 §2)."""
	values = {name: value for name, value in sent.items() if name not in PROOFS} | {"client_id": client_id}
	if resources:
		values["resource"] = resources[0]
	return PushedForm(values, further=tuple(("resource", each) for each in resources[1:]))


def stored(form: Form) -> str:
	"""Return all parameters of a request as text, which `parse_form` reads back."""
	return Form(form.values, form.faults, form.further).query()
