"""Tasks that remain for an administrator after a backup was restored, because no command can decide them."""

from collections.abc import Iterator

from oauth_plus.platform import clock
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.site import site_issuer


def left_to_do() -> Iterator[str]:
	"""Return the remaining tasks as sentences, in the order of the work. Empty if there are none."""
	yield f"The issuer is {site_issuer.issuer()}. {ISSUER}"
	if count := secret_rows.count_live(clock.now()):
		yield f"{count} client secrets of the original site work here, too. {SECRETS}"
	yield ENCRYPTION_KEY
	yield RECEIVERS
	yield TOKENS
	yield MORE


ISSUER = "If that is the address of the original site, correct it in OAuth Plus Settings, or host_name in site_config.json."

SECRETS = (
	"If this site is a copy, make new ones for the apps that should use it (bench oauth-plus client rotate-secret ... "
	"--overlap 0), and disable the other OAuth Clients."
)

ENCRYPTION_KEY = (
	"If this site is a copy and has the encryption_key of the original, give it another one. Passwords that the site "
	"stores, and client secrets, must then be entered again. Run this command again afterwards."
)

RECEIVERS = (
	"The webhooks are disabled now: enable those whose receivers should hear of this site. If this site is a copy, remove "
	"the Back-Channel Logout URI of each OAuth Client, or the copy sends logout tokens to the receivers of the original."
)

TOKENS = (
	"Initial access tokens, registration access tokens and the scrape token of the original site work here, too. Disable "
	"or delete the registered clients that the copy does not need, delete the OAuth Plus Initial Access Tokens, and run "
	"bench oauth-plus scrape-token --end."
)

MORE = "Sessions and API keys of the original site are Frappe's: sign everybody out, and make new API keys."
