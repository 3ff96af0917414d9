"""The arithmetic of `make bench`: spreads, pairs, verdicts and the table. Nothing here is timed."""

import hashlib
import json

import pytest

from benchmarks import figures, report, tokens, turns
from benchmarks.figures import Finding, Promise, Spread, Target
from benchmarks.rows import Filling

TWICE = Promise("a thing", Target(2, "×", True, "stock"))
HALF = Promise("another thing", Target(0.5, " s", False))


def test_a_spread_is_the_median_between_the_least_and_the_greatest():
	spread = Spread.of([3, 1, 2, 10])
	assert (spread.median, spread.low, spread.high, spread.count) == (2.5, 1, 10, 4)
	assert spread.told("×") == "2.50× (1–10)"
	assert Spread.single(2).told(" s") == "2 s"


def test_a_ratio_is_taken_pair_by_pair():
	assert figures.ratios([10, 40, 30], [5, 10, 10]) == Spread(3, 2, 4, 3)
	with pytest.raises(ValueError, match="shorter"):
		figures.ratios([1, 2], [1])


@pytest.mark.parametrize(("share", "value"), [(0, 1), (0.5, 50), (0.95, 95), (1, 100)])
def test_a_percentile_is_the_nearest_rank(share, value):
	assert figures.percentile(reversed(range(1, 101)), share) == value


def test_a_verdict_goes_by_the_median_and_the_direction():
	assert Finding(TWICE, Spread(2, 1, 3, 3)).verdict == "met"
	assert Finding(TWICE, Spread(1.99, 1, 3, 3)).verdict == "missed"
	assert Finding(HALF, Spread.single(0.5)).verdict == "met"
	assert Finding(HALF, Spread.single(0.51)).verdict == "missed"
	assert Finding(HALF, None, note="why").verdict == "could not run"


def test_a_share_above_one_is_better_than_asked_whichever_way_is_better():
	assert Finding(TWICE, Spread(4, 2, 6, 5)).share == Spread(2, 1, 3, 5)
	assert Finding(HALF, Spread(0.25, 0.1, 1, 5)).share == Spread(2, 0.5, 5, 5)
	assert Finding(Promise("none", Target(0, "", False)), Spread.single(0)).share is None
	assert Finding(TWICE, None).share is None


def test_contestants_are_asked_forward_and_backward_by_turns():
	assert turns.orders(2, 4) == [[0, 1], [1, 0], [0, 1], [1, 0]]
	assert turns.orders(3, 2) == [[0, 1, 2], [2, 1, 0]]


def test_two_that_differ_by_little_are_asked_by_turns():
	asked: list[str] = []
	some, others = turns.by_turns(lambda: asked.append("a"), lambda: asked.append("b"), pairs=2, seconds=0)
	assert len(some) == len(others) == 2
	assert asked.count("a") == asked.count("b") == sum(len(one.latencies) for one in some)


def test_a_slice_of_no_time_still_has_the_answers_that_it_needs():
	asked = []
	assert len(turns.take(lambda: asked.append(1), 0, at_least=3, clients=1).latencies) == len(asked) == 3


def test_a_wrong_answer_ends_the_slice():
	def refuse():
		raise OSError("no")

	with pytest.raises(OSError, match="no"):
		turns.take(refuse, 60)


def test_the_page_tells_what_was_reached_and_what_could_not_run():
	page = report.markdown(_a_report())
	assert "| a thing | at least 2× stock | 4× (2–6) | 1/s | 4/s | met |  |" in page
	assert "| another thing | at most 0.50 s | – | – | – | **could not run** | not / here |" in page
	assert "2026-01-02-15.101.1.svg" in page


def test_the_json_holds_the_same():
	told = json.loads(report.as_json(_a_report()))
	assert [finding["verdict"] for finding in told["findings"]] == ["met", "could not run"]
	assert told["findings"][0]["times_as_good_as_asked"]["median"] == 2
	assert told["findings"][1]["reached"] is None


def test_a_rows_number_tells_its_tokens_and_whether_they_live():
	assert tokens.access_token(7) == hashlib.sha256(b"access:7").hexdigest()[:30]
	rows = [row for row in range(1, 1001) if Filling(1000).live(row)]
	assert 200 < len(rows) < 330  # a third is young enough, and two of ten are revoked
	assert all(Filling(100, spread=20 * tokens.DAY, revoked=0).live(row) for row in range(1, 101))


def _a_report():
	findings = [
		Finding(TWICE, Spread(4, 2, 6, 5), "4/s", "1/s"),
		Finding(HALF, None, note="not | here"),
	]
	versions = {"Frappe": "15.101.1", "oauth_plus": "abc"}
	return report.Report("2026-01-02", 10, 1, 2, {"cores": "2"}, versions, findings)
