"""How the answer to an authorization request travels to the app (OAuth 2.0 Multiple Response Type Encoding Practices §2.1)."""

from enum import Enum
from urllib.parse import urlsplit

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules.form import Form
from oauth_plus.rules.sentence import Sentence


class ResponseMode(str, Enum):
	"""Values of `response_mode` that work here."""

	QUERY = "query"
	FRAGMENT = "fragment"
	FORM_POST = "form_post"


ADVERTISED = (ResponseMode.QUERY.value, ResponseMode.FORM_POST.value)
"""Modes for `response_type=code`, which alone metadata name (RFC 8414 §2)."""

KNOWN = (
	*(mode.value for mode in ResponseMode),
	"query.jwt",
	"fragment.jwt",
	"form_post.jwt",
	"jwt",
	"web_message",
)
"""Values that libraries send; any other may be a secret in the wrong place."""


def default_for(response_type: str) -> ResponseMode:
	"""Return the mode of a request that names none: a token is never sent in the query (§5)."""
	is_token = not {"token", "id_token"}.isdisjoint(response_type.split())
	return ResponseMode.FRAGMENT if is_token else ResponseMode.QUERY


def chosen(form: Form, redirect_uri: str, *, may_post: bool) -> ResponseMode:
	"""Return the mode in which a request is answered, its refusals too: `form_post` where it names that and a form can be
	posted, else the default of its response type."""
	is_posted = form.values.get("response_mode") == ResponseMode.FORM_POST.value
	if is_posted and may_post and urlsplit(redirect_uri).scheme.lower() in ("http", "https"):
		return ResponseMode.FORM_POST
	return default_for(form.values.get("response_type") or "")


def require_supported(form: Form, redirect_uri: str) -> None:
	"""The request names no mode, or the one in which a client at Enforce is answered. Raises InvalidRequest."""
	named, used = form.get("response_mode"), chosen(form, redirect_uri, may_post=True)
	if not named or named == used.value:
		return
	if named == ResponseMode.FORM_POST.value:  # a program that is opened by its own scheme reads no body
		raise InvalidRequest(
			"response_mode form_post needs a redirect_uri of http or https",
			fix=Sentence("Send response_mode={0}, or leave it out", used.value),
		)
	offered = (used.value, ResponseMode.FORM_POST.value)
	raise InvalidRequest(
		Sentence("response_mode {0} is not supported, only {1} and {2}", named, *offered)
		if named in KNOWN
		else Sentence("response_mode of this request is not supported, only {0} and {1}", *offered),
		fix=Sentence("Send response_mode={0}, or leave it out", used.value),
	)
