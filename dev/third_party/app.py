"""The app's routes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import requests
from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from dev.third_party import pages, provider
from dev.third_party.settings import Settings
from dev.third_party.visits import COOKIE, Visit, Visits

ROUTES = Map(
	[
		Rule("/", endpoint="home", methods=["GET"]),
		Rule("/sign-in", endpoint="sign_in", methods=["GET"]),
		Rule("/callback", endpoint="callback", methods=["GET"]),
		Rule("/history.json", endpoint="history", methods=["GET"]),
		*(Rule(f"/{name}", endpoint="action", methods=["POST"]) for name, _, _ in pages.ACTIONS),
	]
)
PROTECTION = {
	"Cache-Control": "no-store",
	"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
	"Referrer-Policy": "no-referrer",
	"X-Content-Type-Options": "nosniff",
}
TROUBLE = (provider.Refused, AuthlibBaseError, JoseError, requests.RequestException)


class ThirdPartyApp:
	"""A WSGI application."""

	def __init__(self, settings: Settings) -> None:
		self.settings = settings
		self.visits = Visits()

	@Request.application
	def __call__(self, request: Request) -> Response:
		name = request.cookies.get(COOKIE)
		visit = self.visits.of(name)
		try:
			endpoint, _ = ROUTES.bind_to_environ(request.environ).match()
			response = getattr(self, f"_{endpoint}")(request, visit)
		except HTTPException as error:
			response = error.get_response()
		response.headers.update(PROTECTION)
		response.set_cookie(COOKIE, self.visits.keep(name, visit), httponly=True, samesite="Lax")
		return response

	def _home(self, request: Request, visit: Visit) -> Response:
		return Response(pages.home(visit, self.settings.site), mimetype="text/html")

	def _history(self, request: Request, visit: Visit) -> Response:
		entries = [exchange.as_dict() for exchange in visit.history]
		return Response(json.dumps({"note": visit.note, "exchanges": entries}), mimetype="application/json")

	def _sign_in(self, request: Request, visit: Visit) -> Response:
		address, visit.remembered = provider.begin(self.settings)
		return redirect(address, 303)

	def _callback(self, request: Request, visit: Visit) -> Response:
		remembered, visit.remembered = visit.remembered, {}  # good for one answer
		with _noting_trouble(visit):
			visit.token = provider.finish(self.settings, request.args.to_dict(), remembered, visit.history)
			visit.todos = provider.todos(self.settings, visit.token, visit.history)
			visit.profile = provider.profile(self.settings, visit.token, visit.history)
			visit.note = "Signed in."
		return redirect("/", 303)

	def _action(self, request: Request, visit: Visit) -> Response:
		if request.form.get("form_key") != visit.form_key:
			return Response("This form is not from here.", status=403)
		with _noting_trouble(visit):
			_ACTIONS[request.path.strip("/")](self.settings, visit)
		return redirect("/", 303)


@contextmanager
def _noting_trouble(visit: Visit) -> Iterator[None]:
	"""What goes wrong between the app and the site is told to the person, not to a log."""
	visit.note = ""
	try:
		yield
	except TROUBLE as error:
		visit.note = str(error)


def _load_todos(settings: Settings, visit: Visit) -> None:
	visit.todos = []
	visit.todos = provider.todos(settings, visit.token, visit.history)


def _refresh(settings: Settings, visit: Visit) -> None:
	visit.token = provider.refresh(settings, visit.token, visit.history)
	visit.note = "There is a new pair of tokens."


def _introspect(settings: Settings, visit: Visit) -> None:
	visit.introspection = provider.introspect(settings, visit.token, visit.history)


def _revoke(settings: Settings, visit: Visit) -> None:
	visit.note = f"Revoked: the site answered {provider.revoke(settings, visit.token, visit.history)}."


def _sign_out(settings: Settings, visit: Visit) -> None:
	vars(visit).update(vars(Visit()))


_ACTIONS = {
	"todos": _load_todos,
	"refresh": _refresh,
	"introspect": _introspect,
	"revoke": _revoke,
	"sign-out": _sign_out,
}
