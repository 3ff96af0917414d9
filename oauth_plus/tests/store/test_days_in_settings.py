"""Fields of Settings that hold days: what is outside of the calendar stops neither tokens nor jobs."""

import time
from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from oauth_plus import tasks
from oauth_plus.store.grants import sweep
from oauth_plus.store.site import day_settings
from oauth_plus.store.site.settings import DOCTYPE
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import METHOD
from oauth_plus.tests.factories import an_app, signed_in
from oauth_plus.tests.journey import acts_as, refresh, sign_in, tokens_of

JOBS = (tasks.expire, tasks.revoke, tasks.purge, tasks.rotate_signing_keys)


@pytest.fixture(params=[10**9, -5])
def odd(request: pytest.FixtureRequest) -> Iterator[int]:
	"""Days that somebody wrote past the form, in every field."""
	before = {field: frappe.db.get_single_value(DOCTYPE, field) for field in day_settings.FIELDS}
	_write(dict.fromkeys(before, request.param))
	yield request.param
	_write(before)


def _write(values: dict[str, int]) -> None:
	for field, value in values.items():
		frappe.db.set_single_value(DOCTYPE, field, value)
	frappe.clear_document_cache(DOCTYPE, DOCTYPE)
	frappe.db.commit()


@pytest.mark.parametrize("field", day_settings.FIELDS)
def test_more_than_a_hundred_years_are_refused_with_the_name_of_the_field(field):
	answer = signed_in().open(f"/api/resource/{DOCTYPE}/{DOCTYPE}", "PUT", json={field: 36_501})
	assert answer.status_code == 417
	assert "days." in answer.text


def test_nobody_is_disabled_for_days_of_which_no_event_is_kept():
	for days in (366, 365):
		answer = signed_in().open(
			f"/api/resource/{DOCTYPE}/{DOCTYPE}", "PUT", json={"unused_client_days": days}
		)
		assert answer.status_code == (417 if days > 365 else 200), answer.text


def test_whatever_wrote_them_tokens_are_issued_and_jobs_run(odd):
	app = an_app()
	tokens = sign_in(app)
	time.sleep(sweep.SWEEP_EVERY + 0.1)
	renewed = tokens_of(app, refresh(tokens))
	for job in JOBS:
		job()
	frappe.db.commit()
	the_site.see_what_others_wrote()
	assert acts_as(renewed.access_token)
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enabled"), (
		"not out of use, whatever is negative"
	)
	for method in ("enforcement.progress_of_site", "workspace.unused_clients"):
		assert signed_in().get(METHOD + f"oauth_plus.api.{method}").status_code == 200


def test_a_purge_deletes_by_the_default_where_the_days_are_negative(odd):
	"""And nothing that ended yesterday"""
	app = an_app()
	sign_in(app)
	yesterday = {"state": "Expired", "ended_at": add_days(now_datetime(), -1)}
	frappe.db.set_value("OAuth Plus Grant", {"client": app.client_id}, yesterday)
	frappe.db.commit()
	tasks.purge()
	assert frappe.db.count("OAuth Plus Grant", {"client": app.client_id}) == 1
