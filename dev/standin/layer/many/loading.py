"""Filling a new MariaDB database without the command line client, which the host does not ask for."""

from pathlib import Path

import frappe


def import_db_from_sql(source_sql: str | None = None, verbose: bool = False) -> None:
	"""Run the statements that create Frappe's first tables."""
	import frappe.database.mariadb as folder

	source = Path(source_sql or Path(folder.__file__).parent / "framework_mariadb.sql")
	lines = [line for line in source.read_text().splitlines() if not line.startswith("--")]
	for statement in "\n".join(lines).split(";\n"):
		if statement.strip().rstrip(";"):
			frappe.db.sql_ddl(statement.rstrip(";"))
