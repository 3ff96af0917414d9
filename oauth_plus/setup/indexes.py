"""Indexes that this app adds, as a DocType with its columns."""

INDEXES = [
	("OAuth Bearer Token", ["refresh_token"]),
	("OAuth Bearer Token", ["oauth_plus_purge_at"]),
	("OAuth Authorization Code", ["oauth_plus_expires_at"]),
]
"""Indexes on Frappe's DocTypes. Without the first, a query for a refresh token among a million rows takes eleven
seconds."""

OWN_INDEXES = [
	("OAuth Plus Grant", ["user", "client", "state", "creation"]),
	("OAuth Plus Grant", ["client", "state"]),
	("OAuth Plus Grant", ["state", "idle_ends"]),
	("OAuth Plus Grant", ["state", "absolute_ends"]),
	("OAuth Plus Grant", ["state", "ended_at"]),
	("OAuth Plus Grant", ["sealed_until"]),
	("OAuth Plus Grant", ["creation"]),
	("OAuth Plus Consent", ["user", "client"]),
	("OAuth Plus Consent", ["client"]),
	("OAuth Plus Consent", ["withdrawn"]),
	("OAuth Plus Device Request", ["expires_at"]),
	("OAuth Plus Device Request", ["user"]),
	("OAuth Plus Device Request", ["client"]),
	("OAuth Plus Event", ["creation"]),
	("OAuth Plus Event", ["last_time"]),
	("OAuth Plus Event", ["user", "last_time"]),
	("OAuth Plus Event", ["client", "last_time"]),
	("OAuth Plus Event", ["client", "outcome", "last_time"]),
	("OAuth Plus Event", ["outcome", "creation"]),
	("OAuth Plus Webhook Delivery", ["state", "due"]),
	("OAuth Plus Webhook Delivery", ["webhook", "creation"]),
	("OAuth Plus Webhook Delivery", ["creation"]),
]
"""Indexes on our own DocTypes. Frappe drops them with the tables."""
