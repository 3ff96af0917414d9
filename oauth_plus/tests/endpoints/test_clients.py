"""What the buttons on the form of an OAuth Client do: secrets made, listed, ended."""

import json
import re
import time
from typing import Any

import pytest
import time_machine
from werkzeug.test import TestResponse

from oauth_plus.tests.assertions import an_app_with_keys
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import App, a_public_app, a_user, an_app, signed_in
from oauth_plus.tests.journey import redeem, refused
from oauth_plus.tests.ledger import events_of, rows_of

CLIENTS = METHOD + "oauth_plus.api.clients."
SECRETS = "OAuth Plus Client Secret"
DAY = 86_400


@pytest.fixture(scope="module")
def manager() -> Browser:
	return signed_in()


def press(browser: Browser, button: str, app: App, **values: Any) -> TestResponse:
	return browser.post(CLIENTS + button, {"client": app.client_id, **values})


def made(browser: Browser, app: App, **values: Any) -> App:
	"""The app with the secret that was just shown."""
	answer = press(browser, "new_secret", app, **values)
	assert answer.status_code == 200, answer.text
	return App(app.client_id, body(answer)["message"]["client_secret"])


def listed(browser: Browser, app: App) -> list[dict[str, Any]]:
	return body(press(browser, "live_secrets", app))["message"]


def proves_itself(app: App) -> bool:
	"""The endpoint gets as far as the code, which is none."""
	answer = redeem(app, "no such code")
	return answer.status_code == 400 and refused(answer, "invalid_grant")


def test_a_new_secret_works_beside_the_old_one(manager):
	app = an_app()
	other = made(manager, app, label="For the new server")
	assert re.fullmatch("[0-9a-f]{64}", other.client_secret)
	assert proves_itself(app)
	assert proves_itself(other)


@pytest.mark.parametrize("make", [a_public_app, an_app_with_keys])
def test_who_is_never_asked_for_a_secret_gets_none(manager, make):
	"""RFC 7523 §2.2: it would not be accepted"""
	app = make()
	before = listed(manager, app)
	assert press(manager, "new_secret", app).status_code == 417
	assert listed(manager, app) == before


def test_the_answer_is_not_to_be_stored(manager):
	assert press(manager, "new_secret", an_app()).headers["Cache-Control"] == "no-store"


def test_the_old_secret_ends_by_itself_when_the_overlap_is_over(manager):
	app = an_app()
	other = made(manager, app, overlap_days=2)
	with time_machine.travel(time.time() + 2 * DAY - 60):
		assert proves_itself(app)
	with time_machine.travel(time.time() + 2 * DAY + 1):
		assert refused(redeem(app, "x"), "invalid_client", 401)
		assert proves_itself(other)


def test_an_ended_secret_is_refused_with_a_cause_that_says_so(manager):
	"""The app is told no more than for a wrong one; the administrator is"""
	app = an_app()
	made(manager, app, overlap_days=0)
	ended = body(redeem(app, "x"))
	(refusal,) = events_of(app, outcome="Refused")
	assert re.fullmatch(
		r"The secret 'Created with the client' ended on \d{4}-\d\d-\d\d \d\d:\d\d UTC", refusal.cause
	)
	assert "newest secret" in refusal.fix
	assert ended == body(redeem(App(app.client_id, "wrong"), "x"))


def test_a_new_secret_may_have_an_end(manager):
	app = an_app()
	other = made(manager, app, ends=time.strftime("%Y-%m-%d", time.localtime(time.time() + 10 * DAY)))
	assert proves_itself(other)
	with time_machine.travel(time.time() + 10 * DAY + 1):
		assert refused(redeem(other, "x"), "invalid_client", 401)


@pytest.mark.parametrize(
	"values",
	[{"overlap_days": -1}, {"overlap_days": 4_000}, {"overlap_days": "many"}, {"ends": "2020-01-01"}],
)
def test_senseless_wishes_are_refused_and_nothing_is_made(manager, values):
	app = an_app()
	assert press(manager, "new_secret", app, **values).status_code in (400, 417)
	assert len(rows_of(app, SECRETS)) == 1
	assert proves_itself(app)


def test_a_shorter_end_is_not_made_longer_by_a_rotation(manager):
	app = an_app()
	made(manager, app, overlap_days=1)
	made(manager, app, overlap_days=30)
	with time_machine.travel(time.time() + DAY + 60):
		assert refused(redeem(app, "x"), "invalid_client", 401)


def test_the_list_tells_secrets_apart_without_telling_them(manager):
	app = an_app()
	other = made(manager, app, label="For the new server")
	proves_itself(other)
	first, second = listed(manager, app)
	assert (first["label"], second["label"]) == ("Created with the client", "For the new server")
	assert (first["hint"], second["hint"]) == (app.client_secret[-4:], other.client_secret[-4:])
	assert first["ends"]
	assert not second["ends"]
	assert not first["last_used"]
	assert second["last_used"]
	assert other.client_secret not in json.dumps([first, second])


def test_end_now_ends_one_secret_at_once(manager):
	app = an_app()
	other = made(manager, app)
	name = listed(manager, app)[0]["name"]
	assert press(manager, "end_secret", app, name=name).status_code == 200
	assert refused(redeem(app, "x"), "invalid_client", 401)
	assert proves_itself(other)
	assert len(listed(manager, app)) == 1
	assert press(manager, "end_secret", app, name=name).status_code == 417


def test_a_secret_is_ended_on_its_own_client_only(manager):
	app, other = an_app(), an_app()
	name = listed(manager, app)[0]["name"]
	assert press(manager, "end_secret", other, name=name).status_code == 417
	assert proves_itself(app)


def test_what_was_made_and_ended_is_written_down(manager):
	app = an_app()
	made(manager, app, label="Second", overlap_days=0)
	told = {(row.event, row.cause) for row in events_of(app, outcome="Allowed")}
	assert ("secret_created", "The secret 'Second' was created") in told
	assert ("secret_ended", "The secret 'Created with the client' was ended") in told


@pytest.mark.parametrize("button", ["live_secrets", "new_secret", "end_secret"])
def test_the_buttons_are_for_those_who_may_edit_the_client(button):
	app = an_app()
	for browser in (Browser(), signed_in(a_user("Website Manager"))):
		assert press(browser, button, app, name="x").status_code in (401, 403)
	assert len(rows_of(app, SECRETS)) == 1


def test_a_link_makes_no_secret(manager):
	app = an_app()
	assert manager.get(CLIENTS + "new_secret", {"client": app.client_id}).status_code == 403
	assert len(rows_of(app, SECRETS)) == 1


def test_an_unknown_client_gets_no_secret(manager):
	assert press(manager, "new_secret", App("nobody", "")).status_code in (403, 404)


def test_use_is_noted_once_in_five_minutes(manager):
	app = an_app()
	proves_itself(app)
	(first,) = rows_of(app, SECRETS)
	proves_itself(app)
	assert rows_of(app, SECRETS) == [first]
	with time_machine.travel(time.time() + 301):
		proves_itself(app)
	assert rows_of(app, SECRETS)[0].last_used > first.last_used
