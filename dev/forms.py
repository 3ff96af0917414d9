"""Forms of an HTML page, as a browser sees them."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag


@dataclass
class Form:
	"""A form: where it goes, what it carries unseen or ticked, and the buttons that send it."""

	method: str
	action: str
	sent: dict[str, str] = field(default_factory=dict)
	buttons: list[tuple[str, str]] = field(default_factory=list)

	def pressed(self, name: str = "", value: str = "") -> dict[str, str]:
		"""Return what is sent when a button is pressed. Raises KeyError if there is no such button."""
		if name and (name, value) not in self.buttons:
			raise KeyError(f"no button {name}={value}, but {self.buttons}")
		return {**self.sent, name: value} if name else dict(self.sent)


def forms_of(html: str, address: str) -> list[Form]:
	"""Return all forms of the page at an address."""
	return [_form(tag, address) for tag in BeautifulSoup(html, "html.parser").find_all("form")]


def _form(tag: Tag, address: str) -> Form:
	form = Form(tag.get("method", "get").lower(), urljoin(address, tag.get("action") or address))
	for part in tag.find_all(["input", "button"]):
		kind = part.get("type", "submit" if part.name == "button" else "text").lower()
		name, value = part.get("name", ""), part.get("value", "")
		if kind == "submit":
			form.buttons.append((name, value))
		elif name and (kind == "hidden" or (kind == "checkbox" and part.has_attr("checked"))):
			form.sent[name] = value
	return form
