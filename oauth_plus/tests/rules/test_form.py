"""Parameters as they were sent (RFC 6749 §3.1, §3.2)."""

import pytest

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules import form
from oauth_plus.rules.form import Form, parse_form


@pytest.mark.parametrize(
	("sent", "values"),
	[
		(b"", {}),
		(b"a=1&b=2", {"a": "1", "b": "2"}),
		(b"a=1+2%203", {"a": "1 2 3"}),
		(b"a=%C3%A9", {"a": "é"}),
		("a=é".encode(), {"a": "é"}),
		(b"a=b=c", {"a": "b=c"}),
		(b"a", {"a": ""}),
		(b"a=1;b=2", {"a": "1;b=2"}),
		(b"a=%", {"a": "%"}),
		(b"a=%zz", {"a": "%zz"}),
		(b"state=%7B%22a%22%3A1%7D", {"state": '{"a":1}'}),
	],
)
def test_the_form_is_decoded_once(sent: bytes, values: dict[str, str]) -> None:
	parsed = parse_form(sent)
	assert parsed.values == values
	assert parsed.require_sound() is parsed


def test_an_empty_parameter_counts_as_left_out() -> None:
	"""RFC 6749 §3.1"""
	parsed = parse_form(b"scope=&code=1")
	assert parsed.get("scope") is None
	assert parsed.get("nothing") is None
	assert parsed.get("code") == "1"
	with pytest.raises(InvalidRequest, match="scope is missing"):
		parsed.require("scope")


@pytest.mark.parametrize(
	"sent",
	[
		b"code=1&code=2",
		b"code=1&code=1",
		b"code=&code=1",
		b"code=1&code=",
		b"code=1&code=2&code=3",
		b"code=" + b"x" * (form.LONGEST_VALUE + 1),
		b"code=" + b"x" * 10_240,
		b"code=a%00b",
		b"code=\0",
		b"code=%ff",
		b"code=\xff",
		b"code=%ed%a0%80",  # a lone surrogate in UTF-8's clothes
		b"code=%c0%af",  # an overlong slash
	],
)
def test_a_faulty_parameter_is_refused_when_it_is_asked_for(sent: bytes) -> None:
	"""RFC 6749 §3.1: at most once; the rest is ours"""
	parsed = parse_form(sent + b"&client_id=app")
	assert parsed.get("client_id") == "app"
	with pytest.raises(InvalidRequest, match="code"):
		parsed.get("code")
	with pytest.raises(InvalidRequest):
		parsed.require_sound()


@pytest.mark.parametrize(
	"sent", [b"%00=1", b"%ff=1", b"\xff=1", b"a%00b=1", b"%3Cscript%3E=%00", b"a=%ff", b"a=" + b"x" * 10_240]
)
def test_what_nobody_reads_is_left_out_where_it_is_faulty(sent: bytes) -> None:
	"""RFC 6749 §3.1: unrecognized parameters are ignored"""
	assert parse_form(sent + b"&code=1").require_sound().values == {"code": "1"}


def test_what_nobody_reads_may_come_twice() -> None:
	"""RFC 8707 §2: `resource` does"""
	assert parse_form(b"resource=a&resource=b&code=1").require_sound().values == {
		"resource": "a",
		"code": "1",
	}


@pytest.mark.parametrize("raw", [b"%00", b"%ff", b"\xff", b"%0d%0a", b"%ed%a0%80", "é".encode()])
def test_the_state_may_hold_any_bytes(raw: bytes) -> None:
	"""RFC 6749 §4.1.1: it is the app's own"""
	parsed = parse_form(b"state=" + raw).require_sound()
	assert parsed.get("state")
	assert parse_form(parsed.query().encode()) == parsed


def test_the_state_too_is_refused_when_it_comes_twice_or_is_huge() -> None:
	for sent in (b"state=1&state=2", b"state=" + b"x" * 10_240):
		with pytest.raises(InvalidRequest):
			parse_form(sent).require_sound()


@pytest.mark.parametrize(
	"sent",
	[
		b"x" * (form.LONGEST_FORM + 1),
		b"&".join(b"p%d=1" % number for number in range(form.MOST_PARAMETERS + 1)),
	],
)
def test_what_is_too_large_is_not_read_at_all(sent: bytes) -> None:
	with pytest.raises(InvalidRequest):
		parse_form(sent)


def test_what_frappe_adds_to_any_request_is_none_of_ours() -> None:
	parsed = parse_form(b"cmd=a&cmd=b&csrf_token=x&_=1&sid=%00&code=1")
	assert parsed.require_sound().values == {"code": "1"}


@pytest.mark.parametrize(
	"sent", [b"a=1+2&b=%C3%A9", b"redirect_uri=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D2", b"a=%2B%25"]
)
def test_a_form_written_as_a_query_reads_the_same(sent: bytes) -> None:
	"""The consent page carries the request through the browser and back."""
	parsed = parse_form(sent)
	assert parse_form(parsed.query().encode()) == parsed
	assert parsed.query().isascii()


def test_values_are_not_shown_when_a_form_is_printed() -> None:
	"""RFC 9700 §4.9.2"""
	assert "hunter2" not in repr(Form({"client_secret": "hunter2"}))


def test_resource_may_come_several_times_and_is_read_back_the_same() -> None:
	"""RFC 8707 §2"""
	parsed = parse_form(b"resource=a&x=1&resource=b&resource=a&resource=")
	assert parsed.require_sound().all("resource") == ("a", "b")
	assert parse_form(parsed.query().encode()).all("resource") == ("a", "b")
	assert parse_form(b"x=1").all("resource") == ()


def test_a_faulty_resource_among_good_ones_is_refused() -> None:
	with pytest.raises(InvalidRequest):
		parse_form(b"resource=a&resource=b%00").all("resource")
