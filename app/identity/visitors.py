"""From a request to an actor: finds the session, and after the request keeps what it left to keep."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Request, Response, g, request
from flask_login import current_user

from app import settings
from app.core import clock
from app.core.access import Actor
from app.db import transaction
from app.identity import audit, browsers, operations, queries, rules
from app.identity.models import Session
from app.web.errors import problem
from app.web.session import Visitor
from app.web.session import actor as present_actor

log = logging.getLogger(__name__)

COOKIE = "cl_desk"
_ENDED = Visitor(Actor(ended="session_ended"))
RESTS = "Session-Rests"
"""A page that asks by itself says so: such a request is no use of the session."""
_REMEMBERED = 10_000
_known_used: set[str] = set()
"""Hashes of tokens that this process has seen used: nothing about their first use needs to be asked again."""
_SIGN_IN, _SIGN_OUT, _REGISTER = "/api/sign-in/", "/api/sign-out", "/api/devices"


def desk_idle(session: Session | None = None) -> timedelta:
    """How long a desk may rest before its session ends."""
    return timedelta(minutes=(session.idle_minutes if session else None) or settings().staff_idle_minutes)


def find_visitor(incoming: Request) -> Visitor | None:
    """The visitor of a request: by its Authorization header, else by the desk's cookie; nothing where neither came.

    A session that is over gives a stranger who is told so. Signing in, and what a device says of itself, look at
    the header alone: what an old cookie says must not stand in their way.
    """
    token, by_cookie = _token(incoming)
    if token is None:
        return None
    session = queries.session_by_hash(rules.token_hash(token))
    if session is None or (session.kind == "desk") is not by_cookie:
        return _ENDED
    actor = queries.actor_of(session) if queries.is_alive(session, clock.now()) else None
    if actor is None:
        return Visitor(Actor(ended=queries.why_ended(session)))
    _remember_use(session)
    return Visitor(actor, csrf=session.csrf)


def _token(incoming: Request) -> tuple[str | None, bool]:
    header = incoming.headers.get("Authorization", "")
    kind, _, token = header.partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip(), False
    if incoming.path.startswith(_SIGN_IN) or incoming.path == _REGISTER:
        return None, False
    return incoming.cookies.get(COOKIE), True


def _remember_use(session: Session) -> None:
    """Leave a note to write after the request, seldom: reading requests do not write."""
    stale = clock.now() - session.seen_at >= rules.touch_after(session.kind, desk_idle=desk_idle(session))
    if request.headers.get(RESTS) and session.used:
        return
    if stale or not session.used:
        g.session_to_touch = session.id


def before_request() -> None:
    """Begin without the looks of another request of this thread; what a session's first use brings comes before it."""
    audit.forget()
    token, by_cookie = _token(request)
    # a session that comes to be ended, because nobody opened her store after all, takes nothing over
    if token is not None and not by_cookie and request.path != _SIGN_OUT:
        _first_use(rules.token_hash(token))


def _first_use(token_hash: str) -> None:
    """Note the first use of a session before its request is looked at: what it takes over is hers by then."""
    if token_hash in _known_used:
        return
    with transaction(writes=False):
        session = queries.session_by_hash(token_hash)
        if session is None or not queries.is_alive(session, clock.now()):
            return
        session_id, used = session.id, session.used
    if not used:
        with transaction(writes=True):
            operations.touch(session_id, desk_idle=desk_idle())
    if len(_known_used) >= _REMEMBERED:
        _known_used.clear()
    _known_used.add(token_hash)


def after_request(response: Response) -> Response:
    """Keep the looks and the use of the session; where looks cannot be kept, the answer is not given."""
    _keep_what_it_holds()
    to_touch = g.pop("session_to_touch", None)
    if to_touch is None and not audit.waiting():
        return response
    try:
        with transaction(writes=True):
            audit.keep()
            if to_touch is not None:
                operations.touch(to_touch, desk_idle=desk_idle())
    except Exception:
        log.exception("after %s the access record or the session's use could not be kept", request.endpoint)
        if audit.waiting():
            response = problem(503, "unavailable", retry_after=5)
    audit.forget()
    return response


def _keep_what_it_holds() -> None:
    """Keep what a device says it holds; that it could not be kept is no reason to fail what was asked."""
    holds = browsers.read_holds(request.headers.get(browsers.HEADER, ""))
    actor = present_actor()
    if holds is None or actor.device_id is None:
        return
    try:
        with transaction(writes=False):
            news = browsers.is_news(actor, holds)
        if news:
            with transaction(writes=True):
                browsers.keep(actor, holds)
    except Exception:
        log.exception("what the device holds could not be kept")


def csrf() -> str | None:
    """The CSRF token of the present session, where a cookie carries it."""
    visitor = current_user._get_current_object()
    return visitor.csrf if isinstance(visitor, Visitor) else None
