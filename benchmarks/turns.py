"""Several contestants on one machine, asked in turn: A B, B A, A B, …"""

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.figures import Spread

Act = Callable[[], None]
"""One request; raises when the answer is not the right one."""

CLIENTS = 2
"""As many as there are workers, each with one request under way at any moment."""

TURN = 1.0
"""Seconds."""

WARM_UP = 3.0
"""Seconds before the first slice of each contestant that nobody counts: caches fill, modules load."""


@dataclass(frozen=True)
class Slice:
	"""What happened in one turn; `seconds` until the last answer was there."""

	seconds: float
	latencies: tuple[float, ...] = field(repr=False)

	@property
	def rate(self) -> float:
		"""Answers a second."""
		return len(self.latencies) / self.seconds


@dataclass(frozen=True)
class Contestant:
	"""`ask` is called over and over, from several threads; `prepare` sets the stage before each slice, `enter` before
	each turn that the slice is made of."""

	ask: Act
	prepare: Callable[[], None] = lambda: None
	enter: Callable[[], None] = lambda: None


def in_turn(contestants: Sequence[Contestant], pairs: int, seconds: float) -> list[list[Slice]]:
	"""Slices of each contestant; those at the same place in their lists were taken by turns of a second: what the
	machine is in the mood for changes from one second to the next, and is the same for both."""
	for contestant in contestants:
		contestant.prepare()
		contestant.enter()
		take(contestant.ask, WARM_UP)
	slices: list[list[Slice]] = [[] for _ in contestants]
	turns = max(1, round(seconds / TURN))
	for _pair in range(pairs):
		for contestant in contestants:
			contestant.prepare()
		taken: list[list[float]] = [[] for _ in contestants]
		for order in orders(len(contestants), turns):
			for place in order:
				contestants[place].enter()
				taken[place] += take(contestants[place].ask, seconds / turns).latencies
		for found, latencies in zip(slices, taken, strict=True):
			found.append(made_of(latencies))
	return slices


def made_of(latencies: Sequence[float]) -> Slice:
	"""One slice of requests that were not asked at a stretch. Seconds are what they took, a client at a time: what is
	lost where one client waits for the other at the end of a turn is nobody's."""
	return Slice(sum(latencies) / CLIENTS, tuple(latencies))


def orders(contestants: int, pairs: int) -> list[list[int]]:
	"""Forward and backward by turns, so that whatever drifts hits everyone alike."""
	forward = list(range(contestants))
	return [forward if pair % 2 == 0 else forward[::-1] for pair in range(pairs)]


def take(ask: Act, seconds: float, at_least: int = 1, clients: int = CLIENTS) -> Slice:
	"""Ask over and over for so long, and until there are so many answers."""
	latencies: list[float] = []
	failures: list[BaseException] = []
	begun = time.monotonic()

	def work() -> None:
		try:
			while not failures and (time.monotonic() < begun + seconds or len(latencies) < at_least):
				asked = time.monotonic()
				ask()
				latencies.append(time.monotonic() - asked)
		except BaseException as failure:  # handed on below, in the thread that the caller is in
			failures.append(failure)

	threads = [threading.Thread(target=work) for _ in range(clients)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	if failures:
		raise failures[0]
	return Slice(time.monotonic() - begun, tuple(latencies))


def by_turns(one: Act, other: Act, pairs: int, seconds: float) -> tuple[list[Slice], list[Slice]]:
	"""Two that differ by little: each client asks the one and the other by turns, request by request, so that the
	machine's moods are the same for both."""
	slices: tuple[list[Slice], list[Slice]] = ([], [])
	for _pair in range(pairs):
		times: tuple[list[float], list[float]] = ([], [])
		asked = itertools.count()

		def both(times: tuple[list[float], list[float]] = times, asked: Iterator[int] = asked) -> None:
			order = (0, 1) if next(asked) % 2 else (1, 0)
			for place in order:
				begun = time.monotonic()
				(one, other)[place]()
				times[place].append(time.monotonic() - begun)

		take(both, 2 * seconds)
		for found, latencies in zip(slices, times, strict=True):
			found.append(made_of(latencies))
	return slices


def told(slices: Sequence[Slice]) -> str:
	"""The rates of the slices, for the table."""
	return Spread.of(one.rate for one in slices).told("/s")
