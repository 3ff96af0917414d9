"""Requests that this site sends to addresses of apps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from oauth_plus.platform.guarded_request import MOST, Answer, GuardedRequest, NotSent
from oauth_plus.rules.sentence import Sentence

__all__ = ["Answer", "Document", "NotSent", "get_json", "post", "post_form"]


@dataclass(frozen=True)
class Document:
	"""JSON object that an address answered with, and the headers about its caching."""

	members: dict[str, Any]
	headers: Mapping[str, str]


def post_form(url: str, form: dict[str, str], *, may_be_private: bool = False) -> Answer:
	"""POST a form and return the answer, whatever its status. Raises NotSent.

	`may_be_private` allows addresses of private networks.
	"""
	headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
	return GuardedRequest(url, may_be_private=may_be_private).run("POST", headers, urlencode(form).encode())


def post(url: str, body: bytes, headers: Mapping[str, str], *, may_be_private: bool = False) -> Answer:
	"""POST a body and return the answer, whatever its status. Raises NotSent."""
	return GuardedRequest(url, may_be_private=may_be_private).run("POST", dict(headers), body)


def get_json(url: str, *, may_be_private: bool = False) -> Document:
	"""GET a JSON object of 16 KiB at most. Raises NotSent, also for another status than 200 and another media type."""
	headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
	answer = GuardedRequest(url, may_be_private=may_be_private).run("GET", headers)
	if answer.status != 200:
		raise NotSent(Sentence("answered with status {0}", answer.status))
	kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
	if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
		raise NotSent("answered with another media type than JSON")
	if answer.headers.get("content-encoding", "identity").lower() != "identity":
		raise NotSent("answered in an encoding that was not asked for")
	if len(answer.body) > MOST:
		raise NotSent(Sentence("answered with more than {0} bytes", MOST))
	try:
		members = json.loads(answer.body)
	except (ValueError, RecursionError) as error:
		raise NotSent("answered with what is no JSON") from error
	if not isinstance(members, dict):
		raise NotSent("answered with JSON that is no object")
	return Document(members, answer.headers)
