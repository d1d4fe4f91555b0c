"""Staff from a spreadsheet: every fault by row and column, nothing before it is confirmed, then all or nobody."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from app.admin.sheet import COLUMNS, MOST_ROWS
from app.core.access import Role
from app.identity import queries
from tests.dossiers.office import Desk, Office, make_office, sit_down

GOOD = ("Lò Thị Mới", "thi.moi", 912345678, "xã mộc giang", "Cán bộ một cửa")


@pytest.fixture
def office(app: Flask) -> Office:
    made = make_office()
    made.hire("chief", "Nguyễn Hữu Trí", Role.ADMIN)
    return made


@pytest.fixture
def admin(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "chief")


def book(*rows: tuple[Any, ...], headings: tuple[str, ...] = COLUMNS) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def send(desk: Desk, path: str, content: bytes) -> Any:
    headers = {"X-CSRF-Token": desk.csrf}
    return desk.client.post(
        f"/api/desk/admin/staff-sheet{path}", data=content, headers=headers, content_type="application/octet-stream"
    )


def preview(desk: Desk, content: bytes) -> dict[str, Any]:
    answer = send(desk, "/preview", content)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_a_good_sheet_is_shown_then_taken_in_whole_with_passwords_once(app: Flask, office: Office, admin: Desk) -> None:
    content = book(
        GOOD,
        ("Lò Thị Mới", "thi.moi", None, "Xã Mộc Giang", "văn thư"),
        ("Lê Văn Tùng", "appraiser", None, "Xã Mộc Giang", "Cán bộ một cửa"),
    )
    shown = preview(admin, content)
    assert (shown["faults"], shown["new"], shown["known"]) == ([], 1, 1)
    assert shown["rows"][0]["phone"] == "0912345678", "the zero that the spreadsheet took is back"
    assert queries.account_named("thi.moi") is None, "nothing is kept before it is confirmed"
    answer = send(admin, f"?seen={shown['fingerprint']}", content)
    assert answer.status_code == 200, answer.text
    taken = answer.get_json()["taken"]
    assert [bool(each["password"]) for each in taken] == [True, False, False]
    wanted = {"username": "thi.moi", "password": taken[0]["password"], "where": "desk"}
    told = app.test_client().post("/api/sign-in/password", json=wanted).get_json()
    assert told["must_choose"], "the password of the sheet is good once"
    held = queries.grants_of(UUID(told["person_id"]))
    assert {grant.role.value for grant in held} == {"clerk", "seal_clerk"}


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("", "thi.moi", "", "Xã Mộc Giang", "Văn thư"), "Họ và tên", "Ghi họ và tên."),
        (("Lò Thị", "Thị Mới", "", "Xã Mộc Giang", "Văn thư"), "Tên đăng nhập", "chữ thường không dấu"),
        (("Lò Thị", "thi.moi", "12", "Xã Mộc Giang", "Văn thư"), "Điện thoại", "số"),
        (("Lò Thị", "thi.moi", "", "Xã Hòa Bắc", "Văn thư"), "Đơn vị", "Không có đơn vị này"),
        (("Lò Thị", "thi.moi", "", "Xã Mộc Giang", "Giám đốc"), "Vai trò", "Không có vai trò này"),
        (("Lò Thị", "clerk", "", "Xã Mộc Giang", "Văn thư"), "Tên đăng nhập", "đã có người"),
        (('=HYPERLINK("http://x","a")', "thi.moi", "", "Xã Mộc Giang", "Văn thư"), "Họ và tên", "công thức"),
    ],
)
def test_a_fault_is_said_by_row_and_column_and_nobody_is_taken_in(
    office: Office, admin: Desk, row: tuple[Any, ...], column: str, code: str
) -> None:
    make_office(name="Xã Hòa Bắc", e_identifier="H17.50.9", prefix="x-")
    content = book(("Cầm Văn Tốt", "van.tot", "", "Xã Mộc Giang", "Văn thư"), row)
    shown = preview(admin, content)
    assert [(each["row"], each["column"]) for each in shown["faults"]] == [(3, column)]
    assert code in shown["faults"][0]["say"]["vi"]
    refused = send(admin, f"?seen={shown['fingerprint']}", content)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "sheet_has_faults")
    assert queries.account_named("van.tot") is None


def test_rows_that_say_the_same_or_share_a_name_are_recognised(office: Office, admin: Desk) -> None:
    shown = preview(admin, book(GOOD, GOOD, ("Người Khác", "thi.moi", "", "Xã Mộc Giang", "Văn thư")))
    assert [(each["row"], each["column"]) for each in shown["faults"]] == [(3, "Vai trò"), (4, "Tên đăng nhập")]


def test_another_file_than_the_one_looked_at_is_refused(office: Office, admin: Desk) -> None:
    shown = preview(admin, book(GOOD))
    other = book(("Cầm Văn Khác", "van.khac", "", "Xã Mộc Giang", "Quản trị"))
    answer = send(admin, f"?seen={shown['fingerprint']}", other)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "sheet_changed")
    assert send(admin, "", book(GOOD)).status_code == 409
    assert queries.account_named("van.khac") is None


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (21 * 1024 * 1024))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"not a spreadsheet", 415, "sheet_unreadable"),
        (b"PK\x03\x04 broken", 415, "sheet_unreadable"),
        (b"0" * (1024 * 1024 + 1), 413, "sheet_too_large"),
        (bomb(), 413, "sheet_too_large"),
        (book(headings=("Tên", "Số")), 422, "sheet_wrong_headings"),
        (book(), 422, "sheet_empty"),
        (book(*[(f"Người {n}", f"nguoi.{n}", "", "x", "y") for n in range(MOST_ROWS + 1)]), 413, "sheet_too_many_rows"),
    ],
    ids=["text", "broken", "large", "bomb", "headings", "empty", "rows"],
)
def test_what_is_no_such_sheet_is_refused_plainly(
    office: Office, admin: Desk, content: bytes, status: int, code: str
) -> None:
    answer = send(admin, "/preview", content)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_the_example_can_be_filled_in_and_comes_back(office: Office, admin: Desk) -> None:
    content = admin.read("/admin/staff-sheet/example").data
    shown = preview(admin, content)
    assert shown["faults"] == []
    lists = load_workbook(io.BytesIO(content)).worksheets[1]
    assert "Xã Mộc Giang" in [cell.value for cell in lists["A"]]
