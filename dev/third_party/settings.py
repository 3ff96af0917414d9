"""What the app was given when it was registered, from the JSON file that THIRD_PARTY_SETTINGS names."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
	"""`site` is the address of the Frappe site, and so the issuer."""

	site: str
	client_id: str
	redirect_uri: str
	client_secret: str = field(repr=False)
	scope: str = "all openid"


def read() -> Settings:
	"""Return the settings of this process. Raises TypeError when some are missing."""
	return Settings(**json.loads(Path(os.environ["THIRD_PARTY_SETTINGS"]).read_text()))
