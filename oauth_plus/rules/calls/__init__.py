"""Maps an HTTP call to the resources that it reads or changes.

Start at `routes` (path and HTTP method), go on to `method_routes` and `method_table` (dotted methods of
Frappe), `document_routes` (REST), `list_access` and `document_access` (what arguments name),
`argument_values` and `columns` (how an argument is decoded).
"""
