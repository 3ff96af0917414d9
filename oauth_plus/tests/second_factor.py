"""A user who signs in with Frappe's second factor."""

import contextlib
from collections.abc import Iterator

import frappe
import pyotp

from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import PASSWORD, a_user


@contextlib.contextmanager
def signed_in_twice() -> Iterator[Browser]:
	"""A browser whose user proved themselves with a password and a one-time password, while the site asks for both."""
	user, secret = a_user("System Manager"), pyotp.random_base32()
	_switch(is_on=1, method="OTP App")
	frappe.db.set_default(f"{user}_otpsecret", frappe.utils.password.encrypt(secret), parent="__2fa")
	frappe.db.set_default(f"{user}_otplogin", 1, parent="__2fa")
	frappe.db.commit()
	try:
		browser = Browser()
		first = browser.post(METHOD + "login", {"usr": user, "pwd": PASSWORD})
		one_time = {"otp": pyotp.TOTP(secret).now(), "tmp_id": body(first)["tmp_id"]}
		browser.post(METHOD + "login", {"cmd": "login"} | one_time)
		yield browser
	finally:
		_switch(is_on=0)


def _switch(*, is_on: int, **method: str) -> None:
	chosen = {"enable_two_factor_auth": is_on} | {f"two_factor_{name}": each for name, each in method.items()}
	frappe.db.set_single_value("System Settings", chosen)
	frappe.db.set_value("Role", "All", "two_factor_auth", is_on)
	frappe.db.commit()
	frappe.clear_cache()
