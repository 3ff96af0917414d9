"""What is asked of another app for real is collected where that app is installed: on the bare host it is no test at
all, rather than one that is skipped."""

from pathlib import Path

NEEDS = {"test_erpnext.py": "erpnext"}


def pytest_ignore_collect(collection_path: Path) -> bool | None:
	"""Leave out a file whose app this bench's list of apps does not have."""
	app = NEEDS.get(collection_path.name)
	return True if app and app not in _apps() else None


def _apps() -> list[str]:
	try:
		return Path("apps.txt").read_text().split()  # we stand in the bench's sites folder
	except OSError:
		return []
