"""The app's routes."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path

import requests
from authlib.common.errors import AuthlibBaseError
from jinja2 import Environment, FileSystemLoader
from joserfc.errors import JoseError
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from dev.third_party.provider import Provider, Refused
from dev.third_party.settings import Settings
from dev.third_party.visit import Visit

COOKIE = "third_party_visit"
PROTECTION = {
	"Cache-Control": "no-store",
	"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
	"Referrer-Policy": "no-referrer",
	"X-Content-Type-Options": "nosniff",
}
TROUBLE = (Refused, AuthlibBaseError, JoseError, requests.RequestException)


def _plain(value: object) -> str:
	return value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False)


TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
TEMPLATES.filters["plain"] = _plain


class ThirdPartyApp:
	"""A WSGI application."""

	def __init__(self, settings: Settings) -> None:
		self.settings = settings
		self.visits: dict[str, Visit] = {}  # by a random name, which the browser's cookie holds

	@Request.application
	def __call__(self, request: Request) -> Response:
		name = request.cookies.get(COOKIE, "")
		if name not in self.visits:
			name = secrets.token_urlsafe(32)
			self.visits[name] = Visit()
		response = self._respond(request, self.visits[name])
		response.headers.update(PROTECTION)
		response.set_cookie(COOKIE, name, httponly=True, samesite="Lax")
		return response

	def _respond(self, request: Request, visit: Visit) -> Response:
		match request.method, request.path:
			case "GET", "/":
				page = TEMPLATES.get_template("page.html").render(visit=visit, site=self.settings.site)
				return Response(page, mimetype="text/html")
			case "GET", "/history.json":
				told = {"note": visit.note, "exchanges": visit.history}
				return Response(json.dumps(told), mimetype="application/json")
			case "GET", "/sign-in":
				address, visit.pending = Provider(self.settings, visit.history).begin()
				return redirect(address, 303)
			case "GET", "/callback":
				return self._act(visit, lambda site, visit: _sign_in(site, visit, request.args.to_dict()))
			case "POST", path if action := ACTIONS.get(path):
				if request.form.get("form_key") == visit.form_key:
					return self._act(visit, action)
				return Response("This form is not from here.", status=403)
		return Response("There is no such page.", status=404)

	def _act(self, visit: Visit, action: Callable[[Provider, Visit], None]) -> Response:
		visit.note = ""
		try:
			action(Provider(self.settings, visit.history), visit)
		except TROUBLE as error:  # the person reads it, no log
			visit.note = str(error)
		return redirect("/", 303)


def _sign_in(site: Provider, visit: Visit, answer: dict[str, str]) -> None:
	pending, visit.pending = visit.pending, {}  # good for one answer
	visit.token = site.finish(answer, pending)
	visit.todos, visit.profile = site.todos(visit.token), site.profile(visit.token)
	visit.note = "Signed in."


def _load_todos(site: Provider, visit: Visit) -> None:
	visit.todos = []
	visit.todos = site.todos(visit.token)


def _refresh(site: Provider, visit: Visit) -> None:
	visit.token = site.refresh(visit.token)
	visit.note = "There is a new pair of tokens."


def _introspect(site: Provider, visit: Visit) -> None:
	visit.introspection = site.introspect(visit.token)


def _revoke(site: Provider, visit: Visit) -> None:
	visit.note = f"Revoked: the site answered {site.revoke(visit.token)}."


def _sign_out(site: Provider, visit: Visit) -> None:
	vars(visit).update(vars(Visit()))


ACTIONS = {
	"/todos": _load_todos,
	"/refresh": _refresh,
	"/introspect": _introspect,
	"/revoke": _revoke,
	"/sign-out": _sign_out,
}
