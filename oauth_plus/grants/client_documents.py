"""Clients whose client_id is the address of a document (draft-ietf-oauth-client-id-metadata-document): read when a user is
asked, and stored as long as its headers allow. A failure is not stored."""

from oauth_plus.exceptions import TooManyRegistrations, Unredirectable
from oauth_plus.grants import registration_limits, signing, token_endpoint
from oauth_plus.mail import registrations
from oauth_plus.platform import clock, outgoing
from oauth_plus.rules import client_document, freshness, redirect_uri
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.rules.sentence import Sentence, joined
from oauth_plus.store import events
from oauth_plus.store.clients import document_clients
from oauth_plus.store.clients.client_creation import UnfitClient
from oauth_plus.store.clients.document_clients import DocumentClient
from oauth_plus.store.site import registration_settings, site_issuer

FIX = "Have the app's developer correct the document, or create an OAuth Client for the app"

UNUSABLE = "The document at the app's address cannot be used. {0}"


def ensure(client_id: str | None) -> None:
	"""Make sure that a client whose client_id is an address is known as its document says; nothing for any other. Raises
	Unredirectable, and records it; TooManyRegistrations for too many documents."""
	if client_id is None or not client_document.is_about_documents(client_id):
		return
	try:
		_require_known(client_id)
	except (Unredirectable, TooManyRegistrations) as refusal:
		events.record_refusal("client_document_refused", refusal)
		raise


def _require_known(url: str) -> None:
	if not registration_settings.reads_documents() or not client_document.is_address(url):
		raise Unredirectable(
			"No app is registered here under the client_id of this request.",
			cause=Sentence(
				"The client_id is an address, or the name that the site has for one: {0}",
				redirect_uri.shown(url),
			),
			fix="To allow it, tick 'Accept Client ID Metadata Documents' in OAuth Plus Settings",
		)
	may_be_private = registration_settings.reads_private_documents()
	reason = client_document.unfit_address(url, may_be_private=may_be_private)
	if not reason and client_document.is_on_one_of(url, site_issuer.addresses()):
		reason = Sentence("is an address of this site, to which its users upload files")
	if reason:
		raise _refusal(url, Sentence("The client_id of this request {0}.", reason))
	known = document_clients.find(url)
	if known and (not known.is_enabled or clock.now().timestamp() < known.fresh_until):
		return
	registration_limits.require_few_from_here("client_document")
	metadata, fresh_until = _read(url, may_be_private=may_be_private)
	try:
		_store(url, known, metadata, fresh_until)
	except UnfitClient as error:
		raise _refusal(url, Sentence(UNUSABLE, error)) from error


def _read(url: str, *, may_be_private: bool) -> tuple[ClientMetadata, float]:
	"""Return what the document says, and until when it is fresh."""
	try:
		document = outgoing.get_json(url, may_be_private=may_be_private)
	except outgoing.NotSent as error:
		raise _refusal(url, Sentence("The app's address {0}.", error.sentence)) from error
	found = client_document.read(
		document.members, url, token_endpoint.open_to_registration(), signing.own_algorithms()
	)
	if found.faults:
		raise _refusal(url, Sentence(UNUSABLE, joined(fault.description for fault in found.faults[:3])))
	return found.metadata, clock.now().timestamp() + freshness.seconds(document.headers)


def _store(url: str, known: DocumentClient | None, metadata: ClientMetadata, fresh_until: float) -> None:
	if known is None:
		registration_limits.require_room_today()
		name = document_clients.create(url, metadata, fresh_until)
		if name:
			cause = Sentence("An app came by its document at {0}", redirect_uri.shown(url))
			events.record("client_registered", cause=cause, client_id=name)
			registrations.tell(name, metadata.name)
	elif changed := document_clients.change(known, metadata, fresh_until):
		cause = Sentence("The document of the app changed {0}", ", ".join(changed))
		events.record("registration_changed", cause=cause, client_id=known.name)


def _refusal(url: str, sentence: str) -> Unredirectable:
	return Unredirectable(
		sentence, cause=Sentence("{0} It is {1}", sentence, redirect_uri.shown(url)), fix=FIX
	)
