"""Who is asking: flask-login's view of a session, and the actor that routes hand to operations."""

from __future__ import annotations

from collections.abc import Callable

from flask import Request, request
from flask_login import LoginManager, UserMixin, current_user

from app.core import errors
from app.core.access import STRANGER, Actor

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "X-CSRF-Token"

login_manager = LoginManager()


class Visitor(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """A loaded session. `csrf` is set where a cookie carried it."""

    def __init__(self, actor: Actor, *, csrf: str | None = None) -> None:
        self.id = str(actor.session_id)
        self.actor = actor
        self.csrf = csrf


def load_sessions_with(loader: Callable[[Request], Visitor | None]) -> None:
    """Name the function that finds the visitor of a request (identity gives it)."""
    login_manager.request_loader(loader)


def actor() -> Actor:
    """The actor of the current request; a stranger where there is no session."""
    visitor = current_user
    return visitor.actor if isinstance(visitor._get_current_object(), Visitor) else STRANGER


def check_csrf() -> None:
    """Refuse a change that a cookie alone carried; raises Forbidden("bad_csrf")."""
    visitor = current_user._get_current_object()
    if request.method in SAFE or not isinstance(visitor, Visitor) or visitor.csrf is None:
        return
    if request.headers.get(CSRF_HEADER, "") != visitor.csrf:
        raise errors.Forbidden("bad_csrf")
