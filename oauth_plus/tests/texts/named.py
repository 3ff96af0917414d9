"""Texts that `_()` gets by a name: which ones there are, and which table holds them."""

import ast

from oauth_plus.tests.texts import in_python
from oauth_plus.tests.texts.text import APP

DOCTYPES = "names and labels of DocTypes, which their own app translates"
OF_USERS = "words of administrators, and of other apps"

KNOWN = {
	"api/clients.py: each.label": "store/client_secrets/secrets.py",
	"api/doctor.py: each.title": "doctor/registry.py",
	"api/permitted.py: doctype": DOCTYPES,
	"doctor/checks/apps.py: READ_TOKENS[app]": "doctor/checks/apps.py",
	"doctor/examination.py: made.title": "doctor/registry.py",
	"http/connections/offer.py: each.module": DOCTYPES,
	"http/connections/offer.py: each.name": DOCTYPES,
	"http/connections/offer.py: kind.sentence": "rules/connections/kinds.py",
	"http/connections/offer.py: kind.title": "rules/connections/kinds.py",
	"http/connections/offer.py: scope.sentence": "setup/scopes.py, setup/erpnext_scopes.py",
	"http/connections/offer.py: scope.title": "setup/scopes.py, setup/erpnext_scopes.py",
	"http/connections/offer.py: way.sentence": "rules/connections/kinds.py",
	"http/connections/offer.py: way.title": "rules/connections/kinds.py",
	"http/connections/questions.py: each.value": "rules/open_to.py",
	"http/connections/questions.py: text": "rules/connections/kinds.py",
	"http/connections/summary.py: client_fields.AUTH_METHODS[AuthMethod(value)]": "store/clients/client_fields.py",
	"http/connections/summary.py: each.reason": "rules/connections/plan.py, rules/connections/kinds.py",
	"http/connections/summary.py: frappe.get_meta(client_fields.DOCTYPE).get_label(field)": "setup/fields",
	"http/connections/summary.py: row['role']": OF_USERS,
	"http/connections/summary.py: value": "setup/fields",
	"http/connections/summary.py: way.sentence": "rules/connections/kinds.py",
	"http/consent_scopes.py: scope.title": "setup/scopes.py, setup/erpnext_scopes.py",
	"http/fault_sentences.py: doctype": DOCTYPES,
	"http/foresight_words.py: sentence": "http/foresight_words.py",
	"http/foresight_words.py: words.refuses": "rules/hardenings.py",
	"http/foresight_words.py: words.title": "rules/hardenings.py",
	"oauth_plus/doctype/oauth_plus_scope/oauth_plus_scope.py: reason": "rules/sensitive_doctypes.py",
	"oauth_plus/doctype/oauth_plus_settings/oauth_plus_settings.py: self.meta.get_label(field)": "the DocType itself",
	"overrides/doctypes/credential_changes.py: doc.meta.get_label(column)": DOCTYPES,
	"overrides/doctypes/credential_changes.py: ended": DOCTYPES,
	"overrides/doctypes/credentials.py: doc.document_type": DOCTYPES,
	"overrides/doctypes/delegation.py: doc.meta.get_label(name)": "setup/fields",
	"platform/translation.py: text": "causes and fixes of refusals, where they are raised",
	"platform/translation.py: text.template": "templates of Sentence, where they are made",
	"store/events/event_sentences.py: event_words.REASONS.get(reason, event_words.plain(reason))": "rules/event_words.py",
	"store/events/event_sentences.py: event_words.kind_of(event).title": "rules/event_words.py",
	"store/events/event_sentences.py: kind.sentence": "rules/event_words.py",
	"store/events/event_sentences.py: kind.title": "rules/event_words.py",
	"store/scopes/doctype_scopes.py: scope.rules[0].target": DOCTYPES,
	"store/scopes/scope_lookup.py: meant[name].sentence or meant[name].title": "setup/scopes.py",
}
"""Each argument of `_()` that is no text, and where its texts stand."""


def found() -> set[str]:
	"""Return each argument of `_()` that is no text, with its file."""
	return {
		f"{path.relative_to(APP)}: {ast.unparse(call.args[0])}"
		for path, call in in_python.handed_over()
		if not _is_text(call.args[0])
	}


def _is_text(node: ast.expr) -> bool:
	if isinstance(node, ast.IfExp):
		return _is_text(node.body) and _is_text(node.orelse)
	return isinstance(node, ast.Constant)
