"""The figures of digitising and reuse: those who answer for the office read them by the month, and take them along."""

from __future__ import annotations

import io

import openpyxl
import pytest
from flask import Flask

from app.core import clock as core_clock
from app.core.access import Role
from app.db import db
from app.dossiers.models import Dossier
from tests.conftest import HeldClock
from tests.digitising.test_reuse import bring
from tests.dossiers.office import MARITAL, Desk, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


def received(office: Office, month: int, *, brought: Desk | None = None) -> Dossier:
    """A dossier that was received in a month."""
    dossier = make_dossier(office, code=MARITAL)
    if brought is not None:
        assert bring(brought, dossier).status_code == 200
        db.session.refresh(dossier)
    dossier.received_at = core_clock.now().replace(month=month)
    db.session.flush()
    return dossier


def test_766_a_leader_reads_a_month_and_takes_it_along(app: Flask, office: Office) -> None:
    clerk = sit_down(app.test_client(), "clerk")
    for month, brought in ((10, None), (11, clerk), (11, None)):
        received(office, month, brought=brought)
    office.hire("leader", "Lường Xuân Trường", Role.LEADER)
    leader = sit_down(app.test_client(), "leader")
    told = leader.read("/figures/digitising").get_json()
    assert (told["month"], told["running"]) == ("2026-11", True)
    [row] = told["rows"]
    counted = {"received": 2, "whole": 2, "at_counter": 1, "reused": 0}
    assert row == {"unit_id": str(office.unit.id), "unit_name": office.unit.name, **counted}
    assert told["total"] == {"unit_id": None, "unit_name": "", **counted}
    before = leader.read("/figures/digitising", month="2026-10").get_json()
    assert (before["running"], before["total"]["received"], before["total"]["at_counter"]) == (False, 1, 0)
    csv = leader.read("/figures/digitising/file", month="2026-11", format="csv")
    assert csv.headers["Content-Disposition"] == 'attachment; filename="so-hoa-2026-11.csv"'
    assert '"2","2","100,0","1","0","0,0"' in csv.data.decode("utf-8-sig")
    xlsx = leader.read("/figures/digitising/file", month="2026-11", format="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.data))["Danh sách"]
    assert [cell.value for cell in sheet[2]][:5] == [office.unit.name, 2, 2, "100,0", 1]
    assert next(cell.value for cell in sheet[3]) == "Tất cả"


def test_a_month_that_is_none_or_has_not_begun_is_refused_and_a_clerk_reads_none(app: Flask, office: Office) -> None:
    office.hire("boss", "Nguyễn Hữu Trí", Role.ADMIN)
    boss = sit_down(app.test_client(), "boss")
    for month in ("2026-13", "2026-12", "1999-01", "hôm nay"):
        answer = boss.read("/figures/digitising", month=month)
        assert (answer.status_code, answer.get_json()["code"]) in {(422, "month_wrong"), (422, "invalid")}, month
    empty = boss.read("/figures/digitising", month="2026-09").get_json()
    assert empty["total"]["received"] == 0
    assert sit_down(app.test_client(), "clerk").read("/figures/digitising").status_code == 403
