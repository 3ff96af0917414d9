"""The law of clients: all faults of a client at once, as values."""

import pytest

from oauth_plus.rules import client_law
from oauth_plus.rules.client_faults import OF_FAPI, OF_REQUESTS, Fault, FaultKind, refused_at, reported_at
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.gates import gates_of
from oauth_plus.rules.lifetime import DAY, YEAR, Effective, Lifetimes
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.rules.rotation import Mode

CALLBACK = "https://app.example.com/callback"


def faults_of(*uris: str, is_public: bool = False, unknown: tuple[str, ...] = (), **values) -> list[Fault]:
	client = ClientProfile(uris or (CALLBACK,), is_public=is_public, **values)
	return list(client_law.faults_of(client, unknown_scopes=unknown))


def kinds_of(*uris: str, **values) -> list[FaultKind]:
	return [fault.kind for fault in faults_of(*uris, **values)]


def test_a_client_as_it_should_be_has_none():
	assert faults_of() == []
	assert faults_of(CALLBACK, "com.example.app:/cb", "http://127.0.0.1/", is_public=True) == []


def test_all_faults_are_named_at_once():
	everything = faults_of(
		"http://app.example.com/cb",
		"https://app.example.com/#x",
		is_public=True,
		default_redirect_uris=("ftp://other.example.com",),
		has_implicit_grant=True,
		verifies_with_secret=True,
		scopes=("nonsense",),
		unknown=("nonsense", "more"),
		service_user="Administrator",
		networks=("10.0.0.0/8", "everywhere"),
		origins=("https://app.example.com/path",),
		lifetimes={"access": 2 * YEAR, "code": 601},
		rotation=Mode.STATIC,
		grace=301,
		keys="no JSON",
		groups_claim="sub",
		is_pairwise=True,
		post_logout_redirect_uris=("http://app.example.com/bye",),
		backchannel_uri="https://10.0.0.1/logout",
		exchanges_tokens=True,
	)
	assert [(fault.kind, fault.field) for fault in everything] == [
		(FaultKind.IMPLICIT_GRANT, "grant_type"),
		(FaultKind.UNFIT_REDIRECT_URI, "redirect_uris"),
		(FaultKind.UNFIT_REDIRECT_URI, "redirect_uris"),
		(FaultKind.UNFIT_REDIRECT_URI, "default_redirect_uri"),
		(FaultKind.PUBLIC_SYMMETRIC_SIGNING, "oauth_plus_id_token_signing"),
		(FaultKind.PUBLIC_WITH_KEYS, "oauth_plus_jwks"),
		(FaultKind.UNFIT_KEYS, "oauth_plus_jwks"),
		(FaultKind.UNKNOWN_SCOPE, "scopes"),
		(FaultKind.UNKNOWN_SCOPE, "oauth_plus_default_scopes"),
		(FaultKind.PUBLIC_SERVICE_USER, "oauth_plus_service_user"),
		(FaultKind.UNFIT_SERVICE_USER, "oauth_plus_service_user"),
		(FaultKind.PUBLIC_EXCHANGE, "oauth_plus_exchanges_tokens"),
		(FaultKind.EXCHANGE_OF_NOBODY, "oauth_plus_exchanges_of"),
		(FaultKind.SENSELESS_LIFETIME, "oauth_plus_code_lifetime"),
		(FaultKind.LONG_LIFETIME, "oauth_plus_access_lifetime"),
		(FaultKind.PUBLIC_STATIC_ROTATION, "oauth_plus_rotation"),
		(FaultKind.UNFIT_GRACE, "oauth_plus_grace"),
		(FaultKind.UNFIT_NETWORK, "oauth_plus_networks"),
		(FaultKind.UNFIT_ORIGIN, "oauth_plus_origins"),
		(FaultKind.UNFIT_GROUPS_CLAIM, "oauth_plus_groups_claim"),
		(FaultKind.UNFIT_SECTOR, "oauth_plus_subject_type"),
		(FaultKind.UNFIT_POST_LOGOUT_URI, "oauth_plus_post_logout_redirect_uris"),
		(FaultKind.UNFIT_BACKCHANNEL_URI, "oauth_plus_backchannel_logout_uri"),
	]
	assert {fault.kind for fault in everything} | {FaultKind.NO_REDIRECT_URI} == set(
		FaultKind
	) - OF_REQUESTS - OF_FAPI
	assert all(fault.cause and fault.fix for fault in everything)
	assert not any(text.endswith(".") for fault in everything for text in (fault.cause, fault.fix))


def test_a_client_needs_a_redirect_uri():
	"""RFC 7591 §2; the default one is enough"""
	[fault] = client_law.faults_of(ClientProfile((), is_public=True))
	assert (fault.kind, fault.error) == (FaultKind.NO_REDIRECT_URI, "invalid_redirect_uri")
	assert client_law.faults_of(ClientProfile((), is_public=False, default_redirect_uris=(CALLBACK,))) == ()


@pytest.mark.parametrize("user", ["Administrator", "Guest"])
def test_some_users_are_no_service_users(user: str):
	[fault] = faults_of(service_user=user)
	assert fault.kind is FaultKind.UNFIT_SERVICE_USER
	assert fault.hardening is None, "at no gate"
	assert fault.values[0] == user


def test_a_service_user_may_sign_in_and_the_client_keeps_a_secret():
	assert faults_of(service_user="machine@example.com") == []
	disabled = kinds_of(service_user="machine@example.com", service_user_is_enabled=False)
	assert disabled == [FaultKind.UNFIT_SERVICE_USER]
	assert kinds_of(service_user="machine@example.com", is_public=True) == [FaultKind.PUBLIC_SERVICE_USER]


def test_a_client_that_acts_by_itself_needs_no_redirect_uri():
	machine = ClientProfile((), is_public=False, service_user="machine@example.com")
	assert client_law.faults_of(machine) == ()


def test_the_error_codes_are_those_of_rfc_7591():
	[of_uri] = faults_of("http://app.example.com/cb")
	[of_grant] = faults_of(has_implicit_grant=True)
	assert (of_uri.error, of_uri.hardening) == ("invalid_redirect_uri", Hardening.REDIRECT_URI_FORM)
	assert (of_grant.error, of_grant.hardening) == ("invalid_client_metadata", Hardening.IMPLICIT_GRANT)


@pytest.mark.parametrize("gate", list(Gate))
def test_what_a_gate_refuses_and_what_it_reports(gate: Gate):
	"""A hardening is refused at Enforce, reported at Warn; an impossible number is refused at every gate"""
	faults = tuple(faults_of(has_implicit_grant=True, grace=-1))
	refused = [fault.kind for fault in refused_at(gates_of(gate), faults)]
	reported = [fault.kind for fault in reported_at(gates_of(gate), faults)]
	assert FaultKind.UNFIT_GRACE in refused
	assert FaultKind.UNFIT_GRACE not in reported
	assert (FaultKind.IMPLICIT_GRANT in refused) == (gate is Gate.ENFORCE)
	assert (FaultKind.IMPLICIT_GRANT in reported) == (gate is Gate.WARN)


def test_no_fault_shows_a_secret_in_a_redirect_uri():
	"""Password, path, query and fragment stay out of what is logged; `values` are for the form alone"""
	uri = "https://joe:hunter2@app.example.com/cb/7f3a9c?token=s3cr3t#x"
	[fault] = faults_of(uri)
	for shown in (repr(fault), fault.cause, fault.fix, fault.description):
		assert not any(part in shown for part in ("hunter2", "7f3a9c", "s3cr3t")), shown
	assert fault.values[0] == uri


def test_lifetimes_are_compared_with_those_of_the_site():
	site = Lifetimes(refresh_absolute=Effective(DAY))
	client = ClientProfile((CALLBACK,), is_public=False, lifetimes={"refresh_idle": 2 * DAY})
	assert [fault.kind for fault in client_law.faults_of(client, site=site)] == [FaultKind.SENSELESS_LIFETIME]
	assert client_law.faults_of(client) == ()


def test_lifetimes_that_only_the_site_sets_are_not_the_clients_fault():
	site = Lifetimes(refresh_idle=Effective(2 * DAY), refresh_absolute=Effective(DAY))
	client = ClientProfile((CALLBACK,), is_public=False, lifetimes={"access": 60})
	assert client_law.faults_of(client, site=site) == ()


def test_a_lifetime_above_a_year_may_be_meant():
	lifetimes = {"access": 2 * YEAR}
	assert kinds_of(lifetimes=lifetimes) == [FaultKind.LONG_LIFETIME]
	assert kinds_of(lifetimes=lifetimes, allows_long_lifetimes=True) == []


def test_http_on_a_private_network_is_a_choice():
	uri = "http://192.168.1.50:3000/callback"
	assert kinds_of(uri) == [FaultKind.UNFIT_REDIRECT_URI]
	assert kinds_of(uri, allows_private_http=True) == []
