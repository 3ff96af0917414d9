"""What these tests need is asked for in a sentence; without it they fail, because nothing was seen."""

import pytest

from oauth_plus.tests.desk.conftest import CHROMIUM, chromium_path


def test_a_missing_chromium_is_a_failure_that_names_debians_package(monkeypatch, tmp_path):
	monkeypatch.setenv(CHROMIUM, str(tmp_path / "chromium"))
	with pytest.raises(pytest.fail.Exception, match=r"apt install chromium"):
		chromium_path()


def test_another_chromium_may_be_named(monkeypatch, tmp_path):
	another = tmp_path / "chromium"
	another.touch()
	monkeypatch.setenv(CHROMIUM, str(another))
	assert chromium_path() == str(another)
