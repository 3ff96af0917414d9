"""Gate of each hardening for one client: its exception, or else the site's, or else the client's Enforcement."""

import json
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from oauth_plus.rules.policy import Gate, Hardening, gate_named

Gates = Mapping[Hardening, Gate]

ENFORCED: Gates = MappingProxyType(dict.fromkeys(Hardening, Gate.ENFORCE))

NONE: Gates = MappingProxyType({})

BY_NAME = {hardening.value: hardening for hardening in Hardening}


@lru_cache(maxsize=256)
def exceptions_in(text: str | None) -> Gates:
	"""Return the exceptions in a stored text, a JSON object of gates by hardening. Unknown names are left out. Where the
	text cannot be read, every hardening is enforced, so that a damaged row opens nothing."""
	if not (text or "").strip():
		return NONE
	try:
		said = json.loads(text or "")
	except ValueError:
		return ENFORCED
	if not isinstance(said, dict):
		return ENFORCED
	return MappingProxyType(
		{BY_NAME[name]: gate_named(gate) for name, gate in said.items() if name in BY_NAME}
	)


@lru_cache(maxsize=256)
def exceptions_of(own: str | None, site: str | None) -> Gates:
	"""Return the exceptions of a client before those of the site. Both are stored texts."""
	return MappingProxyType({**exceptions_in(site), **exceptions_in(own)})


@lru_cache(maxsize=256)
def gates_of(enforcement: Gate, own: str | None = "", site: str | None = "") -> Gates:
	"""Return the gate of every hardening."""
	exceptions = exceptions_of(own, site)
	return MappingProxyType({each: exceptions.get(each, enforcement) for each in Hardening})


def text_of(exceptions: Gates) -> str:
	"""Return exceptions as they are stored; empty for none. `like()` in the store relies on the blanks and quotes."""
	named = {each.value: exceptions[each].value for each in Hardening if each in exceptions}
	return json.dumps(named) if named else ""


ALL_ENFORCED = text_of(ENFORCED)


def shortened(gates: Gates) -> tuple[Gate, str]:
	"""Return the most frequent gate, and the text of the others, from which `gates_of` makes the same gates."""
	[(most, _)] = Counter(gates.values()).most_common(1)
	return most, text_of({each: gate for each, gate in gates.items() if gate is not most})


def faults_of_text(text: str | None) -> list[str]:
	"""Return the names in a text of exceptions that are no hardenings, or whose gates are no gates; the text itself where
	it is no JSON object. Empty for none."""
	if not (text or "").strip():
		return []
	try:
		said = json.loads(text or "")
	except ValueError:
		said = None
	if not isinstance(said, dict):
		return [(text or "")[:100]]
	known = {gate.value for gate in Gate}
	return [str(name)[:100] for name, gate in said.items() if name not in BY_NAME or gate not in known]
