"""Ending a grant that was refreshed ten thousand times."""

from collections.abc import Iterator

import pymysql

from benchmarks import tokens
from benchmarks.database import statements_of
from benchmarks.figures import Finding, Promise, Spread, Target
from benchmarks.measures.measure import CannotRun, Field, Measure
from benchmarks.shelf import FAMILIES, TABLE
from benchmarks.side import NEAR_EMPTY, Side

GENERATIONS = 10_000
FAMILY = "f" * 32

ENDING = Promise("statements that write, ending a family of 10,000 generations", Target(4, "", False))


def run(field: Field) -> Iterator[Finding]:
	side = field.ours
	if "oauth_plus_family" not in side.database.columns(TABLE):
		raise CannotRun(
			f"{TABLE} has no column oauth_plus_family any more: this measure must learn the new one"
		)
	small = _ended(side, 1)
	large = _ended(side, GENERATIONS)
	note = f"{len(large)} statements for the whole request, {len(small)} for a family of one"
	yield Finding(ENDING, Spread.single(len(_writing(large))), str(len(_writing(large))), note=note)


def _ended(side: Side, generations: int) -> list[str]:
	"""What revoking the newest token of such a family says to the database."""
	side.shelf.renew(NEAR_EMPTY)
	side.shelf.put(NEAR_EMPTY)
	newest = _found(side, generations)
	client = side.client_of(newest)
	form = {"token": tokens.refresh_token(newest), "token_type_hint": "refresh_token"} | client.form
	for _ in range(10):  # both workers know the client before anybody counts
		side.door.post("revoke_token", form | {"token": "unknown"}).expect(200)
	try:
		with statements_of(side.account["user"]) as said:
			side.door.post("revoke_token", form).expect(200)
	except pymysql.Error as error:
		raise CannotRun(f"an account that may switch the general log on is needed ({error})") from error
	live = f"SELECT COUNT(*) FROM `{TABLE}` WHERE oauth_plus_family = %s AND status = 'Active'"
	if left := side.database.value(live, FAMILY):
		raise CannotRun(f"{left} tokens of the family live on")
	return said


def _found(side: Side, generations: int) -> int:
	"""Give so many rows one family; returns the number of the newest."""
	newest = 1
	names = [name for name in sorted(side.database.columns(TABLE)) if name not in _DISTINCT]
	listed = ", ".join(f"`{name}`" for name in names)
	token = f"SELECT * FROM `{TABLE}` WHERE refresh_token = SHA2(%s, 256)"
	side.database.run(
		f"UPDATE `{TABLE}` SET oauth_plus_family = %s WHERE refresh_token = SHA2(%s, 256)",
		FAMILY,
		tokens.refresh_token(newest),
	)
	side.database.run(
		f"UPDATE `{FAMILIES}` SET name = %s, generation = {generations} WHERE name = MD5('family:{newest}')",
		FAMILY,
	)
	if generations > 1:
		side.database.run(
			f"INSERT INTO `{TABLE}` (name, access_token, refresh_token, {listed}) SELECT "
			f"SHA2(CONCAT('old', seq), 256), SHA2(CONCAT('old', seq), 256), SHA2(CONCAT('older', seq), 256), {listed} "
			f"FROM ({token}) AS newest JOIN seq_2_to_{generations}",
			tokens.refresh_token(newest),
		)
	return newest


_DISTINCT = ("name", "access_token", "refresh_token")


def _writing(said: list[str]) -> list[str]:
	return [text for text in said if not text.lstrip().upper().startswith("SELECT")]


MEASURE = Measure("family", (ENDING,), run)
