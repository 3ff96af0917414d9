"""Redirect URIs that may be registered, and those that may not (RFC 9700 §2.1, RFC 8252 §7)."""

import pytest

from oauth_plus.rules.redirect_uri_fitness import UnfitRedirectURI, require_fit
from oauth_plus.tests.rules.redirect_uri_corpus import (
	FIT_FOR_ALL,
	FIT_FOR_PUBLIC_CLIENTS,
	UNFIT,
)


@pytest.mark.parametrize("uri", FIT_FOR_ALL)
@pytest.mark.parametrize("is_public", [True, False])
def test_a_good_uri_may_be_registered(uri: str, is_public: bool) -> None:
	require_fit(uri, is_public=is_public)


@pytest.mark.parametrize("uri", FIT_FOR_PUBLIC_CLIENTS)
def test_a_private_use_scheme_is_open_to_public_clients_only(uri: str) -> None:
	"""RFC 8252 §7.1"""
	require_fit(uri, is_public=True)
	with pytest.raises(UnfitRedirectURI, match="public clients only"):
		require_fit(uri, is_public=False)


@pytest.mark.parametrize(("uri", "why"), UNFIT)
@pytest.mark.parametrize("is_public", [True, False])
def test_an_unfit_uri_is_refused_with_its_reason(uri: str, why: str, is_public: bool) -> None:
	with pytest.raises(UnfitRedirectURI, match=why):
		require_fit(uri, is_public=is_public)
