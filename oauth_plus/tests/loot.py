"""What somebody holds who took everything from the server: the database, Redis, the site's files and the logs."""

import gzip
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import frappe
import redis

from oauth_plus.tests import handed_out

BIGGEST = 50_000_000
"""Bytes of a file that is looked into."""


def everything() -> Iterator[bytes]:
	"""All of it."""
	yield from dump()
	yield from values_in_redis()
	yield from (file.read_bytes() for file in log_files())
	yield from files_of_the_site()


def dump() -> Iterator[bytes]:
	"""Every row of every table, as a backup has it."""
	if frappe.db.db_type == "sqlite":
		with sqlite3.connect(frappe.db.get_db_path()) as database:
			yield from (line.encode() for line in database.iterdump())
		return
	process = subprocess.Popen(
		_dump_command(),
		stdout=subprocess.PIPE,
		env=os.environ | {"MYSQL_PWD": frappe.conf.db_password},
	)
	yield from process.stdout
	assert process.wait() == 0, "the dump failed"


def _dump_command() -> list[str]:
	program = shutil.which("mariadb-dump") or shutil.which("mysqldump")
	assert program, "mariadb-dump is missing: apt install mariadb-client"
	conf = frappe.conf
	where = ["--socket", conf.db_socket] if conf.get("db_socket") else ["--host", conf.db_host or "127.0.0.1"]
	where += ["--port", str(conf.db_port)] if conf.get("db_port") else []
	kind = ["--single-transaction", "--skip-lock-tables", "--skip-extended-insert"]
	return [program, *where, "--user", conf.get("db_user") or conf.db_name, *kind, conf.db_name]


def values_in_redis() -> Iterator[bytes]:
	"""All that this site keeps there, whatever kind of value it is."""
	raw, cache = redis.Redis, frappe.cache
	for key in raw.scan_iter(cache, frappe.cache.make_key("*"), count=1_000):
		yield key
		kind = raw.type(cache, key)
		if kind == b"string":
			yield raw.get(cache, key) or b""
		elif kind == b"hash":
			yield from (part for pair in raw.hgetall(cache, key).items() for part in pair)
		elif kind == b"list":
			yield from raw.lrange(cache, key, 0, -1)
		elif kind == b"set":
			yield from raw.smembers(cache, key)
		elif kind == b"zset":
			yield from raw.zrange(cache, key, 0, -1)


def log_files() -> list[Path]:
	"""Those that were written since this run began."""
	folders = (Path("..", "logs"), Path(frappe.get_site_path("logs")))
	files = (file for folder in folders for file in folder.glob("*.log*"))
	return [file for file in files if file.stat().st_mtime >= handed_out.began]


def files_of_the_site() -> Iterator[bytes]:
	"""Its configuration and the bench's, its files, and its backups, unpacked. Not SQLite's file, which keeps pages
	of what was deleted: see `dump`."""
	for file in (Path("common_site_config.json"), *Path(frappe.get_site_path()).rglob("*")):
		if file.is_file() and file.stat().st_size <= BIGGEST and ".db" not in file.name:
			content = file.read_bytes()
			yield gzip.decompress(content) if file.suffix == ".gz" else content
