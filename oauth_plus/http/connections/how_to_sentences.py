"""Sentences of How to Connect, in the user's language."""

from frappe import _

from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.how_to.facts import Facts, Flow
from oauth_plus.rules.how_to.programs import Text


def titles() -> dict[str, str]:
	"""Return the titles of programs by their names."""
	return {
		"curl": "curl",
		"python": "Python",
		"javascript": "JavaScript",
		"postman": "Postman",
		"power_bi": "Power BI",
		"mobile": _("Mobile app (AppAuth)"),
		"mcp": _("MCP client"),
		"frappe": _("Another Frappe site"),
	}


def of_flow(flow: Flow) -> str:
	"""Return the title of a text by what it does."""
	titles: dict[Flow, str] = {
		Flow.CODE: _("A user signs in (authorization code with PKCE)"),
		Flow.CREDENTIALS: _("The app acts by itself (client credentials)"),
		Flow.DEVICE: _("A device shows a code (device flow)"),
		Flow.INTROSPECTION: _("The gateway asks what a token is worth (introspection)"),
		Flow.EXCHANGE: _("The gateway exchanges a token (token exchange)"),
	}
	return titles[flow]


def of_method(method: AuthMethod) -> str:
	"""Return how the app proves itself."""
	sentences: dict[AuthMethod, str] = {
		AuthMethod.NONE: _("PKCE (S256), no secret"),
		AuthMethod.BASIC: _("Client secret, by Basic or in the form"),
		AuthMethod.POST: _("Client secret, by Basic or in the form"),
		AuthMethod.PRIVATE_KEY_JWT: _("Private key (private_key_jwt)"),
	}
	return sentences[method]


def use_of(text: Text, facts: Facts) -> str:
	"""Return what to do with a text, and where the secret goes."""
	return " ".join(filter(None, (_step(text), _proof(text, facts))))


def _step(text: Text) -> str:
	steps: dict[str, str] = {
		"curl": _("Save it as {0} and run it with bash.").format(text.file),
		"python": _("Save it as {0}. It needs the package requests.").format(text.file),
		"browser": _("For an app that is built with npm."),
		"node": _("Save it as {0} and run it with node.").format(text.file),
		"postman": _(
			"Save it as {0} and import it. Then choose Get New Access Token under Authorization."
		).format(text.file),
		"mobile": _("The app must receive the redirect URI."),
		"mcp": _("For the configuration of an assistant that starts programs."),
	}
	if text.folder == "power_bi" and text.flow is Flow.CREDENTIALS:
		return str(_("In Power BI: Get Data, Blank Query, Advanced Editor. Choose anonymous access."))
	if text.folder == "power_bi":
		return str(_("For a custom connector, made with the Power Query SDK."))
	if text.folder == "frappe":
		is_login = text.pieces == ("login",)
		form = "Social Login Key" if is_login else "Connected App"
		return str(_("Enter these values in a {0} of the other site.").format(form))
	return steps[text.folder]


def _proof(text: Text, facts: Facts) -> str:
	if facts.method is AuthMethod.NONE:
		return ""
	if facts.method is AuthMethod.PRIVATE_KEY_JWT:
		return str(_("Put the name of the file with the private key into the variable PRIVATE_KEY."))
	if text.folder in ("curl", "python", "node"):
		return str(_("Put the secret into the variable CLIENT_SECRET."))
	return str(_("Put the secret in place of YOUR_CLIENT_SECRET."))
