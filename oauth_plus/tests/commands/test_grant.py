"""`bench oauth-plus grant …`"""

from oauth_plus.platform import scheduler
from oauth_plus.tests import bench
from oauth_plus.tests.commands import line
from oauth_plus.tests.factories import a_regular, a_user, an_app, signed_in
from oauth_plus.tests.journey import acts_as, sign_in
from oauth_plus.tests.ledger import families_of


def test_grants_are_listed_and_revoked_by_name():
	app = an_app()
	kept, ended = sign_in(app), sign_in(app)
	named = {family.name for family in families_of(app)}
	listed = line.in_json("grant", "list", "--client", app.client_id)
	assert {each["name"] for each in listed} == named
	assert {(each["user"], each["state"]) for each in listed} == {(a_regular(), "Active")}
	newest = listed[0]["name"]
	assert line.in_json("grant", "revoke", newest, "--yes") == {"grants": 1, "dry_run": False}
	alive = [acts_as(tokens.access_token) for tokens in (kept, ended)]
	assert alive.count(None) == 1
	[gone] = line.in_json("grant", "list", "--client", app.client_id, "--state", "Revoked")
	assert (gone["name"], gone["end_reason"]) == (newest, "ended_by_administrator")
	assert "REVOKED" not in line.said("grant", "list", "--client", app.client_id)


def test_grants_of_a_client_and_a_user_are_revoked_together():
	app, user = an_app(), a_user("System Manager")
	mine, others = sign_in(app, signed_in(user)), sign_in(app)
	conditions = ("--client", app.client_id, "--user", user)
	assert line.in_json("grant", "revoke", *conditions, "--dry-run") == {"grants": 1, "dry_run": True}
	assert acts_as(mine.access_token) == user
	asked = bench.command("oauth-plus", "grant", "revoke", *conditions)
	assert (asked.returncode, "End 1 grants?" in asked.stdout) == (1, True)
	assert line.said("grant", "revoke", *conditions, "--yes") == "1 grants ended\n"
	assert acts_as(mine.access_token) is None
	assert acts_as(others.access_token) == a_regular()


def test_what_cannot_be_revoked_is_a_sentence():
	assert line.refusal("grant", "revoke", "nothing", "--yes") == "No grant is named nothing"
	assert "no OAuth Client is named nobody" in line.refusal(
		"grant", "revoke", "--client", "nobody", "--yes", code=2
	)
	assert "Name grants, or give" in line.refusal("grant", "revoke", "--yes", code=2)
	assert "--json cannot ask" in line.refusal("grant", "revoke", "--user", a_regular(), "--json", code=2)


def test_jobs_speak_json_too():
	assert line.in_json("purge", "--dry-run")["dry_run"] is True
	assert "grants unused for too long" in line.in_json("expire", "--dry-run")["counts"]
	status = line.in_json("status")
	assert "OAuth Plus Grant" in [table["name"] for table in status["tables"]]
	named = {method.rpartition(".")[2] for method in scheduler.own_methods()}
	assert {job["job"] for job in status["jobs"]} == named
	restored = line.in_json("after-restore", "--dry-run")
	assert (restored["job"], restored["signing_key"]) == ("after-restore", None)
	assert any("issuer" in sentence for sentence in restored["left_to_do"])
	assert "--yes" in line.refusal("after-restore", "--json", code=2)
