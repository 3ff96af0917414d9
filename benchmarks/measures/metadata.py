"""The documents that every client reads first, beside a guest's ping, which is the least that a request can cost."""

from collections.abc import Iterator

from benchmarks.figures import Finding, Promise, Target
from benchmarks.measures.measure import Field, Measure
from benchmarks.measures.others import getting, pinging
from benchmarks.measures.refresh import of_rates
from benchmarks.turns import WARM_UP, by_turns, told

LEVEL = Target(0.95, "×", True, "a guest's ping")

SERVER = Promise("metadata of the authorization server (level: within 5 %)", LEVEL)
RESOURCE = Promise("metadata of the protected resource (level: within 5 %)", LEVEL)
KEYS = Promise("the site's public keys (level: within 5 %)", LEVEL)

DOCUMENTS = {
	SERVER: "/.well-known/oauth-authorization-server",
	RESOURCE: "/.well-known/oauth-protected-resource",
	KEYS: "/.well-known/jwks.json",
}


def run(field: Field) -> Iterator[Finding]:
	for promise, path in DOCUMENTS.items():
		reading, ping = getting(field.ours, path, {}), pinging(field.ours)
		by_turns(reading, ping, pairs=1, seconds=WARM_UP / 2)
		read, pings = by_turns(reading, ping, field.pairs, field.seconds)
		yield Finding(promise, of_rates(read, pings), f"{told(read)}, ping {told(pings)}")


MEASURE = Measure("metadata", tuple(DOCUMENTS), run)
