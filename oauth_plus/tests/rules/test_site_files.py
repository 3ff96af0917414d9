"""Public files of the site."""

import pytest

from oauth_plus.rules import paths


@pytest.mark.parametrize(
	"path",
	["/files/%2e%2e/api/method/logout", "/files/%252e%252e/x", "/files/../x", "/files/./x", "/files/a/.."],
)
def test_a_logo_is_a_file_and_no_way_to_anything_else(path: str) -> None:
	assert paths.public_file(path) == ""
	assert paths.public_file("/files/a..b.png") == "/files/a..b.png"
