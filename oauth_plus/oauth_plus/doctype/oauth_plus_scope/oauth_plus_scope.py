import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.platform import documents
from oauth_plus.rules import scope_definition, scope_hierarchy, scope_list
from oauth_plus.rules.resource_access import ACTIONS, WITH_ACTIONS, Kind
from oauth_plus.rules.sensitive_access import reason_to_mark
from oauth_plus.store.scopes import scope_cache, scope_lookup
from oauth_plus.store.scopes.scope_records import SYNCING

APPS_OWN = ("rules", "contains", "is_standard", "app", "brought")
"""Fields that only the declaring app may change in a standard scope. An administrator may change all other fields."""

REPLACED = "oauth_plus_replaced_scopes"
"""Process flag: standard scopes that a fixture is replacing, by name."""


class OAuthPlusScope(Document):
	"""Scope with its title, its description and its rules (RFC 6749 §3.3)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from oauth_plus.oauth_plus.doctype.oauth_plus_scope_rule.oauth_plus_scope_rule import (
			OAuthPlusScopeRule,
		)

		app: DF.Data | None
		brought: DF.JSON | None
		contains: DF.SmallText | None
		description: DF.SmallText | None
		icon: DF.Icon | None
		is_default: DF.Check
		is_sensitive: DF.Check
		is_standard: DF.Check
		rules: DF.Table[OAuthPlusScopeRule]
		scope: DF.Data
		title: DF.Data
	# end: auto-generated types

	def before_validate(self) -> None:
		"""Set the defaults that a fixture may leave out. Raises nothing."""
		if frappe.flags.in_import:
			self.title = self.title or self.scope
			for rule in self.rules:
				documents.fill_defaults(rule, ["kind"])

	def validate(self) -> None:
		"""Validate the name (RFC 6749 §3.3), the rules, and the contained scopes. Throws ValidationError."""
		self._require_word()
		self._require_own()
		self._require_no_loop()
		for rule in self.rules:
			self._require_opening(rule)

	def on_update(self) -> None:
		"""Invalidate the cached scopes, now and after the commit. Raises nothing."""
		scope_cache.invalidate()

	def on_trash(self) -> None:
		"""Refuse to delete a scope that an app declares, and invalidate the cached scopes. Throws ValidationError."""
		if self.is_standard and not self.flags.get(SYNCING):
			frappe.throw(
				_("The app {0} declares this scope. It is deleted when the app is uninstalled.").format(
					self.app
				)
			)
		scope_cache.invalidate()

	def after_delete(self) -> None:
		"""Keep a standard scope that a fixture deletes in order to replace it. Raises nothing."""
		if frappe.flags.in_import and self.is_standard:
			frappe.flags.setdefault(REPLACED, {})[self.name] = self

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		"""Refuse to rename a scope, because issued tokens name it. Throws ValidationError."""
		frappe.throw(
			_("A scope cannot be renamed, because apps request it by its name. Create another scope.")
		)

	def _require_word(self) -> None:
		if not scope_list.is_word(self.scope or ""):
			frappe.throw(
				_(
					"A scope is one word of visible ASCII characters, without quotes, backslashes and commas "
					"(RFC 6749, section 3.3), of {0} characters at most."
				).format(scope_definition.LONGEST)
			)
		if self.scope.startswith("doctype:"):
			frappe.throw(
				_("Scopes that begin with doctype: exist for every DocType. They cannot be created.")
			)

	def _require_own(self) -> None:
		if self.flags.get(SYNCING):
			return
		before = self.get_doc_before_save()
		if before is None and (replaced := self._replaced()):
			self.update({name: replaced.get(name) for name in APPS_OWN if name != "rules"})
			self.set("rules", [rule.as_dict(no_default_fields=True) for rule in replaced.rules])
		elif before is None:
			self.is_standard, self.app, self.brought = 0, None, None
		elif before.is_standard and any(_told(before, name) != _told(self, name) for name in APPS_OWN):
			frappe.throw(
				_("The access of a standard scope cannot be changed. Create your own scope instead.")
			)
		elif not before.is_standard:
			self.is_standard, self.app, self.brought = 0, None, None

	def _replaced(self) -> Document | None:
		return frappe.flags.in_import and frappe.flags.get(REPLACED, {}).pop(self.scope, None)

	def _require_no_loop(self) -> None:
		inner = scope_list.split(self.contains)
		self.contains = "\n".join(inner)
		try:
			scope_hierarchy.require_no_loop(self.scope, scope_lookup.contains() | {self.scope: inner})
		except scope_hierarchy.Loop as loop:
			frappe.throw(
				_("These scopes contain each other: {0}").format(frappe.utils.escape_html(str(loop)))
			)
		is_alone = not (self.flags.get(SYNCING) or frappe.flags.in_import)  # others may follow
		if is_alone and (missing := scope_lookup.unknown(inner)):
			named = frappe.utils.escape_html(", ".join(missing))
			frappe.throw(_("A scope can only contain existing scopes. {0} does not exist.").format(named))

	def _require_mark(self, rule: Document) -> None:
		"""Refuse a rule that needs a sensitive scope if this scope is not marked as Sensitive."""
		if self.is_sensitive or self.flags.get(SYNCING):
			return
		if reason := reason_to_mark(scope_cache.rule_of(rule)):
			frappe.throw(
				_("Row {0}: {1} {2}. Mark the scope as Sensitive, or remove the row.").format(
					rule.idx, frappe.utils.escape_html(rule.target), _(reason)
				)
			)

	def _require_opening(self, rule: Document) -> None:
		rule.target = (rule.target or "").strip()
		if not rule.target:
			frappe.throw(_("Row {0}: enter a Name or Pattern.").format(rule.idx))
		self._require_mark(rule)
		has_actions = Kind(rule.kind) in WITH_ACTIONS
		if rule.kind != Kind.DOCTYPE.value or "*" in rule.target:
			rule.set(scope_cache.READS_LINKS, 0)
		if not has_actions:
			rule.update({f"can_{action}": 0 for action in ACTIONS})
		elif not scope_cache.rule_of(rule).actions:
			frappe.throw(
				_("Row {0}: tick at least one action on {1}.").format(
					rule.idx, frappe.utils.escape_html(rule.target)
				)
			)


def _told(doc: Document, name: str) -> object:
	if name != "rules":
		return doc.get(name) or None
	return [
		(
			rule.kind,
			rule.target,
			*(
				int(rule.get(name) or 0)
				for name in (scope_cache.READS_LINKS, *(f"can_{each}" for each in ACTIONS))
			),
		)
		for rule in doc.rules
	]
