"""The picture of the results: whole, small, and with the bars where the figures are."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import plot

RESULTS = sorted((Path(__file__).parents[1] / "results").glob("*.json"))


def a_finding(median: float, verdict: str = "met", what: str = "a thing") -> dict:
	share = {"median": median, "low": median / 1.1, "high": median * 1.1, "count": 5}
	words = {"target": {"words": "at least 1×"}, "words": f"{median}×", "reached": share}
	return {"what": what, "verdict": verdict, "times_as_good_as_asked": share, **words}


def a_result(*findings: dict) -> dict:
	versions = {"oauth_plus": "abc", "Frappe": "15.101.1"}
	return {"versions": versions, "rows": 10, "date": "2026-01-02", "findings": list(findings)}


def bars(picture: str) -> list[tuple[float, float]]:
	"""Left and right end of each bar, in pixels."""
	found = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', picture)
	return [(float(left), float(left) + float(width)) for left, width in found]


@pytest.mark.parametrize("results", RESULTS, ids=lambda path: path.stem)
def test_the_pictures_are_those_of_the_results(results: Path):
	assert results.with_suffix(".svg").read_text() == plot.svg(json.loads(results.read_text()))


def test_a_bar_goes_from_the_target_to_the_median():
	better, worse = bars(plot.svg(a_result(a_finding(2), a_finding(0.5, "missed"))))
	assert better[0] == pytest.approx(worse[1], abs=0.2)
	assert better[1] - better[0] == pytest.approx(worse[1] - worse[0], abs=0.2)  # logarithmic


def test_what_is_far_off_ends_with_the_axis_and_says_so():
	picture = plot.svg(a_result(a_finding(128), a_finding(10)))
	far, end = bars(picture)
	assert far[1] == end[1] <= plot.WIDTH - plot.RIGHT
	assert "128× as good: 128×  met" in picture


def test_what_could_not_run_has_no_bar_but_its_words():
	lost = {"what": "a thing", "target": {"words": "at least 1×"}, "verdict": "could not run"}
	picture = plot.svg(a_result({**lost, "times_as_good_as_asked": None, "reached": None, "words": "–"}))
	assert bars(picture) == []
	assert ">could not run<" in picture


def test_names_are_escaped(tmp_path: Path):
	source = tmp_path / "results.json"
	source.write_text(json.dumps(a_result(a_finding(2, what="<b> & c"))))
	words = [element.text for element in ElementTree.parse(plot.draw(source)).iter() if element.text]
	assert "<b> & c" in words
