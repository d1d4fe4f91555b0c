"""Titles and numbers that a unit or its province sets: from their day on, for those below, and never backwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import Role
from app.db import db
from app.documents import queries as documents
from app.documents.models import Document
from app.dossiers.models import Dossier
from app.identity import staff
from app.letters import queries
from app.letters.style_rules import Style, fault_of_shape, number
from app.units.models import Unit
from tests.conftest import HeldClock
from tests.dossiers.office import MARITAL, Desk, Office, make_dossier, sit_down
from tests.registers import files
from tests.registers.conftest import Walk

POLICE = "1.004222"
Desks = Callable[[str], Desk]


@pytest.fixture
def admin(app: Flask, office: Office) -> Desk:
    person = office.hire("boss", "Trần Quản", Role.ADMIN)
    province = db.session.query(Unit).filter_by(kind="province").one()
    assert person.person_id
    staff.grant(person.person_id, province.id, Role.ADMIN)
    return sit_down(app.test_client(), "boss")


def wish(unit_id: object, **more: Any) -> dict[str, Any]:
    return {
        "unit_id": str(unit_id),
        "kind": "form_01",
        "from_day": "2026-11-25",
        "form": "Mẫu số 1",
        "basis": "Quyết định 12/QĐ-UBND",
        "title_vi": "Giấy biên nhận hồ sơ",
        "mark": "GBN",
        "shape": "{n:04}/{year}/{mark}",
        "legal_ref": "QĐ 12/QĐ-UBND ngày 20/11/2026",
        **more,
    }


def letter(dossier: Dossier, kind: str = "form_01") -> Document:
    return db.session.query(Document).filter_by(dossier_id=dossier.id, kind=kind).one()


def test_a_unit_sets_its_title_and_number_and_what_was_printed_keeps_the_old(
    admin: Desk, walk: Walk, office: Office, tmp_path: Path
) -> None:
    before = walk("receive")
    answer = admin.post("/letter-styles", wish(office.unit.id))
    assert answer.status_code == 200, answer.text
    after = walk("receive")
    old, new = letter(before), letter(after)
    assert (old.number, old.title["vi"]) == ("01/TNHS", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    assert (new.number, new.title["vi"]) == ("0002/2026/GBN", "Giấy biên nhận hồ sơ")
    said = files.text_of(documents.content(new), tmp_path)
    assert "GIẤY BIÊN NHẬN HỒ SƠ" in said
    assert "Mẫu số 1 (Quyết định 12/QĐ-UBND)" in said
    assert "01/TNHS" in files.text_of(documents.content(old), tmp_path)
    shown = {row["kind"]: row for row in answer.get_json()["today"] if not row["level"]}
    assert (shown["form_01"]["own"], shown["form_01"]["example"]) == (True, "0001/2026/GBN")
    assert shown["form_02"]["own"] is False


def test_a_change_waits_for_its_day_and_a_province_speaks_for_its_communes_until_one_speaks_itself(
    admin: Desk, office: Office, clock: HeldClock
) -> None:
    province = office.unit.parent_id
    assert admin.post("/letter-styles", wish(province, mark="TINH", from_day="2026-12-01")).status_code == 200
    day = date(2026, 11, 30)
    assert queries.style(office.unit.id, "form_01", day).mark == "TNHS"
    assert queries.style(office.unit.id, "form_01", date(2026, 12, 1)).mark == "TINH"
    assert admin.post("/letter-styles", wish(office.unit.id, mark="XA", from_day="2026-12-05")).status_code == 200
    assert queries.style(office.unit.id, "form_01", date(2026, 12, 4)).mark == "TINH"
    assert queries.style(office.unit.id, "form_01", date(2026, 12, 5)).mark == "XA"
    clock.forward(minutes=1)
    assert admin.post("/letter-styles", wish(office.unit.id, mark="XA2", from_day="2026-12-05")).status_code == 200
    assert queries.style(office.unit.id, "form_01", date(2026, 12, 6)).mark == "XA2", "what was set last for a day"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"from_day": "2026-11-24"}, "style_day_past"),
        ({"shape": "{count}/{mark}"}, "shape_unknown_hole"),
        ({"shape": "{n/{mark}"}, "shape_unknown_hole"),
        ({"shape": "{mark}"}, "shape_without_count"),
    ],
)
def test_a_style_that_cannot_be_is_refused_with_its_reason(
    admin: Desk, office: Office, more: dict[str, str], code: str
) -> None:
    answer = admin.post("/letter-styles", wish(office.unit.id, **more))
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_nobody_sets_the_letters_of_a_unit_that_is_not_theirs(admin: Desk, desks: Desks, office: Office) -> None:
    assert desks("clerk").post("/letter-styles", wish(office.unit.id)).status_code == 403
    village = db.session.query(Unit).filter(Unit.id != office.unit.id, Unit.kind == "commune").first()
    assert village is None
    assert admin.read("/letter-styles", unit_id=str(office.people["clerk"].id)).status_code == 404


def test_the_police_hand_out_ct04_and_ct06_by_the_level_of_the_procedure(
    desks: Desks, walk: Walk, office: Office, tmp_path: Path
) -> None:
    received = walk("receive", code=POLICE)
    paper = letter(received)
    assert paper.title["vi"] == "Phiếu tiếp nhận hồ sơ và hẹn trả kết quả"
    said = files.text_of(documents.content(paper), tmp_path)
    assert "Mẫu CT04" in said
    assert "Mẫu số 01" not in said
    refused = make_dossier(office, code=POLICE)
    assert desks("clerk").move(refused.id, "refuse", reason="Không thuộc nơi cư trú").status_code == 200
    assert "Mẫu CT06" in files.text_of(documents.content(letter(refused, "form_03")), tmp_path)
    civil = make_dossier(office, code=MARITAL)
    assert desks("clerk").move(civil.id, "refuse", reason="Không thuộc thẩm quyền").status_code == 200
    assert "Mẫu số 03" in files.text_of(documents.content(letter(civil, "form_03")), tmp_path)


@given(st.integers(1, 99_999), st.integers(2025, 2099))
def test_a_number_holds_its_count_and_nothing_is_left_open(count: int, year: int) -> None:
    style = Style("Mẫu", "", {"vi": "Giấy"}, "TN{n}", "{n:03}/{yy}/{year}-{mark}")
    assert fault_of_shape(style.shape) is None
    written = number(style, count, year)
    assert written == f"{count:03d}/{year % 100:02d}/{year}-TN{{n}}", "a mark is written as it is"
