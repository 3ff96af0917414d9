"""Checks of the site's other apps, which may answer the same endpoints or read tokens by themselves."""

from collections.abc import Iterator

from frappe import _

from oauth_plus.doctor.finding import Finding, Severity, check
from oauth_plus.platform import other_apps

READ_TOKENS = {
	"frappe_assistant_core": "It reads the Authorization header and the table of tokens by itself",
}
"""Apps that are known to check tokens by themselves, and what they do."""

OWN = "oauth_plus"


@check("Endpoints of other apps")
def endpoints() -> Iterator[Finding]:
	"""Another app overrides an endpoint of this app. If it is called instead, it is a warning: checks that belong to the
	endpoint are not made then."""
	for method, functions in other_apps.rivals(OWN).items():
		winner, endpoint = functions[-1], method.rpartition(".")[2]
		if winner.startswith(f"{OWN}."):
			others = [name for name in functions if not name.startswith(f"{OWN}.")]
			yield Finding(
				Severity.NOTE,
				_("{0} also overrides {1}. OAuth Plus comes later, and its endpoint answers.").format(
					", ".join(others), endpoint
				),
				_("Nothing to do. What the other app adds to this endpoint does not take place."),
			)
		else:
			yield Finding(
				Severity.WARNING,
				_(
					"{0} answers {1} instead of OAuth Plus, because its app comes later. Tokens are still checked if it uses Frappe's server; limits, errors and headers are those of the other app."
				).format(winner, endpoint),
				_(
					"Open Installed Applications, press Update Hooks Resolution Order, and put OAuth Plus last."
				),
			)


@check("Apps that read tokens")
def readers_of_tokens() -> Iterator[Finding]:
	"""Another app checks tokens by itself, so that scopes, resources and keys of tokens do not count in it."""
	for app in other_apps.names(OWN):
		if app in READ_TOKENS:
			yield _about_reader(app, _(READ_TOKENS[app]))
	for function in other_apps.reading_tokens(OWN):
		yield _about_reader(
			function.partition(".")[0],
			_("{0} is called for each request and reads the table of tokens").format(function),
		)


def _about_reader(app: str, does: str) -> Finding:
	return Finding(
		Severity.WARNING,
		_(
			"The app {0} checks tokens by itself. {1}. Scopes, resources and keys of tokens do not count in it."
		).format(app, does),
		_("Ask its maker to leave the check to Frappe, and give its clients short lifetimes until then."),
	)
