"""What the stories of old clients and of uninstalling share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
	from oauth_plus.tests.stage import Stage

FOLDER = Path(__file__).parent

WITHOUT_THE_APP = ("test_install_and_uninstall", "test_old_clients_go_on", "test_a_live_site")
"""Stories that take the app away, in the order in which each begins as the one before ended: the app is installed
once after the last of them, not after each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
	"""Let these stories be the last of this folder, one after the other."""
	places = [place for place, item in enumerate(items) if item.path.parent == FOLDER]
	ours = sorted((items[place] for place in places), key=_turn)
	for place, item in zip(places, ours, strict=True):
		items[place] = item


def _turn(item: pytest.Item) -> int:
	name = item.path.stem
	return WITHOUT_THE_APP.index(name) if name in WITHOUT_THE_APP else -1


@pytest.fixture(scope="package")
def stage(site: str) -> Iterator["Stage"]:
	"""The app goes and comes; before the first story and after the last it is there."""
	from oauth_plus.tests.stage import Stage  # imports Frappe, which needs the bench's folder

	stage = Stage(site)
	stage.leave()
	yield stage
	stage.leave()
