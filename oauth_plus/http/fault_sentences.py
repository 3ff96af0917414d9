"""Sentences for the faults of a client, in the user's language."""

import frappe
from frappe import _

from oauth_plus.platform import doctypes
from oauth_plus.platform.translation import translated
from oauth_plus.rules import doctype_scope
from oauth_plus.rules.client_faults import Fault, FaultKind

LONGEST = 200
"""Longest value of a user that a sentence shows, in characters."""

WRITTEN_BY_PEOPLE = frozenset(
	(
		FaultKind.UNFIT_REDIRECT_URI,
		FaultKind.UNKNOWN_SCOPE,
		FaultKind.UNFIT_SERVICE_USER,
		FaultKind.UNFIT_NETWORK,
		FaultKind.UNFIT_GROUPS_CLAIM,
		FaultKind.UNFIT_POST_LOGOUT_URI,
		FaultKind.UNFIT_BACKCHANNEL_URI,
		FaultKind.UNFIT_ORIGIN,
		FaultKind.FAPI_PLAIN_HTTP,
	)
)
"""Faults whose first value is from a user. It is escaped and bold."""


def sentence_of(fault: Fault) -> str:
	"""Return the fault as a translated HTML sentence, with values of users escaped and cut to 200 characters."""
	values = tuple(map(translated, fault.values))
	if fault.kind in WRITTEN_BY_PEOPLE:
		values = (frappe.bold(frappe.utils.escape_html(fault.values[0][:LONGEST])), *values[1:])
	elif fault.kind is FaultKind.SENSELESS_LIFETIME:  # quotes what was entered
		values = tuple(map(frappe.utils.escape_html, values))
	sentence = sentences()[fault.kind].format(*values)
	return sentence + _meaning(fault.values[0]) if fault.kind is FaultKind.UNKNOWN_SCOPE else sentence


def sentences() -> dict[FaultKind, str]:
	"""Return the translated sentence of each kind of fault. Its placeholders are the fault's values."""
	return {
		FaultKind.IMPLICIT_GRANT: _(
			"The implicit grant puts tokens into the address bar: choose Authorization Code."
		),
		FaultKind.NO_REDIRECT_URI: _(
			"Enter at least one redirect URI: the site sends its answers to the app there."
		),
		FaultKind.UNFIT_REDIRECT_URI: _("Redirect URI {0} {1}."),
		FaultKind.PUBLIC_SYMMETRIC_SIGNING: _(
			"A public client has no secret to sign ID tokens with: choose Site Key."
		),
		FaultKind.UNKNOWN_SCOPE: _(
			"The scope {0} is unknown on this site: create an OAuth Plus Scope of that name, or remove it."
		),
		FaultKind.SENSELESS_LIFETIME: _("This lifetime is not possible: {0}"),
		FaultKind.LONG_LIFETIME: _(
			"{0} is above one year. Shorten it, or tick Allow Lifetimes over One Year."
		),
		FaultKind.PUBLIC_SERVICE_USER: _(
			"A public client has no secret, so anybody could act as its Service User: remove that, or make it "
			"confidential."
		),
		FaultKind.UNFIT_SERVICE_USER: _("The Service User {0} {1}: choose another user."),
		FaultKind.PUBLIC_STATIC_ROTATION: _(
			"A public client's refresh tokens must rotate (RFC 9700): choose Rotate, or make it confidential."
		),
		FaultKind.UNFIT_GRACE: _("The grace period can be 0 to {0} seconds."),
		FaultKind.UNFIT_KEYS: _("The public keys cannot be used. {0}."),
		FaultKind.PUBLIC_WITH_KEYS: _(
			"A public client proves itself with no key: choose Confidential, or remove the keys."
		),
		FaultKind.UNFIT_ORIGIN: _("{0} is no origin such as https://app.example.com, without a path."),
		FaultKind.UNFIT_NETWORK: _("{0} is neither an IP address nor a network such as 192.0.2.0/24."),
		FaultKind.UNFIT_GROUPS_CLAIM: _("Groups Claim: {0} {1}. Name another claim, such as groups."),
		FaultKind.UNFIT_SECTOR: _(
			"Pairwise subjects need redirect URIs of one host: keep those of one host, or choose Public."
		),
		FaultKind.UNFIT_POST_LOGOUT_URI: _("Post-Logout Redirect URI {0} {1}."),
		FaultKind.UNFIT_BACKCHANNEL_URI: _("Back-Channel Logout URI {0} {1}."),
		FaultKind.PUBLIC_EXCHANGE: _(
			"A public client has no secret, so anybody could exchange tokens in its name: make it confidential, or "
			"untick May Exchange Tokens."
		),
		FaultKind.EXCHANGE_OF_NOBODY: _(
			"Exchanges Tokens Of: list the client IDs of the apps that call this gateway, one a line, or * for all."
		),
		**_of_fapi(),
	}


def _of_fapi() -> dict[FaultKind, str]:
	return {
		FaultKind.FAPI_PUBLIC: _("FAPI 2.0 is for clients that keep a key: choose Confidential."),
		FaultKind.FAPI_WITHOUT_KEYS: _(
			"With FAPI 2.0, the client proves itself by its key alone: enter its Public Keys (JWK Set)."
		),
		FaultKind.FAPI_KEY_ALGORITHM: _("With FAPI 2.0, the keys of the client are for {0}."),
		FaultKind.FAPI_DEVICE_FLOW: _("FAPI 2.0 has no device flow: untick Device Flow."),
		FaultKind.FAPI_WITHOUT_PUSH: _("FAPI 2.0 needs Require Pushed Authorization Requests."),
		FaultKind.FAPI_PLAIN_HTTP: _(
			"Redirect URI {0} is not encrypted: with FAPI 2.0, register an https address."
		),
		FaultKind.FAPI_CODE_LIFETIME: _(
			"With FAPI 2.0, a code lives for {0} seconds at most: set Authorization Code Lifetime."
		),
		FaultKind.FAPI_ROTATION: _("With FAPI 2.0, refresh tokens do not rotate: choose Static."),
		FaultKind.FAPI_SYMMETRIC_SIGNING: _(
			"With FAPI 2.0, the site's key signs ID tokens: choose Site Key."
		),
		FaultKind.FAPI_SITE_KEY: _(
			"FAPI 2.0 does not accept {0} for ID tokens and JWTs: choose ES256 in OAuth Plus Settings, or use neither."
		),
		FaultKind.FAPI_SITE_HTTP: _(
			"FAPI 2.0 needs TLS: the site's issuer must be an https address (host_name, or OAuth Plus Settings)."
		),
	}


def _meaning(word: str) -> str:
	"""Return a hint at the scope that is probably meant. Frappe's manual used to say that `project` gives the
	Projects."""
	doctype = word.replace("_", " ").title()
	if not doctypes.SITE.module_of(doctype):
		return ""
	offered = frappe.bold(doctype_scope.for_doctype(doctype, "write"))
	sentence: str = _("For documents of type {0}, use {1}.").format(_(doctype), offered)
	return f" {sentence}"
