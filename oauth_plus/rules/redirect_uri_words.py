"""What may differ between a redirect URI and the registered ones, in words for an administrator."""

NONE_REGISTERED = "The client has no redirect URI"
NONE_SENT = "The app sent no redirect URI, and the client has no default one"
TOO_LONG = "The redirect URI is longer than {0} characters"
ENDS_IN_SLASH = "The redirect URI ends in a slash that the client's does not have"
LACKS_SLASH = "The redirect URI lacks the slash at the end of the client's"
LETTER_CASE = "The redirect URI differs in upper and lower case from {0}"
ENCODED = "The redirect URI is percent-encoded, and the client's is not"
PLACED = "The redirect URI has {0} in place of {1}"
HOST = "The redirect URI has the host {0} in place of {1}"
PORT = "The redirect URI has port {0} in place of {1}"
HAS_PORT = "The redirect URI has port {0}, and the client's has none"
LACKS_PORT = "The redirect URI lacks port {0} of the client's"
PATH = "The redirect URI has the path {0} in place of {1}"
HAS_QUERY = "The redirect URI has a query that the client's does not have"
LACKS_QUERY = "The redirect URI lacks the query of the client's"
ANOTHER_QUERY = "The redirect URI has another query than the client's"
FRAGMENT = "The redirect URI has a fragment"
USER_NAME = "The redirect URI has a user name"
CLOSEST = "The redirect URI {0} is not registered: the closest is {1}"
ONLY = "The redirect URI {0} is not registered"

TEMPLATES = (
	NONE_REGISTERED,
	NONE_SENT,
	TOO_LONG,
	ENDS_IN_SLASH,
	LACKS_SLASH,
	LETTER_CASE,
	ENCODED,
	PLACED,
	HOST,
	PORT,
	HAS_PORT,
	LACKS_PORT,
	PATH,
	HAS_QUERY,
	LACKS_QUERY,
	ANOTHER_QUERY,
	FRAGMENT,
	USER_NAME,
	CLOSEST,
	ONLY,
)
