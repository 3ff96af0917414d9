"""The button "Login with Frappe" of another site, which has this app or has it not."""

import html
import json
import re
from types import SimpleNamespace
from urllib.parse import parse_qs, urljoin, urlsplit

import frappe
import jwt
import pytest
import requests

from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, browser_of, form_of, sent_to
from oauth_plus.tests.factories import PASSWORD, a_user, an_app, an_old_app, by_password, signed_in
from oauth_plus.tests.journey import ask, bearer, call, decide, redeem, sign_in, tokens_of
from oauth_plus.tests.served import served
from oauth_plus.tests.site import ISSUER, configured, settings

BUTTON = "https://other.example.com/api/method/frappe.integrations.oauth2_logins.login_via_frappe"
METADATA = "/.well-known/openid-configuration"


@pytest.mark.parametrize("make", [an_app, an_old_app])
def test_its_button_asks_for_openid_alone_and_gets_the_address_that_it_needs(make):
	"""RFC 6749 §3.3: more may be given than was asked for, if it is said; the person sees it"""
	app = make(redirect_uris=BUTTON, default_redirect_uri=BUTTON)
	user = a_user("System Manager")
	browser = signed_in(user)
	page = ask(browser, app, scope="openid")
	assert "See your email address." in page.text
	tokens = tokens_of(app, redeem(app, sent_to(decide(browser, page))["code"]))
	assert tokens.answer["scope"] == "openid profile email"
	told = body(call(tokens.access_token, OAUTH + "openid_profile"))
	assert told["email"] == user
	assert told["name"] == "Test Person"


def test_a_client_that_was_made_for_signing_in_alone_may_have_what_the_button_needs():
	app = an_app(redirect_uris=BUTTON, default_redirect_uri=BUTTON, scopes="openid")
	tokens = sign_in(app, scope="openid")
	assert tokens.answer["scope"] == "openid profile email"


@pytest.mark.parametrize("scope", ["openid", "openid email"])
def test_any_other_app_gets_what_it_asks_for(scope):
	assert sign_in(an_app(), scope=scope).answer["scope"] == scope


def test_the_way_from_the_button_to_desk_through_the_site_itself(site):
	"""One site is both here: Frappe's own code asks ours"""
	user = a_user("System Manager")
	with configured(host_name=None), served(site) as address:  # by the address that was asked
		here = f"{address}/api/method/frappe.integrations.oauth2_logins.login_via_frappe"
		app = an_app(redirect_uris=here, default_redirect_uri=here)
		with social_login(address, app):
			web = requests.Session()
			web.post(f"{address}/api/method/login", {"usr": user, "pwd": PASSWORD}).raise_for_status()
			other = requests.Session()  # the same person, at the other site
			asked = _address_of_the_button(other, address)
			page = web.get(asked)
			code_at = _press_allow(web, page, address)
			came_back = other.get(code_at, allow_redirects=False)
			assert came_back.status_code in (302, 303), came_back.text[:1000]
			assert other.get(f"{address}/api/method/frappe.auth.get_logged_user").json()["message"] == user


def _address_of_the_button(session: requests.Session, address: str) -> str:
	page = session.get(f"{address}/login").text
	found = re.search(r'href="([^"]*frappe\.integrations\.oauth2\.authorize[^"]*)"', page)
	assert found, "the login page has no button for it"
	asked = urljoin(address, html.unescape(found[1]))
	assert parse_qs(urlsplit(asked).query)["scope"] == ["openid"]
	return asked


def _press_allow(session: requests.Session, page: requests.Response, address: str) -> str:
	form = form_of(SimpleNamespace(text=page.text, status_code=page.status_code))
	answer = session.post(address + form.action, form.fields | {"decision": "allow"}, allow_redirects=False)
	return answer.headers["Location"]


class social_login:
	"""The Social Login Key by which the other site knows this one."""

	def __init__(self, address: str, app) -> None:
		self.values = {
			"doctype": "Social Login Key",
			"provider_name": "Frappe",
			"social_login_provider": "Frappe",
			"enable_social_login": 1,
			"base_url": address,
			"client_id": app.client_id,
			"client_secret": app.client_secret,
			"authorize_url": "/api/method/frappe.integrations.oauth2.authorize",
			"access_token_url": "/api/method/frappe.integrations.oauth2.get_token",
			"redirect_url": "/api/method/frappe.integrations.oauth2_logins.login_via_frappe",
			"api_endpoint": "/api/method/frappe.integrations.oauth2.openid_profile",
			"auth_url_data": json.dumps({"response_type": "code", "scope": "openid"}),
			"sign_ups": "Allow",
			"user_id_property": "sub",
		}

	def __enter__(self) -> None:
		frappe.delete_doc("Social Login Key", "frappe", force=True, ignore_missing=True)
		frappe.get_doc(self.values).insert(ignore_permissions=True)
		frappe.db.commit()

	def __exit__(self, *_exc: object) -> None:
		frappe.db.rollback()
		frappe.delete_doc("Social Login Key", "frappe", force=True, ignore_missing=True)
		frappe.db.commit()


def test_the_server_at_which_this_site_signs_in_is_not_this_sites_issuer():
	"""RFC 8414 §2, §3.3, RFC 9207 §2"""
	with social_login("https://idp.example.com", an_app()):
		assert body(Browser().get(METADATA))["issuer"] == ISSUER
		tokens = sign_in(an_app())
		claims = jwt.decode(tokens.answer["id_token"], options={"verify_signature": False})
		assert claims["iss"] == ISSUER
		with configured(host_name=None):
			assert "idp" not in Browser().get(METADATA).text


def test_the_configured_address_counts_with_its_port():
	with configured(host_name="https://erp.example.net:8000"):
		told = body(Browser().get(METADATA))
	assert told["issuer"] == "https://erp.example.net:8000"
	assert told["token_endpoint"].startswith("https://erp.example.net:8000/api/")


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_behind_a_proxy_the_address_is_what_frappe_itself_would_say(site, scheme):
	"""`frappe.utils.get_url` reads X-Forwarded-Proto"""
	with configured(host_name=None):
		headers = {"Host": site, "X-Forwarded-Proto": scheme}
		assert body(Browser().get(METADATA, headers=headers))["issuer"] == f"{scheme}://{site}"
		evil = {"Host": "evil.example.com", "X-Forwarded-Proto": scheme}
		assert body(Browser().get(METADATA, headers=evil))["issuer"] == f"https://{site}"


# Who the person is


def test_relying_parties_get_the_name_and_the_proof_that_they_wait_for():
	"""OpenID Connect Core §5.1"""
	user = a_user("System Manager")
	frappe.db.set_value("User", user, "username", f"name{user[:5]}")
	frappe.db.commit()
	frappe.clear_document_cache("User", user)
	tokens = sign_in(an_app(), signed_in(user), scope="openid profile email")
	told = body(call(tokens.access_token, OAUTH + "openid_profile"))
	claims = jwt.decode(tokens.answer["id_token"], options={"verify_signature": False})
	for said in (told, claims):
		assert said["preferred_username"] == f"name{user[:5]}"
		assert said["email_verified"] is False


def test_an_address_is_verified_where_there_is_proof():
	"""A link that was mailed there, another provider, or an administrator who says so for all"""
	user = a_user("System Manager")
	app, browser = an_app(), signed_in(user)

	def verified() -> bool:
		told = call(sign_in(app, browser).access_token, OAUTH + "openid_profile")
		return body(told)["email_verified"]

	assert verified() is False
	with settings(vouch_for_email_addresses=1):
		assert verified() is True
	document = frappe.get_doc("User", user)
	document.append("social_logins", {"provider": "google", "userid": "1234", "username": user})
	document.save(ignore_permissions=True)
	frappe.db.commit()
	assert verified() is True


def test_nor_does_a_change_of_the_password_while_the_link_waits():
	"""Frappe forgets the key of the link then, as if somebody had followed it"""
	user = a_user("System Manager")
	browser, document = by_password(user), frappe.get_doc("User", user)
	document.db_set("reset_password_key", "x" * 32)
	document.db_set("last_reset_password_key_generated_on", frappe.utils.now_datetime())
	frappe.db.commit()
	changed = {"old_password": PASSWORD, "new_password": "another-Horse-9-battery!"}
	assert browser.post(METHOD + "frappe.core.doctype.user.user.update_password", changed).status_code == 200
	tokens = sign_in(an_app(), browser_of(user), scope="openid email")
	assert body(call(tokens.access_token, OAUTH + "openid_profile"))["email_verified"] is False


def test_a_link_that_was_mailed_and_not_followed_proves_nothing():
	user = a_user("System Manager")
	browser = signed_in(user)
	document = frappe.get_doc("User", user)
	document.db_set("reset_password_key", "x" * 32)
	document.db_set("last_reset_password_key_generated_on", frappe.utils.now_datetime())
	frappe.db.commit()
	app = an_app()
	tokens = sign_in(app, browser)
	asked = Browser().get(OAUTH + "openid_profile", headers=bearer(tokens.access_token))
	assert body(asked)["email_verified"] is False
	document.db_set("reset_password_key", "")
	frappe.db.commit()
	frappe.clear_document_cache("User", user)
	asked = Browser().get(OAUTH + "openid_profile", headers=bearer(tokens.access_token))
	assert body(asked)["email_verified"] is True
