"""Whoever guesses learns nothing, and gets slower."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.core import clock as core_clock
from app.db import db, transaction
from app.identity import passwords, rules, throttle
from app.identity.models import Throttle
from app.identity.rules import Limit
from app.identity.throttle import Key
from tests.conftest import HeldClock
from tests.identity.makers import make_staff, sign_in


def told(answer: TestResponse) -> tuple[int, bytes, str | None]:
    return answer.status_code, answer.data, answer.headers.get("Retry-After")


def test_an_unknown_name_and_a_wrong_password_get_the_same_answers_to_the_last_byte(
    client: FlaskClient, clock: HeldClock
) -> None:
    make_staff()
    known = [told(sign_in(client, "lan", password="sai")) for _ in range(8)]
    unknown = [told(sign_in(client, "ai-do", password="sai")) for _ in range(8)]
    assert known == unknown
    assert [answer[0] for answer in known] == [401] * 5 + [429] * 3


def test_an_unknown_name_costs_a_hash_like_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Counting:
        def hash(self, password: str) -> str:
            return "made"

        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept)
            return True

    monkeypatch.setattr(passwords, "_hasher", lambda cost: Counting())
    passwords._nobody.cache_clear()
    assert not passwords.fits(None, "any", cost=1)
    assert passwords.fits("kept", "any", cost=1)
    passwords._nobody.cache_clear()
    assert verified == ["made", "kept"]


def test_after_five_wrong_passwords_each_further_one_waits_twice_as_long(client: FlaskClient, clock: HeldClock) -> None:
    make_staff()
    for _ in range(5):
        assert sign_in(client, password="sai").status_code == 401
    waits = []
    for _ in range(4):
        refused = sign_in(client)
        assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many")
        waits.append(int(refused.headers["Retry-After"]))
        assert f"{waits[-1]} giây" in refused.get_json()["say"]["vi"]
        clock.forward(seconds=waits[-1])
        assert sign_in(client, password="sai").status_code == 401
    assert waits == [5, 10, 20, 40]


def test_the_right_password_clears_the_count(client: FlaskClient, clock: HeldClock) -> None:
    make_staff()
    for _ in range(3):
        for _ in range(4):
            assert sign_in(client, password="sai").status_code == 401
        assert sign_in(client).status_code == 201


def test_one_address_does_not_lock_a_name_for_another_address(client: FlaskClient, clock: HeldClock) -> None:
    make_staff()
    for _ in range(6):
        sign_in(client, password="sai")
    body = {"username": "lan", "password": "cau mat khau kha dai", "where": "desk"}
    elsewhere = client.application.test_client()
    answer = elsewhere.post("/api/sign-in/password", json=body, environ_base={"REMOTE_ADDR": "10.9.8.7"})
    assert answer.status_code == 201


def test_many_names_from_one_address_are_slowed_too(client: FlaskClient, clock: HeldClock) -> None:
    statuses = [sign_in(client, f"ten{number}", password="sai").status_code for number in range(102)]
    assert statuses[:100] == [401] * 100
    assert statuses[100:] == [429] * 2


def test_a_name_with_a_character_no_database_takes_is_only_wrong(client: FlaskClient) -> None:
    make_staff()
    assert sign_in(client, "ai\x00", password="sai").get_json()["code"] == "wrong_password"
    assert sign_in(client, "LAN\x00").status_code == 201


def test_a_throttle_row_names_nobody(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "lan.tran", password="sai")
    for row in db.session.query(Throttle):
        assert len(row.key) == 64
        assert "lan" not in row.key


def test_old_rows_are_forgotten(app: Flask, clock: HeldClock) -> None:
    with transaction(writes=True):
        throttle.spend([Key("any", "thing", Limit(2, timedelta(hours=1)))])
    clock.forward(hours=1, seconds=1)
    with transaction(writes=True):
        throttle.forget_old()
    assert db.session.query(Throttle).count() == 0


@given(st.integers(1, 50), st.integers(0, 200))
def test_waits_never_shrink_and_never_pass_the_longest(free: int, count: int) -> None:
    limit = Limit(free, timedelta(hours=1))
    here, following = limit.wait_after(count), limit.wait_after(count + 1)
    assert here is None if count < free else here is not None
    if here is not None:
        assert following is not None
        assert here <= following <= limit.longest_wait


@given(st.lists(st.integers(0, 120), min_size=1, max_size=60))
def test_in_any_hour_of_trying_a_guesser_gets_few_tries(pauses: list[int]) -> None:
    """However the tries are spread, the policy lets through no more than the free ones and the doubling waits allow."""
    limit, now = Limit(5, timedelta(hours=1)), datetime(2026, 1, 1, tzinfo=UTC)
    until, count, passed = now, 0, 0
    start = now
    for pause in pauses:
        now += timedelta(seconds=pause)
        if now < until or now - start >= limit.window:
            continue
        count += 1
        passed += 1
        until = now + (limit.wait_after(count) or timedelta())
    assert passed <= 14


def test_a_code_is_not_found_from_what_is_kept_of_it() -> None:
    kept = rules.code_hash("the server's secret", "id", "123456")
    assert all(rules.code_hash("another secret", "id", f"{n:06d}") != kept for n in range(0, 1_000_000, 9973))
    assert kept == rules.code_hash("the server's secret", "id", "123456")


def test_the_clock_of_the_throttle_is_the_house_clock(app: Flask, clock: HeldClock) -> None:
    key = Key("any", "other", Limit(1, timedelta(hours=1), first_wait=timedelta(seconds=30)))
    with transaction(writes=True):
        assert throttle.spend([key]) == 0
        assert throttle.spend([key]) == 30
    clock.forward(seconds=29.5)
    with transaction(writes=True):
        assert throttle.spend([key]) == 1
    assert core_clock.now() == clock.now
