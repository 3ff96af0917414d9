"""What the stories of old clients and of uninstalling share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
	from oauth_plus.tests.stage import Stage


@pytest.fixture(scope="module")
def stage(site: str) -> Iterator["Stage"]:
	"""The app goes and comes; at the beginning and at the end it is there."""
	from oauth_plus.tests.stage import Stage  # imports Frappe, which needs the bench's folder

	stage = Stage(site)
	stage.leave()
	yield stage
	stage.leave()
