"""A session ends: grants that end with it, and apps that are told of it (OpenID Connect Back-Channel Logout 1.0)."""

import time
from typing import Any

import frappe
import jwt
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.store.people import sessions
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.endpoints.test_logout import log_out
from oauth_plus.tests.factories import BY_SECRET, App, a_user, an_app, change, signed_in, tamper
from oauth_plus.tests.journey import acts_as, refresh, refused, revoke, sign_in
from oauth_plus.tests.keys import verified
from oauth_plus.tests.ledger import events_of, families_of, recorded
from oauth_plus.tests.listener import Listener, listening, own_certificate
from oauth_plus.tests.site import ISSUER

PRIVATE = {"oauth_plus_backchannel_private": 1}
WITH_SESSION = {"oauth_plus_ends_with_session": 1}
EVENT = "http://schemas.openid.net/event/backchannel-logout"


def an_app_that_is_told(listener: Listener, **values: Any) -> App:
	return an_app(oauth_plus_backchannel_logout_uri=listener.address, **PRIVATE, **values)


def leave(browser: Browser) -> None:
	"""Frappe's own logout."""
	assert browser.post(METHOD + "logout").status_code == 200


def run(task: str, **arguments: Any) -> None:
	"""As a worker does."""
	frappe.db.rollback()
	frappe.get_attr(f"oauth_plus.tasks.{task}")(**arguments)
	frappe.db.commit()


def deliver() -> None:
	run("send_logout_tokens")


# --- grants that end with the session


def test_a_grant_ends_with_the_session_where_the_client_says_so():
	"""RFC 9700 §4.14.2: MAY"""
	browser, ends, stays = signed_in(), an_app(**WITH_SESSION), an_app()
	ended, kept = sign_in(ends, browser), sign_in(stays, browser)
	leave(browser)
	assert acts_as(ended.access_token) is None
	assert refused(refresh(ended), "invalid_grant")
	assert acts_as(kept.access_token)
	assert families_of(ends)[0].end_reason == "session_ended"


def test_offline_access_outlives_the_session():
	"""OpenID Connect Core §11"""
	app, browser = an_app(scopes="all openid offline_access", **WITH_SESSION), signed_in()
	tokens = sign_in(app, browser)
	leave(browser)
	assert refresh(tokens).status_code == 200


def test_only_the_session_that_ends_counts():
	app, user = an_app(**WITH_SESSION), a_user("System Manager")
	here, there = signed_in(user), signed_in(user)
	ended, kept = sign_in(app, here), sign_in(app, there)
	leave(here)
	assert acts_as(ended.access_token) is None
	assert acts_as(kept.access_token) == user


def test_logout_by_an_app_ends_the_grants_of_all_apps_of_the_session():
	browser, app, other = signed_in(), an_app(), an_app(**WITH_SESSION)
	hint = sign_in(app, browser).answer["id_token"]
	tokens = sign_in(other, browser)
	log_out(browser, id_token_hint=hint)
	assert acts_as(tokens.access_token) is None


@pytest.mark.parametrize("task", ["end_sessions_of", "end_ended_sessions"])
def test_a_session_that_somebody_else_ended_is_found(task):
	"""All sessions ended by an administrator, expired, or pushed out by another"""
	app, user = an_app(**WITH_SESSION), a_user("System Manager")
	tokens = sign_in(app, signed_in(user))
	frappe.sessions.clear_sessions(user, force=True)
	frappe.db.commit()
	run(task, **({"user": user} if task == "end_sessions_of" else {}))
	assert acts_as(tokens.access_token) is None


def test_a_live_session_is_left_alone():
	app, user = an_app(**WITH_SESSION), a_user("System Manager")
	tokens = sign_in(app, signed_in(user))
	run("end_ended_sessions")
	assert acts_as(tokens.access_token) == user


def test_the_session_itself_is_stored_nowhere():
	"""decisions.md, 2"""
	app, browser = an_app(), signed_in()
	sign_in(app, browser)
	[row] = families_of(app)
	assert row.session
	assert browser.cookie("sid") not in str(row)


# --- apps that are told


def claims_in(listener: Listener, app: App) -> dict[str, Any]:
	[sent] = listener.received
	assert set(sent) == {"logout_token"} | ({"from"} & set(sent))
	assert jwt.get_unverified_header(sent["logout_token"])["typ"] == "logout+jwt"
	return verified(sent["logout_token"], app)


def test_an_app_is_sent_a_logout_token():
	"""OpenID Connect Back-Channel Logout §2.4, §2.5"""
	with listening() as listener:
		app, browser = an_app_that_is_told(listener), signed_in()
		id_token = verified(sign_in(app, browser).answer["id_token"], app)
		leave(browser)
		deliver()
		claims = claims_in(listener, app)
		assert listener.headers[0]["Content-Type"] == "application/x-www-form-urlencoded"
	assert set(claims) == {"iss", "aud", "sub", "sid", "iat", "exp", "jti", "events"}
	assert claims["events"] == {EVENT: {}}
	assert (claims["iss"], claims["aud"]) == (ISSUER, app.client_id)
	assert (claims["sub"], claims["sid"]) == (id_token["sub"], id_token["sid"])
	assert 0 < claims["exp"] - claims["iat"] <= 120
	assert recorded(app, "logout_sent")


def test_it_is_sent_once_however_often_the_user_signed_in():
	with listening() as listener:
		app, browser = an_app_that_is_told(listener), signed_in()
		for _ in range(2):
			sign_in(app, browser)
		leave(browser)
		for _ in range(2):
			deliver()
			run("end_ended_sessions")
		assert len(listener.received) == 1


def test_the_sub_is_the_clients_own():
	with listening() as listener:
		app, browser = an_app_that_is_told(listener, oauth_plus_subject_type="Pairwise"), signed_in()
		sub = verified(sign_in(app, browser).answer["id_token"], app)["sub"]
		leave(browser)
		deliver()
		assert claims_in(listener, app)["sub"] == sub


def test_a_client_that_verifies_with_its_secret_gets_it_so_signed():
	"""OpenID Connect Back-Channel Logout §2.6: as ID tokens"""
	with listening() as listener:
		app, browser = an_app_that_is_told(listener, **BY_SECRET), signed_in()
		sign_in(app, browser)
		leave(browser)
		deliver()
		token = listener.received[0]["logout_token"]
	assert jwt.decode(token, app.client_secret, ["HS256"], audience=app.client_id)["events"]
	assert jwt.get_unverified_header(token)["typ"] == "logout+jwt"


def test_a_grant_that_has_ended_makes_no_difference():
	"""The app's own session lives on"""
	with listening() as listener:
		app, browser = an_app_that_is_told(listener), signed_in()
		tokens = sign_in(app, browser)
		revoke(app, tokens.refresh_token)
		leave(browser)
		deliver()
		assert len(listener.received) == 1


def test_a_disabled_user_is_signed_out_everywhere():
	with listening() as listener:
		app, user = an_app_that_is_told(listener), a_user("System Manager")
		sign_in(app, signed_in(user))
		document = frappe.get_doc("User", user)
		document.enabled = 0
		document.save(ignore_permissions=True)
		frappe.db.commit()
		run("end_ended_sessions")
		deliver()
		assert len(listener.received) == 1


@pytest.mark.parametrize("status", [400, 500, 302])
def test_a_failure_is_tried_again_until_it_is_given_up(status):
	"""OpenID Connect Back-Channel Logout §2.8; redirects are not followed"""
	with listening(status=status) as listener:
		listener.location = listener.address if status == 302 else ""
		app, browser = an_app_that_is_told(listener), signed_in()
		sign_in(app, browser)
		leave(browser)
		deliver()
		deliver()
		assert len(listener.received) == 1
		now = time.time()
		for hours in range(1, 8):
			with time_machine.travel(now + hours * 10_000):
				deliver()
		assert len(listener.received) == 5
		told = events_of(app, event="logout_not_sent")
		assert f"status {status}" in told[0].cause
		assert "tried again" in told[0].cause
		assert "given up" in told[-1].cause
		assert told[0].fix


@pytest.mark.parametrize("named_by", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_an_authority_of_the_own_network_is_trusted_where_the_environment_names_it(
	named_by, tmp_path, monkeypatch
):
	"""As by every request of Frappe's: mod_auth_openidc on an intranet has such a certificate"""
	monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
	monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
	certificate = own_certificate(tmp_path)
	with listening(certificate) as listener:
		app, browser = an_app_that_is_told(listener), signed_in()
		sign_in(app, browser)
		leave(browser)
		deliver()
		assert not listener.received
		assert "SSL" in events_of(app, event="logout_not_sent")[0].cause
		monkeypatch.setenv(named_by, str(certificate))
		with time_machine.travel(time.time() + 70):
			deliver()
		assert len(listener.received) == 1
		assert recorded(app, "logout_sent")


def test_it_is_delivered_once_the_app_is_back():
	with listening(status=503) as listener:
		app, browser = an_app_that_is_told(listener), signed_in()
		sign_in(app, browser)
		leave(browser)
		deliver()
		listener.status = 204
		with time_machine.travel(time.time() + 70):
			deliver()
			deliver()
		assert len(listener.received) == 2
		jtis = {
			jwt.decode(each["logout_token"], options={"verify_signature": False})["jti"]
			for each in listener.received
		}
		assert len(jtis) == 2
		assert recorded(app, "logout_sent")


def test_a_long_answer_is_not_read_to_its_end():
	with listening(body=50_000_000) as listener:
		app, browser = an_app_that_is_told(listener), signed_in()
		sign_in(app, browser)
		leave(browser)
		deliver()
		assert recorded(app, "logout_sent")


def test_nothing_is_sent_into_a_private_network_unless_it_is_allowed():
	"""Frappe 2026-31878: server-side fetch of a client's URL"""
	with listening() as listener:
		app, browser = an_app_that_is_told(listener), signed_in()
		sign_in(app, browser)
		tamper(app, oauth_plus_backchannel_private=0)
		frappe.clear_cache()
		leave(browser)
		deliver()
		assert listener.received == []
	[event] = events_of(app, event="logout_not_sent")
	assert "private network" in event.cause


def test_a_name_that_leads_into_a_private_network_is_found_out():
	with listening() as listener:
		port = listener.address.split(":")[2].split("/")[0]
		app, browser = an_app(), signed_in()
		sign_in(app, browser)
		tamper(app, oauth_plus_backchannel_logout_uri=f"http://localhost:{port}/logout")
		frappe.clear_cache()
		leave(browser)
		deliver()
		assert listener.received == []


@pytest.mark.parametrize(
	("uri", "is_allowed"),
	[
		("https://app.example.com/logout", False),
		("https://app.example.com/logout?x=1", False),
		("http://192.168.1.5:3000/logout", True),
		("https://10.0.0.1/logout", True),
		("https://[::1]/logout", True),
		("https://localhost/logout", True),
		("https://grafana.internal/logout", True),
		("http://127.0.0.1:8080/logout", True),
	],
)
def test_the_form_knows_a_private_address(uri, is_allowed):
	app = an_app()
	if is_allowed:
		with pytest.raises(frappe.ValidationError, match="Back-Channel Logout URI"):
			change(app, oauth_plus_backchannel_logout_uri=uri)
		frappe.db.rollback()
	change(app, oauth_plus_backchannel_logout_uri=uri, oauth_plus_backchannel_private=int(is_allowed))


@pytest.mark.parametrize(
	"uri", ["http://app.example.com/x", "https://a.example.com/#x", "ftp://a.example.com", "x"]
)
def test_an_unfit_address_is_refused_on_the_form(uri):
	app = an_app()
	for allowed in (0, 1):
		with pytest.raises(frappe.ValidationError, match="Back-Channel Logout URI"):
			change(app, oauth_plus_backchannel_logout_uri=uri, oauth_plus_backchannel_private=allowed)
		frappe.db.rollback()


def test_of_two_workers_one_sends():
	with listening() as listener:
		app, browser = an_app_that_is_told(listener), signed_in()
		sign_in(app, browser)
		leave(browser)
		frappe.db.rollback()
		[mine] = [each for each in sessions.due_logouts(1_000) if each.client_id == app.client_id]
		assert sessions.take(mine, time.time() + 60)
		assert not sessions.take(mine, time.time() + 60)
		frappe.db.commit()
		tasks.send_logout_tokens()
		assert listener.received == []


def test_metadata_say_so():
	"""OpenID Connect Back-Channel Logout §2.1"""
	document = body(Browser().get("/.well-known/openid-configuration"))
	assert document["backchannel_logout_supported"] is True
	assert document["backchannel_logout_session_supported"] is True


def test_of_a_deleted_user_the_sid_is_left():
	"""OpenID Connect Back-Channel Logout §2.4: sub or sid"""
	with listening() as listener:
		app, user = an_app_that_is_told(listener), a_user()
		sign_in(app, signed_in(user))
		frappe.delete_doc("User", user, force=True, ignore_permissions=True)
		frappe.db.commit()
		run("end_ended_sessions")
		deliver()
		assert set(claims_in(listener, app)) >= {"sid"}


def test_a_session_that_ends_by_itself_is_seen_at_once(monkeypatch):
	"""Frappe writes Activity Log for every session that it deletes; a worker does the rest"""
	queued: list[tuple[str, dict[str, Any]]] = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: queued.append((method, values)))
	user = a_user("System Manager")
	frappe.sessions.clear_sessions(user, force=True)
	assert "oauth_plus.tasks.end_sessions_of" not in [method for method, _ in queued]
	sign_in(an_app(), signed_in(user))
	frappe.sessions.clear_sessions(user, force=True)
	assert ("oauth_plus.tasks.end_sessions_of", user) in [
		(method, each.get("user")) for method, each in queued
	]
