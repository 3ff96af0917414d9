"""Faults of a client's fields about single sign-on: they are refused at every gate."""

from collections.abc import Iterator

from oauth_plus.rules import claims, secret, subject
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_profile import ClientProfile


def faults_of(client: ClientProfile) -> Iterator[Fault]:
	"""Yield the faults, in the order of the form."""
	yield from _groups_claim_faults(client)
	yield from _subject_faults(client)


def _groups_claim_faults(client: ClientProfile) -> Iterator[Fault]:
	if reason := claims.unfit_groups_claim(client.groups_claim):  # RFC 7519 §4.1
		yield Fault(
			FaultKind.UNFIT_GROUPS_CLAIM,
			"oauth_plus_groups_claim",
			cause=f"The roles cannot be given as the claim {secret.hint(client.groups_claim)}, which {reason}",
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
