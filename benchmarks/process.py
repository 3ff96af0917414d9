"""A command as a process: how long it took, and how much memory it came to."""

import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.02  # seconds


class Standing:
	"""A process that answers each line with a line, for as long as the block lasts."""

	def __init__(self, command: list[str], **options) -> None:
		pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
		self._process = subprocess.Popen(command, **pipes, **options)

	def __enter__(self) -> "Standing":
		return self

	def __exit__(self, *_: object) -> None:
		self._process.stdin.close()
		self._process.wait()

	def tell(self, line: str) -> None:
		self._process.stdin.write(f"{line}\n")
		self._process.stdin.flush()

	def hear(self) -> str:
		"""The next line; empty when the process has gone."""
		return self._process.stdout.readline().strip()


@dataclass(frozen=True)
class Run:
	"""How a command ended. `peak` is its largest resident set, in bytes."""

	seconds: float
	peak: int
	status: int
	said: str


def watched(command: list[str], **options) -> Run:
	"""Run a command to its end and look at its memory meanwhile."""
	begun, peak = time.monotonic(), 0
	with (
		tempfile.TemporaryFile("w+") as log,
		subprocess.Popen(command, stdout=log, stderr=log, **options) as it,
	):
		try:
			while it.poll() is None:
				peak = max(peak, high_water_mark(it.pid))
				time.sleep(EVERY)
		except KeyboardInterrupt:
			it.terminate()
			raise
		seconds = time.monotonic() - begun
		log.seek(0)
		return Run(seconds, peak, it.returncode, log.read()[-3000:])


def high_water_mark(pid: int) -> int:
	"""The most that a process ever had in memory, in bytes; 0 when it has gone."""
	try:
		lines = Path(f"/proc/{pid}/status").read_text().splitlines()
	except (FileNotFoundError, ProcessLookupError):
		return 0
	return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
