"""The pages for people speak German; what is translated is what the pages say."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from oauth_plus.setup.scopes import BUILT_IN
from oauth_plus.tests.browser import form_of
from oauth_plus.tests.factories import an_app, with_any_session
from oauth_plus.tests.journey import ask
from oauth_plus.tests.test_layers import APP

IN_TEMPLATES = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"\)')

FOR_PEOPLE = (
	"http/consent.py",
	"http/consent_warnings.py",
	"http/device.py",
	"http/duration.py",
	"http/account.py",
	"http/page.py",
	"http/post_back.py",
	"http/sign_out.py",
	"mail/user_emails.py",
	"api/account.py",
)


def said() -> Iterator[str]:
	"""Every sentence that a page or a letter for people may show."""
	for path in (APP / "templates").glob("*.html"):
		yield from IN_TEMPLATES.findall(path.read_text())
	for name in FOR_PEOPLE:
		yield from _sentences(APP / name)
	for scope in BUILT_IN:
		yield from (scope["title"], scope["description"])


def _sentences(path: Path) -> Iterator[str]:
	calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
	for call in calls:
		if ast.unparse(call.func) == "_" and isinstance(call.args[0], ast.Constant):
			yield call.args[0].value


def german() -> dict[str, str]:
	with (APP / "translations/de.csv").open(newline="") as rows:
		return {source: translated for source, translated, _context in csv.reader(rows)}


def test_every_sentence_is_translated():
	assert sorted(set(said()) - set(german())) == []


@pytest.mark.parametrize(("source", "translated"), german().items())
def test_a_translation_has_the_same_gaps(source: str, translated: str):
	assert sorted(re.findall(r"\{\d\}", source)) == sorted(re.findall(r"\{\d\}", translated))
	assert not re.search(r"[<>]", translated)


def test_the_question_is_asked_in_german_where_the_app_wishes_it():
	"""OpenID Connect Core §3.1.2.1: ui_locales"""
	page = ask(with_any_session(), an_app(app_name="Ledger"), ui_locales="de-CH")
	for sentence in ("möchte auf dieser Website in Ihrem Namen handeln.", "Erlauben", "Alles tun, was Sie"):
		assert sentence in page.text, sentence
	assert form_of(page).buttons == ["allow", "deny"]
	assert "möchte" not in ask(with_any_session(), an_app()).text, "the next page is English again"
