"""`python -m dev.third_party`: serve the app where its redirect URI points to, until it is ended."""

from urllib.parse import urlsplit

from werkzeug.serving import make_server

from dev.third_party import settings
from dev.third_party.app import ThirdPartyApp

if __name__ == "__main__":
	own = settings.read()
	address = urlsplit(own.redirect_uri)
	make_server(address.hostname, address.port, ThirdPartyApp(own), threaded=True).serve_forever()
