"""A planned change of units is taken back before its day: all stays as it is, and the record says why."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.admin import unit_following
from app.core.access import Role
from app.db import db
from app.identity import staff
from app.units import changes, queries
from app.units.models import UnitChange, UnitSuccession
from tests.admin.test_units import LATER, change, commune, office, province, unit
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_office, sit_down

__all__ = ["commune", "office", "province"]
WHY = "Nghị quyết lùi ngày, chờ văn bản mới"


def act_of(desk: Desk, unit_id: object) -> str:
    """The act of the first planned change of a unit."""
    events = desk.read(f"/admin/units/{unit_id}").get_json()["events"]
    return str(next(each["act_id"] for each in events if each["may_take_back"]))


def take_back(desk: Desk, unit_id: object, act_id: str | None = None, reason: str = WHY) -> Any:
    act = act_id or act_of(desk, unit_id)
    return desk.post(f"/admin/units/{unit_id}/acts/{act}/take-back", {"reason": reason})


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_a_merger_is_taken_back_and_both_communes_go_on(office: Office, province: Desk, clock: HeldClock) -> None:
    clock.at(2026, 11, 20, 9, 0)
    other = make_office(name="Xã Bên", e_identifier="H17.50.9", prefix="ben-")
    clock.at(2026, 11, 25, 9, 0)
    asked = {"what": "merge", "others": [str(office.unit.id), str(other.unit.id)], "name": "Xã Mới", "day": LATER}
    change(province, **asked)
    new = unit("Xã Mới")
    answer = take_back(province, office.unit.id)
    assert answer.status_code == 200, answer.text
    told = answer.get_json()
    [event] = told["events"]
    assert (event["planned"], event["may_take_back"]) == (False, False)
    assert (event["taken_back"]["by"], event["taken_back"]["reason"]) == ("Hồ Thị Tỉnh", WHY)
    assert (told["history"][0]["what"], told["history"][0]["after"]["reason"]) == ("take_back", WHY)
    assert db.session.scalars(select(UnitSuccession)).all() == []
    clock.at(2026, 12, 2, 9, 0)
    assert unit_following.follow() == 0
    assert [queries.is_in_force(each) for each in (office.unit, other.unit, new)] == [True, True, False]
    assert unit("Thôn Bờ Đa").parent_id == office.unit.id
    # it is in nobody's tree, and its address is free: the same merger may be planned anew
    clock.at(2026, 11, 25, 9, 0)
    assert "Xã Mới" not in [each["name"] for each in province.read("/admin/units").get_json()["units"]]
    again = change(province, **{**asked, "name": "Xã Mới Hơn", "slug": "xa-moi"})
    assert again["unit"]["slug"] == "xa-moi"
    # both rows stand on the record for ever
    assert db.session.scalars(select(UnitChange).where(UnitChange.what == changes.TAKEN_BACK)).all()


def test_a_name_and_a_split_that_were_planned_do_not_come(office: Office, province: Desk, clock: HeldClock) -> None:
    village = unit("Thôn Bờ Đa")
    change(province, what="rename", unit_id=str(village.id), name="Thôn Bờ Đá Mới", day=LATER)
    assert take_back(province, village.id).status_code == 200
    parts = [
        {"name": f"Xã Mộc {number}", "villages": [str(village.id)] if number == "Ba" else []}
        for number in ("Một", "Hai", "Ba")
    ]
    change(province, what="split", unit_id=str(office.unit.id), parts=parts, day=LATER)
    assert office.unit.valid_to is not None
    answer = take_back(province, office.unit.id)
    assert (answer.status_code, answer.get_json()["unit"]["planned"]) == (200, 0)
    clock.at(2026, 12, 2, 9, 0)
    unit_following.follow()
    assert (village.name, village.parent_id) == ("Thôn Bờ Đa", office.unit.id)
    assert office.unit.valid_to is None


def test_a_commune_is_split_into_three(office: Office, province: Desk) -> None:
    far, near = unit("Thôn Bờ Đa"), unit("Thôn Na Lốc")
    parts = [
        {"name": "Xã Một"},
        {"name": "Xã Hai", "villages": [str(near.id)]},
        {"name": "Xã Ba", "villages": [str(far.id)]},
    ]
    change(province, what="split", unit_id=str(office.unit.id), parts=parts)
    assert (near.parent_id, far.parent_id) == (unit("Xã Hai").id, unit("Xã Ba").id)
    assert queries.by_slug(office.unit.slug).name == "Xã Một"


def test_what_began_is_taken_back_already_or_is_counted_on_stays(
    office: Office, province: Desk, commune: Desk, clock: HeldClock
) -> None:
    asked = {
        "what": "split",
        "unit_id": str(office.unit.id),
        "parts": [{"name": "Xã Một"}, {"name": "Xã Hai"}],
        "day": LATER,
    }
    change(province, **asked)
    act, new = act_of(province, office.unit.id), unit("Xã Hai")
    assert take_back(province, office.unit.id, act, reason="x").status_code == 422
    # the commune's administrator does not reach what the province founds
    assert code(take_back(commune, office.unit.id, act)) == (404, "unit_not_found")
    change(province, what="rename", unit_id=str(new.id), name="Xã Hai Mới", day="2026-12-05")
    assert code(take_back(province, office.unit.id, act)) == (409, "unit_change_rests")
    renaming = [
        each for each in province.read(f"/admin/units/{new.id}").get_json()["events"] if each["day"] == "2026-12-05"
    ]
    assert take_back(province, new.id, renaming[0]["act_id"]).status_code == 200
    grant = staff.grant(office.people["clerk"].id, new.id, Role.CLERK)
    assert code(take_back(province, office.unit.id, act)) == (409, "unit_change_has_people")
    db.session.delete(grant)
    db.session.flush()
    assert take_back(province, office.unit.id, act).status_code == 200
    assert code(take_back(province, office.unit.id, act)) == (409, "unit_change_taken_back")
    assert code(take_back(province, office.unit.id, str(office.unit.id))) == (404, "unit_change")
    village = unit("Thôn Bờ Đa")
    change(province, what="rename", unit_id=str(village.id), name="Thôn Mới", day=LATER)
    act = act_of(province, village.id)
    clock.at(2026, 12, 1, 8, 0)
    again = sit_down(province.client, "tinh")
    assert code(take_back(again, village.id, act)) == (409, "unit_change_began")
