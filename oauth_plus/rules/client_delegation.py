"""Changes of a client by somebody who is no System Manager: what they may set, and what they may only take away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from oauth_plus.rules.gates import exceptions_in
from oauth_plus.rules.lifetime import NAMES
from oauth_plus.rules.policy import Gate, gate_named, stricter

MANAGER = "OAuth Manager"
"""Role of the people who manage clients and grants, and are no System Managers."""

SERVICE_USER = "oauth_plus_service_user"

ENFORCEMENT = "oauth_plus_enforcement"

EXCEPTIONS = "oauth_plus_exceptions"

ROLES = "allowed_roles"

MAY_SET = frozenset(
	(
		"app_name",
		"redirect_uris",
		"default_redirect_uri",
		"scopes",
		"grant_type",
		"response_type",
		ROLES,
		"client_uri",
		"logo_uri",
		"tos_uri",
		"policy_uri",
		"contacts",
		"software_id",
		"software_version",
		"token_endpoint_auth_method",
		"oauth_plus_token_endpoint_auth_method",
		"oauth_plus_enabled",
		"oauth_plus_client_type",
		"oauth_plus_jwks",
		"oauth_plus_jwks_uri",
		ENFORCEMENT,
		"oauth_plus_profile",
		"oauth_plus_requires_push",
		"oauth_plus_dpop_required",
		"oauth_plus_dpop_nonce",
		"oauth_plus_id_token_signing",
		"oauth_plus_default_scopes",
		"oauth_plus_networks",
		"oauth_plus_origins",
		"oauth_plus_device_flow",
		"oauth_plus_access_token_format",
		*(f"oauth_plus_{name}_lifetime" for name in NAMES),
		"oauth_plus_refresh_tokens",
		"oauth_plus_rotation",
		"oauth_plus_grace",
		"oauth_plus_keeps_access_tokens",
		"oauth_plus_maker",
		"oauth_plus_logo",
		"oauth_plus_requires_all_scopes",
		"oauth_plus_groups_claim",
		"oauth_plus_subject_type",
		"oauth_plus_post_logout_redirect_uris",
		"oauth_plus_ends_with_session",
		"oauth_plus_backchannel_logout_uri",
	)
)
"""Fields that they may set, as long as the client has no more than they have. A field that is not listed, such as one
that another app or a later version adds, is for System Managers."""

SET_BY_THE_SERVER = frozenset(
	(
		"oauth_plus_watched_since",
		"name",
		"client_id",
		"client_secret",
		"oauth_plus_open_to",
		"creation",
		"modified",
		"modified_by",
		"docstatus",
		"idx",
	)
)
"""Fields that follow from others, or that have a check of their own."""

LABELS = frozenset(("app_name",))
"""Fields that give nothing."""

POWERS = (
	"skip_authorization",
	SERVICE_USER,
	"oauth_plus_introspects_all",
	"oauth_plus_exchanges_tokens",
)
"""Fields by which a client has more than its users allow it, if they are set."""

TO_UNTICK = frozenset(
	(
		*POWERS,
		"oauth_plus_enabled",
		"oauth_plus_device_flow",
		"oauth_plus_above_a_year",
		"oauth_plus_private_http",
		"oauth_plus_backchannel_private",
		"oauth_plus_exchanges_of",
		"default_redirect_uri",
	)
)
"""Fields that give something, and nothing if they are empty."""

TO_TICK = frozenset(
	(
		"oauth_plus_requires_push",
		"oauth_plus_dpop_required",
		"oauth_plus_dpop_nonce",
		"oauth_plus_requires_all_scopes",
		"oauth_plus_ends_with_session",
	)
)
"""Fields that take something away if they are set."""

LISTS = frozenset(
	("scopes", "redirect_uris", "oauth_plus_post_logout_redirect_uris", "oauth_plus_origins", ROLES)
)
"""Fields that hold words, or rows of words."""


@dataclass(frozen=True)
class Edit:
	"""Change of one field. The words of a list are separated by blanks or lines; roles by lines."""

	field: str
	before: Any
	after: Any


def refused(edits: Iterable[Edit], *, exceeds: bool) -> tuple[Edit, ...]:
	"""Return the changes that only a System Manager may make; empty for none. `exceeds`: the client, as it is after the
	changes, has more than the person has."""
	wider = (edit for edit in edits if edit.field not in SET_BY_THE_SERVER and not narrows(edit))
	return tuple(edit for edit in wider if exceeds or edit.field not in MAY_SET)


def narrows(edit: Edit) -> bool:
	"""Return whether a change only takes away from the client. An empty list may mean a default, so it does not."""
	if edit.field in LABELS:
		return True
	if edit.field == ENFORCEMENT:
		return stricter(gate_named(edit.before), gate_named(edit.after)) is gate_named(edit.after)
	if edit.field in TO_UNTICK:
		return not edit.after
	if edit.field in TO_TICK:
		return bool(edit.after)
	words = _words(edit.field, edit.after)
	return edit.field in LISTS and bool(words) and words <= _words(edit.field, edit.before)


def _words(field: str, value: Any) -> set[str]:
	"""Return the words of a list. A role is a line: its name may have blanks, and half of it is another role."""
	text = str(value or "")
	return set(text.splitlines() if field == ROLES else text.split())


def powers_of(value_of: Callable[[str], Any]) -> tuple[str, ...]:
	"""Return the fields by which a client has more than anybody but a System Manager may give, without its scopes. Below
	Enforce, a token is not held to its scopes."""
	loose = () if value_of(ENFORCEMENT) == "Enforce" else (ENFORCEMENT,)
	excepted = any(gate is not Gate.ENFORCE for gate in exceptions_in(value_of(EXCEPTIONS)).values())
	more = (field for field in POWERS if value_of(field))
	return (*loose, *((EXCEPTIONS,) if excepted else ()), *more)
