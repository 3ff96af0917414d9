"""Every event has words: a kind, and a sentence with the app and the user (rules/event_words.py)."""

import json
import re
from datetime import timedelta
from string import Formatter

import pytest

from oauth_plus.rules import expiry_words, sentence
from oauth_plus.rules.event_words import KINDS, kind_of
from oauth_plus.rules.sentence import Sentence
from oauth_plus.tests import documents
from oauth_plus.tests.test_layers import APP

DOCTYPE = APP / "oauth_plus/doctype/oauth_plus_event/oauth_plus_event.json"


def test_every_event_has_a_kind_and_a_sentence():
	assert set(KINDS) == documents.recorded()
	assert len({kind.title for kind in KINDS.values()}) == len(KINDS)
	for kind in KINDS.values():
		assert {name for _, name, _, _ in Formatter().parse(kind.sentence) if name} <= {"0", "1"}
		assert not kind.sentence.endswith(".")


def test_the_list_of_events_filters_by_every_kind():
	[field] = [each for each in json.loads(DOCTYPE.read_text())["fields"] if each["fieldname"] == "event"]
	assert field["options"].split("\n") == ["", *sorted(KINDS)]


def test_an_event_of_another_version_has_words_too():
	assert kind_of("something_new").title == "Something new"


def test_a_sentence_is_text_and_keeps_its_template():
	told = Sentence("The secret {0} ended on {1}", "'old'", "Monday")
	assert told == "The secret 'old' ended on Monday"
	assert sentence.load(sentence.dump(cause=told, fix="Nothing")) == {"cause": told}
	assert sentence.load(sentence.dump(cause=told))["cause"].template == "The secret {0} ended on {1}"
	assert sentence.dump(cause="plain") == ""


def test_a_value_is_kept_as_long_as_the_row_shows_it():
	scopes = " ".join(f"doctype:Note{number:02}:read" for number in range(20))
	assert str(Sentence("Let the app ask for {0}", scopes)).endswith("doctype:Note19:read")
	assert str(Sentence("{0}", "x" * 600)) == "x" * sentence.LONGEST


def test_what_no_column_holds_is_kept_as_english_text_alone():
	many = sentence.joined(Sentence("The scope {0} is unknown", "ä" * 500) for _ in range(50))
	assert sentence.dump(cause=many, fix=Sentence("Remove {0}", "it")) == ""
	assert sentence.load(sentence.dump(cause=many.values[0])) == {"cause": many.values[0]}


@pytest.mark.parametrize(
	"damaged", [None, "", "{", "[]", '{"cause": []}', '{"cause": 1}', '{"cause": ["{9}", "x"]}']
)
def test_damaged_templates_are_no_sentences(damaged: str | None):
	assert sentence.load(damaged) == {}


@pytest.mark.parametrize(
	("seconds", "told"),
	[
		(0, "less than a minute ago"),
		(59, "less than a minute ago"),
		(60, "1 minutes ago or more"),
		(240, "2 minutes ago or more"),
		(3_599, "30 minutes ago or more"),
		(3 * 3_600, "2 hours ago or more"),
		(30 * 86_400, "30 days ago or more"),
		(9_999 * 86_400, "60 days ago or more"),
	],
)
def test_how_long_ago_something_expired_has_few_different_words(seconds: int, told: str):
	assert expiry_words.expired(expiry_words.CODE, timedelta(seconds=seconds)) == f"The code expired {told}"


def test_no_template_holds_a_gap_that_is_not_filled():
	for templates in expiry_words.TEMPLATES.values():
		assert [len(re.findall(r"\{\d\}", each)) for each in templates] == [0, 1, 1, 1]
