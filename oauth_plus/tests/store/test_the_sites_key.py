"""All that is sealed depends on the site's encryption key, which Frappe makes lazily: there is one, whoever asks
first."""

import subprocess
import sys
from collections.abc import Iterator

import frappe
import pytest

from oauth_plus.store.site import encryption_key
from oauth_plus.tests.browser import METHOD, through
from oauth_plus.tests.factories import a_regular, an_old_app, signed_in
from oauth_plus.tests.journey import acts_as, refresh, sign_in, tokens_of
from oauth_plus.tests.ledger import recorded
from oauth_plus.tests.served import running
from oauth_plus.tests.site import configured

KEY = encryption_key.ENCRYPTION_KEY

DERIVE = """
import sys
import frappe
frappe.init(sys.argv[1], sites_path=".")
assert "encryption_key" not in frappe.conf
print("ready", flush=True)
sys.stdin.readline()
from oauth_plus.store.site import encryption_key
print(encryption_key.derived_key("test"))
"""
"""A process that has read a configuration without a key, and needs one when it is told to."""


@pytest.fixture
def without_key(site) -> Iterator[None]:
	with configured(**{KEY: None}):
		yield


def test_processes_that_need_a_key_at_once_make_one(without_key):
	command = [sys.executable, "-W", "ignore", "-c", DERIVE, frappe.local.site]
	pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
	workers = [subprocess.Popen(command, **pipes) for _ in range(4)]
	for worker in workers:
		assert worker.stdout.readline() == "ready\n"
	derived = [worker.communicate("go\n", timeout=60)[0] for worker in workers if not worker.stdin.flush()]
	assert len(set(derived)) == 1
	assert len(derived[0].strip()) == 64
	assert frappe.get_site_config()[KEY]


def test_a_configuration_that_is_older_than_the_key_makes_no_second_one(without_key):
	"""v16 keeps it for a minute in each worker"""
	first = encryption_key.derived_key("test")
	written = frappe.get_site_config()[KEY]
	frappe.conf.pop(KEY)
	assert encryption_key.derived_key("test") == first
	assert frappe.get_site_config()[KEY] == frappe.conf[KEY] == written


def test_a_worker_that_read_its_configuration_before_takes_the_key_over(without_key):
	"""Frappe's own code would make a second one, whatever the request is for"""
	with running(frappe.local.site, workers=1) as server, through(server.address):
		manager = signed_in()
		encryption_key.settle_key()
		written = frappe.get_site_config()[KEY]
		answer = manager.post(METHOD + "frappe.core.doctype.user.user.generate_keys", {"user": a_regular()})
		assert answer.status_code == 200, answer.text
		assert frappe.get_site_config()[KEY] == written


def test_a_refresh_goes_on_without_an_id_token_that_cannot_be_signed():
	"""OpenID Connect Core §12.2; the key of before is gone, and with it the copies of secrets"""
	app = an_old_app()
	first = tokens_of(app, refresh(sign_in(app)))
	has_one = "id_token" in first.answer  # older oauthlibs give none with a refresh
	with configured(**{KEY: None}):
		encryption_key.settle_key()
		second = tokens_of(app, refresh(first, client_secret=None))
		assert "id_token" not in second.answer
		assert recorded(app, "id_token_unsigned") == has_one
		assert acts_as(second.access_token) == a_regular()
		third = tokens_of(app, refresh(second, client_secret=None))
	assert ("id_token" in tokens_of(app, refresh(third)).answer) == has_one
