"""DocTypes and methods of a site, as the mapping of calls asks for them; `platform.doctypes` answers."""

from collections.abc import Iterable
from typing import Protocol


class SiteSchema(Protocol):
	"""Questions about a site's DocTypes. A name that is not there gives "", an empty list or None, and no
	error."""

	def controller_of(self, doctype: str) -> str:
		"""Return the dotted module of the DocType's controller; empty where there is none."""

	def is_child(self, doctype: str) -> bool:
		"""Return whether rows of the DocType belong to documents of another; False where it is unknown."""

	def children_of(self, doctype: str) -> Iterable[str]:
		"""Return the DocTypes of the DocType's child tables."""

	def table_of(self, doctype: str, fieldname: str) -> str:
		"""Return the DocType of the child table that a field shows; empty for any other field."""

	def received_by(self, method: str) -> frozenset[str] | None:
		"""Return the parameters in the signature of a method; None where it takes all that is sent."""

	def method_of(self, method: str) -> str:
		"""Return the dotted name under which a method is defined, from whichever module it was reached."""

	def home_page(self) -> str:
		"""Return the path, without a slash in front, that `/` shows to the user of this request."""

	def report_of(self, prepared: str) -> str:
		"""Return the report that a prepared report holds the result of; empty where there is none."""

	def parent_of(self, doctype: str, name: str) -> str:
		"""Return the DocType of the document that a child row belongs to; empty where there is none."""

	def link_of(self, doctype: str, fieldname: str) -> str:
		"""Return the DocType that a field links to: `*` for a dynamic link, empty for any other field."""

	def links_of(self, doctype: str) -> Iterable[str]:
		"""Return all DocTypes that its fields and those of its child tables link to; `*` for dynamic
		links."""
