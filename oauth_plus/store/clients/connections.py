"""New clients as the dialog New Connection plans them: their faults before anything is written, and their creation."""

from typing import Any

import frappe
from frappe.model.document import Document

from oauth_plus.rules.client_faults import Fault, refused_at
from oauth_plus.rules.connections.plan import Plan
from oauth_plus.store.clients import client_creation, client_faults, client_gates
from oauth_plus.store.clients.client_fields import REGISTERED_METADATA
from oauth_plus.store.clients.metadata_columns import columns_of


def faults_of(plan: Plan) -> tuple[Fault, ...]:
	"""Return all faults with which the client could not be saved. Writes nothing."""
	scopes = {"scopes": " ".join(plan.metadata.scopes)}
	row = frappe._dict(columns_of(plan.metadata) | plan.own | scopes)
	return refused_at(client_gates.of_row(row), client_faults.faults_of(row))


def create(plan: Plan, *, may_give_everything: bool) -> Document:
	"""Insert the client as the session's user would on its form, and return it with its secret. Raises UnfitClient with all
	faults, and undoes what was written; PermissionError for what the user may not give."""
	own: dict[str, Any] = plan.own | {
		REGISTERED_METADATA: ""
	}  # an administrator made it, no app registered itself
	return client_creation.create(plan.metadata, allows_all=may_give_everything, is_by_person=True, **own)
