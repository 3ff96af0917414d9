"""The suite runs inside a bench: OAUTH_PLUS_BENCH names its folder, OAUTH_PLUS_SITE a site that it may change."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from oauth_plus.tests import shares


def pytest_configure(config: pytest.Config) -> None:
	"""Stand in the bench's sites folder, as every Frappe process does, before a test module imports Frappe."""
	_stand_in_sites()


def _stand_in_sites() -> None:
	if bench := os.environ.get("OAUTH_PLUS_BENCH"):
		os.chdir(Path(bench) / "sites")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
	"""What looks for everything that the others were given comes last."""
	shares.in_order(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
	"""What the other process has taken is not run here. What stands only for it ends here too."""
	if shares.is_ours(item.path):
		return None
	item.session._setupstate.teardown_exact(nextitem)
	return True


def pytest_make_parametrize_id(val: object) -> str | None:
	"""Ten kilobytes are a fine value and a poor name."""
	if isinstance(val, str | bytes) and len(val) > 60:
		return f"{ascii(val[:40])[1:-1]}… {len(val)} long"
	return None


@pytest.fixture(scope="session", autouse=True)
def site(request: pytest.FixtureRequest) -> Iterator[str | None]:
	"""Connected to the site, where nothing is left behind; rules/ needs none of it and runs without a bench too."""
	if all("/tests/rules/" in str(item.path) for item in request.session.items):
		yield None
		return
	if not {"OAUTH_PLUS_BENCH", "OAUTH_PLUS_SITE"} <= set(os.environ):
		pytest.exit("Name a bench and a site: OAUTH_PLUS_BENCH=… OAUTH_PLUS_SITE=… (or run `make test`)", 2)
	from oauth_plus.tests import leftovers  # imports Frappe, which rules/ does without
	from oauth_plus.tests import site as the_site

	with (
		leftovers.temporary_folder(),
		the_site.opened(os.environ["OAUTH_PLUS_SITE"]) as opened,
		leftovers.taken_away(),
	):
		yield opened
		_stand_in_sites()  # after Ctrl-C, pytest has gone back to where it began


@pytest.fixture(autouse=True)
def clean_slate(site: str | None) -> Iterator[None]:
	"""What a test left undone in this process is not seen by the next one."""
	if site is None:
		yield
		return
	from oauth_plus.tests import site as the_site

	the_site.see_what_others_wrote()
	the_site.forget_refusals()
	yield
	the_site.restore_settings()
