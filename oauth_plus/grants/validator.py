"""One validator for core, for our endpoints and for other apps: one small class a grant."""

from oauth_plus.grants.authorization_code import AuthorizationCodes
from oauth_plus.grants.bearer import BearerTokens
from oauth_plus.grants.client import ClientAuthentication
from oauth_plus.grants.openid import OpenID
from oauth_plus.grants.password import Passwords
from oauth_plus.grants.refresh_token import RefreshTokenValidator
from oauth_plus.grants.revocation import Revocation


class Validator(
	ClientAuthentication,
	AuthorizationCodes,
	RefreshTokenValidator,
	Passwords,
	BearerTokens,
	Revocation,
	OpenID,
):
	"""Stateless: everything it knows comes with the request or from the store."""
