"""Parameters that change the meaning of an authorization request and are not supported: refused by name
(OpenID Connect Core §3.1.2.6). All others that are unknown are ignored (§3.1.2.1)."""

from oauth_plus.exceptions import (
	InvalidRequest,
	RegistrationNotSupported,
	RequestNotSupported,
	RequestURINotSupported,
)
from oauth_plus.rules.form import Form

QUERY, FRAGMENT = "query", "fragment"

KNOWN_MODES = (
	QUERY,
	FRAGMENT,
	"form_post",
	"query.jwt",
	"fragment.jwt",
	"form_post.jwt",
	"jwt",
	"web_message",
)
"""Values of `response_mode` that libraries send; any other may be a secret in the wrong place."""

REFUSED = {
	"request": RequestNotSupported,
	"request_uri": RequestURINotSupported,
	"registration": RegistrationNotSupported,
}
"""Parameters with the error of each (OpenID Connect Core §3.1.2.6)."""


def require_understood(form: Form, *, in_fragment: bool) -> None:
	"""Refuse a request with an unsupported parameter (OpenID Connect Core §3.1.2.6).

	`in_fragment` is where its answer goes. Raises RequestNotSupported, RequestURINotSupported,
	RegistrationNotSupported or InvalidRequest.
	"""
	for name, refusal in REFUSED.items():
		if form.get(name):
			raise refusal(
				f"The parameter {name} is not supported",
				fix="Send each parameter of the request by itself",
			)
	mode, ours = form.get("response_mode"), FRAGMENT if in_fragment else QUERY
	if mode and mode != ours:
		named = mode if mode in KNOWN_MODES else "of this request"
		raise InvalidRequest(
			f"response_mode {named} is not supported, only {ours}",
			fix=f"Send response_mode={ours}, or leave it out",
		)
