"""D3: days and hours that administrators set; what they move is listed before, carried out and told after."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.admin.models import AdminRecord
from app.catalogue import queries as catalogue
from app.core.access import Role
from app.db import db
from app.dossiers.models import Dossier, DossierEvent
from app.identity import passwords, staff
from app.notifications.models import CallTask, Message
from app.units.models import Unit
from tests.conftest import HeldClock
from tests.dossiers.office import MARITAL, PASSWORD, Desk, Office, make_dossier, make_office, sit_down

NOTICE = {"source": "Thông báo nghỉ bù bão số 15", "document": "88/TB-UBND", "document_date": "2026-11-24"}


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    made.hire("chief", "Nguyễn Hữu Trí", Role.ADMIN)
    return made


@pytest.fixture
def admin(app: Flask, office: Office) -> Desk:
    """The commune's administrator."""
    return sit_down(app.test_client(), "chief")


@pytest.fixture
def province_admin(app: Flask, office: Office) -> Desk:
    """Who administers the province, and with it the calendar of the country."""
    person = staff.add_person(name="Lê Thị Tỉnh", username="tinh", password_hash=passwords.hashed(PASSWORD, cost=1))
    assert office.unit.parent_id is not None
    staff.grant(person.id, office.unit.parent_id, Role.ADMIN)
    return sit_down(app.test_client(), "tinh")


def received(app: Flask, office: Office) -> Dossier:
    """A dossier received today, due on Monday the 30th at five."""
    dossier = make_dossier(office, code=MARITAL)
    assert sit_down(app.test_client(), "clerk").move(dossier.id, "receive").status_code == 200
    return dossier


def days(unit_id: object, *given: tuple[str, str | None, str], **more: Any) -> dict[str, Any]:
    listed = [{"day": day, "kind": kind, "name": name} for day, kind, name in given]
    return {"unit_id": str(unit_id) if unit_id else None, "days": listed, **NOTICE, **more}


def seen(desk: Desk, body: dict[str, Any], path: str = "/admin/calendar") -> dict[str, Any]:
    answer = desk.post(f"{path}/preview", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def due(desk: Desk, dossier: Dossier) -> str:
    return str(desk.dossier(dossier.id)["dossier"]["due"]["due_at"])


def test_d3_a_day_off_is_listed_first_then_moves_is_logged_and_told(app: Flask, office: Office, admin: Desk) -> None:
    dossier, clerk = received(app, office), sit_down(app.test_client(), "clerk")
    assert due(clerk, dossier) == "2026-11-30T10:00:00Z"
    body = days(office.unit.id, ("2026-11-30", "holiday", "Nghỉ khắc phục bão"))
    shown = seen(admin, body)
    assert (shown["count"], shown["told"]) == (1, 1)
    [row] = shown["rows"]
    assert row["code"] == dossier.official_number
    assert (row["before"], row["after"]) == ("2026-11-30T10:00:00Z", "2026-12-01T10:00:00Z")
    assert due(clerk, dossier) == "2026-11-30T10:00:00Z", "nothing moved while it was only looked at"

    answer = admin.post("/admin/calendar", {**body, "seen": shown["fingerprint"]})
    assert answer.status_code == 200, answer.text
    assert due(clerk, dossier) == "2026-12-01T10:00:00Z"
    lines = clerk.dossier(dossier.id)["dossier"]["due"]["days"]
    assert {"kind": "holiday", "name": "Nghỉ khắc phục bão"}.items() <= next(
        line for line in lines if line["date"] == "2026-11-30"
    ).items()
    event = db.session.query(DossierEvent).filter_by(dossier_id=dossier.id, move="due_moved").one()
    assert event.actor_name == "Nguyễn Hữu Trí"
    assert "88/TB-UBND" in (event.reason or "")
    message = db.session.query(Message).filter_by(dossier_id=dossier.id, kind="due_moved").one()
    assert "17:00, 01/12/2026" in message.body["vi"]
    assert "Hẹn cũ: 17:00, 30/11/2026" in message.body["vi"]
    assert db.session.query(CallTask).filter_by(dossier_id=dossier.id).count() == 1, "who has no phone is called"
    [change] = answer.get_json()["history"]
    assert (change["by"], change["what"], change["after"]["moved"]) == ("Nguyễn Hữu Trí", "set", 1)


def test_a_day_that_moves_a_due_date_earlier_is_logged_and_not_told(app: Flask, office: Office, admin: Desk) -> None:
    dossier = received(app, office)
    body = days(office.unit.id, ("2026-11-28", "swap_work", "Làm bù"))
    shown = seen(admin, body)
    assert (shown["count"], shown["told"]) == (1, 0)
    assert admin.post("/admin/calendar", {**body, "seen": shown["fingerprint"]}).status_code == 200
    assert due(sit_down(app.test_client(), "clerk"), dossier) == "2026-11-28T10:00:00Z"
    assert db.session.query(DossierEvent).filter_by(dossier_id=dossier.id, move="due_moved").count() == 1
    assert db.session.query(Message).filter_by(dossier_id=dossier.id, kind="due_moved").count() == 0


def test_a_list_that_is_no_longer_true_is_shown_again_before_anything_is_saved(
    app: Flask, office: Office, admin: Desk
) -> None:
    body = days(office.unit.id, ("2026-11-30", "holiday", "Nghỉ"))
    shown = seen(admin, body)
    received(app, office)
    answer = admin.post("/admin/calendar", {**body, "seen": shown["fingerprint"]})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "moved_list_changed")
    assert db.session.query(AdminRecord).count() == 0


def test_a_day_of_a_commune_touches_no_other_commune(app: Flask, office: Office, admin: Desk) -> None:
    other = make_office(name="Xã Hòa Bắc", e_identifier="H17.50.9", prefix="x-")
    dossier = make_dossier(other, code=MARITAL)
    assert sit_down(app.test_client(), "x-clerk").move(dossier.id, "receive").status_code == 200
    assert seen(admin, days(office.unit.id, ("2026-11-30", "holiday", "Nghỉ")))["count"] == 0
    refused = admin.post("/admin/calendar/preview", days(other.unit.id, ("2026-11-30", "holiday", "Nghỉ")))
    assert (refused.status_code, refused.get_json()["code"]) == (404, "unit_not_found")
    answer = admin.post("/admin/calendar/preview", days(None, ("2026-11-30", "holiday", "Nghỉ")))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "calendar_of_the_province")


def test_a_swap_of_the_country_reaches_phones_and_survives_a_load_of_the_catalogue(
    app: Flask, office: Office, province_admin: Desk
) -> None:
    from app.catalogue import importer
    from app.config import ROOT

    dossier = received(app, office)
    client = app.test_client()
    before = client.get("/api/catalogue/bundle").get_json()
    body = days(None, ("2026-11-30", "swap_off", "Nghỉ hoán đổi"), ("2026-12-05", "swap_work", "Làm bù cho 30/11"))
    shown = seen(province_admin, body)
    assert shown["count"] == 1
    assert province_admin.post("/admin/calendar", {**body, "seen": shown["fingerprint"]}).status_code == 200
    changed = client.get("/api/catalogue/bundle", query_string={"from": before["hash"]})
    assert changed.status_code == 226, "a phone fetches only what changed"
    calendar = client.get("/api/catalogue/bundle").get_json()["calendar"]
    assert calendar["days"]["2026-11-30"] == {"kind": "swap_off", "name": "Nghỉ hoán đổi"}
    assert calendar["days"]["2026-12-05"]["kind"] == "swap_work"
    assert due(sit_down(client, "clerk"), dossier) == "2026-12-01T10:00:00Z"
    report = importer.load(ROOT / "catalogue")
    assert not report.errors
    assert not report.changed
    assert catalogue.calendar()["days"]["2026-11-30"]["kind"] == "swap_off"


def test_a_day_of_the_catalogue_is_taken_back_and_given_back(app: Flask, office: Office, province_admin: Desk) -> None:
    def save(kind: str | None) -> dict[str, Any]:
        body = days(None, ("2026-09-01", kind, "Quốc khánh"))
        answer = province_admin.post("/admin/calendar", {**body, "seen": seen(province_admin, body)["fingerprint"]})
        assert answer.status_code == 200, answer.text
        return {each["day"]: each for each in answer.get_json()["days"]}

    taken = save(None)
    assert (taken["2026-09-01"]["kind"], taken["2026-09-01"]["set_by"]) == ("workday", "Lê Thị Tỉnh")
    assert "2026-09-01" not in catalogue.calendar()["days"]
    given = save(None)
    assert (given["2026-09-01"]["kind"], given["2026-09-01"]["set_by"]) == ("holiday", None)
    assert "2026-09-01" in catalogue.calendar()["days"]


def test_a_year_is_estimated_until_its_notice_is_out(app: Flask, office: Office, province_admin: Desk) -> None:
    assert province_admin.read("/admin/calendar", year=2027).get_json()["status"] == "estimated"
    body = {"year": 2027, "status": "published", "source": "Thông báo 1/TB-BNV", "document": "1/TB-BNV"}
    answer = province_admin.post("/admin/calendar/year", body)
    assert (answer.status_code, answer.get_json()["status"]) == (200, "published")
    assert catalogue.calendar()["years"]["2027"]["status"] == "published"
    unheard = province_admin.post("/admin/calendar/year", {**body, "year": 2031})
    assert unheard.get_json()["years"][-1] == 2031
    assert catalogue.calendar()["years"]["2031"]["status"] == "published"


def hours(unit: Unit, since: str, *, close: str) -> dict[str, Any]:
    day = [["07:00", "11:30"], ["13:30", close]]
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), day)
    return {"unit_id": str(unit.id), "since": since, "hours": week, "source": "Quyết định 12/QĐ-UBND"}


def test_hours_hold_from_their_day_and_what_was_before_stays(
    app: Flask, office: Office, admin: Desk, clock: HeldClock
) -> None:
    dossier, clerk = received(app, office), sit_down(app.test_client(), "clerk")
    body = hours(office.unit, "2026-11-27", close="16:00")
    shown = seen(admin, body, "/admin/hours")
    assert (shown["count"], shown["told"]) == (1, 0)
    answer = admin.post("/admin/hours", {**body, "seen": shown["fingerprint"]})
    assert answer.status_code == 200, answer.text
    assert due(clerk, dossier) == "2026-11-30T09:00:00Z"
    told = app.test_client().get("/api/units").get_json()["units"]
    mine = next(each for each in told if each["id"] == str(office.unit.id))
    assert mine["hours"]["mon"][1][1] == "17:00", "they begin on Friday"
    assert [turn["since"] for turn in mine["turns"]][-1] == "2026-11-27"
    clock.at(2026, 11, 27, 8, 0)
    from app.units import worktime

    assert worktime.turn_all() == 1
    assert office.unit.hours["mon"][1][1] == "16:00"


@pytest.mark.parametrize(
    ("since", "close", "code"),
    [("2026-11-24", "16:00", "hours_in_the_past"), ("2026-11-27", "13:00", "unit_bad_hours")],
)
def test_hours_that_make_no_sense_are_refused(office: Office, admin: Desk, since: str, close: str, code: str) -> None:
    answer = admin.post("/admin/hours/preview", hours(office.unit, since, close=close))
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
