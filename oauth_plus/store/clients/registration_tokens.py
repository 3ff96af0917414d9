"""Initial access tokens (RFC 7591 §3): each is stored by its digest alone, and works for a number of clients."""

from datetime import datetime

import frappe

from oauth_plus.platform import clock, sql
from oauth_plus.platform.frappe_private import affected_rows
from oauth_plus.rules import secret

DOCTYPE = "OAuth Plus Initial Access Token"


def issue(label: str, uses: int, ends_at: datetime) -> secret.ShownOnce:
	"""Store the digest of a new token that ends at `ends_at` (UTC, aware), and return the token, this once."""
	token = secret.ShownOnce(secret.new_token())
	values = {"ends": clock.to_column(ends_at), "ends_at": clock.to_epoch(ends_at)}
	sql.insert(DOCTYPE, secret.digest(token), {"label": label[:140], "uses": uses, "used": 0} | values)
	return token


def is_live(token: str, now: datetime) -> bool:
	"""Return whether the token works for one more client."""
	row = sql.first(DOCTYPE, ["uses", "used", "ends_at"], name=secret.digest(token))
	return row is not None and row.used < row.uses and clock.to_epoch(now) < row.ends_at


def spend(token: str, now: datetime) -> bool:
	"""Use the token for one client. False where it works no more: of two requests at once, one gets its last use."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.update(table).set(table.used, table.used + 1).where(table.name == secret.digest(token))
	query.where((table.used < table.uses) & (table.ends_at > clock.to_epoch(now))).run()
	return affected_rows() == 1
