"""Refusals: every way in which a request can be refused, in the words of the RFCs."""

from oauth_plus.exceptions.authorization import (
	AccessDenied,
	AccountSelectionRequired,
	ConsentRequired,
	ForeignSession,
	Impersonated,
	LoginRequired,
	RegistrationNotSupported,
	RequestNotSupported,
	RequestURINotSupported,
	Unredirectable,
	UnsupportedResponseType,
	WrongAccount,
)
from oauth_plus.exceptions.bearer import InsufficientScope, InvalidToken, MissingToken
from oauth_plus.exceptions.client import (
	InvalidClient,
	InvalidClientMetadata,
	InvalidRedirectURI,
	UnauthorizedClient,
)
from oauth_plus.exceptions.grant import InvalidGrant, InvalidScope, InvalidTarget, UnsupportedGrantType
from oauth_plus.exceptions.refusal import OtherRefusal, Refusal, ServerError, TemporarilyUnavailable
from oauth_plus.exceptions.request import InvalidRequest, NotFound, WrongAddress, WrongMediaType, WrongMethod

__all__ = [
	"AccessDenied",
	"AccountSelectionRequired",
	"ConsentRequired",
	"ForeignSession",
	"Impersonated",
	"InsufficientScope",
	"InvalidClient",
	"InvalidClientMetadata",
	"InvalidGrant",
	"InvalidRedirectURI",
	"InvalidRequest",
	"InvalidScope",
	"InvalidTarget",
	"InvalidToken",
	"LoginRequired",
	"MissingToken",
	"NotFound",
	"OtherRefusal",
	"Refusal",
	"RegistrationNotSupported",
	"RequestNotSupported",
	"RequestURINotSupported",
	"ServerError",
	"TemporarilyUnavailable",
	"UnauthorizedClient",
	"Unredirectable",
	"UnsupportedGrantType",
	"UnsupportedResponseType",
	"WrongAccount",
	"WrongAddress",
	"WrongMediaType",
	"WrongMethod",
]
