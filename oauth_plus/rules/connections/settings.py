"""Settings that several kinds of connections share, each with its reason."""

from oauth_plus.rules.connections.kind import Setting
from oauth_plus.rules.policy import Gate, RefreshTokenMode
from oauth_plus.rules.rotation import Mode
from oauth_plus.rules.token_exchange import MARK

TYPE, ENFORCEMENT = "oauth_plus_client_type", "oauth_plus_enforcement"
PUBLIC, CONFIDENTIAL = "Public", "Confidential"

ON_A_DEVICE = Setting(
	TYPE,
	PUBLIC,
	"Everybody can read what is in an app on a phone, in a browser or on a desk. So it gets no secret, and must use PKCE.",
)

ON_A_SERVER = Setting(TYPE, CONFIDENTIAL, "The app runs on a server, where it can keep a secret.")

ENFORCED = Setting(
	ENFORCEMENT, Gate.ENFORCE.value, "The app is new: every rule applies from its first request."
)

ROTATED = Setting(
	"oauth_plus_rotation",
	Mode.ROTATE.value,
	"Each refresh token works once. If a thief uses a stolen one, the access ends.",
)

NEVER_REFRESHED = Setting(
	"oauth_plus_refresh_tokens",
	RefreshTokenMode.NEVER.value,
	"The app only signs users in, and needs no access after that.",
)

SHORT_ACCESS = Setting(
	"oauth_plus_access_lifetime",
	900,
	"A script on the page could read the token. So each one lives for 15 minutes, and the app gets the next one by itself.",
)

ENDS_WITH_SESSION = Setting(
	"oauth_plus_ends_with_session",
	1,
	"When users sign out of this site, they expect that apps in the same browser are signed out too.",
)

DEVICE = Setting(
	"oauth_plus_device_flow",
	1,
	"The device shows a code, and its user types it on a page of this site. So it needs no browser and no redirect URI.",
)

INTROSPECTS = Setting(
	"oauth_plus_introspects_all",
	1,
	"The gateway asks this site what the tokens of all apps are worth. It does not see what they hold.",
)

EXCHANGES = Setting(
	MARK,
	1,
	"The gateway gets a narrower token for each token that it was sent, and passes none on.",
)
