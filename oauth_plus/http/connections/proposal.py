"""A planned client: previewed with all faults, or created."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

from oauth_plus.http import response
from oauth_plus.http.connections import how_to, summary
from oauth_plus.http.desk_values import mapping_of
from oauth_plus.rules import secret
from oauth_plus.rules.client_faults import Fault
from oauth_plus.rules.connections import answers as said
from oauth_plus.rules.connections.answers import Answers
from oauth_plus.rules.connections.kind import ConnectionWay, Question
from oauth_plus.rules.connections.kinds import kind_named
from oauth_plus.rules.connections.plan import Plan, planned
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.store import client_lookup
from oauth_plus.store.clients import connections
from oauth_plus.store.clients.client_creation import UnfitClient
from oauth_plus.store.people import users
from oauth_plus.store.scopes import delegable

WITH_SECRET = (AuthMethod.BASIC, AuthMethod.POST)


@dataclass(frozen=True)
class Proposal:
	"""Answers of a user to the questions of one way, and the plan that they make."""

	way: ConnectionWay
	answers: Answers
	plan: Plan
	is_administrator: bool

	def faults(self) -> dict[str, list[str]]:
		"""Return all faults by question, as HTML sentences; empty for none."""
		lacking = said.missing(self.answers, self.way)
		scopes = () if self.is_administrator else self.plan.metadata.scopes
		beyond = delegable.beyond(frappe.session.user, scopes)
		return summary.faults_at(self.way, lacking, connections.faults_of(self.plan), beyond)


def preview(kind: str, way: str, answers: object) -> dict[str, Any]:
	"""Return the summary with its notes, and all faults. Throws PermissionError for a way that the user may not take."""
	proposal = _proposed(kind, way, answers)
	faults = proposal.faults()
	return {
		"faults": faults,
		"notes": [] if faults else summary.notes_of(proposal.plan),
		"summary": summary.rows_of(proposal.plan, proposal.way),
	}


def create(kind: str, way: str, answers: object) -> dict[str, Any]:
	"""Create the client, or return all faults. Throws PermissionError for a way that the user may not take."""
	proposal = _proposed(kind, way, answers)
	if faults := proposal.faults():
		return {"faults": faults}
	try:
		document = connections.create(proposal.plan, may_give_everything=proposal.is_administrator)
	except UnfitClient as error:
		return {"faults": _as_faults(proposal.way, error.faults, str(error))}
	response.forbid_storing()
	needs_secret = proposal.plan.metadata.method in WITH_SECRET
	has_secret = needs_secret and not secret.is_mask(document.client_secret)
	client = client_lookup.find_fresh(document.name)
	return {
		"faults": {},
		"client": document.name,
		"client_secret": str(document.client_secret) if has_secret else "",
		"lacks_secret": needs_secret and not has_secret,
		"how_to": client and how_to.how_to(client),
	}


def _as_faults(way: ConnectionWay, faults: tuple[Fault, ...], sentence: str) -> dict[str, list[str]]:
	lacking: tuple[Question, ...] = ()
	return summary.faults_at(way, lacking, faults) or {"": [frappe.utils.escape_html(sentence)]}


def _proposed(kind_name: str, way_name: str, sent: object) -> Proposal:
	way = _way_named(kind_name, way_name)
	is_administrator = users.is_administrator(frappe.session.user)
	if way.needs_administrator and not is_administrator:
		frappe.throw(_("Only a System Manager can make this connection."), frappe.PermissionError)
	answers = said.read(mapping_of(sent), way)
	return Proposal(way, answers, planned(way, answers), is_administrator)


def _way_named(kind_name: str, way_name: str) -> ConnectionWay:
	kind = kind_named(kind_name)
	way = kind.way(way_name) if kind else None
	if way is None:
		raise frappe.ValidationError(_("There is no such kind of app."))
	return way
