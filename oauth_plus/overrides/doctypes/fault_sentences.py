"""Sentences of the form, in the user's language, for the faults of a client."""

import frappe
from frappe import _

from oauth_plus.platform import doctypes
from oauth_plus.rules import doctype_scope
from oauth_plus.rules.client_faults import Fault, FaultKind

LONGEST = 200
"""Characters of a value that a person wrote."""

WRITTEN_BY_PEOPLE = frozenset(
	(
		FaultKind.UNFIT_REDIRECT_URI,
		FaultKind.UNKNOWN_SCOPE,
		FaultKind.UNFIT_NETWORK,
		FaultKind.UNFIT_ORIGIN,
	)
)
"""Faults whose first value is what a person wrote; it is escaped, and stands out."""


def sentence_of(fault: Fault) -> str:
	"""Return the fault as a translated sentence in HTML, with what a user wrote escaped: at most 200
	characters of it."""
	values = fault.values
	if fault.kind in WRITTEN_BY_PEOPLE:
		written, *others = values
		values = (frappe.bold(frappe.utils.escape_html(written[:LONGEST])), *others)
	sentence = sentences()[fault.kind].format(*values)
	return sentence + _meaning(fault.values[0]) if fault.kind is FaultKind.UNKNOWN_SCOPE else sentence


def sentences() -> dict[FaultKind, str]:
	"""Return the translated sentence of each kind of fault; the gaps are the fault's values. A test raises
	where one is missing."""
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
		FaultKind.LONG_LIFETIME: _("{0} is above a year: shorten it, or tick Allow Lifetimes over One Year."),
		FaultKind.PUBLIC_STATIC_ROTATION: _(
			"A public client's refresh tokens must rotate (RFC 9700): choose Rotate, or make it confidential."
		),
		FaultKind.UNFIT_GRACE: _("Grace lasts for 0 to {0} seconds."),
		FaultKind.UNFIT_ORIGIN: _("{0} is no origin such as https://app.example.com, without a path."),
		FaultKind.UNFIT_NETWORK: _("{0} is neither an IP address nor a network such as 192.0.2.0/24."),
	}


def _meaning(word: str) -> str:
	"""Name the scope that is meant: Frappe's manual used to say that `project` gives the Projects."""
	doctype = word.replace("_", " ").title()
	if not doctypes.SITE.module_of(doctype):
		return ""
	offered = frappe.bold(doctype_scope.for_doctype(doctype, "write"))
	return " " + _("For the documents of the kind {0}, name {1}.").format(_(doctype), offered)
