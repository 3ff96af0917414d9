"""Who may register clients (RFC 7591 §3)."""

from enum import Enum


class RegistrationMode(str, Enum):
	"""Choices of Settings."""

	OFF = "Off"
	WITH_TOKEN = "With an Initial Access Token"  # noqa: S105 a choice
	OPEN = "Open"


def mode_of(chosen: str | None, *, is_open_by_frappe: bool) -> RegistrationMode:
	"""Return what Settings choose; where they choose nothing, what Frappe's own settings say (v16). An unknown choice is
	Off."""
	if not chosen:
		return RegistrationMode.OPEN if is_open_by_frappe else RegistrationMode.OFF
	return next((mode for mode in RegistrationMode if mode.value == chosen), RegistrationMode.OFF)
