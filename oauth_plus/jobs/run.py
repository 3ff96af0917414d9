"""One run of a job: batch by batch, each a transaction of its own, until its time is over."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import frappe

from oauth_plus.jobs.throttle import Watch
from oauth_plus.platform import transaction
from oauth_plus.store import events


@dataclass
class Run:
	"""One run of a job: what it may do, and what it did. `seconds` is its time, after which it stops."""

	job: str
	is_dry: bool = False
	seconds: float = 600
	counts: dict[str, int] = field(default_factory=dict)
	began: float = field(default_factory=time.monotonic)
	was_cut: bool = False

	@property
	def took(self) -> float:
		"""Seconds since the run began."""
		return time.monotonic() - self.began

	def may_go_on(self) -> bool:
		"""Whether another batch may begin: False after `seconds` seconds."""
		self.was_cut = self.was_cut or self.took > self.seconds
		return not self.was_cut

	def sentence(self) -> str:
		"""Return for people what was done, and in how many seconds."""
		what = ", ".join(f"{count} {name}" for name, count in self.counts.items() if count) or "nothing to do"
		cut = "; its time is up, the next run goes on" if self.was_cut else ""
		return f"{self.job}{' (dry run)' if self.is_dry else ''}: {what} in {self.took:.1f} s{cut}"

	def batches(self, find: Callable[[int], list[str]], at_once: int) -> Iterator[list[str]]:
		"""Yield names in batches as large as the pace allows, until there are none left or the time is over; what is
		left after a conflict comes again. `find` returns at most so many names."""
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
		"""Count rows that were done, by what they are."""
		self.counts[name] = self.counts.get(name, 0) + count

	def finish(self) -> "Run":
		"""Record what was done as an event, and commit; a dry run leaves no trace."""
		if not self.is_dry:
			events.record("job_done", reason=self.job, cause=self.sentence())
			frappe.db.commit()
		return self


def persistently(act: Callable[..., int], *arguments: Any) -> int:
	"""Do it and commit. Returns the number of rows; 0 where another transaction was faster with the same rows."""
	try:
		done = act(*arguments)
		frappe.db.commit()
		return done
	except transaction.CONFLICTS:
		transaction.undo()
		return 0
