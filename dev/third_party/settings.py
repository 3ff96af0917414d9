"""What the app was told when it was registered: from a JSON file, or from environment variables."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

FILE = "THIRD_PARTY_SETTINGS"
VARIABLES = {
	"site": "THIRD_PARTY_SITE",
	"client_id": "THIRD_PARTY_CLIENT_ID",
	"client_secret": "THIRD_PARTY_CLIENT_SECRET",
	"redirect_uri": "THIRD_PARTY_REDIRECT_URI",
}


@dataclass(frozen=True)
class Settings:
	"""`site` is the address of the Frappe site, and so the issuer."""

	site: str
	client_id: str
	redirect_uri: str
	client_secret: str = field(repr=False)
	scope: str = "all openid"


def read() -> Settings:
	"""Settings of this process. Raises SystemExit with a sentence when some are missing."""
	given = json.loads(Path(os.environ[FILE]).read_text()) if os.environ.get(FILE) else {}
	given |= {key: os.environ[name] for key, name in VARIABLES.items() if os.environ.get(name)}
	if missing := [name for key, name in VARIABLES.items() if not given.get(key)]:
		raise SystemExit(f"Missing settings: {', '.join(missing)} (or {FILE}, a JSON file)")
	return Settings(**{key: given[key] for key in (*VARIABLES, "scope") if key in given})
