"""The room of phrases: reasons of a unit, used by its desk and checked by the server; texts and labels for all."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.admin.models import AdminRecord
from app.core import ids
from app.core.access import Role
from app.db import db
from app.dossiers.models import DossierEvent
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, MARITAL, Desk, Office, make_dossier, make_office, sit_down

TODAY = "2026-11-25"


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    made.hire("chief", "Nguyễn Hữu Trí", Role.ADMIN)
    return made


@pytest.fixture
def admin(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "chief")


@pytest.fixture
def clerk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


def say(admin: Desk, office: Office, use: str = "refuse", value: str | None = None, **more: Any) -> Any:
    body = {"unit_id": str(office.unit.id), "use": use, "value": value, "label": "Lý do của xã", "since": TODAY, **more}
    return admin.post("/admin/phrases/reasons", body)


def offered(desk: Desk, use: str = "refuse") -> dict[str, str]:
    [unit] = desk.read("/reasons").get_json()["units"]
    return {each["value"]: each["text"] for each in unit["reasons"] if each["use"] == use}


def put(desk: Desk, path: str, body: dict[str, Any]) -> Any:
    return desk.client.put(f"/api/desk{path}", json=body, headers={"X-CSRF-Token": desk.csrf})


def test_a_unit_adds_a_reason_and_its_desk_refuses_with_it(office: Office, admin: Desk, clerk: Desk) -> None:
    assert {"not_ours", "conditions"} <= set(offered(clerk)), "the catalogue's own, before anybody spoke"
    answer = say(admin, office, label="Nơi cư trú không thuộc xã", basis="Luật Hộ tịch, Điều 16")
    assert answer.status_code == 200, answer.text
    [(value, text)] = [(v, t) for v, t in offered(clerk).items() if v.startswith("u-")]
    assert text == "Nơi cư trú không thuộc xã (căn cứ Luật Hộ tịch, Điều 16)"
    dossier = make_dossier(office)
    done = clerk.move(dossier.id, "refuse", reason=text, data={"reason_id": value})
    assert done.status_code == 200, done.text
    assert say(admin, office, value=value, label="Đổi chữ", basis="").status_code == 200
    event = db.session.scalars(select(DossierEvent).filter_by(dossier_id=dossier.id, move="refuse")).one()
    assert (event.reason, event.data["reason_id"]) == (text, value), "what was said then stays"
    assert offered(clerk)[value] == "Đổi chữ"


def test_an_ended_reason_is_offered_no_more_and_refused(office: Office, admin: Desk, clerk: Desk) -> None:
    say(admin, office, value="not_ours", label="Không thuộc thẩm quyền", ended=True)
    assert "not_ours" not in offered(clerk)
    dossier = make_dossier(office)
    refused = clerk.move(dossier.id, "refuse", reason="Không thuộc thẩm quyền", data={"reason_id": "not_ours"})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "reason_not_offered")
    assert clerk.move(dossier.id, "refuse", reason="Bằng lời của tôi").status_code == 200
    shown = admin.read("/admin/phrases").get_json()
    row = next(each for each in shown["reasons"] if each["value"] == "not_ours")
    assert (row["ended"], row["said_by"], row["mine"]) == (True, "Xã Mộc Giang", True)
    assert shown["history"][0]["what"] == "reason_ended"


def test_the_things_of_a_supplement_name_reasons_of_the_list(office: Office, admin: Desk, clerk: Desk) -> None:
    say(admin, office, use="supplement", value="blurred", kind="paper", label="Ảnh mờ", ended=True)
    dossier = make_dossier(office, code=MARITAL)
    paper = clerk.dossier(dossier.id)["papers"][0]["key"]
    item = {"kind": "paper", "key": paper, "reason": "Ảnh mờ", "reason_code": "blurred"}
    asked = {"items": [item], "respond_by": "2026-12-05"}
    refused = clerk.move(dossier.id, "ask_supplement", data=asked)
    assert refused.get_json()["errors"][0]["path"] == "data.items[0].reason_code"


def test_a_reason_may_be_for_one_procedure_and_for_a_day_to_come(office: Office, admin: Desk, clerk: Desk) -> None:
    [value] = _added(say(admin, office, label="Chỉ khai sinh", procedure=BIRTH))
    other = make_dossier(office, code=MARITAL)
    assert clerk.move(other.id, "refuse", reason="Chỉ khai sinh", data={"reason_id": value}).status_code == 422
    say(admin, office, value="conditions", label="Từ tháng sau", since="2026-12-01")
    assert offered(clerk)["conditions"].startswith("Chưa đủ điều kiện")
    rows = {each["value"]: each for each in admin.read("/admin/phrases").get_json()["reasons"]}
    assert rows["conditions"]["planned"] == [
        {"since": "2026-12-01", "label": {"vi": "Từ tháng sau", "en": None}, "ended": False}
    ]
    assert say(admin, office, label="Hôm qua", since="2026-11-24").get_json()["code"] == "reason_in_the_past"
    assert say(admin, office, label="Chỉ khai sinh", procedure=BIRTH).get_json()["code"] == "name_taken"
    assert say(admin, office, value="khong-co").status_code == 404


def _added(answer: Any) -> list[str]:
    return [each["value"] for each in answer.get_json()["reasons"] if each["value"].startswith("u-")]


def test_the_order_is_the_administrators_and_texts_stay_as_they_are(office: Office, admin: Desk, clerk: Desk) -> None:
    say(admin, office, value="conditions", label="Chưa đủ điều kiện của xã")
    before = offered(clerk)
    turned = list(reversed(before))
    body = {"unit_id": str(office.unit.id), "use": "refuse", "values": turned}
    assert admin.post("/admin/phrases/order", body).status_code == 200
    assert list(offered(clerk)) == turned
    assert offered(clerk) == before
    assert admin.post("/admin/phrases/order", {**body, "values": ["la"]}).status_code == 422


def test_what_all_share_is_the_administrators_and_ones_own_is_free(office: Office, admin: Desk, clerk: Desk) -> None:
    unit = str(office.unit.id)
    snippet, label = ids.uuid7(), ids.uuid7()
    text = {"name": "Chung", "text": "Liên hệ Một cửa."}
    for path, body in (
        (f"/admin/phrases/snippets/{snippet}", {**text, "unit_id": unit}),
        (f"/admin/phrases/labels/{label}", {"unit_id": unit, "name": "Gấp", "colour": "red"}),
    ):
        assert put(clerk, path, body).status_code == 403
        assert put(admin, path, body).status_code == 200
    assert put(clerk, f"/snippets/{snippet}", text).status_code == 404
    assert put(clerk, f"/snippets/{ids.uuid7()}", text).status_code == 200
    shown = clerk.read("/snippets").get_json()["snippets"]
    assert [(each["mine"], each["unit_id"]) for each in shown] == [(True, None), (False, unit)]
    clerk.client.delete(f"/api/desk/snippets/{snippet}", headers={"X-CSRF-Token": clerk.csrf})
    assert len(clerk.read("/snippets").get_json()["snippets"]) == 2
    gone = admin.client.delete(
        f"/api/desk/admin/phrases/snippets/{snippet}",
        query_string={"unit_id": unit},
        headers={"X-CSRF-Token": admin.csrf},
    )
    assert gone.get_json()["snippets"] == []
    kept = [row.what for row in db.session.scalars(select(AdminRecord).order_by(AdminRecord.at, AdminRecord.id))]
    assert kept == ["snippet_added", "label_added", "snippet_dropped"]


def test_nobody_changes_another_units_list(app: Flask, office: Office, admin: Desk, clerk: Desk) -> None:
    other = make_office(name="Xã Bên", e_identifier="H17.50.9", prefix="ben-")
    assert say(admin, other).status_code == 404
    assert admin.read("/admin/phrases", unit_id=str(other.unit.id)).status_code == 404
    say(admin, office)
    assert not any(value.startswith("u-") for value in offered(sit_down(app.test_client(), "ben-clerk")))
    assert say(clerk, office).status_code == 403
