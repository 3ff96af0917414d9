"""Refusals: every error that a request can get, with the error codes of the RFCs."""

from oauth_plus.exceptions.authorization import (
	AccessDenied,
	AccountSelectionRequired,
	ConsentRequired,
	ForeignSession,
	Impersonated,
	LoginRequired,
	LogoutRefused,
	RegistrationNotSupported,
	RequestNotSupported,
	RequestURINotSupported,
	UnmetAuthenticationRequirements,
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
from oauth_plus.exceptions.device import (
	AuthorizationPending,
	ExpiredToken,
	SlowDown,
	TooManyAttempts,
	WrongUserCode,
)
from oauth_plus.exceptions.dpop import InvalidDPoPProof, UnprovenToken, UseDPoPNonce
from oauth_plus.exceptions.grant import InvalidGrant, InvalidScope, InvalidTarget, UnsupportedGrantType
from oauth_plus.exceptions.limits import LimitReached
from oauth_plus.exceptions.refusal import OtherRefusal, Refusal, ServerError, TemporarilyUnavailable
from oauth_plus.exceptions.registration import TooManyRegistrations
from oauth_plus.exceptions.request import (
	InvalidRequest,
	MissingPackage,
	NotFound,
	RequestTooLarge,
	TooManyRequests,
	UnknownMethod,
	WrongAddress,
	WrongMediaType,
	WrongMethod,
)

__all__ = [
	"AccessDenied",
	"AccountSelectionRequired",
	"AuthorizationPending",
	"ConsentRequired",
	"ExpiredToken",
	"ForeignSession",
	"Impersonated",
	"InsufficientScope",
	"InvalidClient",
	"InvalidClientMetadata",
	"InvalidDPoPProof",
	"InvalidGrant",
	"InvalidRedirectURI",
	"InvalidRequest",
	"InvalidScope",
	"InvalidTarget",
	"InvalidToken",
	"LimitReached",
	"LoginRequired",
	"LogoutRefused",
	"MissingPackage",
	"MissingToken",
	"NotFound",
	"OtherRefusal",
	"Refusal",
	"RegistrationNotSupported",
	"RequestNotSupported",
	"RequestTooLarge",
	"RequestURINotSupported",
	"ServerError",
	"SlowDown",
	"TemporarilyUnavailable",
	"TooManyAttempts",
	"TooManyRegistrations",
	"TooManyRequests",
	"UnauthorizedClient",
	"UnknownMethod",
	"UnmetAuthenticationRequirements",
	"UnprovenToken",
	"Unredirectable",
	"UnsupportedGrantType",
	"UnsupportedResponseType",
	"UseDPoPNonce",
	"WrongAccount",
	"WrongAddress",
	"WrongMediaType",
	"WrongMethod",
	"WrongUserCode",
]
