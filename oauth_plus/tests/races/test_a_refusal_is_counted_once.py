"""The same refusal from many workers at once is one row, and none of them is lost or counted twice."""

from oauth_plus import tasks
from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.factories import an_app, an_old_app
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.ledger import events_of, told_times
from oauth_plus.tests.races.rush import form
from oauth_plus.tests.races.track import Track

CROWD = 12


def test_many_refused_at_once_are_one_row_with_their_number(track: Track):
	for number in track.rounds():
		app = an_app()
		guess = {
			"grant_type": "authorization_code",
			"code": f"guessed {number}",
			"redirect_uri": app.redirect_uri,
		}
		answers = track.run(*[form(OAUTH + "get_token", guess | app.credentials)] * CROWD)
		assert [answer.status for answer in answers] == [400] * CROWD
		assert told_times(app, event="token_refused") == [CROWD]
		track.saw("one row")


def test_many_that_enforce_would_refuse_at_once_are_one_row_and_the_job_runs_beside_them(track: Track):
	"""At Warn, requests go on after they are recorded: none of them waits for the row of another one"""
	for _number in track.rounds():
		app = an_old_app()
		tokens = [sign_in(app) for _ in range(4)]
		again = [
			form(
				OAUTH + "get_token",
				{
					"grant_type": "refresh_token",
					"refresh_token": each.refresh_token,
					"client_id": app.client_id,
				},
			)
			for each in tokens
		]
		answers = track.run(*again)
		tasks.note_uses()
		assert [answer.status for answer in answers] == [200] * len(tokens)
		assert told_times(app, event="would_refuse", reason="client_authentication") == [len(tokens)]
		assert len(events_of(app, event="token_issued")) == 2 * len(tokens)
		track.saw("one row")
