"""What the workspace counts and draws: each number is that of the list it opens."""

import json
from typing import Any

import frappe
import pytest

from oauth_plus.overview import activity
from oauth_plus.platform import clock, sql
from oauth_plus.rules.client_delegation import MANAGER
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import a_user, an_app, an_old_app, change, signed_in, with_any_session
from oauth_plus.tests.journey import redeem, refused, sign_in

API = METHOD + "oauth_plus.api.workspace."

CARDS = ("replays", "refused_today", "ending_secrets", "below_enforce", "unused_clients")

CHARTS = ("tokens", "users_by_client")


@pytest.fixture(scope="module", params=["System Manager", MANAGER])
def browser(request: pytest.FixtureRequest, site) -> Browser:
	return with_any_session() if request.param == "System Manager" else signed_in(a_user(MANAGER))


def asked(browser: Browser, method: str, **values: Any) -> Any:
	answer = browser.post(API + method, values)
	assert answer.status_code == 200, answer.text
	return body(answer)["message"]


def listed(browser: Browser, card: dict[str, Any]) -> int:
	"""The number of rows that the list or the report shows."""
	if card["route"][0] == "query-report":
		form = {
			"report_name": card["route"][1],
			"filters": json.dumps({**card["route_options"], "most": 100_000}),
		}
		return len(body(browser.post(METHOD + "frappe.desk.query_report.run", form))["message"]["result"])
	doctype = card["route"][1]
	filters = [
		[doctype, name, *(value if isinstance(value, list) else ["=", value])]
		for name, value in card["route_options"].items()
	]
	form = {
		"doctype": doctype,
		"filters": json.dumps(filters),
		"fields": json.dumps([f"`tab{doctype}`.`name`"]),
	}
	rows = body(browser.post(METHOD + "frappe.desk.reportview.get", form | {"page_length": 100_000}))[
		"message"
	]
	return len(rows["values"]) if rows else 0


@pytest.mark.parametrize("card", CARDS)
def test_a_card_counts_what_its_list_shows(browser, card):
	counted = asked(browser, card)
	assert counted["value"] == listed(browser, counted)


def test_a_replay_a_refusal_an_old_client_and_an_ending_secret_are_counted(browser):
	before = {card: asked(browser, card)["value"] for card in CARDS}
	tokens = sign_in(an_app())
	sql.update(
		"OAuth Plus Grant", {"state": "Replayed", "ended_at": clock.now()}, client=tokens.app.client_id
	)
	assert refused(redeem(an_app(), "guessed"), "invalid_grant")
	an_old_app()
	change(an_old_app(), oauth_plus_enabled=0)
	ends = clock.from_epoch(clock.now().timestamp() + 20 * 86_400)
	sql.update("OAuth Plus Client Secret", {"ends": ends}, client=an_app().client_id)
	frappe.db.commit()
	after = {card: asked(browser, card)["value"] for card in CARDS}
	changed = {card: after[card] - before[card] for card in CARDS}
	assert changed == {
		"replays": 1,
		"refused_today": 1,
		"ending_secrets": 1,
		"below_enforce": 1,
		"unused_clients": 0,
	}


def test_a_client_that_nobody_used_for_long_is_counted(browser):
	before = asked(browser, "unused_clients")["value"]
	app = an_app()
	frappe.db.set_value(
		"OAuth Client", app.client_id, "creation", "2020-01-01 00:00:00", update_modified=False
	)
	frappe.db.commit()
	assert asked(browser, "unused_clients")["value"] == before + 1


def test_the_findings_are_listed_where_the_card_leads_and_in_a_report(browser):
	card = body(browser.post(METHOD + "oauth_plus.api.doctor.count_findings"))["message"]
	assert browser.get("/api/resource/" + "/".join((card["route"][1], card["route"][1]))).status_code == 200
	form = {"report_name": "OAuth Findings", "filters": "{}"}
	rows = body(browser.post(METHOD + "frappe.desk.query_report.run", form))["message"]["result"]
	assert len(rows) >= card["value"]
	assert all(row["title"] and row["evidence"] and row["fix"] for row in rows)


def test_a_chart_has_a_value_for_each_day_and_each_reason(browser):
	assert refused(redeem(an_app(), "guessed"), "invalid_grant")
	sign_in(an_app())
	chart = asked(browser, "tokens", timespan="Last Week", refresh=1)
	assert len(chart["labels"]) == 8
	values = {each["name"]: each["values"] for each in chart["datasets"]}
	assert all(len(each) == 8 for each in values.values())
	assert values["Issued"][-1] >= 1
	assert sum(sum(each) for name, each in values.items() if name != "Issued") >= 1


@pytest.mark.parametrize(
	("interval", "most"), [("Weekly", 6), ("Monthly", 2), ("Quarterly", 2), ("Yearly", 2)]
)
def test_a_chart_is_drawn_by_week_and_by_month(browser, interval, most):
	daily = asked(browser, "tokens", timespan="Last Month", refresh=1)
	chart = asked(browser, "tokens", timespan="Last Month", time_interval=interval, refresh=1)
	assert 1 <= len(chart["labels"]) <= most
	assert sum(chart["datasets"][0]["values"]) >= sum(daily["datasets"][0]["values"])


def test_users_are_counted_once_for_each_client(browser):
	app, other = an_app(), a_user()
	for person in (None, None, other):
		sign_in(app, with_any_session(person))
	title = frappe.db.get_value("OAuth Client", app.client_id, "app_name")
	frappe.db.rollback()
	chart = activity.users_by_client("Last Month")
	counts = dict(zip(chart["labels"], chart["datasets"][0]["values"], strict=True))
	assert counts.get(title, 2) == 2, "unless ten clients have more"
	assert list(chart["datasets"][0]["values"]) == sorted(chart["datasets"][0]["values"], reverse=True)


@pytest.mark.parametrize("method", [*CARDS, *CHARTS])
def test_nobody_else_is_told(method):
	for somebody in (Browser(), with_any_session(a_user("Website Manager"))):
		assert somebody.post(API + method).status_code in (401, 403)


def test_it_is_on_the_start_page_of_those_who_may_open_it(browser):
	pages = body(browser.get(METHOD + "frappe.desk.desktop.get_workspace_sidebar_items"))["message"]["pages"]
	assert [page["name"] for page in pages if page["name"] == "OAuth"] == ["OAuth"]
	other = with_any_session(a_user("Website Manager"))
	pages = body(other.get(METHOD + "frappe.desk.desktop.get_workspace_sidebar_items"))["message"]["pages"]
	assert [page["name"] for page in pages if page["name"] == "OAuth"] == []


def test_everything_on_it_is_there_for_those_who_may_open_it(browser):
	asked = {"page": json.dumps({"name": "OAuth", "title": "OAuth", "public": 1})}
	shown = body(browser.get(METHOD + "frappe.desk.desktop.get_desktop_page", asked))["message"]
	page = frappe.get_doc("Workspace", "OAuth")
	assert len(shown["number_cards"]["items"]) == len(page.number_cards) == 6
	assert len(shown["charts"]["items"]) == len(page.charts) == 2
	assert len(shown["quick_lists"]["items"]) == 1
	labels = {each["label"] for each in shown["shortcuts"]["items"]}
	assert labels >= {"New Connection", "Clients", "Grants", "Scopes", "Events"}
	[card] = shown["cards"]["items"]
	assert len(card["links"]) == 7


def test_each_block_of_the_page_names_what_is_on_it(site):
	"""A block whose label is not that of its row is not shown"""
	page = frappe.get_doc("Workspace", "OAuth")
	labels = {
		"number_card": {row.label for row in page.number_cards},
		"chart": {row.label for row in page.charts},
		"shortcut": {row.label for row in page.shortcuts},
		"quick_list": {row.label for row in page.quick_lists},
		"card": {row.label for row in page.links if row.type == "Card Break"},
	}
	found = {kind: set() for kind in labels}
	for block in json.loads(page.content):
		if block["type"] in labels:
			found[block["type"]].add(block["data"][f"{block['type']}_name"])
	assert found == labels
