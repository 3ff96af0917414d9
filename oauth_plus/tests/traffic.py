"""Programs that go on using the site, each in a thread of its own, while something happens to it."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import requests

from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.journey import Tokens, bearer

PAUSE = 0.02
"""Seconds between an answer and the next request of the same program."""

LOGGED_USER = "/api/method/frappe.auth.get_logged_user"


@dataclass(frozen=True)
class Answer:
	"""What a program was told, and when."""

	program: str
	status: int
	retry_after: str
	at: float
	text: str = field(repr=False)
	says: str = ""

	@property
	def is_good(self) -> bool:
		return self.status == 200 and self.says in self.text

	@property
	def asks_to_come_again(self) -> bool:
		return self.status == 503 and self.retry_after.isdigit()

	@property
	def told(self) -> str:
		"""For a test that failed."""
		return f"{self.program} at {self.at:.2f}: {self.status} {self.text[-1500:]}"


@dataclass
class Program:
	"""One that sends the same request again and again."""

	name: str
	send: Callable[[str], requests.Response]
	heard: list[Answer] = field(default_factory=list)
	says: str = ""
	"""What stands in a good answer."""

	def ask(self, address: str, began: float) -> None:
		answer = self.send(address)
		self.heard.append(
			Answer(
				self.name,
				answer.status_code,
				answer.headers.get("Retry-After", ""),
				time.monotonic() - began,
				answer.text,
				self.says,
			)
		)

	@property
	def longest_wait(self) -> float:
		"""Seconds between two good answers."""
		good = [answer.at for answer in self.heard if answer.is_good]
		return max((later - before for before, later in pairwise(good)), default=0)


WITHOUT_SECRET = "without its secret"
"""Stock never asked for it."""


def calling(tokens: Tokens) -> Program:
	"""It calls with one access token."""

	def send(address: str) -> requests.Response:
		return requests.get(address + LOGGED_USER, headers=bearer(tokens.access_token), timeout=60)

	return Program("bearer", send)


def refreshing(tokens: Tokens, habit: str = "") -> Program:
	"""It refreshes, and goes on with what it got; told to come again, it sends the same refresh token."""
	held, app = [tokens.refresh_token], tokens.app

	def send(address: str) -> requests.Response:
		form = {"grant_type": "refresh_token", "refresh_token": held[0]}
		form |= {"client_id": app.client_id} if habit == WITHOUT_SECRET else app.credentials
		answer = requests.post(address + OAUTH + "get_token", data=form, timeout=60)
		if answer.status_code == 200:
			held[0] = handed_out.note(answer.json()["refresh_token"])
			handed_out.note(answer.json()["access_token"])
		return answer

	return Program(f"refresh {habit}".strip(), send)


def introspecting(tokens: Tokens, habit: str = "") -> Program:
	"""A gateway asks about one access token, as old ones do without saying who it is."""
	asked = {"token": tokens.access_token, "token_type_hint": "access_token"}
	if habit != WITHOUT_SECRET:
		asked |= tokens.app.credentials

	def send(address: str) -> requests.Response:
		return requests.post(address + OAUTH + "introspect_token", data=asked, timeout=60)

	return Program(f"introspection {habit}".strip(), send, says="true")


def asking_who(tokens: Tokens) -> Program:
	"""It asks for the profile of its user, as another Frappe site does."""

	def send(address: str) -> requests.Response:
		return requests.get(
			address + OAUTH + "openid_profile", headers=bearer(tokens.access_token), timeout=60
		)

	return Program("profile", send, says="email")


def looking_on() -> Program:
	"""It has nothing to do with us."""
	return Program("ping", lambda address: requests.get(address + "/api/method/ping", timeout=60))


@contextlib.contextmanager
def under_way(address: str, *programs: Program) -> Iterator[Callable[[], list[Answer]]]:
	"""All of them send; at the end each has been answered after the block's last line."""
	stop, began = threading.Event(), time.monotonic()
	failures: list[BaseException] = []

	def go_on(program: Program) -> None:
		try:
			while not stop.is_set():
				program.ask(address, began)
				time.sleep(PAUSE)
			program.ask(address, began)
		except BaseException as error:
			failures.append(error)

	threads = [threading.Thread(target=go_on, args=(program,), daemon=True) for program in programs]
	for thread in threads:
		thread.start()
	try:
		yield lambda: [answer for program in programs for answer in program.heard]
	finally:
		stop.set()
		for thread in threads:
			thread.join(timeout=60)
	assert failures == []


def faults(answers: list[Answer], *, also: Callable[[Answer], Any] = lambda _answer: False) -> list[str]:
	"""Whatever was neither good nor a request to come again."""
	bad = [each for each in answers if not (each.is_good or each.asks_to_come_again or also(each))]
	return [each.told for each in bad[:10]]
