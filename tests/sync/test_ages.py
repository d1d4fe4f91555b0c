"""Apps of every age: which envelopes are taken, and what an app that is too old is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import errors
from app.sync import rules, state
from tests.conftest import HeldClock
from tests.sync.world import Ground, Phone, make_phone

TABLE = {1: date(2026, 11, 22), 2: date(2027, 6, 1)}


@pytest.mark.parametrize(
    ("today", "taken"),
    [
        (date(2026, 11, 22), (1,)),
        (date(2027, 6, 1), (1, 2)),
        (date(2028, 11, 30), (1, 2)),
        (date(2028, 12, 1), (2,)),
        (date(2040, 1, 1), (2,)),
    ],
)
def test_f44_an_envelope_is_taken_for_eighteen_months_after_the_next_one(today: date, taken: tuple[int, ...]) -> None:
    assert rules.envelopes_taken(TABLE, today) == taken


@settings(deadline=None)
@given(st.lists(st.integers(0, 4000), min_size=1, max_size=8, unique=True), st.integers(0, 6000))
def test_f44_whatever_was_released_an_app_younger_than_eighteen_months_is_served(days: list[int], age: int) -> None:
    """An app that was current at most 18 months ago writes an envelope that is taken today."""
    first = date(2026, 1, 1)
    table = {number: first + timedelta(days=day) for number, day in enumerate(sorted(days), 1)}
    today = first + timedelta(days=4000 + age)
    bought = today - timedelta(days=min(age, rules.APP_LIFE.days))
    current = max(number for number, day in table.items() if day <= bought)
    assert current in rules.envelopes_taken(table, today)


def push(phone: Phone, on: Ground, app: str) -> tuple[int, str]:
    act = phone.submission(on)
    body = {"nonce": "nonce-12345678", "operations": [act.wire]}
    answer = phone.call("POST", "/api/sync/push", json=body, headers={state.LEVEL: app})
    return answer.status_code, str(answer.get_json().get("code"))


def test_f44_an_app_of_nine_months_is_served_and_one_of_two_years_is_told_to_update(
    client: FlaskClient, on: Ground, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "ENVELOPES", {1: date(2026, 11, 22), 2: date(2026, 11, 24)})
    clock.forward(days=270)
    assert push(make_phone(client), on, "envelope=1; release=1") == (200, "None")
    clock.forward(days=279)
    phone = make_phone(client)
    assert push(phone, on, "envelope=1; release=1") == (426, "update_first")
    assert push(phone, on, "envelope=2; release=2") == (200, "None")


def test_f44_reading_is_refused_as_sending_is(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "ENVELOPES", {5: date(2026, 1, 1)})
    answer = phone.call("GET", "/api/sync/changes", headers={state.LEVEL: "envelope=4; release=9"})
    assert (answer.status_code, answer.get_json()["code"]) == (426, "update_first")


def test_f42_the_office_can_require_a_release(phone: Phone) -> None:
    state.need_current_app("envelope=1; release=7", 7)
    with pytest.raises(errors.UpgradeFirst):
        state.need_current_app("envelope=1; release=6", 7)


@pytest.mark.parametrize("said", ["", "envelope=x", "hello", "release=", "envelope=9999; release=9999"])
def test_what_an_app_of_another_time_says_of_itself_stops_nobody(said: str) -> None:
    state.need_current_app(said, 1)
