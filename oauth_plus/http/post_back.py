"""The page whose form the browser posts to the app at once (OAuth 2.0 Form Post Response Mode §2)."""

import base64
import hashlib

from frappe import _
from werkzeug.wrappers import Response

from oauth_plus.grants.verdict import PostBack
from oauth_plus.http import page as pages

SCRIPT = "document.forms[0].submit()"
"""All that runs on the page. Without scripts, the person presses the button."""

CSP = pages.GUARDED["Content-Security-Policy"].replace(
	"style-src",
	f"script-src 'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'; style-src",
)
"""Nothing runs but the script whose digest stands here (CSP Level 3 §2.3.1)."""


def page(answer: PostBack) -> Response:
	"""Return the page. Its values are those of the answer, as text."""
	shown: dict[str, object] = {
		"address": answer.address,
		"parameters": {name: _sendable(value) for name, value in answer.parameters.items()},
		"script": SCRIPT,
	}
	response = pages.page(_("Back to the App"), "post_back.html", shown)
	response.headers["Content-Security-Policy"] = CSP
	return response


def _sendable(value: str) -> str:
	"""A form is posted in UTF-8: bytes that are none of it cannot be sent back as they came."""
	return value.encode("utf-8", "replace").decode()
