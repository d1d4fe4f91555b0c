"""What can be settled before the day's hour, marked so that the next desk takes it first."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from flask import Flask

from app.core import clock as core_clock
from app.core import ids
from app.core.calendar import DEFAULT_HOURS
from app.dossiers.models import Dossier
from app.express.rules import can_finish, cutoff
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, MARITAL, Desk, Office, make_dossier, make_office, sit_down

SAME_DAY = {"channel": "all", "value": 1, "unit": "working_day", "same_day_before": "15:00"}


def vn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=core_clock.VN)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (SAME_DAY, time(15)),
        ({**SAME_DAY, "value": 3}, None),
        ({"channel": "all", "value": 1, "unit": "working_day"}, None),
        ({**SAME_DAY, "channel": "post"}, None),
    ],
)
def test_only_a_same_day_procedure_has_an_hour(rule: dict[str, object], expected: time | None) -> None:
    assert cutoff([rule], "prepared") == expected


@pytest.mark.parametrize(
    ("received", "now", "expected"),
    [
        (None, "2026-11-25T14:59", True),
        (None, "2026-11-25T15:00", False),
        (None, "2026-11-28T09:00", False),
        ("2026-11-25T14:30", "2026-11-25T16:59", True),
        ("2026-11-25T15:01", "2026-11-25T16:00", False),
        ("2026-11-24T16:00", "2026-11-25T09:00", False),
        ("2026-11-24T18:00", "2026-11-25T09:00", True),
        ("2026-11-25T09:00", "2026-11-25T17:01", False),
    ],
)
def test_what_comes_before_the_hour_can_finish_the_same_day(received: str | None, now: str, *, expected: bool) -> None:
    at = vn(received) if received else None
    assert can_finish(time(15), at, vn(now), DEFAULT_HOURS, {}) is expected


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


def desk(app: Flask, who: str) -> Desk:
    return sit_down(app.test_client(), who)


def mark(at: Desk, dossier: Dossier, *, seen: int | None = None) -> tuple[int, str | None]:
    version = at.dossier(dossier.id)["dossier"]["version"] if seen is None else seen
    answer = at.post(f"/dossiers/{dossier.id}/express", {"op_id": str(ids.uuid7()), "seen": version})
    return answer.status_code, answer.get_json().get("code")


def test_what_is_marked_waits_on_top_of_the_next_desks_list(app: Flask, office: Office, clock: HeldClock) -> None:
    earlier = make_dossier(office, code=BIRTH)
    clock.at(2026, 11, 25, 10, 0)
    urgent = make_dossier(office, code=BIRTH)
    slow = make_dossier(office, code=MARITAL)
    clerk = desk(app, "clerk")
    lane = clerk.read("/express").get_json()["rows"]
    assert {row["dossier_id"] for row in lane} == {str(earlier.id), str(urgent.id)}
    assert all(row["before"] == "2026-11-25T08:00:00Z" and row["mine"] and not row["marked"] for row in lane)
    assert mark(clerk, urgent) == (200, None)
    assert clerk.read("/express").get_json()["rows"][0]["dossier_id"] == str(urgent.id)
    for each in (earlier, urgent):
        assert clerk.move(each.id, "receive").status_code == 200
    appraiser = desk(app, "appraiser")
    rows = appraiser.read("/inbox").get_json()["rows"]
    assert [row["dossier_id"] for row in rows] == [str(urgent.id), str(earlier.id)]
    assert "express" in rows[0]["flags"]
    [first, _] = appraiser.read("/express").get_json()["rows"]
    assert (first["dossier_id"], first["mine"], first["waits_for"]) == (str(urgent.id), True, "appraiser")
    assert mark(clerk, slow) == (409, "express_not_today")


def test_the_two_who_decide_are_two_also_at_once(app: Flask, office: Office) -> None:
    sent = make_dossier(office, code=BIRTH)
    assert mark(desk(app, "clerk"), sent) == (200, None)
    refused = desk(app, "clerk").move(sent.id, "take_up")
    assert refused.status_code == 409
    assert desk(app, "clerk").move(sent.id, "receive").status_code == 200
    assert desk(app, "clerk").move(sent.id, "take_up").status_code == 403


def test_after_the_hour_nothing_new_is_promised(app: Flask, office: Office, clock: HeldClock) -> None:
    sent = make_dossier(office, code=BIRTH)
    clock.at(2026, 11, 25, 15, 0)
    assert desk(app, "clerk").read("/express").get_json()["rows"] == []
    assert mark(desk(app, "clerk"), sent) == (409, "express_not_today")


def test_marking_twice_is_one_event_and_a_page_that_was_overtaken_is_told(app: Flask, office: Office) -> None:
    sent = make_dossier(office, code=BIRTH)
    clerk = desk(app, "clerk")
    assert mark(clerk, sent) == (200, None)
    assert mark(clerk, sent) == (200, None)
    assert [each["move"] for each in clerk.dossier(sent.id)["dossier"]["events"]] == ["submit", "express"]
    assert clerk.move(sent.id, "receive").status_code == 200
    assert mark(clerk, sent, seen=1) == (409, "stale_version")


def test_another_communes_office_sees_nothing_of_it(app: Flask, office: Office) -> None:
    sent = make_dossier(office, code=BIRTH)
    make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    other = desk(app, "other-clerk")
    assert other.read("/express").get_json()["rows"] == []
    body = {"op_id": str(ids.uuid7()), "seen": 1}
    assert other.post(f"/dossiers/{sent.id}/express", body).status_code == 404
