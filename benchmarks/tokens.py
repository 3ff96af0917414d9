"""The tokens that the filled rows were issued with: anybody who knows a row's number knows its tokens.

What is random about a row follows from its number too, in SQL and here alike, so that a million rows need no list.
"""

import hashlib
import zlib

LENGTH = 30
"""Characters: as long as stock's own."""

DAY = 86_400


def access_token(row: int) -> str:
	return hashlib.sha256(f"access:{row}".encode()).hexdigest()[:LENGTH]


def refresh_token(row: int) -> str:
	return hashlib.sha256(f"refresh:{row}".encode()).hexdigest()[:LENGTH]


def age(row: int, oldest: int) -> int:
	"""Seconds since the row was made, anything below `oldest`."""
	return zlib.crc32(f"age:{row}".encode()) % oldest


def is_revoked(row: int, of_ten: int) -> bool:
	"""So many of ten rows are."""
	return zlib.crc32(f"status:{row}".encode()) % 10 < of_ten


def client_of(row: int, clients: int) -> int:
	"""The place of its client in their list; each person has tokens of them all."""
	return (row + row // 100) % clients


ACCESS_SQL = f"LEFT(SHA2(CONCAT('access:', seq), 256), {LENGTH})"
REFRESH_SQL = f"LEFT(SHA2(CONCAT('refresh:', seq), 256), {LENGTH})"
AGE_SQL = "CRC32(CONCAT('age:', seq)) MOD {oldest} + {youngest}"
REVOKED_SQL = "CRC32(CONCAT('status:', seq)) MOD 10 < {of_ten}"
CLIENT_SQL = "(seq + seq DIV 100) MOD {clients}"
