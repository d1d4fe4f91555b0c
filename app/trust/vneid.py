"""The border to an identity provider that speaks OpenID Connect, as VNeID does: authorization code with PKCE.

What the provider says is believed only where its signature, issuer, audience, nonce and time are right. Its document
and its keys are kept for an hour; a key that is not among them is looked for once more, so that keys may rotate.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.core import clock, errors

ALGORITHMS = ["RS256", "PS256", "ES256"]
LEEWAY = 60
KEEP = 3600.0
PAUSE = 10.0
"""So soon after the last time the keys are not fetched again, whatever a token names."""
TIMEOUT = 10.0
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class Provider:
    """Who it is, and who we are to it."""

    issuer: str
    client_id: str
    client_secret: str
    redirect: str
    scope: str


@dataclass(frozen=True)
class Asked:
    """What one attempt to sign in is bound to."""

    state: str
    nonce: str
    verifier: str


def address(provider: Provider, asked: Asked) -> str:
    """Where the person signs in at the provider; raises Unavailable."""
    found = _document(provider)
    url: str = prepare_grant_uri(
        found["authorization_endpoint"],
        client_id=provider.client_id,
        response_type="code",
        redirect_uri=provider.redirect,
        scope=provider.scope,
        state=asked.state,
        nonce=asked.nonce,
        code_challenge=create_s256_code_challenge(asked.verifier),
        code_challenge_method="S256",
    )
    return url


def claims(provider: Provider, code: str, asked: Asked) -> dict[str, Any]:
    """What the provider says of whoever brought a code; raises NotSignedIn or Unavailable with a reason."""
    found = _document(provider)
    token = _exchanged(provider, found["token_endpoint"], code, asked.verifier)
    if not isinstance(token, str):
        raise errors.NotSignedIn("vneid_not_believed")
    return _believed(provider, found, token, asked.nonce)


def _believed(provider: Provider, found: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    try:
        said = _decoded(found["jwks_uri"], token)
    except (JoseError, ValueError) as wrong:
        raise errors.NotSignedIn("vneid_not_believed") from wrong
    now = clock.now().timestamp()
    audience = said.get("aud")
    several = audience if isinstance(audience, list) else [audience]
    right = (
        said.get("iss") == provider.issuer
        and provider.client_id in several
        and (len(several) == 1 or said.get("azp") == provider.client_id)
        and said.get("nonce") == nonce
        and isinstance(said.get("sub"), str)
    )
    if not right:
        raise errors.NotSignedIn("vneid_not_believed")
    ends, made = said.get("exp"), said.get("iat")
    if not isinstance(ends, int | float) or not isinstance(made, int | float):
        raise errors.NotSignedIn("vneid_not_believed")
    if ends + LEEWAY < now or made - LEEWAY > now:
        raise errors.NotSignedIn("vneid_expired")
    return said


def _decoded(jwks_uri: str, token: str) -> dict[str, Any]:
    """The claims of a token whose signature is by one of the provider's keys, also one it has only now."""
    try:
        return dict(jwt.decode(token, KeySet.import_key_set(_fetched(jwks_uri)), algorithms=ALGORITHMS).claims)  # type: ignore[arg-type]  # the shape is checked by the import
    except (JoseError, ValueError):
        keys = _fetched(jwks_uri, at_most=PAUSE)
        return dict(jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims)  # type: ignore[arg-type]  # as above


def _document(provider: Provider) -> dict[str, Any]:
    found = _fetched(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise errors.Unavailable("vneid_silent")
    return found


def _fetched(url: str, *, at_most: float = KEEP) -> dict[str, Any]:
    at, kept = _kept.get(url, (0.0, {}))
    if kept and time.monotonic() - at < at_most:
        return kept
    try:
        answer = httpx.get(url, timeout=TIMEOUT, follow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as silent:
        raise errors.Unavailable("vneid_silent") from silent
    if not isinstance(found, dict):
        raise errors.Unavailable("vneid_silent")
    _kept[url] = (time.monotonic(), found)
    return found


def _exchanged(provider: Provider, endpoint: str, code: str, verifier: str) -> Any:
    """The token that a code is good for, once, for whoever knows what its challenge was made from."""
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": provider.redirect,
        "client_id": provider.client_id,
    }
    secret = httpx.BasicAuth(provider.client_id, provider.client_secret) if provider.client_secret else None
    try:
        answer = httpx.post(endpoint, data=given, auth=secret, timeout=TIMEOUT, follow_redirects=False)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as silent:
        raise errors.Unavailable("vneid_silent") from silent
    if answer.status_code >= 500:
        raise errors.Unavailable("vneid_silent")
    if answer.status_code != 200 or not isinstance(told, dict):
        raise errors.NotSignedIn("vneid_code_refused")
    return told.get("id_token")
