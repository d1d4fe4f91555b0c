"""Numbers from the door to the counter, over HTTP: who may, what a phone sees, what a day keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import jobs
from app.core import clock as core_clock
from app.core import ids
from app.core.access import Role
from app.db import db
from app.queueing import bookings, operations
from app.queueing.models import QueueAct, QueueBooking, QueueTicket
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_office, sit_down
from tests.queueing.room import SLUG, booking, hang_up, number, open_room, take

SLOT = "2026-11-26T02:00:00Z"


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    open_room(made.unit.id, core_clock.today())
    hang_up(made.unit.id)
    return made


@pytest.fixture
def clerk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


def next_to(desk: Desk, office: Office, point: str = "1", op_id: str | None = None) -> Any:
    asked = {"op_id": op_id or str(ids.uuid7()), "unit_id": str(office.unit.id), "point": point}
    return desk.post("/queue/next", asked)


def act(desk: Desk, ticket: dict[str, Any], what: str, **more: Any) -> Any:
    return desk.post(f"/queue/tickets/{ticket['ticket_id']}/acts", {"op_id": str(ids.uuid7()), "what": what, **more})


def phone(client: FlaskClient, ticket: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/queue/tickets/{ticket['ticket_id']}").get_json()
    return found


def test_a_number_is_taken_called_and_seen_on_screen_and_phone(
    client: FlaskClient, office: Office, clerk: Desk
) -> None:
    first, second = take(client), take(client, "nhan", priority=True)
    assert (first["number"], second["number"]) == ("A001", "B001")
    assert phone(client, first)["before"] == 1, "who has precedence is before her"
    assert phone(client, first)["wait"] is None, "no counter calls yet: nothing is promised"
    called = next_to(clerk, office).get_json()["ticket"]
    assert called["number"] == "B001"
    assert next_to(clerk, office, "2").get_json()["ticket"]["number"] == "A001"
    board = client.get(f"/api/queue/{SLUG}/calls").get_json()
    assert [(each["number"], each["point"]) for each in board["calls"]] == [("A001", "Quầy 2"), ("B001", "Quầy 1")]
    assert set(board["calls"][0]) == {"number", "point", "turn", "state"}, "nothing by which a number is taken over"
    assert act(clerk, called, "recall").status_code == 200
    again = client.get(f"/api/queue/{SLUG}/calls").get_json()
    assert again["calls"][0]["number"] == "B001"
    assert again["calls"][0]["turn"] > board["calls"][0]["turn"]
    assert phone(client, first)["point"] == "Quầy 2"
    assert next_to(clerk, office).get_json()["code"] == "queue_settle_first"
    assert act(clerk, called, "serve").get_json()["state"] == "serving"
    assert next_to(clerk, office).get_json() == {"ticket": None}
    assert phone(client, second)["state"] == "served"


def test_the_same_operation_again_calls_nobody_else(client: FlaskClient, office: Office, clerk: Desk) -> None:
    asked = number()
    numbers = {client.post(f"/api/queue/{SLUG}/tickets", json=asked).get_json()["number"] for _ in range(3)}
    assert numbers == {"A001"}
    take(client)
    op_id = str(ids.uuid7())
    assert {next_to(clerk, office, op_id=op_id).get_json()["ticket"]["number"] for _ in range(3)} == {"A001"}
    other = sit_down(clerk.client.application.test_client(), "appraiser")
    assert next_to(other, office, op_id=op_id).get_json()["code"] == "queue_not_yours"


def test_absent_people_come_back_and_who_gives_up_leaves(client: FlaskClient, office: Office, clerk: Desk) -> None:
    first, second, third = take(client), take(client), take(client)
    next_to(clerk, office)
    assert act(clerk, first, "absent").get_json()["state"] == "absent"
    assert phone(client, first)["state"] == "absent"
    assert act(clerk, first, "back").get_json()["back"] is True
    assert client.post(f"/api/queue/tickets/{third['ticket_id']}/leave").get_json()["state"] == "left"
    seen = clerk.read("/queue").get_json()
    assert [each["number"] for each in seen["waiting"]] == ["A001", "A002"]
    assert act(clerk, third, "call", point="1").get_json()["code"] == "queue_moved_on"
    assert act(clerk, second, "call", point="1").get_json()["state"] == "called"
    assert act(clerk, second, "call", point="9").status_code == 409
    assert act(clerk, first, "call", point="9").get_json()["code"] == "queue_point_unknown"


def test_the_day_begins_anew_and_what_was_left_of_it_is_closed(
    client: FlaskClient, office: Office, clerk: Desk, clock: HeldClock
) -> None:
    left = take(client)
    clock.at(2026, 11, 26, 8, 0)
    assert take(client)["number"] == "A001"
    desk = sit_down(clerk.client.application.test_client(), "clerk")
    assert act(desk, left, "call", point="1").get_json()["code"] == "queue_day_over"
    assert operations.end_of_day() == 1
    assert phone(client, left)["state"] == "left"


@pytest.mark.parametrize(
    ("hour", "minute", "state", "by_hand"),
    [(6, 30, "early", 200), (16, 50, "over", 200), (17, 1, "over", 409), (9, 0, "open", 200)],
)
def test_the_door_stops_before_closing_and_an_official_may_still_give_one(
    client: FlaskClient,
    office: Office,
    clock: HeldClock,
    hour: int,
    minute: int,
    state: str,
    by_hand: int,
) -> None:
    clock.at(2026, 11, 25, hour, minute)
    desk = sit_down(client.application.test_client(), "clerk")
    assert client.get(f"/api/queue/{SLUG}").get_json()["state"] == state
    answer = client.post(f"/api/queue/{SLUG}/tickets", json=number())
    assert answer.status_code == (200 if state == "open" else 409)
    given = {"ticket_id": str(ids.uuid7()), "kind": "nop", "unit_id": str(office.unit.id)}
    hand = desk.post("/queue/tickets", given)
    assert hand.status_code == by_hand, hand.text


def test_a_child_at_the_tablet_is_slowed_down(client: FlaskClient, office: Office) -> None:
    asked = [client.post(f"/api/queue/{SLUG}/tickets", json=number()) for _ in range(42)]
    assert [each.status_code for each in asked][:39] == [200] * 39
    assert asked[-1].status_code == 429
    assert asked[-1].headers["Retry-After"]


def test_nobody_calls_numbers_of_another_commune_or_without_the_permission(
    app: Flask, client: FlaskClient, office: Office
) -> None:
    mine = take(client)
    make_office(name="Xã Nà Tấu", e_identifier="H17.50.3", prefix="other-")
    stranger = sit_down(app.test_client(), "other-clerk")
    assert act(stranger, mine, "call", point="1").status_code == 404
    assert next_to(stranger, office).status_code == 403
    seen = stranger.read("/queue", unit_id=str(office.unit.id)).get_json()
    assert (seen["used"], seen["waiting"]) == (False, [])
    assert sit_down(app.test_client(), "seal").read("/queue").status_code == 403
    assert client.get("/api/queue/na-tau").get_json()["state"] == "unused"


def test_an_appointment_is_made_moved_kept_and_gives_its_number(
    client: FlaskClient, office: Office, clock: HeldClock
) -> None:
    days = client.get(f"/api/queue/{SLUG}/slots?kind=nop").get_json()["days"]
    assert days[0]["slots"][0] == {"at": "2026-11-25T02:30:00Z", "left": 2}
    asked = booking(SLOT, phone="0912 345 678")
    made = client.post(f"/api/queue/{SLUG}/bookings", json=asked)
    assert made.status_code == 200, made.text
    code = made.get_json()["code"]
    assert client.post(f"/api/queue/{SLUG}/bookings", json=asked).get_json()["code"] == code
    twice = client.post(f"/api/queue/{SLUG}/bookings", json=booking("2026-11-26T03:00:00Z"))
    assert twice.get_json()["code"] == "queue_booked_already"
    same_number = booking("2026-11-26T03:00:00Z", holder="mot-may-khac-cua-nguoi-ay", phone="0912345678")
    assert client.post(f"/api/queue/{SLUG}/bookings", json=same_number).get_json()["code"] == "queue_booked_already"
    spaced = f"{code[:4]}-{code[4:]}".lower()
    moved = client.post(f"/api/queue/{SLUG}/bookings/move", json={"code": spaced, "slot": "2026-11-26T03:00:00Z"})
    assert moved.get_json()["slot"] == "2026-11-26T03:00:00Z"
    early = client.post(f"/api/queue/{SLUG}/arrivals", json={"code": code})
    assert early.get_json()["code"] == "queue_booking_other_day"

    clock.at(2026, 11, 26, 10, 2)
    desk = sit_down(client.application.test_client(), "clerk")
    assert [each["phone"] for each in desk.read("/queue").get_json()["bookings"]] == ["0912345678"]
    ordinary, first = take(client), client.post(f"/api/queue/{SLUG}/arrivals", json={"code": code}).get_json()
    assert first["number"] == "A002"
    assert client.post(f"/api/queue/{SLUG}/arrivals", json={"code": code}).get_json()["number"] == "A002"
    assert (phone(client, first)["before"], phone(client, ordinary)["before"]) == (0, 1)
    over = client.post(f"/api/queue/{SLUG}/bookings/cancel", json={"code": code})
    assert over.get_json()["code"] == "queue_booking_over"


def test_who_comes_long_after_her_half_hour_waits_like_everybody(
    client: FlaskClient, office: Office, clock: HeldClock
) -> None:
    code = client.post(f"/api/queue/{SLUG}/bookings", json=booking(SLOT)).get_json()["code"]
    clock.at(2026, 11, 26, 9, 46)
    take(client)
    late = client.post(f"/api/queue/{SLUG}/arrivals", json={"code": code}).get_json()
    assert (late["slot"], late["before"]) == (None, 1)


def test_a_full_half_hour_a_free_day_and_a_holiday_are_not_booked(client: FlaskClient, office: Office) -> None:
    def ask(slot: str, who: str, **more: Any) -> str:
        found = client.post(f"/api/queue/{SLUG}/bookings", json=booking(slot, holder=who * 4, **more)).get_json()
        return str(found.get("code"))

    assert len(ask(SLOT, "may-01")) == 8
    assert len(ask(SLOT, "may-02")) == 8
    assert ask(SLOT, "may-03") == "queue_slot_full"
    assert ask("2026-11-26T02:10:00Z", "may-03") == "queue_slot_gone"
    assert ask("2026-11-28T02:00:00Z", "may-03") == "queue_slot_gone"
    assert ask("2026-11-26T03:00:00Z", "may-03", kind="nhan") == "queue_not_booked"
    assert ask("2026-11-26T03:00:00Z", "may-03", phone="12") == "invalid"
    open_room(office.unit.id, date(2026, 11, 27), free_weekdays=["fri"])
    assert ask("2026-11-27T02:00:00Z", "may-03") == "queue_slot_gone"
    days = client.get(f"/api/queue/{SLUG}/slots?kind=nop").get_json()["days"]
    assert next((day["day"], day["slots"]) for day in days if day["free"]) == ("2026-11-27", [])


def test_an_appointment_on_a_day_that_is_now_closed_says_so_and_is_forgotten_in_time(
    client: FlaskClient, office: Office, clock: HeldClock
) -> None:
    code = client.post(f"/api/queue/{SLUG}/bookings", json=booking(SLOT, phone="0912345678")).get_json()["code"]
    assert not client.post(f"/api/queue/{SLUG}/bookings/look", json={"code": code}).get_json()["off"]
    open_room(office.unit.id, date(2026, 11, 26), free_days=["2026-11-26"])
    assert client.post(f"/api/queue/{SLUG}/bookings/look", json={"code": code}).get_json()["off"]
    clock.at(2026, 12, 3, 1, 0)
    bookings.forget()
    row = db.session.query(QueueBooking).one()
    assert (row.state, row.phone) == ("missed", "0912345678")
    clock.at(2026, 12, 4, 1, 0)
    bookings.forget()
    db.session.refresh(row)
    assert (row.phone, row.holder) == (None, "")
    assert "queueing.end_of_day" in jobs.TASKS


def test_the_administrator_sets_it_from_a_day_on_and_it_is_on_record(app: Flask, office: Office) -> None:
    office.hire("chief", "Nguyễn Hữu Trí", Role.ADMIN)
    admin = sit_down(app.test_client(), "chief")
    [shown] = admin.read("/admin/waiting-rooms").get_json()["rooms"]
    assert shown["plan"]["cutoff_minutes"] == 15
    plan = shown["plan"] | {"cutoff_minutes": 45}
    asked = {
        "unit_id": str(office.unit.id),
        "since": "2026-11-30",
        "used": True,
        "plan": plan,
        "source": "QĐ 9/QĐ-UBND",
    }
    saved = admin.post("/admin/waiting-rooms", asked)
    assert saved.status_code == 200, saved.text
    assert [turn["since"] for turn in saved.get_json()["turns"]] == ["2026-11-25", "2026-11-30"]
    assert saved.get_json()["history"][0]["by"] == "Nguyễn Hữu Trí"
    past = admin.post("/admin/waiting-rooms", asked | {"since": "2026-11-24"})
    assert past.get_json()["errors"][0]["code"] == "queue_in_the_past"
    points = [{"key": "1", "name": "Quầy 1", "kinds": ["nop"]}]
    unserved = admin.post("/admin/waiting-rooms", asked | {"plan": plan | {"points": points}})
    assert unserved.get_json()["code"] == "queue_kind_unserved"
    other = make_office(name="Xã Nà Tấu", e_identifier="H17.50.3", prefix="other-")
    assert admin.post("/admin/waiting-rooms", asked | {"unit_id": str(other.unit.id)}).status_code == 404
    clerk = sit_down(app.test_client(), "clerk")
    assert clerk.post("/admin/waiting-rooms", asked).status_code == 403
    assert db.session.query(QueueTicket).count() == db.session.query(QueueAct).count() == 0
