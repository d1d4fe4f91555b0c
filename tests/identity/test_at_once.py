"""Several requests at the same instant, with real commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from flask import Flask

from app.db import db, transaction
from app.identity.models import Session
from tests.identity.makers import make_staff, sign_in
from tests.identity.phones import Phone

T = TypeVar("T")


def at_once(count: int, act: Callable[[], T]) -> list[T]:
    with ThreadPoolExecutor(count) as pool:
        running = [pool.submit(copy_context().run, act) for _ in range(count)]
        return [each.result() for each in running]


def test_guesses_made_at_once_are_counted_like_guesses_in_a_row(committed_app: Flask) -> None:
    with committed_app.app_context(), transaction(writes=True):
        make_staff()
    statuses = at_once(8, lambda: sign_in(committed_app.test_client(), password="sai").status_code)
    assert Counter(statuses) == {401: 5, 429: 3}


def test_a_phone_that_introduces_itself_eight_times_at_once_is_one_phone_with_eight_sessions(
    committed_app: Flask,
) -> None:
    introduction = Phone(committed_app.test_client()).introduction()
    answers = at_once(8, lambda: committed_app.test_client().post("/api/devices", json=introduction))
    assert [answer.status_code for answer in answers] == [200] * 8
    with committed_app.app_context(), transaction(writes=False):
        assert db.session.query(Session).filter(Session.revoked_at.is_(None)).count() == 8
