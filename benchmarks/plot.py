"""`python -m benchmarks.plot RESULTS.json`: how many times as good as asked, as a PNG beside the results."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

MET, MISSED, TARGET, TEXT = "#2f7f6f", "#c2563b", "#222222", "#444444"

LEAST, MOST = 0.01, 10
"""Where bars end, so that one figure that is far off does not flatten all others."""


def draw(results: dict[str, Any], file: Path) -> None:
	"""One bar a row, from the line of the target to where the median is; the spread as a whisker."""
	findings = results["findings"]
	figure, axes = plt.subplots(figsize=(11, 1.6 + 0.5 * len(findings)), layout="constrained")
	axes.set_xscale("log")
	for place, finding in enumerate(findings):
		_bar(axes, place, finding)
	axes.axvline(1, color=TARGET, linewidth=1.2)
	axes.set_yticks(range(len(findings)), [_label(finding) for finding in findings], fontsize=9)
	axes.invert_yaxis()
	low, high = _limits(findings)
	axes.set_xlim(low, high)
	ticks = [tick for tick in (LEAST, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, MOST) if low <= tick <= high]
	axes.set_xticks(ticks, [f"{tick:g}×" for tick in ticks])
	axes.minorticks_off()
	axes.set_xlabel("times as good as asked (1× is the target, and right of it is better)", fontsize=9)
	versions = results["versions"]
	axes.set_title(
		f"oauth_plus {versions['oauth_plus']} on Frappe {versions['Frappe']}, {results['rows']:,} rows, "
		f"{results['date']}",
		fontsize=10,
		loc="left",
	)
	axes.grid(axis="x", color="#e5e5e5", linewidth=0.7)
	axes.set_axisbelow(True)
	for side in ("top", "right", "left"):
		axes.spines[side].set_visible(False)
	axes.tick_params(axis="y", length=0)
	figure.savefig(file, dpi=130, bbox_inches="tight", pad_inches=0.2)


def _bar(axes: Any, place: int, finding: dict[str, Any]) -> None:
	share, is_met = finding["times_as_good_as_asked"], finding["verdict"] == "met"
	said = f"{finding['words']}  {finding['verdict']}" if finding["reached"] else finding["verdict"]
	if share is None:
		_say(axes, place, 1, said)
		return
	low, median, high = (min(max(share[key], LEAST), MOST) for key in ("low", "median", "high"))
	axes.barh(place, median - 1, left=1, height=0.55, color=MET if is_met else MISSED)
	if share["count"] > 1:
		axes.plot([low, high], [place, place], "|-", color=TARGET, linewidth=1.2, markersize=7)
	beyond = f"{share['median']:.0f}× as good: " if share["median"] > MOST else ""
	_say(axes, place, max(1, high), beyond + said)


def _say(axes: Any, place: int, right_of: float, text: str) -> None:
	axes.annotate(
		text, (right_of, place), (6, 0), textcoords="offset points", va="center", fontsize=8, color=TEXT
	)


def _label(finding: dict[str, Any]) -> str:
	return f"{finding['what']}\n{finding['target']['words']}"


def _limits(findings: list[dict[str, Any]]) -> tuple[float, float]:
	"""Everything, and room for the words on the right."""
	shares = [finding["times_as_good_as_asked"] for finding in findings if finding["times_as_good_as_asked"]]
	low = max(LEAST, min([0.5, *(share["low"] for share in shares)]))
	high = min(MOST, max([2, *(share["high"] for share in shares)]))
	return low / 1.2, high * (high / low) ** 0.4


if __name__ == "__main__":
	source = Path(sys.argv[1])
	draw(json.loads(source.read_text()), source.with_suffix(".png"))
