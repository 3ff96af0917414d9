"""Form metadata: what Desk's forms and lists send besides their documents, such as titles of linked documents,
comments, e-mails, versions, files and assigned users. A scope for the document does not cover it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.wrappers import Response

from oauth_plus.grants.access import Bearer
from oauth_plus.http.response import json_response
from oauth_plus.rules.policy import Gate
from oauth_plus.rules.resource_access import READ, doctype_access

TITLES, DOCINFO = "_link_titles", "docinfo"

PEOPLE = "user_info"
"""Member of a list with the users of its rows, by name."""

OF_COMMENTS = ("_comments", "_comment_count")
"""Members of the rows of a list: the text of comments, and their number."""

OF_FORM = {
	"__custom_js": "Client Script",
	"__custom_list_js": "Client Script",
	"__print_formats": "Print Format",
	"__workflow_docs": "Workflow",
}
"""Members of a form with documents that belong to its document."""

BESIDE = tuple(name.encode() for name in (TITLES, DOCINFO, PEOPLE, *OF_COMMENTS, *OF_FORM))

OF_DOCINFO = {
	"attachments": "File",
	"communications": "Communication",
	"automated_messages": "Communication",
	"versions": "Version",
	"assignments": "ToDo",
	"shared": "DocShare",
	"views": "View Log",
	"energy_point_logs": "Energy Point Log",
	"milestones": "Milestone",
	"tags": "Tag Link",
	"user_info": "User",
}
"""DocTypes of the rows in each member. The other lists have rows of Comment."""


def without(response: Response, bearer: Bearer) -> Response | None:
	"""Return the response without what no scope covers (RFC 6750 §3.1); None if it has no such members."""
	if bearer.level is not Gate.ENFORCE:
		return None
	text = response.get_data()
	if not any(name in text for name in BESIDE):
		return None
	said = json.loads(text)
	if not isinstance(said, dict):
		return None
	if isinstance(said.get(TITLES), Mapping):
		said[TITLES] = dict(_titles(said[TITLES], bearer))
	if isinstance(said.get(DOCINFO), Mapping):
		said[DOCINFO] = dict(_docinfo(said[DOCINFO], bearer))
	for form in said[FORMS] if isinstance(said.get(FORMS), list) else ():
		_take_out_of(form, bearer)
	for name in ANSWERS:
		if name in said:
			said[name] = _listed(said[name], bearer)
	return json_response(said, response.status_code)


ANSWERS = ("message", "data")
"""Members in which v1 and v2 return the value of a method."""


FORMS = "docs"


def _take_out_of(form: Any, bearer: Bearer) -> None:
	if isinstance(form, dict):
		for name, doctype in OF_FORM.items():
			if form.get(name) and not _may_see(bearer, doctype):
				form[name] = type(form[name])()


def _listed(answer: Any, bearer: Bearer) -> Any:
	"""Return rows as mappings, also from Desk's lists, which have the columns first and then the values of each row."""
	hidden = () if _may_see(bearer, "Comment") else OF_COMMENTS
	if isinstance(answer, list):
		return [_row(each, hidden) for each in answer]
	if not isinstance(answer, dict):
		return answer
	if isinstance(answer.get(PEOPLE), Mapping) and not _may_see(bearer, "User"):
		answer[PEOPLE] = {}
	keys, values = answer.get("keys"), answer.get("values")
	blank = {place for place, name in enumerate(keys) if name in hidden} if isinstance(keys, list) else ()
	if blank and isinstance(values, list):
		answer["values"] = [
			[None if place in blank else value for place, value in enumerate(row)] for row in values
		]
	return _row(answer, hidden)


def _row(row: Any, hidden: tuple[str, ...]) -> Any:
	if not isinstance(row, dict):
		return row
	return row | dict.fromkeys(name for name in hidden if name in row)


def _titles(titles: Mapping[str, Any], bearer: Bearer) -> Iterator[tuple[str, Any]]:
	"""Return the titles by `DocType::name`."""
	return ((key, title) for key, title in titles.items() if _may_see(bearer, key.split("::")[0]))


def _docinfo(docinfo: Mapping[str, Any], bearer: Bearer) -> Iterator[tuple[str, Any]]:
	for key, value in docinfo.items():
		doctype = OF_DOCINFO.get(key, "Comment")
		is_of_others = isinstance(value, list | dict) and key != "permissions"
		yield key, type(value)() if is_of_others and not _may_see(bearer, doctype) else value


def _may_see(bearer: Bearer, doctype: str) -> bool:
	return bearer.opens(doctype_access(doctype, READ))
