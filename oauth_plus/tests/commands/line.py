"""The command line, as an operator and a monitor use it."""

import json
from typing import Any

from oauth_plus.tests import bench
from oauth_plus.tests import site as the_site


def said(*words: str) -> str:
	"""What a command says that must end well."""
	text = bench.run("oauth-plus", *words)
	the_site.see_what_others_wrote()
	return text


def in_json(*words: str, code: int = 0) -> Any:
	"""What it says in JSON, with this exit code and nothing on the standard error."""
	ended = bench.command("oauth-plus", *words, "--json")
	the_site.see_what_others_wrote()
	assert (ended.returncode, ended.stderr) == (code, ""), ended
	return json.loads(ended.stdout)


def refusal(*words: str, code: int = 1) -> str:
	"""The sentence of a command that does not do what it is told; there is no traceback, and nothing else is said."""
	ended = bench.command("oauth-plus", *words)
	the_site.see_what_others_wrote()
	assert ended.returncode == code, ended
	assert "Traceback" not in ended.stderr + ended.stdout
	assert "Error: " in ended.stderr
	return ended.stderr.partition("Error: ")[2].strip()
