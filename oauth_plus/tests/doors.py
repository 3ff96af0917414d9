"""Every address that Frappe gives one of its methods: all of them must lead to our endpoint."""

from urllib.parse import urlencode

DOORS = ("/api/method/{}", "/api/v1/method/{}", "/api/v2/method/{}", "/?cmd={}", "/api/method/{}/")


def through(door: str, method: str, **query: str) -> str:
	"""The path, and the query with it, of one of Frappe's OAuth methods."""
	path = door.format(f"frappe.integrations.oauth2.{method}")
	return f"{path}{'&' if '?' in path else '?'}{urlencode(query)}" if query else path
