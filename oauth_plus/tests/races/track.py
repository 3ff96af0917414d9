"""What the rounds of a race have in common: an app, a person, a clean ledger, a clock, and no error anywhere."""

import time
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

import frappe

from oauth_plus.tests.factories import App, a_regular, a_user, an_api_key, an_app
from oauth_plus.tests.ledger import errors
from oauth_plus.tests.races import grants
from oauth_plus.tests.races.rush import Answer, Asked, at_once

FINE = (200, 201, 202, 303, 400, 401)
"""Every answer of a race: the work was done, or refused in the RFCs' words."""


class Track:
	"""One race."""

	def __init__(self, address: str, rounds: int) -> None:
		self.address, self.count = address, rounds
		self.app: App = an_app()
		self.person = a_user()
		self.tally: Counter[str] = Counter()
		self._errors = errors()
		self._requests, self._seconds = 0, 0.0

	@cached_property
	def key(self) -> tuple[str, str]:
		"""Of an administrator who edits people and apps."""
		return an_api_key(a_regular())

	def rounds(self, of: int = 1) -> Iterator[int]:
		"""So many rounds begin with an empty ledger of this person and go on with what the one before left."""
		for number in range(self.count):
			if number % of == 0:
				grants.forget(self.person)
			yield number

	def run(self, *asked: Asked) -> list[Answer]:
		"""All at once. No answer is a failure of ours."""
		frappe.db.commit()
		started = time.perf_counter()
		answers = at_once(self.address, *asked)
		self._seconds += time.perf_counter() - started
		self._requests += len(asked)
		for answer in answers:
			assert answer.status in FINE, f"{answer.status}: {answer.text[:2000]}"
		frappe.db.rollback()
		return answers

	def saw(self, outcome: str) -> None:
		"""Count how a round ended."""
		self.tally[outcome] += 1

	def close(self) -> None:
		"""Nothing was written to the Error Log, and the figures are told (`pytest -s`)."""
		rate = self._requests / self._seconds if self._seconds else 0
		print(
			f"\n{self.count} rounds, {self._requests} requests in {self._seconds:.1f} s, {rate:.0f}/s: "
			f"{dict(self.tally)}"
		)
		grants.forget(self.person)
		frappe.db.commit()
		assert errors() == self._errors
