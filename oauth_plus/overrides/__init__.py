"""Hooks that Frappe calls: around every request (`request/`) and for documents (`doctypes/`)."""

from pathlib import Path

_HERE = Path(__file__).parent

__path__ = [str(_HERE), str(_HERE / "request"), str(_HERE / "doctypes")]
"""Folders that are searched for a module. Cached hooks of an older version name `oauth_plus.overrides.session`."""
