"""Faults of a client's fields about single sign-on: they are refused at every gate."""

from collections.abc import Iterator

from oauth_plus.rules import (
	claims,
	networks,
	redirect_uri,
	redirect_uri_kinds,
	secret,
	subject,
)
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.redirect_uri_fitness import unfitness
from oauth_plus.rules.sentence import Sentence


def faults_of(client: ClientProfile) -> Iterator[Fault]:
	"""Yield the faults, in the order of the form."""
	yield from _groups_claim_faults(client)
	yield from _subject_faults(client)
	yield from _post_logout_faults(client)
	yield from _backchannel_faults(client)


def _groups_claim_faults(client: ClientProfile) -> Iterator[Fault]:
	if reason := claims.unfit_groups_claim(client.groups_claim):  # RFC 7519 §4.1
		yield Fault(
			FaultKind.UNFIT_GROUPS_CLAIM,
			"oauth_plus_groups_claim",
			cause=Sentence(
				"The roles cannot be given as the claim {0}, which {1}",
				secret.hint(client.groups_claim),
				reason,
			),
			fix="Name another claim on the OAuth Client, such as groups",
			values=(client.groups_claim, reason),
		)


def _subject_faults(client: ClientProfile) -> Iterator[Fault]:
	if not client.is_pairwise:
		return
	hosts = subject.sectors((*client.redirect_uris, *client.default_redirect_uris))
	if len(hosts) != 1 or not hosts[0]:  # OpenID Connect Core §8.1
		yield Fault(
			FaultKind.UNFIT_SECTOR,
			"oauth_plus_subject_type",
			cause="The redirect URIs of a client with pairwise subjects do not have one host in common",
			fix="Keep redirect URIs of one host on the OAuth Client, or choose Public as its Subject Type",
		)


def _post_logout_faults(client: ClientProfile) -> Iterator[Fault]:
	for uri in client.post_logout_redirect_uris:  # RP-Initiated Logout §3.1
		reason = unfitness(uri, is_public=client.is_public, may_be_private_http=client.allows_private_http)
		if reason:
			yield Fault(
				FaultKind.UNFIT_POST_LOGOUT_URI,
				"oauth_plus_post_logout_redirect_uris",
				cause=Sentence("The post-logout redirect URI {0} {1}", redirect_uri.shown(uri), reason),
				fix="Have the app use another one, and enter that on the OAuth Client",
				values=(uri, reason),
			)


def _backchannel_faults(client: ClientProfile) -> Iterator[Fault]:
	uri = client.backchannel_uri
	if uri and (reason := _unfit_backchannel(uri, may_be_private=client.allows_private_backchannel)):
		yield Fault(
			FaultKind.UNFIT_BACKCHANNEL_URI,
			"oauth_plus_backchannel_logout_uri",
			cause=Sentence("The Back-Channel Logout URI {0} {1}", redirect_uri.shown(uri), reason),
			fix="Enter another one on the OAuth Client, or allow it to go to a private network",
			values=(uri, reason),
		)


def _unfit_backchannel(uri: str, *, may_be_private: bool) -> str:
	"""Return why logout tokens cannot be sent there, as the end of a sentence (OpenID Connect Back-Channel Logout §2.2)."""
	if reason := unfitness(uri, is_public=False, may_be_private_http=may_be_private):
		return reason
	named = redirect_uri_kinds.host(uri)
	is_private = not redirect_uri_kinds.is_claimed(uri) or redirect_uri_kinds.is_local_name(named)
	if not may_be_private and (is_private or networks.is_private(named)):
		return Sentence("leads into a private network")
	return ""
