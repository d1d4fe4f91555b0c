"""Signing in through the identity provider: off to it, and back."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from app import settings
from app.core import errors
from app.core.access import Permission
from app.db import transaction
from app.identity import routes as doors
from app.identity import rules, throttle
from app.identity.rules import Limit
from app.identity.schemas import MeOut, TokenOut
from app.identity.throttle import Key
from app.trust import by_vneid, vneid
from app.trust.schemas import VneidBegin, VneidBegun, VneidReturn
from app.trust.vneid import Provider
from app.web.api import EACH, Api
from app.web.session import actor

api = Api("vneid")

PATH = "/vao/vneid"
COOKIE, COOKIE_PATH = "cl_door", "/api/sign-in/vneid"
TRIES_PER_ADDRESS = Limit(60, timedelta(minutes=10))


@api.post("/sign-in/vneid", allow=Permission.PUBLIC, writes=EACH, answers=VneidBegun, problems=(401, 404, 429))
def begin(body: VneidBegin) -> Response:
    """Begin to sign in through the provider; only this phone, or this browser, can end it."""
    provider = _provider()
    if body.where == "phone":
        doors.not_by_an_ended_session()
        if actor().device_id is None:
            raise errors.NotSignedIn("not_signed_in")
    throttle.take([Key("vneid:address", request.remote_addr or "", TRIES_PER_ADDRESS)])
    browser = rules.new_token() if body.where == "desk" else ""
    taken = {str(each.id): each.principal for each in body.taken}
    device_id = actor().device_id if body.where == "phone" else None
    with transaction(writes=True):
        asked = by_vneid.begin(where=body.where, device_id=device_id, browser=browser, taken=taken)
    url = vneid.address(provider, asked)
    answer = Response(VneidBegun(url=url).model_dump_json(), mimetype="application/json")
    if browser:
        secure = settings().secure_cookies
        answer.set_cookie(
            COOKIE, browser, max_age=by_vneid.LIFE, path=COOKIE_PATH, httponly=True, samesite="Strict", secure=secure
        )
    return answer


@api.post(
    "/sign-in/vneid/return",
    allow=Permission.PUBLIC,
    writes=EACH,
    answers=TokenOut,
    extra_answers={201: MeOut},
    problems=(401, 403, 404, 409, 429),
)
def end(body: VneidReturn) -> Response | TokenOut:
    """Come back from the provider: on a phone for a token (200), at a desk for a cookie and a CSRF token (201)."""
    provider, at_desk = _provider(), body.state.startswith("d.")
    throttle.take([Key("vneid:address", request.remote_addr or "", TRIES_PER_ADDRESS)])
    browser = request.cookies.get(COOKIE, "") if at_desk else ""
    if not at_desk:
        doors.not_by_an_ended_session()
    with transaction(writes=True):
        asked, taken = by_vneid.take(body.state, device_id=None if at_desk else actor().device_id, browser=browser)
    if not body.code:
        raise errors.NotSignedIn("vneid_cancelled")
    said = by_vneid.read(vneid.claims(provider, body.code, asked), settings().oidc_claims)
    with transaction(writes=True):
        if at_desk:
            return doors.in_at_desk(by_vneid.official(said))
        return doors.in_on_phone(by_vneid.resident(said), taken)


def _provider() -> Provider:
    config = settings()
    if not config.oidc_issuer:
        raise errors.NotFound("vneid_off")
    return Provider(
        issuer=config.oidc_issuer,
        client_id=config.oidc_client_id,
        client_secret=config.oidc_client_secret,
        redirect=config.public_url + PATH,
        scope=config.oidc_scope,
    )
