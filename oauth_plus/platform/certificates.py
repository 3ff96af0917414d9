"""Certificate authorities that this site trusts when it sends requests of its own."""

import os
import ssl

import requests.certs

NAMED_BY = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables of the environment with a file or a folder of certificates, as every request of Frappe's obeys them."""


def context() -> ssl.SSLContext:
	"""Return what verifies the certificate of a server. Raises OSError if the named file cannot be read."""
	named = next(filter(None, map(os.environ.get, NAMED_BY)), requests.certs.where())
	place = "capath" if os.path.isdir(named) else "cafile"
	return ssl.create_default_context(**{place: named})
