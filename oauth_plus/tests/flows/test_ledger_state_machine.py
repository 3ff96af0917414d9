"""Random journeys of grants, held against a model that knows nothing of how the ledger is made.

Whatever comes in whatever order: at most one refresh token of a grant is live outside its grace, what ended never
gives a token again, scope never grows, the absolute end never moves, and each transition left its event.
"""

import os
import time
from collections import Counter
from dataclasses import dataclass, field

import frappe
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
	RuleBasedStateMachine,
	initialize,
	invariant,
	precondition,
	rule,
	run_state_machine_as_test,
)

from oauth_plus.grants.server import provider
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import body, browser_of
from oauth_plus.tests.factories import App, a_user, an_app, change
from oauth_plus.tests.journey import Tokens, acts_as, refresh, refused, revoke, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, families_of
from oauth_plus.tests.races import grants

SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86_400

ACCESS, IDLE, ABSOLUTE, GRACE = HOUR, 30 * DAY, 90 * DAY, 30

SCOPES = ("all", "openid")

TIMES = (SECOND, 20, 29, GRACE, MINUTE, HOUR - SECOND, HOUR, DAY, 20 * DAY, 29 * DAY, 30 * DAY)

AFTER = st.sampled_from((0, SECOND, 29, GRACE, HOUR, DAY, 25 * DAY))

WHICH = st.sampled_from((0, 0, 0, 1, 2, 3))
"""A grant: those that live come first, the newest before the others."""

QUIET = 6
"""Steps at least from one disabling to the next, or there is little that could be disabled."""

ROUNDS = int(os.environ.get("OAUTH_PLUS_ROUNDS", "200"))
"""As of the races: fewer for a quick run."""

EXAMPLES, STEPS = max(5, min(20, ROUNDS // 4)), 20


@dataclass
class Pair:
	"""A pair as its app holds it, and what it ought to be worth."""

	tokens: Tokens
	scope: frozenset[str]
	access_ends: float


@dataclass
class Model:
	"""One grant as it ought to be."""

	family: str
	pairs: list[Pair]
	began: float
	rotated: float
	ended: bool = False
	last_use: float = field(init=False)

	def __post_init__(self) -> None:
		self.last_use = self.began

	@property
	def absolute_end(self) -> float:
		return self.began + ABSOLUTE

	def lives(self, now: float) -> bool:
		return not self.ended and now < min(self.last_use + IDLE, self.absolute_end)

	def is_in_grace(self, now: float) -> bool:
		return len(self.pairs) > 1 and now < self.rotated + GRACE

	def access_lives(self, pair: Pair, now: float) -> bool:
		return not self.ended and now < pair.access_ends


class Ledger(RuleBasedStateMachine):
	"""One app and one person, whose grants come and go."""

	person: str = ""
	"""Of all journeys: making one takes longer than a journey."""

	@initialize()
	def begin(self) -> None:
		the_site.forget_refusals()
		grants.forget(self.person)  # of the journeys before
		self._ended_before = self._ends()
		self.now = time.time()
		self.clock = time_machine.travel(self.now, tick=False)
		self.clock.start()
		self.app: App = an_app()
		self.models: list[Model] = []
		self.expected: Counter[str] = Counter()
		self.client_is_enabled = self.person_is_enabled = True
		self.quiet = 0
		self.issue()

	def teardown(self) -> None:
		if not hasattr(self, "clock"):
			return
		try:
			for grant in self.models:
				self._is_worth_what_it_ought_to(grant, grant.pairs)
		finally:
			self.clock.stop()
			if not self.person_is_enabled:
				self._save("User", self.person, enabled=1)

	# What happens

	@precondition(lambda self: self.client_is_enabled and self.person_is_enabled)
	@rule()
	def issue(self) -> None:
		tokens = sign_in(self.app, browser_of(self.person))
		[family] = {row.name for row in families_of(self.app)} - {model.family for model in self.models}
		model = Model(family, [self._pair(tokens, self.now)], self.now, self.now)
		self.models.append(model)
		self.expected.update(("code_issued", "token_issued"))

	@rule(which=WHICH, after=AFTER, narrower=st.sampled_from((None, *SCOPES)))
	def go_on(self, which: int, after: int, narrower: str | None) -> None:
		"""With the current refresh token, some time later."""
		self._pass(after)
		grant = self._grant(which)
		answer = refresh(grant.pairs[-1].tokens, **({"scope": narrower} if narrower else {}))
		if not self._may_answer(grant):
			self._is_refused(answer)
			return
		tokens = tokens_of(self.app, answer)
		known = {pair.tokens.refresh_token for model in self.models for pair in model.pairs}
		assert tokens.refresh_token not in known, "a new generation has a new token"
		before = grant.pairs[-1]
		before.access_ends = min(before.access_ends, self.now + GRACE)
		grant.rotated = grant.last_use = self.now
		grant.pairs.append(self._pair(tokens, grant.began))
		assert grant.pairs[-1].scope == frozenset({narrower} if narrower else SCOPES)
		self.expected["token_issued"] += 1

	@precondition(lambda self: any(len(model.pairs) > 1 for model in self.models))
	@rule(which=WHICH, after=AFTER, back=st.integers(1, 3))
	def present_again(self, which: int, after: int, back: int) -> None:
		"""A refresh token that was exchanged before: a repeat within its grace, or a replay."""
		self._pass(after)
		grant = self._grant(which, [model for model in self.models if len(model.pairs) > 1])
		back = min(back, len(grant.pairs) - 1)
		answer = refresh(grant.pairs[-1 - back].tokens)
		if not self._may_answer(grant):
			self._is_refused(answer)
		elif back == 1 and grant.is_in_grace(self.now):
			self._is_the_same_pair(grant, answer)
		else:
			assert refused(answer, "invalid_grant")
			grant.ended = True
			self.expected["refresh_token_replayed"] += 1

	@rule(which=WHICH, wider=st.sampled_from(("email", "everything", "email everything")))
	def ask_for_more(self, which: int, wider: str) -> None:
		"""A scope that was never consented to is refused, and harms nobody."""
		answer = refresh(self._grant(which).pairs[-1].tokens, scope=wider)
		assert answer.status_code in (400, 401)
		assert body(answer)["error"] in ("invalid_scope", "invalid_grant", "invalid_client")

	@rule(which=WHICH, by=st.sampled_from(("access_token", "refresh_token")), newest=st.booleans())
	def take_back(self, which: int, by: str, newest: bool) -> None:
		"""The client revokes: by either token of the first pair or of the newest. An access token that another has
		followed ends alone."""
		grant = self._grant(which)
		pair = grant.pairs[-1 if newest else 0]
		answer = revoke(self.app, getattr(pair.tokens, by))
		if not self.client_is_enabled:
			assert refused(answer, "invalid_client", 401)
			return
		assert answer.status_code == 200
		if by == "access_token" and pair is not grant.pairs[-1]:
			self.expected["token_revoked"] += grant.access_lives(pair, self.now)
			pair.access_ends = min(pair.access_ends, self.now)
			return
		if not grant.ended:
			self.expected["token_revoked"] += 1
		grant.ended = True

	@rule(seconds=st.sampled_from(TIMES))
	def time_passes(self, seconds: int) -> None:
		self._pass(seconds)

	@precondition(lambda self: self.client_is_enabled and self.quiet > QUIET)
	@rule()
	def the_client_is_disabled(self) -> None:
		change(self.app, oauth_plus_enabled=0)
		self.client_is_enabled = False
		self._all_end()

	@precondition(lambda self: not self.client_is_enabled)
	@rule()
	def the_client_is_enabled_again(self) -> None:
		change(self.app, oauth_plus_enabled=1)
		self.client_is_enabled = True

	@precondition(lambda self: self.person_is_enabled and self.quiet > QUIET)
	@rule()
	def the_person_is_disabled(self) -> None:
		self._save("User", self.person, enabled=0)
		self.person_is_enabled = False
		self._all_end()

	@precondition(lambda self: not self.person_is_enabled)
	@rule()
	def the_person_is_enabled_again(self) -> None:
		self._save("User", self.person, enabled=1)
		self.person_is_enabled = True

	@rule()
	def redis_is_flushed(self) -> None:
		the_site.forget_all_that_redis_knows()

	@rule()
	def the_workers_are_restarted(self) -> None:
		"""Nothing is left of what this process knew."""
		provider.cache_clear()
		the_site.reopen()

	# What holds

	@invariant()
	def time_is_counted(self) -> None:
		self.quiet += 1

	@invariant()
	def an_access_token_works_exactly_while_it_ought_to(self) -> None:
		"""Those of one grant; all of them at the end."""
		grant = self._grant(self.quiet)
		self._is_worth_what_it_ought_to(grant, grant.pairs[-2:])

	@invariant()
	def the_ledger_says_the_same(self) -> None:
		if not self.models:
			return
		families = {row.name: row for row in families_of(self.app)}
		assert len(families) == len(self.models)
		for grant in self.models:
			row = families[grant.family]
			assert (row.state != "Active") is grant.ended
			assert row.generation == len(grant.pairs)
			assert set(row.scopes.split()) == set(SCOPES)
			assert abs(self._seconds(row.absolute_ends) - grant.absolute_end) < 1

	@invariant()
	def each_transition_left_its_event(self) -> None:
		seen = Counter(row.event for row in events_of(self.app))
		seen["grant_ended"] = self._ends() - self._ended_before
		assert {name: seen[name] for name in self.expected} == dict(self.expected)

	# How it is told

	def _pass(self, seconds: int) -> None:
		self.now += seconds
		self.clock.stop()
		self.clock = time_machine.travel(self.now, tick=False)
		self.clock.start()

	def _grant(self, which: int, among: list[Model] | None = None) -> Model:
		models = (among or self.models)[::-1]
		living = [grant for grant in models if grant.lives(self.now)]
		over = [grant for grant in models if not grant.lives(self.now)]
		return (living + over)[which % len(models)]

	def _pair(self, tokens: Tokens, began: float) -> Pair:
		scope = frozenset(tokens.answer["scope"].split())
		assert scope <= set(SCOPES)
		lives = min(ACCESS, int(began + ABSOLUTE - self.now))
		assert abs(tokens.answer["expires_in"] - lives) <= 1
		return Pair(tokens, scope, self.now + tokens.answer["expires_in"])

	def _may_answer(self, grant: Model) -> bool:
		return grant.lives(self.now) and self.client_is_enabled and self.person_is_enabled

	def _is_refused(self, answer) -> None:
		if self.client_is_enabled:
			assert refused(answer, "invalid_grant")
		else:
			assert refused(answer, "invalid_client", 401)

	def _is_the_same_pair(self, grant: Model, answer) -> None:
		repeated, newest = tokens_of(self.app, answer), grant.pairs[-1]
		assert repeated.access_token == newest.tokens.access_token
		assert repeated.refresh_token == newest.tokens.refresh_token
		assert frozenset(repeated.answer["scope"].split()) == newest.scope
		self.expected["token_repeated"] += 1

	def _all_end(self) -> None:
		"""At once, and for good, but for those that had ended."""
		if any(not grant.ended for grant in self.models):
			self.expected["grant_ended"] += 1
		for grant in self.models:
			grant.ended = True
		self.quiet = 0

	def _ends(self) -> int:
		"""Of many grants at once, whose event names no client."""
		reasons = ("in", ("client_disabled", "user_disabled"))
		return frappe.db.count("OAuth Plus Event", {"event": "grant_ended", "reason": reasons})

	def _is_worth_what_it_ought_to(self, grant: Model, pairs: list[Pair]) -> None:
		for pair in pairs:
			expected = self.person if grant.access_lives(pair, self.now) else None
			assert acts_as(pair.tokens.access_token) == expected

	def _save(self, doctype: str, name: str, **values: object) -> None:
		frappe.get_doc(doctype, name).update(values).save(ignore_permissions=True)
		frappe.db.commit()

	def _seconds(self, naive) -> float:
		from oauth_plus.platform import clock

		return clock.from_column(naive).timestamp()


def test_no_order_of_events_brings_a_dead_grant_to_life_or_loses_a_live_one(site):
	Ledger.person = a_user()
	run_state_machine_as_test(
		Ledger,
		settings=settings(
			max_examples=EXAMPLES,
			stateful_step_count=STEPS,
			deadline=None,
			derandomize=True,
			database=None,
			suppress_health_check=list(HealthCheck),
		),
	)
