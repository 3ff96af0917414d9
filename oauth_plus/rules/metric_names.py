"""Names of the metrics, as monitors know them."""

from dataclasses import dataclass

PREFIX = "oauth_plus_"


@dataclass(frozen=True)
class Metric:
	"""Metric: the word in the tally, its name, its labels, and what it tells."""

	word: str
	name: str
	help: str
	labels: tuple[str, ...] = ()

	@property
	def full_name(self) -> str:
		"""Return the name with the app's prefix."""
		return PREFIX + self.name


COUNTERS = (
	Metric(
		"issued", "tokens_issued", "Tokens issued by a grant other than a refresh.", ("grant_type", "client")
	),
	Metric("refreshed", "tokens_refreshed", "Tokens issued by a refresh.", ("client",)),
	Metric(
		"refused",
		"requests_refused",
		"Requests that an endpoint refused, by the error.",
		("endpoint", "reason"),
	),
	Metric("refused_client", "client_requests_refused", "Refused requests of a known client.", ("client",)),
	Metric("limited", "requests_limited", "Requests above a limit.", ("endpoint", "limit")),
	Metric("replayed", "tokens_replayed", "Codes and refresh tokens that were used twice.", ("kind",)),
	Metric("calls", "calls", "API calls with an access token.", ("outcome",)),
	Metric(
		"denied_inside",
		"calls_denied_inside",
		"Accepted API calls that then needed a document that their scopes do not cover.",
	),
	Metric("webhooks", "webhooks", "Attempts to deliver webhooks.", ("outcome",)),
)

LATENCY = Metric(
	"latency", "request_duration_seconds", "Time of an endpoint, or of the check of a call.", ("endpoint",)
)
JOB = Metric("job", "job_duration_seconds", "Time of a run of a job.", ("task",))

JOB_AT = Metric("job_at", "job_last_run_timestamp_seconds", "Time of the last run of a job.", ("task",))
LIVE_GRANTS = Metric("live_grants", "live_grants", "Grants that are live.")
ROWS = Metric("rows", "table_rows", "Rows of a table; MariaDB estimates them.", ("doctype",))
BYTES = Metric("bytes", "table_bytes", "Bytes of a table with its indexes; 0 if unknown.", ("doctype",))

HISTOGRAMS, GAUGES = (LATENCY, JOB), (JOB_AT, LIVE_GRANTS, ROWS, BYTES)


def series() -> tuple[str, ...]:
	"""Return the names of all time series, with the endings that counters and histograms have."""
	counted = [f"{each.full_name}_total" for each in COUNTERS]
	timed = [f"{each.full_name}{ending}" for each in HISTOGRAMS for ending in ("_bucket", "_sum", "_count")]
	return (*counted, *timed, *(each.full_name for each in GAUGES))
