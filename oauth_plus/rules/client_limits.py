"""Numbers and addresses of a client that are refused at every gate: lifetimes, rotation, grace, networks
and origins."""

from collections.abc import Iterator, Mapping

from oauth_plus.rules import networks, origins, scope_list
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.lifetime import Lifetimes, SenselessLifetime, above_a_year, consistent, seconds
from oauth_plus.rules.rotation import LONGEST_GRACE, Mode
from oauth_plus.rules.sentence import Sentence

REFRESHING = ("refresh_idle", "refresh_absolute")
"""Lifetimes that are compared with each other."""


def faults_of(client: ClientProfile, site: Lifetimes) -> Iterator[Fault]:
	"""Yield the faults of a client's own lifetimes and limits, in seconds, together with the site's lifetimes for the
	rest."""
	yield from _lifetime_faults(client, site)
	yield from _rotation_faults(client)
	yield from _network_faults(client)
	yield from _origin_faults(client)


def _lifetime_faults(client: ClientProfile, site: Lifetimes) -> Iterator[Fault]:
	senseless = {}
	for name, value in client.lifetimes.items():
		try:
			seconds(value, name)
		except SenselessLifetime as error:
			senseless[name] = error.sentence
	try:
		consistent(_compared(client.lifetimes, site))
	except SenselessLifetime as error:
		senseless.setdefault("refresh_idle", error.sentence)
	yield from (senseless_lifetime(name, reason) for name, reason in senseless.items())
	if not client.allows_long_lifetimes:
		long = (name for name in above_a_year(client.lifetimes) if name not in senseless)
		yield from map(_long_lifetime, long)


def senseless_lifetime(name: str, reason: str) -> Fault:
	"""Return the fault of a lifetime that is none, or is out of range."""
	return Fault(
		FaultKind.SENSELESS_LIFETIME,
		f"oauth_plus_{name}_lifetime",
		cause=Sentence("A lifetime of the client is not possible: {0}", reason),
		fix="Set another number of seconds on the OAuth Client, or 0 for the value of the site",
		values=(reason,),
	)


def _compared(own: Mapping[str, int], site: Lifetimes) -> dict[str, int]:
	"""Return the client's own lifetimes, and the site's for the rest; empty if the client sets none."""
	if not own.keys() & set(REFRESHING):
		return {}
	return {name: own.get(name, getattr(site, name).seconds) for name in REFRESHING}


def _long_lifetime(name: str) -> Fault:
	return Fault(
		FaultKind.LONG_LIFETIME,
		f"oauth_plus_{name}_lifetime",
		cause=Sentence("The lifetime {0} of the client is above one year", name),
		fix="Set a shorter lifetime on the OAuth Client, or tick Allow Lifetimes over One Year",
		values=(name,),
	)


def _rotation_faults(client: ClientProfile) -> Iterator[Fault]:
	if client.is_public and client.rotation is Mode.STATIC:  # RFC 9700 §4.14.2
		yield Fault(
			FaultKind.PUBLIC_STATIC_ROTATION,
			"oauth_plus_rotation",
			cause="The refresh tokens of a public client are set to Static",
			fix="Choose Rotate on the OAuth Client, or make the client confidential",
		)
	if not 0 <= client.grace <= LONGEST_GRACE:
		yield Fault(
			FaultKind.UNFIT_GRACE,
			"oauth_plus_grace",
			cause=Sentence("The grace period of the client is not between 0 and {0} seconds", LONGEST_GRACE),
			fix="Set another number of seconds on the OAuth Client",
			values=(str(LONGEST_GRACE),),
		)


def _network_faults(client: ClientProfile) -> Iterator[Fault]:
	for word in networks.unfit(client.networks):
		yield Fault(
			FaultKind.UNFIT_NETWORK,
			"oauth_plus_networks",
			cause=Sentence(
				"Allowed IP Addresses has {0}, which is not an IP address or network", scope_list.shown(word)
			),
			fix="Enter IP addresses or networks such as 192.0.2.0/24, one a line, on the OAuth Client",
			values=(word,),
		)


def _origin_faults(client: ClientProfile) -> Iterator[Fault]:
	for word in client.origins:
		if not origins.is_fit(word):
			yield Fault(
				FaultKind.UNFIT_ORIGIN,
				"oauth_plus_origins",
				cause=Sentence("Scripts of {0} may call, which is no origin", scope_list.shown(word)),
				fix="Name origins such as https://app.example.com, without a path, one a line, on the OAuth Client",
				values=(word,),
			)
