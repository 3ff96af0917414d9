"""Steps that are done once: stamped with what they were made from, so that the next run passes them by."""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.standin.console import say
from dev.standin.paths import Home


def digest(parts: Iterable[str | Path]) -> str:
	"""One value for texts, files and folders; any change in them changes it."""
	sum_of_all = hashlib.sha256()
	for part in parts:
		if isinstance(part, str):
			sum_of_all.update(part.encode())
			continue
		for file in _files(part):
			sum_of_all.update(str(file.relative_to(part.parent)).encode())
			sum_of_all.update(file.read_bytes())
	return sum_of_all.hexdigest()


class Stamp:
	"""Says whether a step is done with the inputs that it has now."""

	def __init__(self, home: Home, name: str, *made_from: str | Path) -> None:
		self.file = home.root / "stamps" / name
		self.value = digest(made_from)

	@property
	def is_valid(self) -> bool:
		return self.file.exists() and self.file.read_text() == self.value

	def remove(self) -> None:
		"""Before the step begins: if it is interrupted, it is not done."""
		self.file.unlink(missing_ok=True)

	def set(self) -> None:
		"""After the step ended well."""
		self.file.parent.mkdir(parents=True, exist_ok=True)
		self.file.write_text(self.value)


@contextmanager
def one_at_a_time(home: Home, name: str) -> Iterator[None]:
	"""Wait until no other run on this checkout holds the lock.

	The commands of a step hold it with us: when a run is killed, the lock is free once they have ended.
	"""
	folder = home.root / "locks"
	folder.mkdir(parents=True, exist_ok=True)
	with (folder / name).open("w") as file:
		os.set_inheritable(file.fileno(), True)
		try:
			fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			say(f"  … another run on this checkout is busy ({name}); waiting for it")
			fcntl.flock(file, fcntl.LOCK_EX)
		yield


def _files(part: Path) -> list[Path]:
	if part.is_file():
		return [part]
	return sorted(file for file in part.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
