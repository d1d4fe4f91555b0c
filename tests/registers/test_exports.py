"""Tables as files: opened again by what reads such files, safe whatever people typed, long ones made aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app import jobs
from app.core import ids
from app.db import db
from app.identity.models import AccessRecord
from app.registers import making, operations, tables
from app.registers.models import Export
from tests.conftest import HeldClock
from tests.dossiers.office import OWNER, Desk, Office, make_dossier, make_office, sit_down
from tests.registers import files
from tests.registers.conftest import Walk

NOVEMBER = {"since": "2026-11-01", "until": "2026-11-30"}
Desks = Callable[[str], Desk]
HOSTILE = '=HYPERLINK("http://evil","x")'


def ask(desk: Desk, kind: str = "xlsx", **what: Any) -> dict[str, Any]:
    body = {"op_id": str(ids.uuid7()), "format": kind, **(what or {"book": NOVEMBER})}
    answer = desk.post("/exports", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def take(desk: Desk, export: dict[str, Any]) -> bytes:
    answer = desk.read(f"/exports/{export['export_id']}/file")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{export["name"]}"'
    content: bytes = answer.data
    return content


def test_a_register_as_xlsx_has_typed_cells_and_texts_that_stay_texts(desks: Desks, walk: Walk) -> None:
    walk("hand_over")
    clerk = desks("clerk")
    export = ask(clerk)
    assert (export["state"], export["total"], export["done"]) == ("ready", 1, 1)
    assert export["name"] == "so-theo-doi-2026-11-01-den-2026-11-30.xlsx"
    heads, row = files.sheet_of(take(clerk, export))
    cells = {head.value: cell for head, cell in zip(heads, row, strict=True)}
    assert (cells["TT"].value, cells["TT"].data_type) == (1, "n")
    assert (cells["Số điện thoại"].value, cells["Số điện thoại"].data_type) == ("0905123456", "s")
    assert cells["Số điện thoại"].number_format == "@"
    assert cells["Nhận hồ sơ"].value == datetime.fromisoformat("2026-11-25T10:00")
    assert (cells["Nhận hồ sơ"].is_date, cells["Nhận hồ sơ"].number_format) == (True, "dd/mm/yyyy hh:mm")
    assert cells["Mã hồ sơ"].value == "H17.50.2-261125-0001"
    assert cells["Người nhận kết quả"].value == "Trần Văn Lực"


@pytest.mark.parametrize("name", [HOSTILE, "＝1+1", "+84 905", "-2+3", "@SUM(A1)", "\t=1", "#N/A"])
def test_x3_what_people_typed_is_inert_in_both_kinds_of_file(desks: Desks, walk: Walk, name: str) -> None:
    walk("receive", owner={**OWNER, "name": name})
    clerk = desks("clerk")
    heads, row = files.sheet_of(take(clerk, ask(clerk)))
    cell = row[[head.value for head in heads].index("Tên cá nhân, tổ chức")]
    assert (cell.value, cell.data_type) == (name, "s")
    assert cell.quotePrefix == (name != "#N/A")
    heads_csv, row_csv = files.rows_of(take(clerk, ask(clerk, "csv")))
    written = row_csv[heads_csv.index("Tên cá nhân, tổ chức")]
    assert written == (name if name == "#N/A" else f"'{name}")


def test_a_register_as_csv_is_quoted_utf8_with_its_mark(desks: Desks, walk: Walk) -> None:
    walk("receive", owner={**OWNER, "name": 'Nguyễn "Tư", thôn; Đông'})
    clerk = desks("clerk")
    content = take(clerk, ask(clerk, "csv"))
    heads, row = files.rows_of(content)
    assert dict(zip(heads, row, strict=True))["Tên cá nhân, tổ chức"] == 'Nguyễn "Tư", thôn; Đông'
    assert dict(zip(heads, row, strict=True))["Nhận hồ sơ"] == "25/11/2026 10:00"
    assert content.count(b"\r\n") == 2
    assert '"Nguyễn ""Tư"", thôn; Đông"'.encode() in content


def test_a_list_of_the_inbox_holds_what_the_screen_shows(desks: Desks, walk: Walk, office: Office) -> None:
    walk("receive")
    make_dossier(office)
    clerk = desks("clerk")
    shown = clerk.read("/inbox", view="all").get_json()["rows"]
    heads, *rows = files.rows_of(take(clerk, ask(clerk, "csv", box={"view": "all"})))
    at = heads.index("Mã tra cứu")
    assert [row[at] for row in rows] == [each["local_code"] for each in shown]
    found = ask(clerk, "xlsx", box={"view": "all", "q": shown[0]["local_code"]})
    assert found["total"] == 1
    assert ask(clerk, box={"view": "new"})["total"] == 1


def test_an_export_is_recorded_with_who_what_how_many_and_which(desks: Desks, walk: Walk, office: Office) -> None:
    walk("receive")
    clerk = desks("clerk")
    export = ask(clerk, book={**NOVEMBER, "channel": "prepared"})
    take(clerk, export)
    kept = db.session.query(AccessRecord).filter_by(kind="export", object_id=export["export_id"])
    asked, taken = kept.order_by(AccessRecord.at, AccessRecord.id)
    assert asked.person_id == office.people["clerk"].id
    assert asked.why.startswith("register as xlsx, 1 rows, ")
    assert "since=2026-11-01" in asked.why
    assert "channel=prepared" in asked.why
    assert taken.why == "taken, 1 rows"


def test_the_same_op_id_is_the_same_file_and_nobody_elses(desks: Desks, walk: Walk) -> None:
    walk("receive")
    body = {"op_id": str(ids.uuid7()), "format": "csv", "book": NOVEMBER}
    first = desks("clerk").post("/exports", body).get_json()
    assert desks("clerk").post("/exports", body).get_json() == first
    other = desks("approver")
    assert other.post("/exports", body).get_json()["code"] == "op_reused"
    assert other.read(f"/exports/{body['op_id']}").status_code == 404
    assert other.read(f"/exports/{body['op_id']}/file").get_json()["code"] == "export_gone"


@pytest.mark.parametrize("what", [{}, {"book": NOVEMBER, "box": {"view": "all"}}])
def test_one_thing_is_exported_at_a_time(desks: Desks, what: dict[str, Any]) -> None:
    answer = desks("clerk").post("/exports", {"op_id": str(ids.uuid7()), "format": "csv", **what})
    assert answer.get_json()["code"] == "export_what"


@pytest.fixture
def long_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row is long here, and a piece is one row."""
    monkeypatch.setattr(operations, "AT_ONCE", 0)
    monkeypatch.setattr(making, "_PIECE", 1)


def test_a_long_one_is_made_aside_with_its_progress(
    desks: Desks, walk: Walk, long_ones: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        walk("receive", hours=0.1)
    clerk = desks("clerk")
    export = ask(clerk, "csv")
    assert (export["state"], export["total"], export["done"]) == ("waiting", 3, 0)
    assert clerk.read(f"/exports/{export['export_id']}/file").get_json()["code"] == "export_not_ready"
    seen, real = [], making._progress

    def noted(export_id: Any, done: int) -> bool:
        seen.append(done)
        return real(export_id, done)

    monkeypatch.setattr(making, "_progress", noted)
    db.session.commit()
    assert jobs.drain() >= 1
    assert seen == [1, 2, 3]
    ready = clerk.read(f"/exports/{export['export_id']}").get_json()
    assert (ready["state"], ready["done"]) == ("ready", 3)
    assert len(files.rows_of(take(clerk, ready))) == 4


def test_a_long_one_that_is_given_up_stops_and_leaves_no_file(
    desks: Desks, walk: Walk, long_ones: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        walk("receive", hours=0.1)
    clerk = desks("clerk")
    export = ask(clerk)
    seen, real = [], making._progress

    def after_the_first(export_id: Any, done: int) -> bool:
        seen.append(done)
        gone = clerk.client.delete(f"/api/desk/exports/{export_id}", headers={"X-CSRF-Token": clerk.csrf})
        assert gone.get_json()["state"] == "cancelled"
        return real(export_id, done)

    monkeypatch.setattr(making, "_progress", after_the_first)
    db.session.commit()
    jobs.drain()
    assert seen == [1]
    assert not list(making.path_of(db.session.query(Export).one().id, "xlsx").parent.glob(f"{export['export_id']}*"))
    assert clerk.read("/exports").get_json()["exports"] == []


def test_after_a_day_a_file_is_gone(desks: Desks, walk: Walk, clock: HeldClock) -> None:
    walk("receive")
    export = ask(desks("clerk"))
    path = making.path_of(db.session.query(Export).one().id, "xlsx")
    assert path.exists()
    clock.forward(hours=23)
    assert making.forget_old() == 0
    clock.forward(hours=2)
    db.session.commit()
    assert making.forget_old() == 1
    assert not path.exists()
    answer = desks("clerk").read(f"/exports/{export['export_id']}/file")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "export_gone")


def test_a_file_that_could_not_be_made_says_so(
    desks: Desks, walk: Walk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    walk("receive")
    monkeypatch.setattr(tables, "begin", lambda *_: (_ for _ in ()).throw(OSError("full")))
    assert ask(desks("clerk"))["state"] == "failed"
    assert "full" in caplog.text


def test_nobody_has_more_than_five_under_way(desks: Desks, walk: Walk, long_ones: None) -> None:
    walk("receive")
    for _ in range(operations.UNFINISHED_AT_MOST):
        ask(desks("clerk"))
    answer = desks("clerk").post("/exports", {"op_id": str(ids.uuid7()), "format": "csv", "book": NOVEMBER})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "export_too_many")


def test_another_communes_register_is_not_exported(app: Flask, desks: Desks, walk: Walk, office: Office) -> None:
    walk("receive")
    make_office(name="Xã Khác", e_identifier="H17.50.3", prefix="x-")
    stranger = sit_down(app.test_client(), "x-clerk")
    assert ask(stranger)["total"] == 0
    body = {"op_id": str(ids.uuid7()), "format": "csv", "book": {**NOVEMBER, "unit_id": str(office.unit.id)}}
    assert stranger.post("/exports", body).status_code == 404
