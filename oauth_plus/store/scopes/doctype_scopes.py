"""Scopes for one DocType, by their pattern, with a title and a sentence for users."""

from frappe import _

from oauth_plus.platform import sql
from oauth_plus.rules import doctype_scope
from oauth_plus.rules.resource_access import CANCEL, DELETE, READ, SUBMIT, WRITE
from oauth_plus.rules.scope_definition import Scope


def by_pattern(name: str) -> Scope | None:
	"""Return the scope of one DocType with a title and a sentence; None if the name does not match the pattern, or
	there is no such DocType."""
	scope = doctype_scope.by_pattern(name)
	if scope is None or not sql.exists("DocType", scope.rules[0].target):
		return None
	title, sentence = _told(doctype_scope.access_of(name), _(scope.rules[0].target))
	return Scope(scope.name, title, sentence, "", scope.is_sensitive, False, (), scope.rules)


def _told(access: str, doctype: str) -> tuple[str, str]:
	"""Return the title and the sentence of a scope for one DocType."""
	titles = {
		READ: _("Read: {0}"),
		WRITE: _("Read and change: {0}"),
		DELETE: _("Delete: {0}"),
		SUBMIT: _("Submit: {0}"),
		CANCEL: _("Cancel: {0}"),
	}
	sentences = {
		READ: _("See your documents of type “{0}”."),
		WRITE: _("See, create and change documents of type “{0}”."),
		DELETE: _("Delete documents of type “{0}”."),
		SUBMIT: _("Submit documents of type “{0}”."),
		CANCEL: _("Cancel documents of type “{0}”."),
	}
	return titles[access].format(doctype), sentences[access].format(doctype)
