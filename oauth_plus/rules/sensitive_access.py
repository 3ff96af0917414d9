"""Sensitive accesses: only a scope that is marked sensitive and names the resource opens them."""

from collections.abc import Iterable

from oauth_plus.rules import sensitive, sensitive_doctypes
from oauth_plus.rules.resource_access import READING, Kind, ResourceAccess
from oauth_plus.rules.scope_definition import Rule


def is_sensitive(access: ResourceAccess) -> bool:
	"""Return whether only a scope that is marked sensitive opens the access (RFC 6750 §3.1).

	For a DocType it depends on whether documents are shown or changed.
	"""
	if access.kind is Kind.DOCTYPE:
		reason_of = sensitive.reason_to_see if access.action in READING else sensitive.reason_of
		return bool(reason_of(access.target))
	return access.kind is Kind.FIELD or (access.kind is Kind.METHOD and sensitive.gives_access(access.target))


def reason_to_mark(rule: Rule) -> str:
	"""Return why a scope with this rule has to be marked sensitive; empty where it need not."""
	if rule.kind is Kind.METHOD:
		return sensitive_doctypes.HOLDS_CREDENTIALS if sensitive.gives_access(rule.target) else ""
	if rule.kind is not Kind.DOCTYPE:
		return ""
	to_write = sensitive.reason_of(rule.target) if rule.actions - READING else ""
	return to_write or (sensitive.reason_to_see(rule.target) if rule.actions & READING else "")


def targets_to_name(accesses: Iterable[ResourceAccess]) -> Iterable[str]:
	"""Yield what a scope has to name to open the sensitive ones among these, such as `the DocType User`.

	The texts are English and untranslated: they stand in the event log.
	"""
	for access in filter(is_sensitive, accesses):
		is_field = access.kind is Kind.FIELD
		named = sensitive.doctype_of(access.target) if is_field else access.target
		yield f"the {(Kind.DOCTYPE if is_field else access.kind).value} {named}"
