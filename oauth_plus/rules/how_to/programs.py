"""Table of programs: for which clients each has a ready text, and of which pieces the text is made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.how_to.facts import Facts, Flow
from oauth_plus.rules.redirect_uri_kinds import is_loopback, is_native

POWER_BI_HOST = "https://oauth.powerbi.com/"


@dataclass(frozen=True)
class Text:
	"""One ready text: its pieces, which are files of `folder`, and the name of the file that it makes. `code` names the
	pieces that stand inside others."""

	program: str
	flow: Flow
	folder: str
	file: str
	pieces: tuple[str, ...]
	code: tuple[tuple[str, str], ...] = ()

	@property
	def language(self) -> str:
		"""End of the file's name."""
		return self.file.rpartition(".")[2]


PROOFS = {
	AuthMethod.NONE: "proof_none",
	AuthMethod.BASIC: "proof_secret",
	AuthMethod.POST: "proof_secret",
	AuthMethod.PRIVATE_KEY_JWT: "proof_key",
}


def texts_for(client: Facts) -> Iterator[Text]:
	"""Yield all texts that fit the client, program by program. A client whose tokens are bound to a key, or that pushes its
	requests, gets only what can do so."""
	for program in PROGRAMS:
		for flow in client.flows:
			yield from program(client, flow)


def _curl(client: Facts, flow: Flow) -> Iterator[Text]:
	has_key = client.method is AuthMethod.PRIVATE_KEY_JWT
	if client.requires_dpop or (has_key and client.algorithm != "RS256"):
		return
	proof = PROOFS[client.method]
	begin = () if client.method is AuthMethod.NONE else ("key" if has_key else "secret",)
	yield Text(
		"curl", flow, "curl", "connect.sh", ("client", *begin, *_steps(client, flow)), (("proof", proof),)
	)


def _python(client: Facts, flow: Flow) -> Iterator[Text]:
	sending = "send_bound" if client.requires_dpop else "send"
	pieces = ("client", PROOFS[client.method], sending, *_steps(client, flow))
	yield Text("python", flow, "python", "connect.py", pieces)


def _javascript(client: Facts, flow: Flow) -> Iterator[Text]:
	if client.requires_dpop or client.requires_push:
		return
	if client.method is AuthMethod.NONE and flow is Flow.CODE:
		if any(not is_native(uri) or is_loopback(uri) for uri in client.redirect_uris):
			yield Text("javascript", flow, "browser", "connect.js", ("oidc_client",))
		return
	if flow is not Flow.DEVICE:
		pieces = ("client", PROOFS[client.method], "send", *_steps(client, flow))
		yield Text("javascript", flow, "node", "connect.mjs", pieces)


def _steps(client: Facts, flow: Flow) -> tuple[str, ...]:
	if flow is Flow.CODE:
		return ("code", "push" if client.requires_push else "address", "redeem", "call")
	return (flow.value,) if flow is Flow.INTROSPECTION else (flow.value, "call")


def _postman(client: Facts, flow: Flow) -> Iterator[Text]:
	if client.requires_dpop or client.requires_push or client.method is AuthMethod.PRIVATE_KEY_JWT:
		return
	if flow is Flow.CODE:
		piece = "code_public" if client.method is AuthMethod.NONE else "code"
		yield Text("postman", flow, "postman", "connect.postman_collection.json", (piece,))
	elif flow is Flow.CREDENTIALS:
		yield Text("postman", flow, "postman", "connect.postman_collection.json", ("credentials",))


def _power_bi(client: Facts, flow: Flow) -> Iterator[Text]:
	if client.requires_dpop or client.requires_push or client.method is not AuthMethod.BASIC:
		return
	if flow is Flow.CREDENTIALS:
		query = (("query", "query_list" if client.doctype else "query_none"),)
		yield Text("power_bi", flow, "power_bi", "query.pq", ("credentials",), query)
	elif flow is Flow.CODE and any(uri.startswith(POWER_BI_HOST) for uri in client.redirect_uris):
		yield Text("power_bi", flow, "power_bi", "connector.pq", ("code",))


def _mobile(client: Facts, flow: Flow) -> Iterator[Text]:
	fits = client.method is AuthMethod.NONE and not (client.requires_dpop or client.requires_push)
	if flow is Flow.CODE and fits:
		yield Text("mobile", flow, "mobile", "Connect.kt", ("android",))
		yield Text("mobile", flow, "mobile", "Connect.swift", ("ios",))


def _mcp(client: Facts, flow: Flow) -> Iterator[Text]:
	fits = client.method is AuthMethod.NONE and not (client.requires_dpop or client.requires_push)
	if flow is Flow.CODE and fits and any(is_loopback(uri) for uri in client.redirect_uris):
		yield Text("mcp", flow, "mcp", "mcp.json", ("remote",))


def _frappe(client: Facts, flow: Flow) -> Iterator[Text]:
	fits = client.method is AuthMethod.BASIC and not (client.requires_dpop or client.requires_push)
	if flow is not Flow.CODE or not fits:
		return
	is_login = any("oauth2_logins.login_via_frappe" in uri for uri in client.redirect_uris)
	yield Text("frappe", flow, "frappe", "site.txt", ("login" if is_login else "connected_app",))


PROGRAMS: tuple[Callable[[Facts, Flow], Iterator[Text]], ...] = (
	_curl,
	_python,
	_javascript,
	_postman,
	_power_bi,
	_mobile,
	_mcp,
	_frappe,
)
"""Programs in the order of the dialog."""
