"""Gate of a hardening for a client: Off lets a request pass, Warn records it, Enforce refuses it."""

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
	"""Run checks of one hardening; a Refusal passes on only where the client's gate enforces it, and is
	recorded at Warn.

	`other` is the gate of a second client that is concerned: the stricter of the two counts.
	"""
	try:
		yield
	except Refusal as refusal:
		level = stricter(client_policy.policy_for(client).gate(hardening), other)
		if level is Gate.ENFORCE:
			raise
		if level is Gate.WARN:
			events.record_would_refuse(hardening.value, refusal.cause, refusal.fix, client.client_id, user)
