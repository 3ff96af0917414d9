"""Creation of an OAuth Client from its metadata."""

from dataclasses import dataclass, field

import frappe
from frappe.model.document import Document

from oauth_plus.rules import scope_list
from oauth_plus.rules.client_faults import Fault, refused_at
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.rules.policy import gate_named
from oauth_plus.store.clients import client_faults, client_fields
from oauth_plus.store.clients.client_fields import AUTH_METHODS, CONFIDENTIAL, DOCTYPE, ENFORCEMENT, PUBLIC


class UnfitClient(ValueError):
	"""Client that cannot be created. `faults` are those of the client law. The message is for the app's developer; it
	comes from another app's check if there are no faults."""

	def __init__(self, faults: tuple[Fault, ...], sentence: str) -> None:
		super().__init__(sentence)
		self.faults = faults


@dataclass(frozen=True)
class CreatedClient:
	"""Client that was just created, with its secret, which is not stored."""

	client_id: str
	client_secret: str = field(repr=False)
	scopes: tuple[str, ...] = ()


def create(metadata: ClientMetadata) -> CreatedClient:
	"""Insert the client of this metadata for the session's user (RFC 7591 §3.2.1). Checks no permission: the caller
	decides who may register. Raises UnfitClient with all faults."""
	document = _document(metadata)
	try:
		document.insert(ignore_permissions=True)
	except frappe.ValidationError as error:
		frappe.clear_messages()
		faults = refused_at(gate_named(document.get(ENFORCEMENT)), client_faults.faults_of(document))
		raise UnfitClient(faults, frappe.utils.strip_html(str(error))) from error
	return CreatedClient(document.name, str(document.client_secret), scope_list.split(document.scopes))


def _document(metadata: ClientMetadata) -> Document:
	meta = frappe.get_meta(DOCTYPE)
	document = frappe.new_doc(DOCTYPE)
	document.update(
		{
			"app_name": metadata.name,
			"scopes": " ".join(metadata.scopes) or meta.get_field("scopes").default,
			"redirect_uris": "\n".join(metadata.redirect_uris),
			"default_redirect_uri": next(iter(metadata.redirect_uris), ""),
			"grant_type": "Authorization Code",
			"response_type": "Code",
			"skip_authorization": 0,
			"oauth_plus_client_type": PUBLIC if metadata.is_public else CONFIDENTIAL,
			client_fields.auth_method_field(): AUTH_METHODS[metadata.method],
			client_fields.JWKS: metadata.keys,
			client_fields.DPOP_REQUIRED: int(metadata.requires_dpop),
			client_fields.PUSH: int(metadata.requires_push),
			**{name: value for name, value in metadata.lines.items() if meta.has_field(name)},
		}
	)
	if meta.has_field("contacts"):
		document.contacts = "\n".join(metadata.contacts)
	return document
