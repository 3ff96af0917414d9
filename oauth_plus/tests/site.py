"""The site under test, as this process holds it. Requests run in a thread of their own (browser.py),
because Frappe keeps one request's world in context variables and tears it down at the end."""

import contextlib
from collections.abc import Iterator
from typing import Any

import frappe
import redis

from oauth_plus.platform import cache
from oauth_plus.store.site import limit_settings

CONFIG = {
	"host_name": "https://erp.example.com",
	"throttle_user_limit": 10_000,
	"max_queued_jobs": 1_000_000,
}
"""What the suite adds to the site's configuration: the issuer that tests expect, people without end, and jobs
for each of them that no worker of this bench may ever do."""

SIGNING = {"id_token_signing_algorithm": "RS256", "signing_key_rotation_days": 90}
"""What Settings say of ID tokens after installation."""

SWITCHES = (
	"allow_administrator",
	"above_a_year",
	"require_dpop_nonces",
	"require_pushed_authorization_requests",
	"unused_client_days",
	"vouch_for_email_addresses",
	"registration_allows_all",
	"client_id_metadata_documents",
	"private_client_documents",
	"notify_of_registrations",
	"webhooks_into_private_networks",
)

REGISTRATION = {"client_registration": "", "registrations_per_day": 100, "unused_registration_days": 30}

LETTERS = {"email_on_first_consent": 1, "email_on_replay": 1, "challenge_guests": 1}

ENFORCEMENT = {"exceptions": "", "days_before_enforce": 14}
LIMITS = {"limit_requests": 1, "limits_without_redis": "Answer Requests"} | {
	limit_settings.field(*each): most for each, most in limit_settings.DEFAULTS.items()
}

TOKENS = {"webhook_days": 5, "scrape_token_digest": "", "scrape_token_created": None}

SETTINGS = "OAuth Plus Settings"

ISSUER = CONFIG["host_name"]


@contextlib.contextmanager
def opened(name: str) -> Iterator[str]:
	"""Connected as Administrator, with the suite's configuration in place."""
	frappe.init(name, sites_path=".")
	frappe.connect()
	with configured(**CONFIG):
		restore_settings()  # those of an older version lack what came since
		frappe.db.commit()
		yield name
	frappe.destroy()


@contextlib.contextmanager
def configured(**values: Any) -> Iterator[None]:
	"""Values in site_config.json for a while; None takes a key out."""
	from frappe.installer import update_site_config

	before = {key: frappe.get_site_config().get(key) for key in values}
	_write(update_site_config, values)
	try:
		yield
	finally:
		_write(update_site_config, before)


def _write(update: Any, values: dict[str, Any]) -> None:
	for key, value in values.items():
		update(key, "None" if value is None else value, validate=False)
		if value is None:
			frappe.conf.pop(key, None)
		else:
			frappe.conf[key] = value


@contextlib.contextmanager
def settings(**values: Any) -> Iterator[None]:
	"""OAuth Plus Settings with these values for a while."""
	_save_settings(values)
	try:
		yield
	finally:
		restore_settings()


@contextlib.contextmanager
def consent_remembered() -> Iterator[None]:
	"""Frappe's own "Skip Authorization: Auto", for a while."""
	with _single("OAuth Provider Settings", "skip_authorization", "Auto"):
		yield


@contextlib.contextmanager
def registration_open(*, is_open: bool = True, **values: Any) -> Iterator[None]:
	"""Anybody registers clients, for a while; or nobody."""
	with settings(client_registration="Open" if is_open else "Off", **values):
		yield


@contextlib.contextmanager
def open_by_frappe(*, is_open: bool = True) -> Iterator[None]:
	"""Frappe's own "Enable Dynamic Client Registration" (v16), for a while."""
	with _single("OAuth Settings", "enable_dynamic_client_registration", "1" if is_open else "0"):
		yield


@contextlib.contextmanager
def time_zone(name: str) -> Iterator[None]:
	"""The site stands somewhere else for a while; rows from before tell another time then."""
	with _single("System Settings", "time_zone", name):
		yield


@contextlib.contextmanager
def _single(doctype: str, field: str, value: str) -> Iterator[None]:
	before = frappe.db.get_single_value(doctype, field, cache=False)
	_set_single(doctype, field, value)
	try:
		yield
	finally:
		_set_single(doctype, field, before)


def _set_single(doctype: str, field: str, value: str | None) -> None:
	frappe.db.rollback()
	frappe.db.set_single_value(doctype, field, value)
	frappe.db.commit()
	frappe.clear_document_cache(doctype, doctype)
	if hasattr(frappe.local, "system_settings"):
		del frappe.local.system_settings


def restore_settings() -> None:
	"""As after installation."""
	frappe.db.rollback()
	if frappe.db.count("Singles", {"doctype": "OAuth Plus Settings"}):
		changed = frappe.db.get_singles_dict("OAuth Plus Settings")
		zeros = {k: 0 for k in changed if k.endswith(("_lifetime", "_retention")) or k in SWITCHES}
		ours = zeros | {"issuer": ""} | SIGNING | LETTERS | ENFORCEMENT | REGISTRATION | LIMITS | TOKENS
		is_older = not {
			field.fieldname for field in frappe.get_meta(SETTINGS).fields if field.fieldtype == "Data"
		} <= set(changed)
		if is_older or any(str(changed.get(key) or 0) != str(value or 0) for key, value in ours.items()):
			_save_settings(ours)


def _save_settings(values: dict[str, Any]) -> None:
	document = frappe.get_doc("OAuth Plus Settings")
	document.update(values)
	document.save(ignore_permissions=True)
	frappe.db.commit()


def reopen() -> None:
	"""Another process changed the site's apps: forget what this one knew of it."""
	name = frappe.local.site
	frappe.destroy()
	frappe.init(name, sites_path=".", force=True)
	frappe.connect()
	frappe.clear_cache()


def see_what_others_wrote() -> None:
	"""Leave the transaction: requests commit in connections of their own."""
	frappe.db.commit()


def forget_refusals() -> None:
	"""Each test counts its own against the cap that keeps a flood out of the trail."""
	patterns = (
		frappe.cache.make_key("oauth_plus:refused*"),
		cache.lasting_key("oauth_plus_attempts", "*"),
		cache.lasting_key("oauth_plus_limits", "*"),
	)
	for pattern in patterns:
		if counts := redis.Redis.keys(frappe.cache, pattern):
			redis.Redis.delete(frappe.cache, *counts)


def forget_filters(user: str) -> None:
	"""As if somebody had never filtered a list: Frappe keeps it, in Redis until a job writes it."""
	frappe.db.rollback()
	frappe.db.delete("__UserSettings", {"user": user})
	frappe.db.commit()
	frappe.cache.delete_value("_user_settings")


def forget_all_that_redis_knows() -> None:
	"""As a Redis that was flushed; what belongs to other sites of the bench stays."""
	pattern = frappe.cache.make_key("*")
	if keys := redis.Redis.keys(frappe.cache, pattern):
		redis.Redis.delete(frappe.cache, *keys)
	if hasattr(frappe, "client_cache"):
		frappe.client_cache.clear_cache()
