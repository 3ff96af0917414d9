"""What a form of Desk tells beside its document: titles of what it links to, comments, mails, versions, files.
A scope for the document is none for those."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.wrappers import Response

from oauth_plus.grants.access import Bearer
from oauth_plus.http.response import json_response
from oauth_plus.rules.access import READ
from oauth_plus.rules.arguments import touch
from oauth_plus.rules.policy import Gate

TITLES, DOCINFO = "_link_titles", "docinfo"

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
"""Whose rows stand under which name; what is not here, and is a list, is of Comment."""


def without(response: Response, bearer: Bearer) -> Response | None:
	"""The answer without what no scope covers; None where nothing of the kind is in it."""
	if bearer.level is not Gate.ENFORCE:
		return None
	text = response.get_data()
	if TITLES.encode() not in text and DOCINFO.encode() not in text:
		return None
	said = json.loads(text)
	if not isinstance(said, dict) or not ({TITLES, DOCINFO} & said.keys()):
		return None
	if isinstance(said.get(TITLES), Mapping):
		said[TITLES] = dict(_titles(said[TITLES], bearer))
	if isinstance(said.get(DOCINFO), Mapping):
		said[DOCINFO] = dict(_docinfo(said[DOCINFO], bearer))
	return json_response(said, response.status_code)


def _titles(titles: Mapping[str, Any], bearer: Bearer) -> Iterator[tuple[str, Any]]:
	"""`DocType::name` and its title."""
	return ((key, title) for key, title in titles.items() if _may_see(bearer, key.split("::")[0]))


def _docinfo(docinfo: Mapping[str, Any], bearer: Bearer) -> Iterator[tuple[str, Any]]:
	for key, value in docinfo.items():
		doctype = OF_DOCINFO.get(key, "Comment")
		is_of_others = isinstance(value, list | dict) and key != "permissions"
		yield key, type(value)() if is_of_others and not _may_see(bearer, doctype) else value


def _may_see(bearer: Bearer, doctype: str) -> bool:
	return bearer.opens(touch(doctype, READ))
