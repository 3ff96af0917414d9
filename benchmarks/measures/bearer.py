"""A request with an access token, against stock's and against a browser's session on the same site."""

from collections.abc import Iterator

from benchmarks.acts import access_tokens, calling
from benchmarks.figures import Finding, Promise, Target
from benchmarks.measures.measure import Contestant, Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import NEAR_EMPTY, Side
from benchmarks.turns import told

TOKENS = 20

STOCK = Promise("bearer request", Target(1.8, "×", True, "stock"))
COOKIE = Promise("bearer request (level: within 5 %)", Target(0.95, "×", True, "a session cookie"))


def run(field: Field) -> Iterator[Finding]:
	for side in field.sides:
		side.shelf.renew(NEAR_EMPTY)
	session = field.ours.door.login(field.ours.user, field.ours.password)
	ours, stock, cookie = field.compare(
		Contestant(calling(field.ours, bearers(field.ours))),
		Contestant(calling(field.stock, bearers(field.stock))),
		Contestant(calling(field.ours, [session] * TOKENS)),
	)
	yield Finding(STOCK, of_rates(ours, stock), told(ours), told(stock))
	yield Finding(COOKIE, of_rates(ours, cookie), f"{told(ours)}, cookie {told(cookie)}")


def bearers(side: Side) -> list[dict[str, str]]:
	"""Headers with access tokens of several people and clients."""
	return [
		{"Authorization": f"Bearer {token}"} for _client, token in access_tokens(side, NEAR_EMPTY, TOKENS)
	]


MEASURE = Measure("bearer", (STOCK, COOKIE), run)
