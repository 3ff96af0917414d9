"""A request with an access token, against stock's and against a browser's session on the same site; and one with a JWT
against an opaque one."""

from collections.abc import Iterator

from benchmarks.acts import access_tokens, calling, tokens_by_themselves
from benchmarks.figures import Finding, Promise, Target
from benchmarks.measures.measure import Contestant, Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import NEAR_EMPTY, Credentials, Side
from benchmarks.turns import told

TOKENS = 20

STOCK = Promise("bearer request", Target(1.8, "×", True, "stock"))
COOKIE = Promise("bearer request (level: within 5 %)", Target(0.95, "×", True, "a session cookie"))

JWT = Promise("bearer request with a JWT", Target(0.9, "×", True, "an opaque token"))


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
	signed, opaque = field.compare(
		*(
			Contestant(calling(field.ours, by_themselves(field.ours, clients)))
			for clients in kinds(field.ours)
		)
	)
	yield Finding(JWT, of_rates(signed, opaque), f"{told(signed)}, opaque {told(opaque)}")


def kinds(side: Side) -> tuple[list[Credentials], list[Credentials]]:
	"""As many clients with JWTs as with opaque tokens."""
	return side.jwt_clients, side.clients[: len(side.jwt_clients)]


def by_themselves(side: Side, clients: list[Credentials]) -> list[dict[str, str]]:
	"""Headers with access tokens that these clients have by themselves."""
	return [{"Authorization": f"Bearer {token}"} for token in tokens_by_themselves(side, clients, TOKENS)]


def bearers(side: Side) -> list[dict[str, str]]:
	"""Headers with access tokens of several people and clients."""
	return [
		{"Authorization": f"Bearer {token}"} for _client, token in access_tokens(side, NEAR_EMPTY, TOKENS)
	]


MEASURE = Measure("bearer", (STOCK, COOKIE, JWT), run)
