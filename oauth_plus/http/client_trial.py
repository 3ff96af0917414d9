"""Try It: the request that a client would send, and what its user meets, in words."""

from typing import Any

from frappe import _

from oauth_plus.grants.trial import Meeting, Trial


def described(trial: Trial, title: str) -> dict[str, Any]:
	"""Return the address, its parameters each with its meaning, and sentences about what the user meets."""
	meanings = _meanings()
	return {
		"address": trial.address,
		"parameters": [[name, value, meanings[name]] for name, value in trial.parameters.items()],
		"sentences": [sentence.format(title, trial.redirect_uri) for sentence in _sentences(trial)],
	}


def _sentences(trial: Trial) -> list[str]:
	known = _known()
	return [known[meeting] for meeting in trial.meetings]


def _known() -> dict[Meeting, str]:
	return {
		Meeting.DISABLED: _("The page says that an administrator has disabled this app. Nobody is asked."),
		Meeting.WRONG_USER: _(
			"You are not among those who may use {0}: see Who May Use It. You will see the page that tells a user so."
		),
		Meeting.ADMINISTRATOR: _(
			"You are Administrator, who gets no token on this site. You will see the page that says so. Sign in as "
			"another user to see the consent page."
		),
		Meeting.NO_PAGE: _(
			"No page asks the user, because Skip Authorization is ticked. You are sent on at once."
		),
		Meeting.KNOWN_CONSENT: _(
			"You have allowed this before, so no page asks you. You are sent on at once."
		),
		Meeting.CONSENT: _(
			"You will see the consent page, as a user does: the name of {0}, what it wants to do, and for how long."
		),
		Meeting.LEADS_BACK: _(
			"Your browser is then sent to {1}, with a code if you allow it. Nobody can redeem this code. The app may show an "
			"error, because it did not ask."
		),
		Meeting.LEADS_TO_PROGRAM: _(
			"Your browser is then asked to open {1}, with a code if you allow it. Nothing happens if the program is not on "
			"this device. Nobody can redeem this code."
		),
		Meeting.PUSHED: _(
			"The app pushes its requests (PAR), so this one was pushed. Open the page within 90 seconds."
		),
	}


def _meanings() -> dict[str, str]:
	return {
		"client_id": _("The app."),
		"redirect_uri": _("Where the answer is sent. It must be registered letter by letter."),
		"response_type": _(
			"code: the app gets a code, and exchanges it for tokens from its server or device."
		),
		"scope": _("What the app asks for."),
		"state": _("Random. The app compares it, so that nobody else can begin a sign-in for its user."),
		"nonce": _("Random. It comes back in the ID token, which the app compares."),
		"code_challenge": _(
			"PKCE: only the app that began can redeem the code. The other half was thrown away here."
		),
		"code_challenge_method": _("PKCE by SHA-256."),
	}
