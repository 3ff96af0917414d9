"""Forms of an HTML page, as a browser sees them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class Form:
	"""A form: where it goes, what it carries unseen or ticked, and the buttons that send it."""

	method: str
	action: str
	sent: dict[str, str] = field(default_factory=dict)
	buttons: list[tuple[str, str]] = field(default_factory=list)

	def pressed(self, name: str = "", value: str = "") -> dict[str, str]:
		"""What is sent when a button is pressed. Raises KeyError if there is no such button."""
		if name and (name, value) not in self.buttons:
			raise KeyError(f"no button {name}={value}, but {self.buttons}")
		return {**self.sent, name: value} if name else dict(self.sent)


def forms_of(html: str, address: str) -> list[Form]:
	"""All forms of the page at an address."""
	reader = _Reader(address)
	reader.feed(html)
	return reader.forms


class _Reader(HTMLParser):
	def __init__(self, address: str) -> None:
		super().__init__()
		self.address = address
		self.forms: list[Form] = []
		self.open: Form | None = None

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		given = {name: value or "" for name, value in attrs}
		if tag == "form":
			action = urljoin(self.address, given.get("action") or self.address)
			self.open = Form(given.get("method", "get").lower(), action)
			self.forms.append(self.open)
		elif self.open and tag in ("input", "button"):
			self._add(tag, given)

	def handle_endtag(self, tag: str) -> None:
		if tag == "form":
			self.open = None

	def _add(self, tag: str, given: dict[str, str]) -> None:
		kind = given.get("type", "submit" if tag == "button" else "text").lower()
		if kind == "submit":
			self.open.buttons.append((given.get("name", ""), given.get("value", "")))
		elif given.get("name") and (kind == "hidden" or (kind == "checkbox" and "checked" in given)):
			self.open.sent[given["name"]] = given.get("value", "")
