"""Page of the user's apps, with buttons that end their access. It has no script."""

from dataclasses import dataclass
from datetime import datetime

from frappe import _
from frappe.sessions import get_csrf_token
from frappe.utils import format_datetime
from werkzeug.wrappers import Response

from oauth_plus.grants import targets
from oauth_plus.http import page
from oauth_plus.http.consent_scopes import Ask, ask_of
from oauth_plus.platform import clock
from oauth_plus.store.clients import client_branding
from oauth_plus.store.clients.client_branding import ClientBranding
from oauth_plus.store.grants import authorized_apps
from oauth_plus.store.grants.authorized_apps import AuthorizedApp
from oauth_plus.store.scopes import scope_lookup

PATH = "/oauth-apps"
LOGIN = f"/login?redirect-to={PATH}"
END = "/api/method/oauth_plus.api.account.end_access"


@dataclass(frozen=True)
class ShownApp:
	"""One app as the page shows it, in words."""

	client_id: str
	face: ClientBranding
	asks: list[Ask]
	resources: str
	since: str
	used: str
	address: str
	user_agent: str
	ends: str


def apps(user: str) -> Response:
	"""Return the page with every app that has access to this user's account."""
	shown = [_shown(access) for access in authorized_apps.of(user, clock.now())]
	context = {"apps": shown, "user": user, "action": END, "csrf_token": get_csrf_token(), "width": "wide"}
	return page.page(_("Apps That May Act for You"), "apps.html", context, theme_of=user)


def back() -> Response:
	"""Return the redirect to the page after one of its buttons (RFC 9110 §15.4.4)."""
	return page.see_other(PATH)


def to_login() -> Response:
	"""Return the redirect to the login page, which leads back here (RFC 9110 §15.4.4)."""
	return page.see_other(LOGIN)


def _shown(access: AuthorizedApp) -> ShownApp:
	meant = {scope.name: scope for scope in scope_lookup.known(access.scopes)}
	return ShownApp(
		client_id=access.client.client_id,
		face=client_branding.branding_of(access.client),
		asks=[ask_of(name, meant.get(name)) for name in access.scopes],
		resources=", ".join(targets.shown(access.resources)),
		since=_at(access.since),
		used=_at(access.used_at),
		address=access.address,
		user_agent=access.user_agent[:200],
		ends=_end(access),
	)


def _end(access: AuthorizedApp) -> str:
	text: str
	if not access.has_grant:
		text = _("It has no access now. It may get access again without asking you.")
	elif access.ends_at is None:
		text = _("Access does not expire. It ends when you end it.")
	else:
		text = _("Access ends on {0}, unless the app uses it before.").format(_at(access.ends_at))
	return text


def _at(moment: datetime | None) -> str:
	return format_datetime(clock.to_column(moment)) if moment else ""
