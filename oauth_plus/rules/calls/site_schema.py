"""TODO."""

from collections.abc import Iterable
from typing import Protocol


class SiteSchema(Protocol):
	"""What the mapping has to know of the DocTypes of a site."""

	def controller_of(self, doctype: str) -> str:
		"""The dotted module of its controller."""

	def is_child(self, doctype: str) -> bool:
		"""Do its rows belong to documents of another?"""

	def children_of(self, doctype: str) -> Iterable[str]:
		"""The DocTypes of its tables."""

	def table_of(self, doctype: str, fieldname: str) -> str:
		"""The DocType of the table that a field shows; empty for any other field."""

	def received_by(self, method: str) -> frozenset[str] | None:
		"""The parameters in the signature of a method; None where it takes whatever is sent."""

	def method_of(self, method: str) -> str:
		"""The name under which a method is defined, whichever module it was reached by."""

	def home_page(self) -> str:
		"""What stands at `/` for the user of this request."""

	def report_of(self, prepared: str) -> str:
		"""The report that a prepared report holds the result of; empty where there is none."""

	def parent_of(self, doctype: str, name: str) -> str:
		"""The DocType that a child row belongs to."""

	def link_of(self, doctype: str, fieldname: str) -> str:
		"""The DocType that a field links to; empty for any other field."""

	def links_of(self, doctype: str) -> Iterable[str]:
		"""All that its fields and those of its child tables link to; ANYTHING for dynamic ones."""
