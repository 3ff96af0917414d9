"""Checks of the address by which apps know the site."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from frappe import _

from oauth_plus.doctor.finding import Finding, Severity, check
from oauth_plus.platform import outgoing
from oauth_plus.platform.outgoing import NotSent
from oauth_plus.platform.translation import translated
from oauth_plus.rules.issuer import LOOPBACK
from oauth_plus.store.site import ip_address, site_issuer

METADATA = "/.well-known/oauth-authorization-server"


@check("HTTPS")
def https() -> Iterator[Finding]:
	"""The issuer is an http address, so that passwords, codes and tokens travel unencrypted. An address of the machine
	itself is a note."""
	issuer = site_issuer.issuer()
	if issuer.startswith("https://"):
		return
	is_here = urlsplit(issuer).hostname in LOOPBACK
	yield Finding(
		Severity.NOTE if is_here else Severity.ERROR,
		_("The issuer is {0}. Apps send secrets and tokens to it unencrypted.").format(issuer),
		_("Serve the site over https, and set host_name in site_config.json to its https address."),
	)


@check("Issuer")
def issuer() -> Iterator[Finding]:
	"""No issuer is configured, or Settings name another host than host_name."""
	configured = site_issuer.configured()
	if not configured.settings and not configured.host_name:
		yield Finding(
			Severity.WARNING,
			_("No issuer is configured. It is {0} now, and may be another one for another request.").format(
				site_issuer.issuer()
			),
			_("Set host_name in site_config.json to the address by which apps know the site."),
		)
	elif configured.settings and configured.host_name and configured.hosts_differ():
		yield Finding(
			Severity.WARNING,
			_(
				"The issuer in OAuth Plus Settings is {0}, but host_name is {1}. Apps get tokens of the first."
			).format(configured.settings, configured.host_name),
			_("Clear Issuer in OAuth Plus Settings, or set host_name to the same address."),
		)


@check("Proxy headers")
def proxy_headers() -> Iterator[Finding]:
	"""The request that asked the doctor came by another address than the issuer, or by a proxy that is not trusted. Only
	Desk can tell: a command is no request."""
	asked, known = site_issuer.address_asked(), site_issuer.issuer()
	if not asked:
		return
	if asked == known.replace("https://", "http://", 1) and asked != known:
		yield Finding(
			Severity.ERROR,
			_(
				"The issuer is {0}, but this request seems to have come by http. The proxy does not say that it was https."
			).format(known),
			_("Make the proxy set X-Forwarded-Proto. In nginx: proxy_set_header X-Forwarded-Proto $scheme;"),
		)
	elif urlsplit(asked).hostname not in (urlsplit(known).hostname, *site_issuer.names_of_site()):
		yield Finding(
			Severity.WARNING,
			_(
				"This request came by {0}, but the issuer is {1}. Apps that begin at the first address fail."
			).format(asked, known),
			_(
				"Use the address of the issuer, set host_name to this address, or make the proxy keep the Host header."
			),
		)
	if proxy := ip_address.untrusted_proxy():
		yield Finding(
			Severity.WARNING,
			_(
				"Requests come from {0}, which forwards them but is not trusted. Every user has this IP address in events and limits."
			).format(proxy),
			_("Add the address to {0} in site_config.json, if it is your proxy.").format(
				ip_address.TRUSTED_PROXIES
			),
		)


@check("Metadata at the issuer", asks_network=True)
def metadata() -> Iterator[Finding]:
	"""The site's metadata cannot be read at the issuer, or name another issuer (RFC 8414 §3.3). The doctor asks the
	site itself."""
	known = site_issuer.issuer()
	try:
		found = outgoing.get_json(known + METADATA, may_be_private=True).members.get("issuer")
	except NotSent as error:
		yield Finding(
			Severity.NOTE,
			_("The doctor cannot read {0}: it {1}.").format(known + METADATA, translated(error.sentence)),
			_("Open this address from outside. If apps can read it, the server only does not reach itself."),
		)
		return
	if found != known:
		yield Finding(
			Severity.ERROR,
			_(
				"{0} names the issuer {1}, not {2}. Another server answers there, or a proxy hands the request on elsewhere."
			).format(known + METADATA, str(found)[:200], known),
			_("Make the address lead to this site, or correct host_name."),
		)
