"""What keeps the wheel from running as it is: its version of Python, its drivers, stock pypika, half a removal."""

from dev.standin.edits.change import Put, Swap

VERSION = (
	# The app never parses versions, but parts of Frappe do; the label says which Frappe this is not.
	Put("__init__.py", '__version__ = "0.0.1"', '__version__ = "16.9.0+monoframe.0.0.1"'),
)

PYTHON = (
	# A `type` statement is Python 3.12; the host runs on Debian's 3.11.
	Put("desk/doctype/event/event.py", "\ttype EventLikeDict = ", "\tEventLikeDict = "),
)

TYPES = (
	Put(
		"utils/typing_validations.py",
		"\tannotations = func.__annotations__\n",
		"\tfrom frappe.many.annotations import annotations_of\n\n\tannotations = annotations_of(func)\n",
	),
)

DRIVERS = (
	Put(
		"app.py",
		"import frappe.database.mariadb.mysqlclient  # Load",
		"import frappe.database.mariadb.database  # Load",
	),
	Swap("database/mariadb/setup_db.py", "frappe.many.loading", ("import_db_from_sql",)),
)

SQLITE = (
	Put(
		"query_builder/builder.py",
		"return super()._builder(*args, wrapper_cls=SQLiteParameterizedValueWrapper, **kwargs)",
		"from frappe.query_builder.sqlite_dialect import SQLiteQueryBuilder\n\n"
		"\t\treturn SQLiteQueryBuilder(*args, wrapper_cls=SQLiteParameterizedValueWrapper, **kwargs)",
	),
)

SIZES = (
	# Desk asks for the size of every table whenever somebody opens it; SQLite would count for minutes.
	Put(
		"core/report/database_storage_usage_by_tables/database_storage_usage_by_tables.py",
		"AND m.name NOT LIKE 'sqlite_%'",
		"AND m.name NOT LIKE 'sqlite_%' AND 0",
	),
)

CACHE = (
	# The embedded cache cannot announce changes; unhealthy means that every value is asked for anew.
	Put(
		"utils/redis_wrapper.py",
		'if "client ID" in str(e) and "does not exist" in str(e):',
		'if "unknown command" in str(e) or ("client ID" in str(e) and "does not exist" in str(e)):',
	),
)

LEFT_BEHIND = (
	Put("hooks.py", "images/frappe-logo.svg", "images/frappe-framework-logo.svg"),
	Put(
		"utils/install.py",
		"\t# clear test log\n\tfrom frappe.tests.utils.generators import _clear_test_log\n\n\t_clear_test_log()\n",
		"",
	),
	# System Settings is a Single and has no table of its own: asked this way, no site was ever set up.
	Put("__init__.py", 'frappe.db.table_exists("System Settings")', 'frappe.db.table_exists("Singles")'),
)

EDITS = (*VERSION, *PYTHON, *TYPES, *DRIVERS, *SQLITE, *SIZES, *CACHE, *LEFT_BEHIND)
