"""`bench oauth-plus after-restore`: a restored backup is a site of its own, on which nothing of the original works."""

from collections.abc import Iterator

import frappe
import pytest

from oauth_plus.jobs import restored_copy
from oauth_plus.platform import clock
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.tests import bench, keys
from oauth_plus.tests import site as the_site
from oauth_plus.tests.factories import a_regular, an_app, an_old_app, with_any_session
from oauth_plus.tests.journey import Tokens, a_code, acts_as, ask, redeem, refresh, refused, sign_in
from oauth_plus.tests.keys import active_kid, kid_of, served
from oauth_plus.tests.ledger import families_of, rows_of
from oauth_plus.tests.site import ISSUER, consent_remembered


def command(*words: str) -> str:
	said = bench.run("oauth-plus", "after-restore", *words)
	the_site.see_what_others_wrote()
	return said


@pytest.fixture(scope="module")
def brought_along(site) -> list[Tokens]:
	"""What a backup holds of the original."""
	tokens = [sign_in(an_app()), sign_in(an_old_app())]
	assert all(acts_as(each.access_token) for each in tokens), "and is remembered"
	return tokens


@pytest.fixture(scope="module")
def code(brought_along: list[Tokens]) -> str:
	"""A code that was under way."""
	return a_code(brought_along[0].app)


def test_a_dry_run_counts_and_changes_nothing(brought_along: list[Tokens]):
	before = active_kid()
	said = command("--dry-run")
	assert "after-restore (dry run): " in said
	assert " grants in " in said
	assert all(acts_as(each.access_token) == a_regular() for each in brought_along)
	assert active_kid() == before


def test_it_asks_before_it_ends_everything(brought_along: list[Tokens]):
	ended = bench.command("oauth-plus", "after-restore")
	assert ended.returncode == 1
	assert "end every grant of this site?" in ended.stdout
	assert acts_as(brought_along[0].access_token) == a_regular()


@pytest.fixture(scope="module")
def webhook(site) -> Iterator[str]:
	"""One that the original has, and that hears of each grant that ends."""
	values = {
		"title": "Original",
		"url": "https://receiver.example.com/hook",
		"events": [{"event": "grant_ended"}],
	}
	document = frappe.get_doc({"doctype": "OAuth Plus Webhook", **values}).insert(ignore_permissions=True)
	frappe.db.commit()
	yield document.name
	frappe.delete_doc("OAuth Plus Webhook", document.name, force=True, ignore_permissions=True)
	frappe.db.commit()


@pytest.fixture(scope="module")
def restored(brought_along: list[Tokens], code: str, webhook: str) -> str:
	"""What the command said."""
	signed_by = kid_of(brought_along[0].answer["id_token"])
	assert signed_by in served()
	return command("--yes")


def test_no_token_and_no_code_of_the_original_works(restored: str, brought_along: list[Tokens], code: str):
	for tokens in brought_along:
		assert acts_as(tokens.access_token) is None
		assert refused(refresh(tokens), "invalid_grant")
		assert {family.end_reason for family in families_of(tokens.app)} == {"site_restored"}
	assert refused(redeem(brought_along[0].app, code), "invalid_grant")
	frappe.db.rollback()
	assert not frappe.get_all("OAuth Plus Grant", filters={"state": "Active"})


def test_no_receiver_of_the_original_hears_of_it(restored: str, webhook: str):
	row = frappe.db.get_value("OAuth Plus Webhook", webhook, ["enabled"], as_dict=True)
	assert not row.enabled
	assert not frappe.get_all("OAuth Plus Webhook Delivery", {"webhook": webhook})
	assert "1 webhooks" in restored


def test_people_are_asked_anew(restored: str, brought_along: list[Tokens]):
	with consent_remembered():
		assert ask(with_any_session(), brought_along[0].app).status_code == 200


def test_the_keys_of_the_original_verify_nothing(restored: str, brought_along: list[Tokens]):
	assert list(served()) == [active_kid()]
	assert kid_of(brought_along[0].answer["id_token"]) not in served()
	assert set(keys.private_halves()) == {active_kid()}
	assert active_kid() in restored


def test_it_says_what_is_left_to_do(restored: str):
	assert f"The issuer is {ISSUER}." in restored
	for word in ("host_name", "rotate-secret", "encryption_key", "API keys"):
		assert word in restored, word
	live = secret_rows.count_live(clock.now())
	assert any(sentence.startswith(f"{live} client secrets") for sentence in restored_copy.left_to_do())


def test_it_is_written_down(restored: str):
	reasons = frappe.get_all("OAuth Plus Event", filters={"event": "job_done"}, pluck="reason")
	assert "after-restore" in reasons


def test_apps_begin_anew(restored: str, brought_along: list[Tokens]):
	tokens = sign_in(brought_along[0].app)
	assert acts_as(tokens.access_token) == a_regular()
	assert kid_of(tokens.answer["id_token"]) == active_kid()
	assert rows_of(tokens.app)
