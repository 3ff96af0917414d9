"""The site with the app and without it, each time behind a web server that was started for it: this process
and a server that runs on would both remember hooks and fields of before."""

import contextlib
from collections.abc import Callable

from oauth_plus.tests import bench
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import through
from oauth_plus.tests.served import served


class Stage:
	"""Scenes of one story. Browsers keep their cookies from one to the next."""

	def __init__(self, site: str) -> None:
		self.site = site
		self._server = contextlib.ExitStack()

	def without_the_app(self) -> str:
		"""Uninstall; returns what the command said."""
		return self.change(bench.uninstall)

	def with_the_app(self) -> str:
		"""Install; returns what the command said."""
		return self.change(bench.install)

	def change(self, act: Callable[[], str]) -> str:
		"""Something that changes the site's apps or tables; the curtain falls meanwhile."""
		self._server.close()
		said = act()
		the_site.reopen()
		self._serve()
		return said

	def begin_without_the_app(self) -> None:
		"""Uninstall, unless the story before did."""
		self.take_the_app_away()
		self._serve()

	def take_the_app_away(self) -> None:
		"""The same, and no server runs."""
		self._server.close()
		if bench.is_installed():
			bench.uninstall()
		the_site.reopen()

	def leave(self) -> None:
		"""The app is there, whatever happened in between: the rest of the suite needs it."""
		self._server.close()
		if not bench.is_installed():
			bench.install()
		the_site.reopen()

	def _serve(self) -> None:
		address = self._server.enter_context(served(self.site, workers=1))
		self._server.enter_context(through(address))
