"""Every text for people has a German and an Arabic translation, and no translation is left over."""

import ast
import csv
import json
import re
from collections import Counter
from functools import lru_cache

import frappe
import pytest

from oauth_plus.platform.translation import translated
from oauth_plus.rules.sentence import Sentence
from oauth_plus.tests.browser import Browser, form_of
from oauth_plus.tests.factories import a_user, an_app, signed_in, with_any_session
from oauth_plus.tests.journey import ask
from oauth_plus.tests.site import settings
from oauth_plus.tests.texts import in_desk, in_python, in_scripts, in_tables, named
from oauth_plus.tests.texts.text import APP, Text, is_for_people

LANGUAGES = ("de", "ar")

TOLD = 40
"""Texts that a failure lists."""

FIXED = re.compile(r"\{\w*\}|%\w|RFC \d+|§[\d.]+|https?://[\w.:/-]+\w|\b[a-z0-9]+_[a-z0-9_]+\b")
"""What a translation has as it is: placeholders, clauses, addresses, and names in the protocol or in a configuration."""


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
	"""Return all texts for people, with the place of the first one."""
	found: dict[str, str] = {}
	for read in (in_python.texts, in_scripts.texts, in_desk.texts, in_tables.texts):
		for text in filter(_is_for_people, read()):
			found.setdefault(text.english, text.place)
	return found


def _is_for_people(text: Text) -> bool:
	return is_for_people(text.english)


def rows(language: str) -> list[list[str]]:
	with (APP / f"translations/{language}.csv").open(newline="", encoding="utf-8") as lines:
		return list(csv.reader(lines))


def translations(language: str) -> dict[str, str]:
	return {row[0]: row[1] for row in rows(language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str):
	known = translations(language)
	missing = [f"{place}: {text}" for text, place in texts().items() if not known.get(text, "").strip()]
	assert missing[:TOLD] == [], f"{len(missing)} without a translation"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_of_a_text_that_no_longer_exists(language: str):
	assert sorted(set(translations(language)) - set(texts())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_placeholders_clauses_addresses_and_names(language: str):
	changed = {
		text: (lost, translated)
		for text, translated in translations(language).items()
		if (lost := Counter(FIXED.findall(text)) - Counter(FIXED.findall(translated)))
		or Counter(re.findall(r"\{\w*\}", translated)) - Counter(re.findall(r"\{\w*\}", text))
	}
	assert changed == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_tables_in_order_and_hold_no_markup(language: str):
	"""Frappe reads three columns: the text, its translation, and a context, which is empty here."""
	read = rows(language)
	assert [row for row in read if len(row) != 3 or row[2] or row[1] != row[1].strip()] == []
	sources = [row[0] for row in read]
	assert sources == sorted(set(sources))
	assert [row for row in read if re.search(r"<\w", row[1]) and not re.search(r"<\w", row[0])] == []


def test_no_text_that_is_translated_is_made_of_pieces():
	"""An f-string, a concatenation or a formatted text is never found among the translations."""
	pieces = (ast.JoinedStr, ast.BinOp)
	made = [
		f"{path.relative_to(APP)}:{call.lineno}"
		for path, call in in_python.handed_over()
		if isinstance(call.args[0], pieces) or ".format(" in ast.unparse(call.args[0])
	]
	assert made + list(in_scripts.unreadable()) == []


def test_no_cause_fix_or_reason_is_made_of_pieces():
	"""A Sentence keeps what is put into it apart."""
	assert list(in_python.made_of_pieces()) == []
	assert list(in_python.english_values()) == []


def test_each_table_whose_texts_are_translated_by_name_is_read():
	"""A text that `_()` gets by a name stands in a table, and in_tables.py or in_desk.py read the table."""
	assert named.found() == set(named.KNOWN)


def test_frappe_loads_the_translations(site):
	"""Of `translations/`, as in 15.55, 15.101 and 16."""
	from frappe.translate import get_translations_from_apps

	for language in LANGUAGES:
		loaded = get_translations_from_apps(language, ["oauth_plus"])
		assert {text: loaded.get(text) for text in translations(language)} == translations(language)


def test_the_question_is_asked_in_german_where_the_app_wishes_it():
	"""OpenID Connect Core §3.1.2.1: ui_locales"""
	page = ask(with_any_session(), an_app(app_name="Ledger"), ui_locales="de-CH")
	for sentence in ("möchte auf dieser Website in Ihrem Namen handeln.", "Erlauben", "Alles tun, was Sie"):
		assert sentence in page.text, sentence
	assert form_of(page).buttons == ["allow", "deny"]
	assert "möchte" not in ask(with_any_session(), an_app()).text, "the next page is English again"


def test_the_question_is_asked_from_right_to_left_in_arabic():
	page = ask(with_any_session(), an_app(app_name="Ledger"), ui_locales="ar")
	assert '<html lang="ar" dir="rtl"' in page.text
	for text in ("Confirm Access", "Allow", "Deny", "wants to act for you on this site."):
		assert translations("ar")[text] in page.text, text
	assert form_of(page).buttons == ["allow", "deny"]


def test_a_translation_with_a_gap_that_the_text_lacks_is_not_used(site, monkeypatch):
	"""An administrator may have typed it, in Frappe's list of translations"""
	monkeypatch.setattr(frappe.local, "lang", "de")
	wrong = {"source_text": "{0} is missing", "translated_text": "{name} fehlt"}
	row = frappe.get_doc({"doctype": "Translation", "language": "de", **wrong}).insert()
	try:
		assert translated(Sentence("{0} is missing", "client_id")) == "client_id is missing"
	finally:
		row.delete()
		frappe.db.commit()
	assert translated(Sentence("{0} is missing", "client_id")) == "client_id fehlt"


@pytest.fixture
def german(site) -> Browser:
	"""The browser of a System Manager who reads German."""
	manager = a_user("System Manager")
	frappe.db.set_value("User", manager, "language", "de")
	return signed_in(manager)


def test_a_fault_of_a_client_is_said_in_german(german):
	"""Its reason as well, which stands in the middle of the sentence"""
	client = {"doctype": "OAuth Client", "app_name": "Ledger", "redirect_uris": "app.example.com/callback"}
	answer = german.post("/api/resource/OAuth Client", json=client)
	assert answer.status_code == 417
	[told] = json.loads(json.loads(answer.text)["_server_messages"])
	assert "ist nicht absolut: Am Anfang muss ein Schema wie https:// stehen." in json.loads(told)["message"]


def test_a_page_says_in_german_what_is_wrong_with_an_address(german):
	with settings(client_id_metadata_documents=1):
		page = ask(german, an_app(), client_id="https://app.example.com")
	assert "Die client_id dieser Anfrage hat keinen Pfad." in page.text
