"""The door is bound to its tablets: a code of the administrator pairs one, and only a paired one gives numbers."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.admin.models import AdminRecord
from app.core import clock as core_clock
from app.core import ids
from app.core.access import Role
from app.db import db
from app.queueing import tablets
from app.queueing.models import QueueTablet, QueueTicket
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_office, sit_down
from tests.queueing.room import KEY, SLUG, booking, number, open_room

OTHER = "khoa-cua-mot-may-khac-o-cua"


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    made.hire("chief", "Nguyễn Hữu Trí", Role.ADMIN)
    open_room(made.unit.id, core_clock.today())
    return made


@pytest.fixture
def admin(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "chief")


def offer(admin: Desk, office: Office, **more: Any) -> Any:
    asked = {"tablet_id": str(ids.uuid7()), "unit_id": str(office.unit.id), "name": "Máy ở cửa chính", **more}
    return admin.post("/admin/waiting-rooms/tablets", asked)


def code_of(admin: Desk, office: Office, **more: Any) -> str:
    answer = offer(admin, office, **more)
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["code"])


def pair(client: FlaskClient, code: str, key: str = KEY, slug: str = SLUG) -> Any:
    return client.post(f"/api/queue/{slug}/tablets", json={"code": code, "key": key})


def draw(client: FlaskClient, key: str | None = KEY, slug: str = SLUG) -> Any:
    asked = number(key=key) if key else {name: each for name, each in number().items() if name != "key"}
    return client.post(f"/api/queue/{slug}/tickets", json=asked)


def door(client: FlaskClient, key: str = KEY, slug: str = SLUG) -> Any:
    return client.post(f"/api/queue/{slug}/door", json={"key": key}).get_json()


def test_a_code_pairs_a_tablet_which_then_gives_numbers(client: FlaskClient, office: Office, admin: Desk) -> None:
    code = code_of(admin, office)
    assert draw(client).get_json()["code"] == "queue_not_paired", "a code that nobody brought pairs nothing"
    spaced = f" {code[:4]} {code[4:]} ".lower()
    assert pair(client, spaced).get_json() == {"name": "Máy ở cửa chính"}
    assert draw(client).get_json()["number"] == "A001"
    assert door(client)["tablet"] == "Máy ở cửa chính"
    [shown] = admin.read("/admin/waiting-rooms").get_json()["rooms"][0]["tablets"]
    assert (shown["offered_by"], shown["paired_at"], shown["used_at"]) == (
        "Nguyễn Hữu Trí",
        "2026-11-25T02:00:00Z",
        "2026-11-25T02:00:00Z",
    )
    kept = db.session.query(QueueTablet).one()
    assert KEY not in (kept.key_hash, kept.code_hash)
    assert code not in (kept.key_hash, kept.code_hash)


@pytest.mark.parametrize("key", [None, "", "khong-ai-gan-khoa-nay-bao-gio"])
def test_without_a_paired_key_no_number_is_given(
    client: FlaskClient, office: Office, admin: Desk, key: str | None
) -> None:
    assert pair(client, code_of(admin, office)).status_code == 200
    refused = draw(client, key)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "queue_not_paired")
    assert db.session.query(QueueTicket).count() == 0


def test_phones_see_the_door_and_keep_appointments_without_a_key(
    client: FlaskClient, office: Office, admin: Desk, clock: HeldClock
) -> None:
    seen = client.get(f"/api/queue/{SLUG}").get_json()
    assert (seen["state"], seen["tablet"], len(seen["kinds"])) == ("open", None, 3)
    assert door(client)["tablet"] is None
    code = client.post(f"/api/queue/{SLUG}/bookings", json=booking("2026-11-26T02:00:00Z")).get_json()["code"]
    clock.at(2026, 11, 26, 9, 0)
    arrived = client.post(f"/api/queue/{SLUG}/arrivals", json={"code": code})
    assert arrived.get_json()["number"] == "A001"


def test_a_wrong_an_expired_and_a_used_code_each_say_what_to_do(
    client: FlaskClient, office: Office, admin: Desk, clock: HeldClock
) -> None:
    tablet_id = str(ids.uuid7())
    code = code_of(admin, office, tablet_id=tablet_id)
    assert pair(client, "2222 3333").get_json()["code"] == "queue_pair_code_wrong"
    clock.at(2026, 11, 25, 9, 15)
    over = pair(client, code)
    assert (over.status_code, over.get_json()["code"]) == (410, "queue_pair_code_over")
    again = code_of(admin, office, tablet_id=tablet_id)
    assert pair(client, code).get_json()["code"] == "queue_pair_code_wrong", "the new code took its place"
    assert [pair(client, again).status_code for _ in range(2)] == [200, 200], "a lost answer is asked for again"
    used = pair(client, again, OTHER)
    assert (used.status_code, used.get_json()["code"]) == (409, "queue_pair_code_used")
    assert draw(client, OTHER).status_code == 403
    assert offer(admin, office, tablet_id=tablet_id).get_json()["code"] == "queue_tablet_paired"
    twice = pair(client, code_of(admin, office))
    assert twice.get_json()["code"] == "queue_tablet_paired", "one key is one tablet"


def test_an_unpaired_tablet_gives_no_number_from_that_moment_on(
    client: FlaskClient, office: Office, admin: Desk
) -> None:
    code = code_of(admin, office)
    pair(client, code)
    pair(client, code_of(admin, office, name="Máy thứ hai"), OTHER)
    first = db.session.query(QueueTablet).filter_by(name="Máy ở cửa chính").one().id
    room = admin.post(f"/admin/waiting-rooms/tablets/{first}/unpair", {})
    assert [each["name"] for each in room.get_json()["tablets"]] == ["Máy thứ hai"]
    assert draw(client).get_json()["code"] == "queue_not_paired"
    assert door(client)["tablet"] is None
    assert pair(client, code).get_json()["code"] == "queue_pair_code_wrong"
    assert draw(client, OTHER).status_code == 200, "the other one goes on"
    again = admin.post(f"/admin/waiting-rooms/tablets/{first}/unpair", {})
    assert again.get_json()["code"] == "queue_tablet_not_found"


def test_a_tablet_of_another_unit_gives_no_number_here(
    app: Flask, client: FlaskClient, office: Office, admin: Desk
) -> None:
    other = make_office(name="Xã Nà Tấu", e_identifier="H17.50.3", prefix="other-")
    open_room(other.unit.id, core_clock.today())
    code = code_of(admin, office)
    assert pair(client, code, slug="na-tau").get_json()["code"] == "queue_pair_code_wrong"
    pair(client, code)
    assert draw(client, slug="na-tau").get_json()["code"] == "queue_not_paired"
    assert door(client, slug="na-tau")["tablet"] is None
    other.hire("other-chief", "Cà Thị Xuân", Role.ADMIN)
    stranger = sit_down(app.test_client(), "other-chief")
    assert offer(stranger, office).status_code == 404
    mine = db.session.query(QueueTablet).one()
    assert stranger.post(f"/admin/waiting-rooms/tablets/{mine.id}/unpair", {}).status_code == 404
    clerk = sit_down(app.test_client(), "clerk")
    assert offer(clerk, office).status_code == 403
    assert clerk.post(f"/admin/waiting-rooms/tablets/{mine.id}/unpair", {}).status_code == 403


def test_who_tries_codes_is_slowed_down_and_the_right_one_does_not_count(
    client: FlaskClient, office: Office, admin: Desk
) -> None:
    for _ in range(12):
        assert pair(client, code_of(admin, office), f"khoa-cua-may-{ids.uuid7()}").status_code == 200
    tries = [pair(client, "2222 3333") for _ in range(12)]
    assert [each.status_code for each in tries][:9] == [404] * 9
    assert tries[-1].status_code == 429
    assert tries[-1].headers["Retry-After"]


def test_pairing_and_unpairing_are_on_record(client: FlaskClient, office: Office, admin: Desk) -> None:
    code = code_of(admin, office)
    pair(client, code)
    pair(client, code)
    tablet_id = db.session.query(QueueTablet).one().id
    room = admin.post(f"/admin/waiting-rooms/tablets/{tablet_id}/unpair", {}).get_json()
    known = {"tablet": "Máy ở cửa chính", "tablet_id": str(tablet_id)}
    assert [(each["what"], each["by"], each["before"], each["after"]) for each in room["history"]] == [
        ("tablet_unpaired", "Nguyễn Hữu Trí", known, {}),
        ("tablet_paired", "Nguyễn Hữu Trí", {}, known),
        ("tablet_offered", "Nguyễn Hữu Trí", {}, known),
    ]
    rows = db.session.query(AdminRecord).filter_by(kind="waiting").all()
    assert {row.person_id for row in rows} == {office.people["chief"].id}
    assert code not in str([row.after for row in rows])


def test_codes_that_nobody_used_are_forgotten_and_paired_tablets_stay(
    client: FlaskClient, office: Office, admin: Desk, clock: HeldClock
) -> None:
    code_of(admin, office, name="Không ai dùng")
    pair(client, code_of(admin, office))
    clock.forward(days=1, minutes=16)
    tablets.forget()
    assert [row.name for row in tablets.of_unit(office.unit.id)] == ["Máy ở cửa chính"]


def test_a_code_that_was_withdrawn_pairs_nothing_and_the_record_says_so(
    client: FlaskClient, office: Office, admin: Desk
) -> None:
    tablet_id = str(ids.uuid7())
    code = code_of(admin, office, tablet_id=tablet_id)
    room = admin.post(f"/admin/waiting-rooms/tablets/{tablet_id}/unpair", {}).get_json()
    assert (room["tablets"], room["history"][0]["what"]) == ([], "tablet_withdrawn")
    assert pair(client, code).get_json()["code"] == "queue_pair_code_wrong"
