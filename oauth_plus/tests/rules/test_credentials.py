"""How a client says who it is (RFC 6749 §2.3)."""

import base64

import pytest

from oauth_plus.exceptions import InvalidClient, InvalidRequest
from oauth_plus.rules.credentials import AuthMethod, Credentials, presented

OF_THE_RFC = "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"


def basic(text: str | bytes) -> str:
	raw = text if isinstance(text, bytes) else text.encode()
	return f"Basic {base64.b64encode(raw).decode()}"


def test_the_vector_of_the_rfc() -> None:
	"""RFC 6749 §2.3.1"""
	assert presented(OF_THE_RFC, None, None) == Credentials(AuthMethod.BASIC, "s6BhdRkqt3", "gX1fBat3bV")


@pytest.mark.parametrize(
	("sent", "client_id", "client_secret"),
	[
		("app:secret", "app", "secret"),
		("app:with:colons:in:it", "app", "with:colons:in:it"),
		("my%20app:50%25%2Bmore", "my app", "50%+more"),  # urlencoded first, RFC 6749 appendix B
		("my+app:a+b", "my app", "a b"),
		("b%C3%BCcher:%C3%A4", "bücher", "ä"),
		("bücher:ä", "bücher", "ä"),
		("app:", "app", None),
		("a%3Ab:c", "a:b", "c"),
	],
)
def test_the_header_is_decoded_as_the_rfc_encodes_it(
	sent: str, client_id: str, client_secret: str | None
) -> None:
	"""RFC 6749 §2.3.1, appendix B"""
	assert presented(basic(sent), None, None) == Credentials(AuthMethod.BASIC, client_id, client_secret)


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_the_scheme_is_written_in_any_case(scheme: str) -> None:
	"""RFC 9110 §11.1"""
	header = OF_THE_RFC.replace("Basic", scheme)
	assert presented(header, None, None).client_id == "s6BhdRkqt3"


@pytest.mark.parametrize(
	"header",
	[
		"Basic",
		"Basic ",
		"Basic  ",
		"Basic !!!!",
		"Basic YXBw",  # no colon
		"Basic Y",
		"Basic YXBwOnNlY3JldA",  # padding left out
		"Basic YXBwOnNl Y3JldA==",
		"Basic é",
		"Basic \udcff",
		"Basic YXBwOnNlY3JldA==é",
		"BasicYXBwOnNlY3JldA==",
		"Basic-YXBwOnNlY3JldA==",
		"Basic\tYXBwOnNlY3JldA==",
		basic(":secret"),
		basic(""),
		basic(b"\xff\xfe:\xff"),
		basic("app:%ff"),
		basic("%c3:secret"),
	],
)
def test_a_malformed_header_is_an_unauthenticated_client(header: str) -> None:
	"""RFC 6749 §5.2"""
	with pytest.raises(InvalidClient):
		presented(header, None, None)


@pytest.mark.parametrize(
	("client_id", "client_secret", "expected"),
	[
		("app", "secret", Credentials(AuthMethod.POST, "app", "secret")),
		("app", None, Credentials(AuthMethod.NONE, "app")),
		("app", "", Credentials(AuthMethod.NONE, "app")),  # libraries send it for public clients
		(None, None, Credentials(AuthMethod.NONE, None)),
		("", "", Credentials(AuthMethod.NONE, None)),
		(None, "secret", Credentials(AuthMethod.POST, None, "secret")),
	],
)
@pytest.mark.parametrize("header", [None, "", "Bearer YXBwOnNlY3JldA==", "token a:b", "Negotiate"])
def test_without_basic_the_form_speaks(
	header: str | None, client_id: str | None, client_secret: str | None, expected: Credentials
) -> None:
	"""RFC 6749 §2.3.1, RFC 7591 §2"""
	assert presented(header, client_id, client_secret) == expected


def test_the_same_secret_in_both_is_one_proof() -> None:
	"""RFC 6749 §2.3: libraries and apps in between copy the header into the form"""
	assert presented(OF_THE_RFC, "s6BhdRkqt3", "gX1fBat3bV").method is AuthMethod.BASIC
	assert presented(OF_THE_RFC, None, "gX1fBat3bV").method is AuthMethod.BASIC


@pytest.mark.parametrize("secret", ["gX1fBat3bv", "gX1fBat3bV ", "another", "é"])
def test_two_ways_at_once_are_refused_where_they_differ(secret: str) -> None:
	"""RFC 6749 §2.3"""
	with pytest.raises(InvalidRequest):
		presented(OF_THE_RFC, "s6BhdRkqt3", secret)


def test_a_malformed_header_is_not_mended_by_the_form() -> None:
	with pytest.raises(InvalidClient):
		presented("Basic !!!!", None, "gX1fBat3bV")


def test_the_name_may_stand_in_the_form_beside_the_header_but_no_other_name() -> None:
	"""RFC 6749 §3.2.1"""
	assert presented(OF_THE_RFC, "s6BhdRkqt3", None).method is AuthMethod.BASIC
	assert presented(OF_THE_RFC, "s6BhdRkqt3", "").method is AuthMethod.BASIC
	with pytest.raises(InvalidRequest):
		presented(OF_THE_RFC, "S6BHDRKQT3", None)


def test_what_was_presented_shows_no_secret_when_printed() -> None:
	"""RFC 9700 §4.9.2"""
	assert "gX1fBat3bV" not in repr(presented(OF_THE_RFC, None, None))
