"""All that a request writes stands or falls together; Frappe commits at its end."""

import frappe

CONFLICTS = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)
"""The database chose another request of two that were in each other's way."""


def undo() -> None:
	"""Forget what this request wrote, and look at the database afresh."""
	frappe.db.rollback()


def keep() -> None:
	"""Commit: for commands at a terminal and jobs, which no request ends for."""
	frappe.db.commit()
