"""An office sees its own dossiers: no list, no search, no page and no move reaches another commune's."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import ids
from app.dossiers.models import Dossier
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, MARITAL, OWNER, Desk, Office, make_dossier, make_office, sit_down

VIEWS = (
    *("mine", "all", "late", "soon", "new", "awaiting_files", "awaiting_supplement", "answered"),
    *("awaiting_payment", "ready", "came_back", "done"),
)
WHO = ("clerk", "appraiser", "approver", "seal")


@pytest.fixture
def here(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


@pytest.fixture
def there(app: Flask, here: Office) -> Office:
    return make_office(name="Xã Nà Hoang", e_identifier="H17.50.3", prefix="there-")


@pytest.fixture
def theirs(app: Flask, there: Office) -> list[Dossier]:
    """What another commune has: new, received, and with a page."""
    clerk = sit_down(app.test_client(), "there-clerk")
    sent = [make_dossier(there, code=code, missing=missing) for code in (BIRTH, MARITAL) for missing in (0, 1)]
    assert clerk.move(sent[0].id, "receive").status_code == 200
    assert clerk.move(sent[2].id, "receive").status_code == 200
    return [*sent, make_dossier(there, files=("birth_record",))]


@pytest.fixture
def desks(app: Flask, here: Office) -> dict[str, Desk]:
    return {who: sit_down(app.test_client(), who) for who in WHO}


def test_no_view_and_no_search_shows_another_communes_dossier(
    here: Office, theirs: list[Dossier], desks: dict[str, Desk]
) -> None:
    ours = {str(make_dossier(here, code=code).id) for code in (BIRTH, MARITAL)}
    known = [OWNER["name"], OWNER["id_number"], OWNER["phone"], "nguyen pham", "Thôn Bờ Đa", BIRTH, MARITAL, ""]
    for dossier in theirs:
        known += [dossier.local_code, str(dossier.id), dossier.title, dossier.official_number or "H17.50.3"]
    queries = st.fixed_dictionaries(
        {"view": st.sampled_from(VIEWS), "q": st.sampled_from(known) | st.text(max_size=6)},
        optional={
            "procedure": st.sampled_from(["", BIRTH, MARITAL]),
            "assisted": st.booleans(),
            "limit": st.integers(1, 200),
        },
    )
    seen: set[str] = set()

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(WHO), queries)
    def holds(who: str, query: dict[str, Any]) -> None:
        answer = desks[who].read("/inbox", **query)
        assert answer.status_code in {200, 422}, answer.text
        if answer.status_code == 200:
            rows = {row["dossier_id"] for row in answer.get_json()["rows"]}
            assert rows <= ours
            seen.update(rows)

    holds()
    assert seen == ours, "the searches did find what is ours"


def test_counts_count_only_what_is_ours(here: Office, theirs: list[Dossier], desks: dict[str, Desk]) -> None:
    make_dossier(here)
    counts = desks["clerk"].read("/inbox", view="all").get_json()["counts"]
    assert counts["all"] == 1
    assert all(number <= 1 for number in counts.values())


def test_no_page_and_no_move_reaches_another_communes_dossier(
    here: Office, theirs: list[Dossier], desks: dict[str, Desk]
) -> None:
    absent = desks["clerk"].read(f"/dossiers/{ids.uuid7()}")
    assert absent.status_code == 404
    for dossier in theirs:
        before = (dossier.version, dossier.state)
        for desk in desks.values():
            answer = desk.read(f"/dossiers/{dossier.id}")
            assert (answer.status_code, answer.data) == (404, absent.data), "as if it were not there"
            for move in ("receive", "refuse", "take_up", "decide", "sign", "withdraw", "ask_supplement", "extend"):
                asked = {"data": {"opinion": "x", "outcome": "granted", "due_on": "2026-12-30"}, "reason": "Vì thế"}
                refused = desk.move(dossier.id, move, seen=dossier.version, op_id=ids.uuid7(), **asked)
                assert (refused.status_code, refused.data) == (404, absent.data)
        assert (dossier.version, dossier.state) == before
