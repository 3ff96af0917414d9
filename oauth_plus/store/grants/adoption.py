"""Families of tokens from before installation, which get one when they are converted or first used."""

from dataclasses import replace
from typing import Any

import frappe

from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.store.grants import families
from oauth_plus.store.grants.family import GIVEN, GRANT, Family, State
from oauth_plus.store.tokens import bearer_marks, token_rows
from oauth_plus.store.tokens.token_pair import TokenPair

FOUNDED_WITH = ["name", "creation", "modified", "owner", "modified_by", *GIVEN]
"""Columns of a new family, in the order of the values below."""


def adopt(pair: TokenPair) -> TokenPair | None:
	"""Create the family of a pair without one; None if the pair was revoked or deleted meanwhile. The caller must
	hold locks on its client and its user."""
	now = token_rows.lock(pair)
	if now is None or now.is_revoked:
		return None
	if now.family:
		return now
	family = now.access_digest[:32]
	families.create_family(
		Family(family, now.client_id, now.user, now.granted_scopes, rotated_at=now.issued_at)
	)
	token_rows.join_family(now, family)
	bearer_marks.invalidate(family=[""])  # it was cached as a pair without a family
	return replace(now, family=family, generation=1)


def create_families_for(rows: list[Any]) -> None:
	"""Create the families of live tokens from before installation, named by the digests of the plain tokens."""
	values = [
		(
			secret.digest(row.access_token)[:32],
			row.creation,
			row.creation,
			row.user,
			row.user,
			row.client,
			row.user,
			row.scopes,
			1,
			State.ACTIVE.value,
			clock.to_epoch(clock.from_column(row.creation)),
		)
		for row in rows
	]
	frappe.db.bulk_insert(GRANT, FOUNDED_WITH, values, ignore_duplicates=True)
