"""Long work shows how far it is to somebody who looks at a terminal, and to nobody else."""

import os
import pty
import subprocess
import sys

import frappe

from oauth_plus.tests.factories import an_app
from oauth_plus.tests.journey import sign_in


def on_a_terminal(*words: str) -> tuple[int, str, str]:
	"""Exit code, standard output, and what the terminal shows of the standard error."""
	frappe.db.commit()
	shown, terminal = pty.openpty()
	command = [
		sys.executable,
		"-W",
		"ignore",
		"-m",
		"frappe.utils.bench_helper",
		"frappe",
		"--site",
		frappe.local.site,
	]
	ended = subprocess.run(
		[*command, "oauth-plus", *words], stdout=subprocess.PIPE, stderr=terminal, text=True, check=False
	)
	os.close(terminal)
	frappe.db.rollback()
	return ended.returncode, ended.stdout, _read(shown)


def _read(shown: int) -> str:
	text = b""
	try:
		while part := os.read(shown, 10_000):
			text += part
	except OSError:  # Linux ends a terminal so
		pass
	os.close(shown)
	return text.decode()


def test_a_bar_goes_to_the_end_and_leaves_the_output_alone():
	app = an_app()
	sign_in(app)
	sign_in(app)
	code, said, shown = on_a_terminal("grant", "revoke", "--client", app.client_id, "--yes")
	assert (code, said) == (0, "2 grants ended\n")
	assert "Ending grants" in shown
	assert "100%" in shown


def test_a_program_gets_no_bar():
	_code, _said, shown = on_a_terminal("purge", "--json")
	assert shown == ""
