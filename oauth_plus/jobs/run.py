"""One run of a job: batches, each in its own transaction, until the time is over."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import frappe

from oauth_plus.jobs.throttle import Watch
from oauth_plus.platform import transaction
from oauth_plus.rules.sentence import Sentence, joined
from oauth_plus.store import events

COUNTED = (
	"grants",
	"grants unused for too long",
	"grants past their absolute end",
	"grants from before this app",
	"grants of disabled users",
	"grants of disabled clients",
	"clients out of use",
	"registrations out of use",
	"tokens",
	"codes",
	"old codes",
	"device requests",
	"withdrawn consents",
	"events",
	"refusals above the bounds",
	"client secrets",
	"uses of scopes",
	"webhooks",
	"webhook deliveries",
	"sealed successors",
)
"""What runs count, by the words that the list of events translates."""


def _no_step(_rows: int) -> None:
	"""Tell nobody."""


@dataclass
class Run:
	"""One run of a job, with its limits and its counts. It stops after `seconds`. `step` is called with the rows of each
	batch."""

	job: str
	is_dry: bool = False
	seconds: float = 600
	counts: dict[str, int] = field(default_factory=dict)
	step: Callable[[int], None] = _no_step
	began: float = field(default_factory=time.monotonic)
	was_cut: bool = False

	@property
	def took(self) -> float:
		"""Return the seconds since the run began."""
		return time.monotonic() - self.began

	def may_go_on(self) -> bool:
		"""Return whether another batch may begin. False after `seconds` seconds."""
		self.was_cut = self.was_cut or self.took > self.seconds
		return not self.was_cut

	def sentence(self) -> str:
		"""Return a sentence for people with the counts and the time in seconds."""
		counts = (Sentence("{0} {1}", count, Sentence(name)) for name, count in self.counts.items() if count)
		what = joined(counts, by=", ")
		named = f"{self.job} (dry run)" if self.is_dry else self.job
		done = Sentence("{0}: {1} in {2} s", named, what or Sentence("nothing to do"), f"{self.took:.1f}")
		return joined((done, Sentence("its time is up, the next run goes on"))) if self.was_cut else done

	def batches(self, find: Callable[[int], list[str]], at_once: int) -> Iterator[list[str]]:
		"""Yield names in batches, as large as the pace allows, until none are left or the time is over. Names that
		are left after a conflict are yielded again. `find` takes the largest number of names to return."""
		watch = Watch()
		while self.may_go_on() and (found := find(at_once)):
			are_all = len(found) < at_once
			while found:
				if not self.may_go_on():
					return
				begun, now = time.monotonic(), watch.pace()
				yield found[: now.rows]
				found = found[now.rows :]
				time.sleep((time.monotonic() - begun) * now.rest)
			if are_all:
				return

	def add(self, name: str, count: int) -> None:
		"""Add to the number of rows of this kind."""
		self.counts[name] = self.counts.get(name, 0) + count
		self.step(count)

	def finish(self) -> "Run":
		"""Record the counts as an event, and commit. A dry run records nothing."""
		if not self.is_dry:
			events.record("job_done", reason=self.job, cause=self.sentence())
			frappe.db.commit()
		return self


def persistently(act: Callable[..., int], *arguments: Any) -> int:
	"""Run the function and commit. Returns the number of rows; 0 if another transaction changed the same rows first."""
	try:
		done = act(*arguments)
		frappe.db.commit()
		return done
	except transaction.CONFLICTS:
		transaction.undo()
		return 0
