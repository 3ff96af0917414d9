"""Ready texts of How to Connect, run as they stand: in a shell, in Python and in Node.js, by somebody at a terminal."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import App, signed_in
from oauth_plus.tests.journey import decide

HOW_TO = METHOD + "oauth_plus.api.connections.how_to_connect"

RUN = {"sh": ("bash", "-e"), "py": (sys.executable, "-W", "error"), "mjs": ("node",)}
"""Interpreters, by the end of a file's name."""

PATIENCE = 60


def programs_of(browser: Browser, app: App) -> dict[str, list[dict[str, str]]]:
	"""The texts that Desk shows, by program."""
	answer = browser.get(HOW_TO, {"client": app.client_id})
	assert answer.status_code == 200, answer.text
	return {each["name"]: each["texts"] for each in body(answer)["message"]["programs"]}


def runnable(browser: Browser, app: App) -> list[dict[str, str]]:
	"""Those that an interpreter runs."""
	every = [text for texts in programs_of(browser, app).values() for text in texts]
	return [text for text in every if text["language"] in RUN]


def run(text: dict[str, str], folder: Path, **environment: str) -> str:
	"""Save the text under its name and run it; whoever sits there signs in and allows what it shows. Returns what it said
	last. Raises AssertionError with all that it said."""
	file = folder / text["file"]
	file.write_text(text["text"])
	process = subprocess.Popen(
		[*RUN[text["language"]], str(file)],
		env={**os.environ, **environment},
		stdin=subprocess.PIPE,
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)
	said = _answered(process, text)
	rest, _none = process.communicate(timeout=PATIENCE)
	assert process.returncode == 0, f"{text['file']}:\n{text['text']}\n{said}{rest}"
	return rest.strip().splitlines()[-1]


def _answered(process: Any, text: dict[str, str]) -> str:
	said = ""
	if "user signs in" in text["title"]:
		while "aste the address" not in said and (line := process.stdout.readline()):
			said += line
		[address] = re.findall(r"^http\S+$", said, re.MULTILINE)
		process.stdin.write(_allowed(address) + "\n")
		process.stdin.flush()
	elif "device" in text["title"].lower():
		said = process.stdout.readline()
		_connect_device(*re.search(r"Open (\S+) and enter (\S+)", said).groups())
	return said


def _allowed(address: str) -> str:
	"""The address to which the browser is sent."""
	browser = signed_in()
	page = browser.get(address[address.index("/api/") :])
	return decide(browser, page).headers["Location"]


def _connect_device(address: str, user_code: str) -> None:
	browser = signed_in()
	page = browser.get(address[address.index("/oauth-device") :], {"user_code": user_code})
	browser.submit(page, decision="allow")
