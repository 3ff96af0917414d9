"""The FAPI 2.0 Security Profile (§5.3.2) of a client, beyond what every client at Enforce owes."""

from oauth_plus.exceptions import UnauthorizedClient
from oauth_plus.rules.client_faults import told
from oauth_plus.rules.form import Form
from oauth_plus.store.clients import client_faults
from oauth_plus.store.clients.client import Client


def require_profile(form: Form, client: Client) -> None:
	"""Require of a request what the profile says of it, and of its client and this site all that their forms hold, as
	they are now. Does nothing for a client without the profile. Raises InvalidRequest or UnauthorizedClient."""
	if not client.is_fapi:
		return
	form.require("redirect_uri")  # §5.3.2.2, item 6
	faults = client_faults.of_profile(client.client_id)
	if faults:
		raise UnauthorizedClient(
			"The client does not meet the FAPI 2.0 Security Profile",
			**told(faults),
		)
