"""The register over HTTP: it says what the events say, to the unit; who reads it is written down."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.core import ids
from app.core.access import Role
from app.db import db
from app.dossiers.models import Dossier, DossierEvent
from app.identity.models import AccessRecord
from app.registers.models import PrintedSheet
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, MARITAL, Desk, Office, make_dossier, make_office, sit_down
from tests.registers import files
from tests.registers.conftest import Walk

NOVEMBER = {"since": "2026-11-01", "until": "2026-11-30"}
Desks = Callable[[str], Desk]


def read(desk: Desk, **asked: Any) -> dict[str, Any]:
    answer = desk.read("/registers", **(NOVEMBER | asked))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_register_holds_each_moment_of_a_dossier_that_went_all_the_way(desks: Desks, walk: Walk) -> None:
    dossier = walk("hand_over")
    [row] = read(desks("clerk"))["rows"]
    assert row["official_number"] == "H17.50.2-261125-0001"
    assert (row["number"], row["owner"], row["phone"]) == (1, "Nguyễn Phạm Hoàng Bảo Trâm", "0905123456")
    assert row["address"].startswith("Thôn Bờ Đa, ")
    events = {each.move: each.at for each in _events(dossier)}
    for name, move in [
        ("received_at", "receive"),
        ("handed_over_at", "take_up"),
        ("ready_at", "sign"),
        ("returned_at", "hand_over"),
    ]:
        assert datetime.fromisoformat(row[name]) == events[move], name
    assert (row["state"], row["timing"], row["receiver"]) == ("returned", "early", "Trần Văn Lực")
    assert (row["method"]["vi"], row["channel"]["vi"]) == ("Trực tiếp", "Chuẩn bị trước, nộp trực tiếp")


def test_c7_the_register_matches_an_independent_reckoning_of_the_log_to_the_unit(
    desks: Desks, walk: Walk, clock: HeldClock, office: Office
) -> None:
    chance = random.Random(7)
    ways = ["receive", "take_up", "propose", "decide", "sign", "hand_over"]
    for n in range(14):
        clock.at(2026, 11, 2 + n, 8)
        walk(chance.choice(ways), hours=chance.choice([0.2, 1, 2]), code=chance.choice([MARITAL, BIRTH]))
    make_dossier(office)
    shown = {row["official_number"]: row for row in read(desks("clerk"))["rows"]}
    # the log itself, read by SQL alone
    counted = db.session.execute(
        text(
            "SELECT d.official_number, MAX(CASE WHEN e.move = 'receive' THEN e.version END) AS received,"
            " MAX(CASE WHEN e.move = 'take_up' THEN 1 ELSE 0 END), MAX(CASE WHEN e.move = 'sign' THEN 1 ELSE 0 END),"
            " MAX(CASE WHEN e.move IN ('hand_over', 'open_result') THEN 1 ELSE 0 END)"
            " FROM dossier d JOIN dossier_event e ON e.dossier_id = d.id GROUP BY d.official_number"
        )
    ).all()
    expected = {row[0]: tuple(bool(each) for each in row[2:]) for row in counted if row[1] is not None}
    assert len(expected) == 14
    assert {
        number: (bool(row["handed_over_at"]), bool(row["ready_at"]), bool(row["returned_at"]))
        for number, row in shown.items()
    } == expected
    by_time = sorted(shown.values(), key=lambda row: row["received_at"])
    assert [row["number"] for row in by_time] == list(range(1, 15))


def test_filters_and_pages_leave_the_numbers_of_the_year_as_they_are(
    desks: Desks, walk: Walk, clock: HeldClock
) -> None:
    clock.at(2026, 10, 30, 8)
    walk("receive")
    clock.at(2026, 11, 3, 8)
    walk("receive", code=BIRTH)
    walk("sign", channel="direct")
    walk("receive")
    clerk = desks("clerk")
    assert [row["number"] for row in read(clerk)["rows"]] == [2, 3, 4]
    assert [row["number"] for row in read(clerk, procedure=MARITAL)["rows"]] == [3, 4]
    assert [row["number"] for row in read(clerk, channel="direct")["rows"]] == [3]
    assert [row["number"] for row in read(clerk, state="running")["rows"]] == [2, 4]
    assert [row["number"] for row in read(clerk, state="ready")["rows"]] == [3]
    second = read(clerk, limit=2, page=2)
    assert ([row["number"] for row in second["rows"]], second["total"], second["pages"]) == ([4], 3, 2)
    assert {each["code"] for each in second["procedures"]} == {MARITAL, BIRTH}


def test_a_day_is_a_day_of_viet_nam(desks: Desks, walk: Walk, clock: HeldClock) -> None:
    clock.at(2026, 11, 9, 23, 30)
    walk("receive", hours=0.25)
    assert read(desks("clerk"), since="2026-11-09", until="2026-11-09")["total"] == 1
    assert read(desks("clerk"), since="2026-11-10", until="2026-11-10")["total"] == 0


@pytest.mark.parametrize(
    "days", [{"since": "2025-12-31", "until": "2026-01-01"}, {"since": "2026-11-02", "until": "2026-11-01"}]
)
def test_a_register_is_of_one_year_and_runs_forward(desks: Desks, days: dict[str, str]) -> None:
    answer = desks("clerk").read("/registers", **days)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "register_period")


def test_another_communes_register_is_not_there(app: Flask, desks: Desks, walk: Walk) -> None:
    walk("receive")
    other = make_office(name="Xã Khác", e_identifier="H17.50.3", prefix="x-")
    stranger = sit_down(app.test_client(), "x-clerk")
    assert read(stranger)["total"] == 0
    mine = read(desks("clerk"))["unit_id"]
    assert stranger.read("/registers", **NOVEMBER, unit_id=mine).status_code == 404
    assert read(stranger)["unit_id"] == str(other.unit.id)


def test_who_reads_and_prints_the_register_is_recorded_with_what_and_how_many(
    desks: Desks, walk: Walk, office: Office
) -> None:
    walk("receive")
    read(desks("clerk"), procedure=MARITAL)
    print_(desks("clerk"))
    kept = db.session.query(AccessRecord).filter_by(kind="register", object_id=str(office.unit.id))
    said = [each.why for each in kept.order_by(AccessRecord.at, AccessRecord.id)]
    assert said[0] == f"page 1, 1 rows, 2026-11-01 to 2026-11-30, {MARITAL}"
    assert said[1].startswith("printed 01/STD, 1 rows")
    assert said[2] == "sheet 01/STD, 1 rows"


def print_(desk: Desk, op_id: str | None = None, **asked: Any) -> tuple[dict[str, Any], bytes]:
    body = {"op_id": op_id or str(ids.uuid7()), **NOVEMBER, **asked}
    answer = desk.post("/registers/sheets", body)
    assert answer.status_code == 200, answer.text
    sheet: dict[str, Any] = answer.get_json()
    return sheet, desk.read(f"/registers/sheets/{sheet['sheet_id']}").data


def test_form_07_lies_on_its_side_with_a_head_on_every_page_and_every_word_can_be_read(
    desks: Desks, walk: Walk, clock: HeldClock, tmp_path: Path
) -> None:
    for n in range(30):
        clock.at(2026, 11, 2 + n // 3, 8, n % 50)
        walk("receive", hours=0.01)
    clock.at(2026, 11, 25, 9)
    sheet, pdf = print_(desks("clerk"))
    said = files.text_of(pdf, tmp_path)
    for words in (
        "SỔ THEO DÕI HỒ SƠ",
        "Mẫu số 07 (Thông tư 03/2025/TT-VPCP)",
        "Số: 01/STD",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Từ ngày 01/11/2026 đến ngày 30/11/2026",
        "Số liệu tính đến 09:00, thứ Tư 25/11/2026",
        "Mộc Giang, ngày 25 tháng 11 năm 2026",
        "Tổng số: 30 hồ sơ",
        "H17.50.2-261102-0001",
    ):
        assert words in said, words
    sizes = files.pages(pdf)
    assert len(sizes) > 1
    assert all(width > height for width, height in sizes)
    assert said.count("Ghi chú") == len(sizes), "the head is repeated"
    assert f"Trang {len(sizes)}/{len(sizes)}" in said
    assert all(line[-5] == "yes" for line in files.fonts_of(pdf, tmp_path)), "every font is embedded"
    assert {line[0].partition("+")[2].partition("-")[0] for line in files.fonts_of(pdf, tmp_path)} == {"Tinos"}
    assert sheet["rows"] == 30


def test_a_sheet_printed_again_is_the_same_whatever_happened_since(desks: Desks, walk: Walk, clock: HeldClock) -> None:
    walk("receive")
    op_id = str(ids.uuid7())
    sheet, before = print_(desks("clerk"), op_id)
    walk("receive")
    clock.forward(days=2)
    assert print_(desks("clerk"), op_id) == (sheet, before), "the same op_id is the same sheet"
    second, after = print_(desks("clerk"))
    assert (second["number"], second["rows"]) == ("02/STD", 2)
    assert after != before
    listed = desks("clerk").read("/registers/sheets").get_json()["sheets"]
    assert [each["number"] for each in listed] == ["02/STD", "01/STD"]
    assert db.session.query(PrintedSheet).count() == 2


def test_who_may_not_read_dossiers_opens_no_register(app: Flask, office: Office) -> None:
    office.hire("chief", "Trưởng", Role.LEADER)
    answer = sit_down(app.test_client(), "chief").read("/registers", **NOVEMBER)
    assert answer.status_code == 403


def _events(dossier: Dossier) -> list[Any]:
    return list(db.session.query(DossierEvent).filter_by(dossier_id=dossier.id).order_by(DossierEvent.version))


def test_the_slip_of_a_dossier_that_went_all_the_way_is_on_screen_and_on_paper(
    desks: Desks, walk: Walk, tmp_path: Path
) -> None:
    dossier = walk("hand_over")
    clerk = desks("clerk")
    slip = clerk.read(f"/dossiers/{dossier.id}/control-slip").get_json()
    assert [(row["step"], row["taken_by"]) for row in slip["rows"]] == [
        (1, "Đinh Thị Ngọc Ánh"),
        (2, "Lê Văn Tùng"),
        (3, "Phạm Thị Hạnh"),
        (4, "Võ Minh Khoa"),
        (5, "Đinh Thị Ngọc Ánh"),
    ]
    assert (slip["timing"], slip["code"]) == ("early", "H17.50.2-261125-0001")
    answer = clerk.post(f"/dossiers/{dossier.id}/control-slip", {"op_id": str(ids.uuid7())})
    pdf = clerk.read(f"/registers/sheets/{answer.get_json()['sheet_id']}").data
    said = files.words_of(pdf, tmp_path)
    for words in ("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Số: 01/KSHS", "Lê Văn Tùng (cán bộ thẩm định)"):
        assert words in said, words
    assert files.scanned(pdf, tmp_path) == f"http://localhost/t/{dossier.local_code}"
    assert len(files.pages(pdf)) == 1


def test_a_slip_is_printed_anew_only_when_something_happened(desks: Desks, walk: Walk, clock: HeldClock) -> None:
    dossier = walk("take_up")
    clerk, path = desks("clerk"), f"/dossiers/{dossier.id}/control-slip"
    first = clerk.post(path, {"op_id": str(ids.uuid7())}).get_json()
    clock.forward(hours=1)
    assert clerk.post(path, {"op_id": str(ids.uuid7())}).get_json() == first
    granted = {"due_on": "2026-12-11"}
    answer = desks("approver").move(dossier.id, "extend", data=granted, reason="Phải xác minh thêm")
    assert answer.status_code == 200
    assert clerk.post(path, {"op_id": str(ids.uuid7())}).get_json()["number"] == "02/KSHS"
