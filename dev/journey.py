"""The whole journey, walked as a person with a browser would: through the third-party app, not past it.

Each step is a function whose docstring is what the person reads; it holds, or it says why not.
"""

from collections.abc import Callable
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from dev.forms import forms_of
from dev.standin.console import say
from dev.third_party.exchange import shorten
from dev.walking import DidNotHold, Walk, cut, fields, must, new_exchanges, press

METHOD = "/api/method/frappe.integrations.oauth2."
PKCE = "code_challenge_methods_supported"


def walk(site: str, app: str, email: str, password: str) -> bool:
	"""Walk all steps. True if every one held."""
	walker = Walk(site, app, email, password)
	for number, step in enumerate(STEPS, start=1):
		say(f"\n {number:2}. {step.__doc__}")
		try:
			step(walker)
		except (DidNotHold, requests.RequestException, KeyError) as reason:
			say(f"     ✗ {reason}")
			return False
	say(f"\n  All {len(STEPS)} steps held.")
	return True


def read_discovery(walk: Walk) -> None:
	"""The app reads what the site offers"""
	offered = walk.go(f"{walk.site}/.well-known/openid-configuration").json()
	for name in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", PKCE):
		say(f"       {name}: {offered.get(name)}")
	must(offered["issuer"] == walk.site, f"the issuer must be {walk.site}")
	must(offered.get(PKCE) == ["S256"], "PKCE with S256, and nothing else, is due")
	for name in ("authorize", "get_token", "introspect_token", "openid_profile", "revoke_token"):
		must(f"{walk.site}{METHOD}{name}" in offered.values(), f"{METHOD}{name} is not on offer")


def press_sign_in(walk: Walk) -> None:
	"""The person presses "Sign in with Frappe"; the app sends the browser to the site"""
	walk.go(f"{walk.app}/")
	walk.go(f"{walk.app}/sign-in")
	asked = parse_qs(urlsplit(walk.next_stop()).query)
	for name in ("client_id", "scope", "state", "nonce", "code_challenge", "code_challenge_method"):
		say(f"       {name}: {cut(asked[name][0])}")


def arrive_as_guest(walk: Walk) -> None:
	"""The site does not know the person yet and asks to log in"""
	walk.go(walk.next_stop())
	target = urlsplit(walk.next_stop())
	must(target.path == "/login", f"the login page was due, not {target.path}")
	walk.back_to = urljoin(walk.site, parse_qs(target.query)["redirect-to"][0])
	must(urlsplit(walk.back_to).path == f"{METHOD}authorize", f"login leads to {walk.back_to}")


def log_in(walk: Walk) -> None:
	"""The person logs in"""
	walk.go(f"{walk.site}/login")
	walk.go(f"{walk.site}/api/method/login", {"usr": walk.email, "pwd": walk.password})
	must(walk.page.status_code == requests.codes.ok, f"the login was refused: {walk.page.text[:200]}")


def see_consent_page(walk: Walk) -> None:
	"""The site asks the person whether the app may"""
	page = walk.go(walk.back_to)
	must(page.headers.get("Content-Type", "").startswith("text/html"), "a page was due")
	forms = [form for form in forms_of(page.text, page.url) if form.method == "post"]
	must(len(forms) == 1, f"one form to decide with was due, not {len(forms)}")
	walk.decision = form = forms[0]
	must(urlsplit(form.action).path == f"{METHOD}approve", f"the form goes to {form.action}")
	must({("decision", "allow"), ("decision", "deny")} <= set(form.buttons), f"buttons: {form.buttons}")
	say(f"       a form with {', '.join(sorted(form.sent))}; buttons Allow and Deny")


def allow(walk: Walk) -> None:
	"""The person presses Allow; the site sends the browser back to the app with a code"""
	walk.go(walk.decision.action, walk.decision.pressed("decision", "allow"))
	must(walk.page.status_code in (302, 303), f"{walk.page.status_code} came: {walk.page.text[:300]}")
	back = urlsplit(walk.next_stop())
	answer = {name: values[0] for name, values in parse_qs(back.query).items()}
	say(f"       {fields(shorten(answer))}")
	must(f"{back.scheme}://{back.netloc}{back.path}" == f"{walk.app}/callback", f"went to {walk.next_stop()}")
	must("error" not in answer and answer.get("code"), "a code was due")
	must(answer.get("iss") == walk.site, "the answer must name the issuer (RFC 9207)")


def come_back(walk: Walk) -> None:
	"""The app exchanges the code for tokens, and reads the to-dos and the profile"""
	walk.go(walk.next_stop())
	exchange, todos, profile = new_exchanges(walk, 3)
	tokens = granted(exchange)
	must(exchange["authorization"].startswith("Basic "), "the app must authenticate with Basic")
	must("code_verifier" in exchange["sent"], "the app must prove that the code is its own (PKCE)")
	must(tokens.get("scope"), "the answer must name the scope")
	must(tokens.get("id_token"), "an ID token was due, which the app has verified with the site's key")
	must(todos["status"] == 200 and todos["received"]["data"], "the person has to-dos; the app got none")
	must(profile["status"] == 200 and profile["received"].get("sub"), "the profile must say who it is")
	walk.first = tokens


def look_at_page(walk: Walk) -> None:
	"""The person sees their to-dos in the app"""
	page = walk.go(f"{walk.app}/")
	must("Water the plants" in page.text, "the to-dos are not on the app's page")
	walk.forms = {urlsplit(form.action).path: form for form in forms_of(page.text, page.url)}


def refresh(walk: Walk) -> None:
	"""The app asks for a new pair of tokens"""
	tokens = granted(press(walk, "/refresh"))
	must(tokens["access_token"] != walk.first["access_token"], "the access token must be a new one")


def introspect(walk: Walk) -> None:
	"""The app asks what its token is good for"""
	answer = press(walk, "/introspect")
	must(answer["status"] == 200 and answer["received"].get("active") is True, "the token must be active")


def revoke(walk: Walk) -> None:
	"""The app gives its token back"""
	must(press(walk, "/revoke")["status"] == 200, "revoking must be answered with 200")


def try_revoked_token(walk: Walk) -> None:
	"""The app tries the revoked token once more, and is turned away"""
	answer = press(walk, "/todos")
	must(answer["status"] == 401, f"401 was due, not {answer['status']}")
	challenge = answer["www_authenticate"]
	must(challenge.startswith("Bearer"), f"WWW-Authenticate: {challenge}")
	must('error="invalid_token"' in challenge, f"WWW-Authenticate: {challenge}")


def granted(exchange: dict) -> dict:
	"""The token answer, which must be complete and not be cached."""
	must(exchange["status"] == 200, f"tokens were due, not {exchange['status']}")
	tokens = exchange["received"]
	for name in ("access_token", "refresh_token", "expires_in"):
		must(tokens.get(name), f"{name} is missing")
	must(str(tokens.get("token_type")).lower() == "bearer", f"token_type: {tokens.get('token_type')}")
	must("no-store" in exchange["cache_control"], f"Cache-Control: {exchange['cache_control']}")
	return tokens


STEPS: tuple[Callable[[Walk], None], ...] = (
	read_discovery,
	press_sign_in,
	arrive_as_guest,
	log_in,
	see_consent_page,
	allow,
	come_back,
	look_at_page,
	refresh,
	introspect,
	revoke,
	try_revoked_token,
)
