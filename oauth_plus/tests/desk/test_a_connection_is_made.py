"""A System Manager connects each kind of app in Desk, from the list of clients to a text that works."""

import frappe
import pytest

from oauth_plus.rules.client_delegation import MANAGER
from oauth_plus.tests import handed_out
from oauth_plus.tests.desk import connecting as at
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.desk.test_an_oauth_client_is_made import open_form
from oauth_plus.tests.factories import CALLBACK, App, a_user, an_app, signed_in
from oauth_plus.tests.journey import by_itself, call, sign_in, tokens_of


def test_a_bi_tool_reads_by_itself_after_a_minute_in_desk(desk):
	"""The secret is shown once, with copy and download, and works"""
	analyst = a_user("System Manager")
	at.open_dialog(desk)
	look(desk, "connection_kinds")
	at.choose(desk, "bi_tool")
	at.go_on(desk)
	assert set(at.faults(desk)) == {"name", "service_user", "scopes"}, (
		"all faults at once, at their questions"
	)
	look(desk, "connection_faults")
	at.fill(desk, name="Acme BI", service_user=analyst, networks="everywhere")
	desk.wait_for_selector(".oauth-plus-service-roles:has-text('System Manager')")
	at.tick(desk, "ToDo", "Read")
	assert desk.locator(f"{at.DIALOG} [data-doctype='ToDo'] input").count() == 1, "a BI tool only reads"
	at.go_on(desk)
	assert list(at.faults(desk)) == ["networks"]
	at.fill(desk, networks="")
	look(desk, "connection_questions")
	summary = at.to_summary(desk)
	for words in (
		"Confidential",
		"Client Secret Basic",
		analyst,
		"See your documents of type “ToDo”.",
		"Enforce",
	):
		assert words in summary
	look(desk, "connection_summary")
	assert at.create(desk) == ["curl", "Python", "JavaScript", "Postman", "Power BI"]
	app = App(at.value(desk, "Client ID"), handed_out.note(at.secret(desk)))
	look(desk, "connection_done")
	token = tokens_of(app, by_itself(app)).access_token
	assert call(token, "/api/resource/ToDo").status_code == 200
	assert call(token, "/api/resource/User").status_code == 403, "it may read to-dos and nothing else"
	with desk.expect_download() as download:
		desk.click(f"{at.DIALOG} .oauth-plus-once .oauth-plus-download")
	assert download.value.path().read_text() == app.client_secret
	at.go_on(desk)
	desk.wait_for_selector(".form-page .frappe-control[data-fieldname='client_id']:visible")
	assert app.client_secret not in desk.content(), "the secret is gone from the page"


JOURNEYS = [
	("mobile_app", "", {"name": "Phone", "redirect_uris": "com.example.app:/callback"}, ["Public", "PKCE"]),
	("mobile_app", "device", {"name": "Scanner"}, ["Public", "Device Flow"]),
	("browser_app", "", {"name": "Page", "redirect_uris": CALLBACK}, ["15 minutes", "End With Session"]),
	(
		"partner_portal",
		"",
		{"name": "Portal", "redirect_uris": CALLBACK, "stay": "week"},
		["Confidential", "7 days"],
	),
	("api_gateway", "", {"name": "Gateway", "networks": "192.0.2.0/24"}, ["Introspection", "192.0.2.0/24"]),
	("machine", "", {"name": "Import", "token_life": "300"}, ["Service User", "5 minutes"]),
	("ai_assistant", "", {"name": "Assistant"}, ["http://localhost:3334/oauth/callback"]),
	(
		"frappe_site",
		"login",
		{"name": "Branch", "site": "https://other.example.com"},
		["login_via_frappe", "Never"],
	),
]


def test_every_other_kind_is_connected_by_the_same_dialog(desk):
	desk.goto("/app/new-oauth-connection")  # the address that shortcuts lead to
	desk.wait_for_selector(f"{at.DIALOG} .oauth-plus-kinds button")
	for kind, way, answers, words in JOURNEYS:
		at.choose(desk, kind, way)
		at.fill(desk, **answers)
		if kind == "machine":
			at.fill(desk, service_user=a_user())
		if desk.locator(f"{at.DIALOG} .oauth-plus-search").count():
			at.tick(desk, "ToDo", "Create and change")
			assert desk.is_checked(f"{at.DIALOG} [data-doctype='ToDo'] label:has-text('Read') input")
		summary = at.to_summary(desk)
		assert [word for word in words if word not in summary] == [], kind
		assert "curl" in at.create(desk)
		look(desk, f"connection_{kind}_{way or 'first'}")
		frappe.db.rollback()
		client = frappe.get_doc("OAuth Client", at.value(desk, "Client ID"))
		assert client.app_name == answers["name"]
		assert bool(at.secret(desk)) == (client.oauth_plus_client_type == "Confidential")
		assert ("doctype:ToDo:write" in client.scopes.split()) == (kind not in ("api_gateway", "frappe_site"))
		desk.evaluate("() => { cur_dialog.hide(); oauth_plus.connect.new_connection(); }")
		desk.wait_for_selector(f"{at.DIALOG} .oauth-plus-kinds button")


def test_going_back_keeps_what_was_entered(desk):
	at.open_dialog(desk)
	at.choose(desk, "partner_portal")
	at.fill(desk, name="Portal", redirect_uris=CALLBACK, open_to="Chosen Roles", roles="Website Manager")
	at.tick(desk, "ToDo", "Read")
	at.to_summary(desk)
	desk.click(f"{at.DIALOG} .btn-modal-secondary:visible")
	desk.wait_for_selector(at.field("name") + " input:visible")
	assert desk.input_value(at.field("redirect_uris") + " textarea") == CALLBACK
	assert "Website Manager" in desk.inner_text(at.field("roles"))
	assert desk.is_checked(f"{at.DIALOG} [data-doctype='ToDo'] input >> nth=0")
	assert "Website Manager" in at.to_summary(desk)


def test_the_form_of_a_client_says_how_to_connect_it(desk):
	app = an_app()
	open_form(desk, app)
	desk.click("button:visible:text-is('How to Connect')")
	desk.wait_for_selector(f"{at.DIALOG} .oauth-plus-text")
	assert at.value(desk, "Client ID") == app.client_id
	desk.click(f"{at.DIALOG} [data-program='python']")
	text = desk.inner_text(f"{at.DIALOG} .oauth-plus-text")
	assert app.client_id in text
	assert app.client_secret not in desk.content()
	with desk.expect_download() as download:
		desk.click(f"{at.DIALOG} .oauth-plus-texts .oauth-plus-download")
	assert download.value.suggested_filename == "connect.py"
	assert download.value.path().read_text().strip() == text.strip()
	assert sign_in(app).access_token


def test_an_oauth_manager_connects_what_they_may_and_sees_no_secret(page, address):
	page.set_viewport_size({"width": 1440, "height": 2000})
	cookies = signed_in(a_user(MANAGER)).cookies()
	page.context.add_cookies(
		[{"name": name, "value": cookies[name], "url": address, "sameSite": "Lax"} for name in cookies]
	)
	at.open_dialog(page)
	assert page.locator(f"{at.DIALOG} [data-name='machine']").is_disabled()
	look(page, "connection_manager_kinds")
	at.choose(page, "partner_portal")
	at.fill(page, name="Portal", redirect_uris=CALLBACK)
	page.fill(f"{at.DIALOG} .oauth-plus-search", "Role")
	page.wait_for_selector(f"{at.DIALOG} .oauth-plus-doctypes:has-text('No DocType of this name')")
	at.tick(page, "ToDo", "Read")
	assert "Authorization Code with PKCE" in at.to_summary(page)
	at.create(page)
	assert at.secret(page) == ""
	assert "only System Managers see secrets" in page.inner_text(at.DIALOG)
	look(page, "connection_manager_done")
	at.go_on(page)
	page.wait_for_selector(".form-page .frappe-control[data-fieldname='client_id']:visible")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_dialog_fits_a_phone(desk, theme: str):
	desk.set_viewport_size({"width": 390, "height": 844})
	desk.goto("/app/new-oauth-connection")
	desk.wait_for_selector(f"{at.DIALOG} .oauth-plus-kinds button")
	desk.evaluate(f"document.documentElement.setAttribute('data-theme', '{theme}')")
	look(desk, f"connection_phone_kinds_{theme}")
	at.choose(desk, "partner_portal")
	at.fill(desk, name="Portal", redirect_uris=CALLBACK)
	at.tick(desk, "ToDo", "Read", "Create and change")
	look(desk, f"connection_phone_questions_{theme}")
	assert no_wider_than_the_screen(desk)
	at.to_summary(desk)
	look(desk, f"connection_phone_summary_{theme}")
	assert no_wider_than_the_screen(desk)
	at.create(desk)
	look(desk, f"connection_phone_done_{theme}")
	assert no_wider_than_the_screen(desk)
	handed_out.note(at.secret(desk))


def no_wider_than_the_screen(desk) -> bool:
	return desk.evaluate(
		f"document.querySelector('{at.DIALOG} .modal-body').scrollWidth <= window.innerWidth"
	)
