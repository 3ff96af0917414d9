"""New clients as the dialog New Connection plans them: their faults before anything is written, and their creation."""

from typing import Any

import frappe
from frappe.model.document import Document

from oauth_plus.rules.client_faults import Fault, refused_at
from oauth_plus.rules.connections.plan import Plan
from oauth_plus.store.clients import client_creation, client_faults, client_gates
from oauth_plus.store.clients.client_fields import REGISTERED_METADATA
from oauth_plus.store.clients.metadata_columns import columns_of
from oauth_plus.store.scopes import scope_offer


def faults_of(plan: Plan) -> tuple[Fault, ...]:
	"""Return all faults with which the client could not be saved. Writes nothing."""
	scopes = {"scopes": " ".join(plan.metadata.scopes)}
	row = frappe._dict(columns_of(plan.metadata) | plan.own | scopes)
	return refused_at(client_gates.of_row(row), client_faults.faults_of(row))


def beyond_giver(plan: Plan, *, may_give_everything: bool) -> tuple[str, ...]:
	"""Return the scopes of the plan that the session's user may not give; empty for none."""
	return scope_offer.beyond(plan.metadata.scopes, may_give_everything=may_give_everything)


def create(plan: Plan, *, may_give_everything: bool) -> Document:
	"""Insert the client, and return it with its secret. Checks no permission to create clients. Raises UnfitClient with all
	faults, and undoes what was written; PermissionError for what System Managers alone may allow."""
	own: dict[str, Any] = plan.own | {
		REGISTERED_METADATA: ""
	}  # an administrator made it, no app registered itself
	return client_creation.create(plan.metadata, allows_all=may_give_everything, **own)
