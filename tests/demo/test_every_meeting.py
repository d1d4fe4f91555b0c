"""What an official meets besides the plain way: each of it stands in the demo, made through the doors of the house."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import clock as core_clock
from app.core.calendar import local
from app.core.clock import VN
from app.db import db, transaction
from app.demo import loading, made_up, people
from app.demo.days import Days
from app.dossiers import views
from app.dossiers.handed import HANDED
from app.dossiers.models import Dossier, DossierEvent, Opinion
from app.handover.models import Handover
from app.queueing.models import QueueBooking, QueueTablet, QueueTicket
from app.units.rules import parse_hours

pytestmark = pytest.mark.usefixtures("app", "clock")


def signed_in(client: FlaskClient, username: str) -> FlaskClient:
    told = {"username": username, "password": made_up.pass_phrase(username), "where": "desk"}
    assert client.post("/api/sign-in/password", json=told).status_code == 201
    return client


def at_desk(client: FlaskClient, name: str) -> dict[str, Any]:
    """A dossier as the room of work shows it."""
    found = client.get(f"/api/desk/dossiers/{made_up.made_id(name)}")
    assert found.status_code == 200, found.text
    shown: dict[str, Any] = found.get_json()["dossier"]
    return shown


def moves(name: str) -> list[str]:
    with transaction(writes=False):
        wanted = select(DossierEvent.move).where(DossierEvent.dossier_id == made_up.made_id(name))
        return list(db.session.scalars(wanted.order_by(DossierEvent.version)))


def test_one_supplement_is_awaited_and_one_has_come(client: FlaskClient) -> None:
    desk = signed_in(client, people.APPRAISER)
    waits, came = at_desk(desk, "birth-again-asked"), at_desk(desk, "birth-again-answered")
    assert ("awaiting_supplement" in waits["flags"], "supplement_answered" in came["flags"]) == (True, True)
    assert [each["status"] for each in waits["supplements"] + came["supplements"]] == ["open", "answered"]
    assert [item["kind"] for item in waits["supplements"][0]["items"]] == ["paper", "answer"]
    assert moves("birth-again-answered")[-3:] == ["answer_supplement", "files_complete", "supplement_arrived"]
    assert len(came["attachments"]) == 1
    assert came["due"] is not None
    assert "overdue" not in came["flags"]


def test_a_draft_waits_for_its_owners_word_and_her_phone_shows_it() -> None:
    hers = f"device:{made_up.made_id(f'phone:{people.MY.name}')}"
    with transaction(writes=False):
        shown = views.as_out(db.session.get_one(Dossier, made_up.made_id("birth-draft")), hers)
    assert (shown.state, shown.channel, "overdue" in shown.flags) == ("confirming", "online", False)
    assert shown.draft is not None
    assert "confirm" in shown.may
    assert moves("birth-draft")[-1] == "decide_draft"


def test_another_office_is_asked_and_finds_the_question(client: FlaskClient) -> None:
    [asked] = signed_in(client, people.NEXT_DESK).get("/api/desk/opinions").get_json()["opinions"]
    assert (asked["from_unit"], asked["late"]) == ("Xã Mộc Giang", False)
    with transaction(writes=False):
        [row] = db.session.scalars(select(Opinion))
        assert (row.status, row.asked_by) == ("open", "Lê Văn Tùng")
        assert "opinion_asked" in db.session.get_one(Dossier, made_up.made_id("single-elsewhere")).flags


def test_a_request_sent_twice_is_one_and_two_more_look_alike() -> None:
    with transaction(writes=False):
        ended, stays = (db.session.get_one(Dossier, made_up.made_id(name)) for name in ("single-again", "single-first"))
        assert (ended.state, "merged" in ended.flags, stays.state) == ("withdrawn", True, "received")
        assert "duplicate_suspected" not in stays.flags
        assert "duplicate_suspected" in db.session.get_one(Dossier, made_up.made_id("single-twin-again")).flags
    assert moves("single-first")[-1] == "merged_in"


def test_money_is_owed_back_on_one_and_has_gone_back_on_another(client: FlaskClient) -> None:
    desk = signed_in(client, people.CLERK)
    paid = {each["bank_ref"]: each for each in desk.get("/api/desk/payments").get_json()["payments"]}
    assert (paid["FT0000000004"]["owed_back"], paid["FT0000000004"]["given_back"]) == (100_000, 0)
    assert paid["FT0000000004"]["status"] == "late"
    assert (paid["FT0000000005"]["owed_back"], paid["FT0000000005"]["given_back"]) == (0, 20_000)
    assert moves("plumber")[-1] == "refund"


def test_results_left_the_office_by_an_act_of_the_hand_over_room() -> None:
    with transaction(writes=False):
        acts = {row.receiver: row for row in db.session.scalars(select(Handover))}
        assert set(acts) == {people.DUYEN.name, people.HA.name}
        assert [row.signed for row in (acts[people.DUYEN.name], acts[people.HA.name])] == ["glass", "paper"]
        assert acts[people.DUYEN.name].receiver_id_number == people.DUYEN.id_number
        returned = select(DossierEvent).where(DossierEvent.move == "hand_over", DossierEvent.actor_role == "clerk")
        for event in db.session.scalars(returned):
            assert event.data[HANDED]["id"] in {str(row.id) for row in acts.values()}


def test_a_day_of_the_waiting_room_is_over_and_somebody_comes_another_day(client: FlaskClient) -> None:
    room = signed_in(client, people.CLERK).get("/api/desk/queue").get_json()
    # the day of this load is a day off: nobody waits before a closed door
    assert (room["used"], room["state"], room["waiting"]) == (True, "closed", [])
    with transaction(writes=False):
        tickets = db.session.scalars(select(QueueTicket).order_by(QueueTicket.taken_at))
        assert [(row.label, row.state) for row in tickets] == [
            ("A001", "served"),
            ("B001", "served"),
            ("A002", "served"),
        ]
        [tablet] = db.session.scalars(select(QueueTablet))
        assert tablet.used_at == max(row.taken_at for row in db.session.scalars(select(QueueTicket)))
        [booking] = db.session.scalars(select(QueueBooking))
        assert (booking.state, booking.day > core_clock.today()) == ("open", True)


def test_people_wait_and_one_is_served_where_the_office_is_open(fresh_app: Flask) -> None:
    with core_clock.at(datetime(2026, 11, 25, 9, 0, tzinfo=VN)):
        loading.load()
        board = fresh_app.test_client().get("/api/queue/moc-giang/calls").get_json()
        with transaction(writes=False):
            today = select(QueueTicket).where(QueueTicket.day == core_clock.today())
            now = [(row.label, row.state) for row in db.session.scalars(today.order_by(QueueTicket.taken_at))]
    assert now == [("A001", "serving"), ("A002", "waiting"), ("C001", "waiting"), ("B001", "waiting")]
    assert next((each["number"], each["point"]) for each in board["calls"]) == ("A001", "Quầy 1")


@pytest.mark.parametrize(
    ("now", "minutes", "then"),
    [
        ("24 10:00", 60, "24 09:00"),
        ("24 14:00", 60, "24 11:00"),
        ("24 07:30", 60, "23 16:30"),
        ("22 23:50", 30, "20 16:30"),
    ],
    ids=["within", "over noon", "over night", "over Sunday"],
)
def test_time_is_counted_back_as_the_office_works(now: str, minutes: int, then: str) -> None:
    moment = datetime.strptime(f"2026-11-{now}", "%Y-%m-%d %H:%M").replace(tzinfo=VN)
    days = Days(moment, parse_hours("mon-fri 07:00-11:30,13:30-17:00"), {"days": {}, "years": {}})
    found = days.worked(minutes)
    assert f"{local(found):%d %H:%M}" == then
    assert days.is_open_at(found)
    assert not days.is_open_at(found + timedelta(hours=12))
