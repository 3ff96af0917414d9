"""Parameters of an authorization request that change what it means, and that are not understood here: refused by name
(OpenID Connect Core §3.1.2.6). All others that are not understood are ignored (§3.1.2.1)."""

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
"""Words that a library may send; any other value is no word, and may be a secret in the wrong place."""

REFUSED = {
	"request": RequestNotSupported,
	"request_uri": RequestURINotSupported,
	"registration": RegistrationNotSupported,
}


def require_understood(form: Form, *, in_fragment: bool) -> None:
	"""The request holds nothing that would have to be obeyed and cannot be. `in_fragment` is how its answer goes
	back."""
	for name, refusal in REFUSED.items():
		if form.get(name):
			raise refusal(
				f"The parameter {name} is not supported",
				fix="Send the parameters of the request one by one",
			)
	mode, ours = form.get("response_mode"), FRAGMENT if in_fragment else QUERY
	if mode and mode != ours:
		named = mode if mode in KNOWN_MODES else "of this request"
		raise InvalidRequest(
			f"response_mode {named} is not supported, only {ours}",
			fix=f"Send response_mode={ours}, or leave it out",
		)
