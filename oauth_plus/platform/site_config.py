"""Settings of Frappe itself that decide how safe the site is."""

import frappe


def admits_every_origin() -> bool:
	"""Return whether scripts of every website may call this site with cookies (Fetch §3.2)."""
	allowed = frappe.conf.get("allow_cors")
	return allowed == "*" or (isinstance(allowed, list) and "*" in allowed)


def ignores_csrf() -> bool:
	"""Return whether Frappe's protection against forged requests is switched off."""
	return bool(frappe.conf.get("ignore_csrf"))


def sends_email() -> bool:
	"""Return whether the site has a default outgoing Email Account, or a mail server in its configuration."""
	if frappe.conf.get("mail_server"):
		return True
	return bool(frappe.db.exists("Email Account", {"enable_outgoing": 1, "default_outgoing": 1}))
