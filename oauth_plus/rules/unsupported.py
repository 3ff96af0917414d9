"""Parameters that change the meaning of an authorization request and are not supported: refused by name
(OpenID Connect Core §3.1.2.6). All others that are unknown are ignored (§3.1.2.1)."""

from oauth_plus.exceptions import RegistrationNotSupported, RequestNotSupported, RequestURINotSupported
from oauth_plus.rules.form import Form
from oauth_plus.rules.sentence import Sentence

REFUSED = {
	"request": RequestNotSupported,
	"request_uri": RequestURINotSupported,
	"registration": RegistrationNotSupported,
}
"""Parameters with the error of each (OpenID Connect Core §3.1.2.6)."""


def require_understood(form: Form) -> None:
	"""Refuse a request with an unsupported parameter (OpenID Connect Core §3.1.2.6). Raises RequestNotSupported,
	RequestURINotSupported or RegistrationNotSupported."""
	for name, refusal in REFUSED.items():
		if form.get(name):
			raise refusal(
				Sentence("The parameter {0} is not supported", name),
				fix="Send each parameter of the request by itself",
			)
