from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.platform import documents
from oauth_plus.rules import resource, scope_list
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.site import resources


class OAuthPlusResource(Document):
	"""A part of the site that apps get tokens of its own for (RFC 8707, RFC 9728)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data
		documentation: DF.Data | None
		enabled: DF.Check
		paths: DF.SmallText | None
		scopes: DF.SmallText | None
		title: DF.Data
	# end: auto-generated types

	def before_validate(self) -> None:
		"""Set the defaults that a fixture may leave out. Raises nothing."""
		if frappe.flags.in_import:
			documents.fill_defaults(self, ["enabled"])

	def validate(self) -> None:
		"""Its paths are paths of this site, and its scopes mean something here. Throws ValidationError."""
		self.address = (self.address or "").strip().rstrip("/")
		if not resource.is_address(self.address):
			frappe.throw(_("The address is a path of this site such as /mcp, without * and without a query."))
		self._require_patterns()
		self._require_scopes()
		self._require_documentation()

	def on_update(self) -> None:
		"""Invalidate the cached resources, now and at the commit; raises nothing."""
		resources.invalidate()

	def on_trash(self) -> None:
		"""Invalidate the cached resources, now and at the commit; raises nothing."""
		resources.invalidate()

	def _require_patterns(self) -> None:
		lines = [line.strip() for line in (self.paths or "").splitlines() if line.strip()]
		self.paths = "\n".join(lines)
		for line in lines:
			if not resource.is_pattern(line):
				frappe.throw(
					_("{0} is no path of this site.").format(frappe.bold(frappe.utils.escape_html(line)))
				)

	def _require_scopes(self) -> None:
		words = scope_list.split(self.scopes)
		self.scopes = "\n".join(words)
		if missing := scope_lookup.unknown(words) if not frappe.flags.in_import else ():
			named = frappe.utils.escape_html(", ".join(missing))
			frappe.throw(_("The scope {0} is unknown on this site.").format(frappe.bold(named)))

	def _require_documentation(self) -> None:
		self.documentation = (self.documentation or "").strip()
		if self.documentation and urlsplit(self.documentation).scheme not in ("https", "http"):
			frappe.throw(_("The documentation is a web address, such as https://docs.example.com."))
