"""What tests of limits share: the beginning of a minute, and answers that a limit gave."""

import re
import time
from collections.abc import Iterator

import pytest
import time_machine
from werkzeug.test import TestResponse

MINUTE = 60


@pytest.fixture
def in_one_minute() -> Iterator[None]:
	"""No window ends in the midst of a test."""
	with time_machine.travel(time.time() // 3_600 * 3_600 + 1):
		yield


def limited(answer: TestResponse, name: str, error: str = "temporarily_unavailable") -> bool:
	"""The answer says that this limit was reached, when to come again, and nothing else (RFC 6585 §4)."""
	assert answer.status_code == 429, f"{answer.status_code}: {answer.text[:500]}"
	assert answer.json["error"] == error, answer.text
	assert set(answer.json) == {"error", "error_description"}
	assert 1 <= int(answer.headers["Retry-After"]) <= 10 * MINUTE
	policy, standing = answer.headers["RateLimit-Policy"], answer.headers["RateLimit"]
	assert re.fullmatch(rf'"{name}";q=\d+;w=\d+', policy), policy
	assert re.fullmatch(rf'"{name}";r=0;t={answer.headers["Retry-After"]}', standing), standing
	assert answer.headers["Cache-Control"] == "no-store"
	return True
