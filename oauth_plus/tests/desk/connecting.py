"""The dialog New Connection, as a person uses it: with a mouse and a keyboard."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
	from playwright.sync_api import Locator, Page

DIALOG = ".oauth-plus-connection.modal.show"

LIST = "/app/oauth-client"


def open_dialog(desk: "Page") -> None:
	"""From the list of clients."""
	desk.goto(LIST)
	desk.click("button:visible:text-is('New Connection')")
	desk.wait_for_selector(f"{DIALOG} .oauth-plus-kinds button")


def choose(desk: "Page", kind: str, way: str = "") -> None:
	"""Choose what is connected, and the way if it is not the first."""
	desk.click(f"{DIALOG} .oauth-plus-kinds [data-name='{kind}']")
	if way:
		desk.click(f"{DIALOG} .oauth-plus-ways [data-name='{way}']")
	desk.wait_for_selector(field("name") + " input:visible")


def field(name: str) -> str:
	"""Where a question stands."""
	return f"{DIALOG} .frappe-control[data-fieldname='{name}']"


def fill(desk: "Page", **answers: str) -> None:
	"""Type answers, and choose from lists."""
	for name, answer in answers.items():
		box = desk.locator(f"{field(name)} input:visible, {field(name)} textarea, {field(name)} select").first
		if box.evaluate("each => each.tagName") == "SELECT":
			box.select_option(answer)
		elif name in ("service_user", "exchanges_of", "roles"):
			_look_up(desk, box, name, answer)
		else:
			box.fill(answer)


def _look_up(desk: "Page", box: "Locator", name: str, answer: str) -> None:
	box.click()
	box.press_sequentially(answer)
	options = f"{field(name)} [role=option]:visible, {field(name)} [role=listbox] li:visible"
	desk.locator(options, has_text=answer).first.click()


def tick(desk: "Page", doctype: str, *accesses: str) -> None:
	"""Search for a DocType and tick what the app may do with it."""
	desk.fill(f"{DIALOG} .oauth-plus-search", doctype)
	for access in accesses:
		desk.check(f"{DIALOG} [data-doctype='{doctype}'] label:has-text('{access}') input")


def go_on(desk: "Page") -> None:
	"""The primary button."""
	desk.click(f"{DIALOG} .btn-modal-primary:visible")


def to_summary(desk: "Page") -> str:
	"""What will be created, in words."""
	go_on(desk)
	desk.wait_for_selector(f"{DIALOG} .oauth-plus-summary")
	return desk.inner_text(f"{DIALOG} .oauth-plus-summary")


def create(desk: "Page") -> list[str]:
	"""Create the client, and return the programs for which there are texts."""
	go_on(desk)
	desk.wait_for_selector(f"{DIALOG} .oauth-plus-text >> nth=0")
	return desk.locator(f"{DIALOG} .oauth-plus-programs button").all_inner_texts()


def secret(desk: "Page") -> str:
	"""The secret that is shown once; empty where there is none."""
	box = desk.locator(f"{DIALOG} .oauth-plus-secret")
	return box.inner_text().strip() if box.count() else ""


def value(desk: "Page", label: str) -> str:
	"""One of the client's own values."""
	return desk.inner_text(f"{DIALOG} .oauth-plus-values > div:has(> b:text-is('{label}')) .oauth-plus-value")


def faults(desk: "Page") -> dict[str, str]:
	"""What is said at each question."""
	desk.wait_for_selector(f"{DIALOG} .oauth-plus-fault")
	said = desk.locator(f"{DIALOG} .oauth-plus-fault")
	return {said.nth(i).get_attribute("data-question"): said.nth(i).inner_text() for i in range(said.count())}
