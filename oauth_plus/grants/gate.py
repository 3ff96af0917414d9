"""Gate of a client for a hardening: Off accepts a violation, Warn records it, Enforce refuses it."""

from collections.abc import Iterator
from contextlib import contextmanager

from oauth_plus.exceptions import Refusal
from oauth_plus.rules.policy import Gate, Hardening, stricter
from oauth_plus.store import events
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client


@contextmanager
def gate(
	client: Client, hardening: Hardening, user: str | None = None, *, other: Gate = Gate.OFF
) -> Iterator[None]:
	"""Run the checks of one hardening. A Refusal is raised if the client's gate enforces it, and recorded at Warn.
	`other` is the gate of a second client; the stricter gate decides."""
	try:
		yield
	except Refusal as refusal:
		level = stricter(client_policy.policy_for(client).gate(hardening), other)
		if level is Gate.ENFORCE:
			raise
		if level is Gate.WARN:
			events.record_would_refuse(hardening.value, refusal.cause, refusal.fix, client.client_id, user)
