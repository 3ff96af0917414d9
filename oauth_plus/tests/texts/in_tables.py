"""Texts in tables of data: they are handed to `_()` by a name."""

from collections.abc import Callable, Iterable, Iterator

from oauth_plus import hooks
from oauth_plus.doctor.checks.apps import READ_TOKENS
from oauth_plus.doctor.registry import CHECKS
from oauth_plus.http import foresight_words
from oauth_plus.jobs import run
from oauth_plus.overrides.request import permission_denied
from oauth_plus.rules import (
	client_delegation,
	event_words,
	expiry_words,
	hardenings,
	redirect_uri_words,
	sensitive_doctypes,
)
from oauth_plus.rules.connections import plan
from oauth_plus.rules.connections.kinds import KINDS
from oauth_plus.rules.open_to import OpenTo
from oauth_plus.setup.erpnext_scopes import SCOPES
from oauth_plus.setup.scopes import BUILT_IN
from oauth_plus.store.client_secrets import secret_mistakes, secrets
from oauth_plus.store.clients.client_fields import AUTH_METHODS
from oauth_plus.tests.texts.text import Text

TABLES: dict[str, Callable[[], Iterable[str]]] = {
	"hooks.py": lambda: (item["title"] for item in hooks.portal_menu_items),
	"rules/client_delegation.py": lambda: [client_delegation.MANAGER],
	"doctor/registry.py": lambda: (check.title for check in CHECKS),
	"doctor/checks/apps.py": READ_TOKENS.values,
	"rules/connections/kinds.py": lambda: (text for kind in KINDS for text in kind.sentences()),
	"rules/connections/plan.py": lambda: plan.SENTENCES,
	"jobs/run.py": lambda: run.COUNTED,
	"http/foresight_words.py": foresight_words.SENTENCES.values,
	"overrides/request/permission_denied.py": lambda: permission_denied.TEMPLATES,
	"rules/event_words.py": lambda: (
		*(text for kind in event_words.KINDS.values() for text in (kind.title, kind.sentence)),
		*event_words.REASONS.values(),
	),
	"rules/expiry_words.py": lambda: (text for each in expiry_words.TEMPLATES.values() for text in each),
	"rules/hardenings.py": lambda: (
		text for each in hardenings.WORDS.values() for text in (each.title, each.refuses)
	),
	"rules/redirect_uri_words.py": lambda: redirect_uri_words.TEMPLATES,
	"store/client_secrets/secret_mistakes.py": lambda: secret_mistakes.TEMPLATES,
	"rules/sensitive_doctypes.py": lambda: (
		*sensitive_doctypes.REASONS,
		sensitive_doctypes.HOLDS_CREDENTIALS,
		sensitive_doctypes.KEEPS_SIGN_IN_LINKS,
	),
	"rules/open_to.py": lambda: (each.value for each in OpenTo),
	"setup/scopes.py": lambda: (each[name] for each in BUILT_IN for name in ("title", "description")),
	"setup/erpnext_scopes.py": lambda: (each[name] for each in SCOPES for name in ("title", "description")),
	"store/client_secrets/secrets.py": lambda: [secrets.FROM_BEFORE, secrets.FROM_CREATION],
	"store/clients/client_fields.py": AUTH_METHODS.values,
}
"""Texts by the file that holds them."""


def texts() -> Iterator[Text]:
	"""Yield the texts of all tables."""
	for place, read in TABLES.items():
		yield from (Text(text, place) for text in read())
