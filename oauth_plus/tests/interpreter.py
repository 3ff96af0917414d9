"""The bench's Python with Frappe's own modules imported, which takes longer than most commands: each run is a fork of
a process that has done nothing else. It knows no site, and nothing of this app."""

import functools
import json
import select
import subprocess
import sys
import tempfile

LONGEST = 600
"""Seconds that a run may take."""

WAITING = """
import json, os, runpy, sys
import frappe.app, frappe.commands, frappe.installer, frappe.migrate, frappe.model.sync, frappe.utils.bench_helper
frappe.commands.get_commands()
for line in sys.stdin:
	(kind, what, *words), *files = json.loads(line)
	if not (child := os.fork()):
		break
	_, status = os.waitpid(child, 0)
	print(os.waitstatus_to_exitcode(status), flush=True)
else:
	sys.exit()
for number, path in enumerate([os.devnull, *files]):
	os.dup2(os.open(path, os.O_RDWR), number)
sys.argv = [kind, *words]
if kind == "-m":
	runpy.run_module(what, run_name="__main__", alter_sys=True)
else:
	exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})
"""
"""Reads a line of JSON a run: the arguments as the interpreter takes them, and the files for what it prints. Answers
with the exit code."""


class Interpreter:
	"""A process that waits for something to run."""

	def __init__(self) -> None:
		self._process = subprocess.Popen(
			[sys.executable, "-W", "ignore", "-c", WAITING],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)

	def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
		"""Run `-m MODULE …` or `-c CODE …`. Raises TimeoutError after LONGEST."""
		with tempfile.NamedTemporaryFile("r") as said, tempfile.NamedTemporaryFile("r") as complained:
			self._process.stdin.write(json.dumps([arguments, said.name, complained.name]) + "\n")
			self._process.stdin.flush()
			if not select.select([self._process.stdout], [], [], LONGEST)[0]:
				self._process.kill()
				raise TimeoutError(f"{arguments} after {LONGEST} seconds")
			code = int(self._process.stdout.readline())
			return subprocess.CompletedProcess(arguments, code, said.read(), complained.read())


@functools.cache
def interpreter() -> Interpreter:
	"""The one of this run; it ends when nobody can ask it any more."""
	return Interpreter()
