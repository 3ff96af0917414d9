"""Accesses of Frappe's methods that take or give files."""

from collections.abc import Iterator

from oauth_plus.rules import paths
from oauth_plus.rules.calls.argument_values import Arguments, Unreadable, text
from oauth_plus.rules.calls.method_access import named_method
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import ANYTHING, READ, WRITE, Kind, ResourceAccess, doctype_access


def download(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield reading the file of `file_url`. Raises Unreadable where the URL has dot segments (RFC 3986
	§3.3)."""
	yield ResourceAccess(Kind.FILE, _file_url(arguments), READ)


def _file_url(arguments: Arguments) -> str:
	url = text(arguments, "file_url")
	if not paths.is_plain(url.partition("?")[0]):
		raise Unreadable("file_url")
	return url


def upload(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield the accesses of an upload: a new file, the document that it is attached to, a file that is copied
	from the library or a URL, and a method that takes it instead. Raises Unreadable."""
	is_private = str(arguments.get("is_private") or "0") not in ("0", "false", "False")
	yield ResourceAccess(Kind.FILE, f"{'/private' if is_private else ''}/files/", WRITE)
	if arguments.get("doctype"):
		yield doctype_access(text(arguments, "doctype"), WRITE)
	if arguments.get("library_file_name"):
		yield ResourceAccess(Kind.FILE, ANYTHING, READ)
	if arguments.get("file_url"):
		yield ResourceAccess(Kind.FILE, _file_url(arguments), READ)
	if arguments.get("method"):
		yield named_method(arguments, "method")
