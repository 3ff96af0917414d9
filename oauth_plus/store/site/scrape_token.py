"""Token with which a monitor reads the metrics. Settings hold its digest."""

from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.store.site import settings

FIELD, CREATED = "scrape_token_digest", "scrape_token_created"


def make() -> str:
	"""Create a token in place of the last one, and return it, only this once."""
	token = secret.new_token()
	settings.write({FIELD: secret.digest(token), CREATED: clock.to_column(clock.now())})
	return token


def end() -> None:
	"""End the token."""
	settings.write({FIELD: "", CREATED: None})


def is_right(token: str) -> bool:
	"""Return whether this is the token. Compared in constant time."""
	stored = settings.document().get(FIELD) or ""
	return bool(stored) and secret.same(stored, secret.digest(token))
