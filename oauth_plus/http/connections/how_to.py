"""How to Connect: ready requests for one client, by program, with its own values and without its secret."""

from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from frappe import _

from oauth_plus.http.connections import how_to_sentences
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.how_to import programs, text
from oauth_plus.rules.how_to.facts import Facts, Flow
from oauth_plus.rules.how_to.programs import Text
from oauth_plus.rules.policy import OFFLINE_ACCESS
from oauth_plus.store.clients.client import Client
from oauth_plus.store.scopes import scope_offer
from oauth_plus.store.site import resources, site_issuer

PIECES = Path(__file__).parents[2] / "templates" / "how_to_connect"

OPENID = "openid"


def how_to(client: Client) -> dict[str, Any]:
	"""Return the texts that fit the client, and its values for programs that have no text. Reads no secret."""
	facts = facts_of(client)
	found = list(programs.texts_for(facts))
	return {
		"client": client.client_id,
		"title": client.title,
		"values": _values(facts),
		"programs": [
			{
				"name": name,
				"title": how_to_sentences.titles()[name],
				"texts": [_text(each, facts) for each in texts],
			}
			for name, texts in groupby(found, key=lambda each: each.program)
		],
	}


def facts_of(client: Client) -> Facts:
	"""Return what the texts need to know of a client."""
	tools = sorted(resources.declared())
	issuer = site_issuer.issuer()
	return Facts(
		issuer=issuer,
		client_id=client.public_id,
		title=client.title,
		method=_method(client),
		flows=tuple(_flows(client)),
		redirect_uris=client.redirect_uris,
		scopes=client.scopes,
		doctype=scope_offer.first_doctype(client.scopes),
		key_set=client.keys,
		tools=f"{issuer}{tools[0]}" if tools else "",
		requires_push=client.owes_push,
		requires_dpop=client.requires_dpop,
		is_fapi=client.is_fapi,
	)


def _method(client: Client) -> AuthMethod:
	if client.is_public:
		return AuthMethod.NONE
	return AuthMethod.PRIVATE_KEY_JWT if client.owes_assertion else AuthMethod.BASIC


def _flows(client: Client) -> list[Flow]:
	has = {
		Flow.CODE: bool(client.redirect_uris),
		Flow.CREDENTIALS: bool(client.service_user) and not client.is_public,
		Flow.DEVICE: client.has_device_flow,
		Flow.INTROSPECTION: client.introspects_all and not client.is_public,
		Flow.EXCHANGE: client.exchanges_tokens,
	}
	return [flow for flow, is_there in has.items() if is_there]


def _text(each: Text, facts: Facts) -> dict[str, str]:
	pieces = "".join(_piece(each.folder, name) for name in each.pieces)
	code = {name: _piece(each.folder, file) for name, file in each.code}
	values = facts.values | ({"scope": _for_machines(facts)} if each.flow is Flow.CREDENTIALS else {})
	return {
		"title": how_to_sentences.of_flow(each.flow),
		"file": each.file,
		"language": each.language,
		"sentence": how_to_sentences.use_of(each, facts),
		"text": text.filled(pieces, each.language, values, code),
	}


def _for_machines(facts: Facts) -> str:
	"""Return the scopes without those that need a user (OpenID Connect Core §5.4, §11)."""
	return " ".join(word for word in facts.scopes if word not in (OPENID, OFFLINE_ACCESS)) or OPENID


def _values(facts: Facts) -> list[dict[str, str]]:
	"""Return the client's values, with labels, for a program's own form."""
	rows = {
		_("Issuer"): facts.issuer,
		_("Client ID"): facts.client_id,
		_("Authorization Endpoint"): facts.values["authorization_endpoint"],
		_("Token Endpoint"): facts.values["token_endpoint"],
		_("Redirect URI"): facts.redirect_uri,
		_("Scopes"): " ".join(facts.scopes),
		_("Proof of the App"): how_to_sentences.of_method(facts.method),
	}
	if Flow.CODE not in facts.flows:
		del rows[_("Authorization Endpoint")]
	return [{"label": label, "value": value} for label, value in rows.items() if value]


@lru_cache(maxsize=128)
def _piece(folder: str, name: str) -> str:
	return (PIECES / folder / f"{name}.txt").read_text(encoding="utf-8")
