"""Frappe's login page before a consent page."""

import re
from html import escape

from werkzeug.wrappers import Request, Response

from oauth_plus.exceptions import Refusal
from oauth_plus.http import page, pushed, waiting
from oauth_plus.rules.form import parse_form

FIELD = re.compile(r'<input\b[^>]*?\bid="login_email"')

LONGEST = 140


def fill_in(response: Response, request: Request) -> None:
	"""Fill in the user name of `login_hint` (OpenID Connect Core §3.1.2.1). It proves nothing."""
	hint = _hint(request.args.get("redirect-to", ""))
	if hint and response.mimetype == "text/html" and response.status_code == 200:
		filled = FIELD.sub(
			lambda field: f'{field[0]} value="{escape(hint)}"', response.get_data(as_text=True), 1
		)
		response.set_data(filled)


def _hint(back: str) -> str:
	"""Return the login hint of the waiting authorization request; empty if there is none that can be shown."""
	address, _, query = back.partition("?")
	if address != page.AUTHORIZE:
		return ""
	try:
		asked = pushed.looked_up(waiting.taken_up(parse_form(query.encode(errors="replace"))))
		hint = asked.values.get("login_hint", "")
	except Refusal:
		return ""
	return hint if hint.isprintable() and len(hint) <= LONGEST else ""
