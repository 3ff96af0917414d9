"""Findings about clients: how many there are, and the first of them."""

from collections.abc import Iterator

from oauth_plus.doctor.finding import Finding, Severity
from oauth_plus.store.clients.client_findings import Found


def about(found: Found, severity: Severity, sentence: str, fix: str) -> Iterator[Finding]:
	"""Yield one finding if there is a client. `sentence` has one gap for the number."""
	if found.count:
		listed = ", ".join(f"{each.title} ({each.client_id})" for each in found.first)
		more = ", …" if found.count > len(found.first) else ""
		ids = tuple(each.client_id for each in found.first)
		yield Finding(severity, f"{sentence.format(found.count)} {listed}{more}", fix, ids)
