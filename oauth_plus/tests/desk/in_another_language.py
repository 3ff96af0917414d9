"""What a page shows in English, though it has a translation."""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import frappe

from oauth_plus.tests import factories
from oauth_plus.tests.factories import a_user
from oauth_plus.tests.texts.text import APP

if TYPE_CHECKING:
	from playwright.sync_api import Page

GAP = re.compile(r"\\\{\d\\\}")

LEAST = 12
"""Letters outside the gaps of a sentence that is looked for with its values."""

SHOWN = """() => {
	const found = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const parent = walker.currentNode.parentElement;
		if (parent.closest('script, style, pre, noscript, .body-sidebar, .list-subject a') || !parent.checkVisibility({ checkVisibilityCSS: true })) continue;
		found.push(walker.currentNode.textContent);
	}
	for (const each of document.querySelectorAll('[placeholder], [title], [aria-label]')) {
		if (each.closest('.body-sidebar, .list-subject a') || !each.checkVisibility({ checkVisibilityCSS: true })) continue;
		found.push(...['placeholder', 'title', 'aria-label'].map((name) => each.getAttribute(name) || ''));
	}
	return found.map((text) => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""
"""Every text of a page that is visible, and what its fields are called. Frappe 16 does not translate the sidebar, and a
row of a list is called what somebody called it."""


def english(page: "Page", language: str) -> list[str]:
	"""Return our English texts that a page shows though they have another form in this language."""
	exact, pattern = _english(language)
	shown = dict.fromkeys(page.evaluate(SHOWN))
	return [text for text in shown if text in exact or pattern.fullmatch(text)]


@lru_cache
def _english(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
	with (APP / f"translations/{language}.csv").open(newline="", encoding="utf-8") as lines:
		texts = [row[0] for row in csv.reader(lines) if row[0] != row[1]]
	with_gaps = [
		GAP.sub(".+", re.escape(text))
		for text in texts
		if "{0}" in text and sum(letter.isalpha() for letter in text) >= LEAST
	]
	return frozenset(texts), re.compile("|".join(with_gaps))


@contextmanager
def speaking(page: "Page", address: str, language: str) -> Iterator[str]:
	"""Sign a System Manager in whose Desk has this language. Yields the user."""
	user = a_user("System Manager")
	frappe.db.set_value("User", user, "language", language)
	frappe.clear_cache(user=user)
	frappe.db.commit()
	cookies = factories.signed_in(user).cookies()
	page.context.clear_cookies()
	page.context.add_cookies(
		[{"name": name, "value": cookies[name], "url": address, "sameSite": "Lax"} for name in cookies]
	)
	yield user
