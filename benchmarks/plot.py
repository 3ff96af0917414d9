"""`python -m benchmarks.plot RESULTS.json`: times as good as asked, as an SVG beside the results. Standard library."""

import json
import math
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

MET, MISSED, TARGET, TEXT, GRID = "#2f7f6f", "#c2563b", "#222222", "#444444", "#e5e5e5"

LEAST, MOST = 0.01, 10
"""Where bars end, so that one figure that is far off does not flatten all others."""

TICKS = (LEAST, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, MOST)

LEFT, RIGHT, WIDTH = 400, 300, 1100
"""Pixels: labels on the left, words on the right, the whole."""

TOP, ROW, BOTTOM = 40, 36, 50

FRAME = (
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
	'font-family="sans-serif" font-size="12" fill="{text}">\n'
	'<rect width="100%" height="100%" fill="#ffffff"/>\n{parts}\n</svg>\n'
)


def draw(source: Path) -> Path:
	"""Write the picture beside a JSON file of results. Returns its path."""
	picture = source.with_suffix(".svg")
	picture.write_text(svg(json.loads(source.read_text())))
	return picture


def svg(results: dict[str, Any]) -> str:
	"""One bar a row, from the line of the target to where the median is; the spread as a whisker."""
	findings = results["findings"]
	axis = Axis(findings)
	height = TOP + ROW * len(findings) + BOTTOM
	rows = [part for place, finding in enumerate(findings) for part in _row(axis, place, finding)]
	parts = "\n".join([_title(results), *axis.drawn(height), *rows])
	return FRAME.format(width=WIDTH, height=height, text=TEXT, parts=parts)


class Axis:
	"""Logarithmic: everything fits, and there is room for the words on the right."""

	def __init__(self, findings: list[dict[str, Any]]) -> None:
		shares = [share for finding in findings if (share := finding["times_as_good_as_asked"])]
		self.low = max(LEAST, min([0.5, *(share["low"] for share in shares)])) / 1.1
		self.high = min(MOST, max([2, *(share["high"] for share in shares)])) * 1.05

	def x(self, share: float) -> float:
		"""Pixels from the left; beyond the ends of the axis, its end."""
		way = math.log(min(max(share, LEAST), MOST) / self.low) / math.log(self.high / self.low)
		return LEFT + way * (WIDTH - LEFT - RIGHT)

	def drawn(self, height: int) -> Iterator[str]:
		"""Lines and words of the axis, in a picture of this height."""
		end = height - BOTTOM
		for tick in TICKS:
			if self.low <= tick <= self.high:
				yield _line(self.x(tick), TOP, self.x(tick), end, TARGET if tick == 1 else GRID)
				yield _text(self.x(tick), end + 18, f"{tick:g}×", "middle")
		said = "times as good as asked (1× is the target, and right of it is better)"
		yield _text((LEFT + WIDTH - RIGHT) / 2, end + 38, said, "middle")


def _title(results: dict[str, Any]) -> str:
	versions = results["versions"]
	said = f"oauth_plus {versions['oauth_plus']} on Frappe {versions['Frappe']}, {results['rows']:,} rows"
	return _text(LEFT, 22, f"{said}, {results['date']}")


def _row(axis: Axis, place: int, finding: dict[str, Any]) -> Iterator[str]:
	middle = TOP + ROW * (place + 0.5)
	yield _text(LEFT - 10, middle - 3, finding["what"], "end")
	yield _text(LEFT - 10, middle + 12, finding["target"]["words"], "end")
	share, said = finding["times_as_good_as_asked"], finding["verdict"]
	if finding["reached"]:
		said = f"{finding['words']}  {said}"
	right = 1.0
	if share:
		yield from _bar(axis, middle, share, MET if finding["verdict"] == "met" else MISSED)
		right = max(1.0, share["high"])
		said = f"{share['median']:.0f}× as good: {said}" if share["median"] > MOST else said
	yield _text(axis.x(right) + 8, middle + 4, said)


def _bar(axis: Axis, middle: float, share: dict[str, float], colour: str) -> Iterator[str]:
	begin, end = sorted((axis.x(1), axis.x(share["median"])))
	size = f'width="{end - begin:.1f}" height="20"'
	yield f'<rect x="{begin:.1f}" y="{middle - 10:.1f}" {size} fill="{colour}"/>'
	if share["count"] > 1:
		low, high = axis.x(share["low"]), axis.x(share["high"])
		yield _line(low, middle, high, middle, TARGET)
		yield _line(low, middle - 4, low, middle + 4, TARGET)
		yield _line(high, middle - 4, high, middle + 4, TARGET)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
	return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, said: str, anchor: str = "start") -> str:
	return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'


if __name__ == "__main__":
	print(draw(Path(sys.argv[1])))
