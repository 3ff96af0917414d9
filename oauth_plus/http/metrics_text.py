"""Metrics in the text format of Prometheus, by its own library."""

from collections.abc import Iterator
from typing import Any

from werkzeug.wrappers import Response

from oauth_plus.exceptions import MissingPackage, TemporarilyUnavailable
from oauth_plus.http.response import NOT_STORED
from oauth_plus.platform import tally
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.rules import metric_names as names
from oauth_plus.rules.metric_names import Metric
from oauth_plus.store import table_sizes
from oauth_plus.store.metrics import BUCKETS, OF_JOBS

try:
	from prometheus_client import CollectorRegistry, exposition
	from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
except ImportError:  # an update of the app without its packages: everything else works
	exposition = None

Values = dict[tuple[str, ...], float]


def response() -> Response:
	"""Return the metrics of the site. Raises MissingPackage without the library; TemporarilyUnavailable if Redis does not
	answer."""
	if exposition is None:
		raise MissingPackage("prometheus-client")
	try:
		values = tally.read()
	except AWAY as error:
		raise TemporarilyUnavailable("The site's cache does not answer: try again") from error
	registry = CollectorRegistry(auto_describe=False)
	registry.register(_Collected(values, table_sizes.read()))
	text = exposition.generate_latest(registry)
	return Response(text, headers=NOT_STORED, content_type=exposition.CONTENT_TYPE_LATEST)


class _Collected:
	"""Collector of the library, which asks for the metrics once."""

	def __init__(self, values: Values, sizes: dict[str, Any]) -> None:
		self._values, self._sizes = values, sizes

	def collect(self) -> Iterator[Any]:
		"""Return each metric with its samples."""
		for metric in names.COUNTERS:
			family = CounterMetricFamily(metric.full_name, metric.help, labels=metric.labels)
			yield _filled(family, self._of(metric))
		for metric, buckets in ((names.LATENCY, BUCKETS), (names.JOB, OF_JOBS)):
			yield self._histogram(metric, buckets)
		yield _gauge(names.JOB_AT, self._of(names.JOB_AT))
		yield _gauge(names.LIVE_GRANTS, {(): self._sizes["live_grants"]})
		for number, metric in enumerate((names.ROWS, names.BYTES)):
			yield _gauge(metric, {(each,): size[number] for each, size in self._sizes["tables"].items()})

	def _of(self, metric: Metric) -> Values:
		return {field[1:]: value for field, value in self._values.items() if field[0] == metric.word}

	def _histogram(self, metric: Metric, buckets: tuple[float, ...]) -> Any:
		family = HistogramMetricFamily(metric.full_name, metric.help, labels=metric.labels)
		counts = self._of(metric)
		for label in sorted({field[0] for field in counts}):
			total, samples = 0.0, []
			for number, bound in enumerate((*map(str, buckets), "+Inf")):
				total += counts.get((label, str(number)), 0)
				samples.append((bound, total))
			family.add_metric([label], samples, self._values.get((f"{metric.word}_sum", label), 0))
		return family


def _gauge(metric: Metric, values: Values) -> Any:
	return _filled(GaugeMetricFamily(metric.full_name, metric.help, labels=metric.labels), values)


def _filled(family: Any, values: Values) -> Any:
	for labels, value in sorted(values.items()):
		family.add_metric(labels, value)
	return family
