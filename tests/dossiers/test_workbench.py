"""The workbench: filters, labels, notes, who looked, moves of many; C6, two that look alike."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.core import ids
from app.core.access import Role
from app.db import db
from app.dossiers import operations, views
from app.dossiers.models import Dossier, DossierEvent, Operation
from app.notifications.models import Message
from app.payments.models import Charge
from app.workbench import operations as workbench
from app.workbench.schemas import LabelIn, SnippetIn
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, MARITAL, OWNER, Desk, Office, make_dossier, make_office, sit_down

WHY = "Bà con bấm gửi hai lần trên hai máy"


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


@pytest.fixture
def desk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


def put(desk: Desk, path: str, body: dict[str, Any]) -> Any:
    return desk.client.put(f"/api/desk{path}", json=body, headers={"X-CSRF-Token": desk.csrf})


def listed(desk: Desk, **query: object) -> list[str]:
    answer = desk.read("/inbox", **query)
    assert answer.status_code == 200, answer.text
    return [row["dossier_id"] for row in answer.get_json()["rows"]]


def receive(desk: Desk, dossier: Dossier) -> None:
    assert desk.move(dossier.id, "receive").status_code == 200


def label(office: Office, name: str = "Gấp", *, colour: Any = "red", label_id: str = "", retired: bool = False) -> str:
    made = label_id or str(ids.uuid7())
    given = LabelIn(unit_id=office.unit.id, name=name, colour=colour, retired=retired)
    workbench.set_label(UUID(made), given)
    return made


def test_a_filter_is_kept_for_its_person_and_counts_what_it_finds(app: Flask, office: Office, desk: Desk) -> None:
    make_dossier(office, code=BIRTH)
    marital = make_dossier(office, code=MARITAL)
    filter_id = str(ids.uuid7())
    body = {"name": "Hôn nhân", "asked": {"view": "all", "procedure": MARITAL}, "pinned": True}
    put(desk, f"/filters/{filter_id}", body)
    [kept] = put(desk, f"/filters/{filter_id}", body).get_json()["filters"]
    assert (kept["name"], kept["asked"]["procedure"]) == ("Hôn nhân", MARITAL)
    assert desk.read("/inbox", view="all").get_json()["pinned"] == {filter_id: 1}
    assert listed(desk, view="all", procedure=MARITAL) == [str(marital.id)]
    other = sit_down(app.test_client(), "appraiser")
    assert other.read("/filters").get_json() == {"filters": []}
    assert put(other, f"/filters/{filter_id}", body).status_code == 404
    again = put(desk, f"/filters/{ids.uuid7()}", body)
    assert (again.status_code, again.get_json()["code"]) == (409, "name_taken")
    gone = desk.client.delete(f"/api/desk/filters/{filter_id}", headers={"X-CSRF-Token": desk.csrf})
    assert gone.get_json() == {"filters": []}


def test_each_part_of_a_filter_narrows_the_list(app: Flask, office: Office, desk: Desk) -> None:
    far = make_dossier(office, owner={"name": "Vàng A Sử", "address": {"line": "Bản Nà Lốc"}}, channel="post")
    near = make_dossier(office)
    receive(desk, near)
    appraiser = sit_down(app.test_client(), "appraiser")
    assert appraiser.move(near.id, "take_up").status_code == 200
    assert listed(desk, view="all", village="na loc") == [str(far.id)]
    assert listed(desk, view="all", channel="post") == [str(far.id)]
    assert listed(appraiser, view="all", holder="me") == [str(near.id)]
    assert listed(desk, view="all", holder="others") == [str(near.id)]
    assert listed(desk, view="all", holder="nobody") == [str(far.id)]
    assert listed(desk, view="new", q="tram", in_view="true") == []
    assert listed(desk, view="all", q="tram", in_view="true") == [str(near.id)]
    assert listed(desk, q="0905 123 456") == [str(near.id)]
    assert listed(desk, q="+84 905 123 456") == [str(near.id)]
    assert listed(desk, q="vang", village="na loc") == [str(far.id)]
    assert listed(desk, q="vang", village="bo da") == []


def test_the_spans_of_time_count_the_view_and_narrow_it(office: Office, desk: Desk, clock: HeldClock) -> None:
    same_day, slow = make_dossier(office, code=BIRTH), make_dossier(office, code=MARITAL)
    for each in (same_day, slow):
        receive(desk, each)
    found = desk.read("/inbox", view="all").get_json()["spans"]
    assert found == {"late": 0, "today": 1, "soon": 0, "week": 1, "later": 0}
    assert listed(desk, view="all", due="today") == [str(same_day.id)]
    clock.at(2026, 11, 25, 17, 30)
    desk = sit_down(desk.client, "clerk")
    assert listed(desk, view="all", due="late") == [str(same_day.id)]


def test_closed_ones_are_narrowed_too(office: Office, desk: Desk) -> None:
    kept, other = make_dossier(office, code=BIRTH), make_dossier(office, code=MARITAL)
    for each in (kept, other):
        assert desk.move(each.id, "withdraw", reason="bà con đổi ý").status_code == 200
    assert listed(desk, view="done", procedure=MARITAL) == [str(other.id)]
    assert listed(desk, view="done", q="bao tram", in_view="true", procedure=BIRTH) == [str(kept.id)]


def test_labels_are_the_units_lie_on_several_dossiers_and_filter(app: Flask, office: Office, desk: Desk) -> None:
    first, second = make_dossier(office), make_dossier(office, code=MARITAL)
    urgent, poor = label(office), label(office, "Hộ nghèo", colour="amber")
    assert put(desk, f"/dossiers/{first.id}/labels", {"labels": [urgent, poor]}).get_json()["labels"] == [urgent, poor]
    assert listed(desk, view="all", label=urgent) == [str(first.id)]
    rows = {row["dossier_id"]: row["labels"] for row in desk.read("/inbox", view="all").get_json()["rows"]}
    assert rows == {str(first.id): [urgent, poor], str(second.id): []}
    assert put(desk, f"/dossiers/{first.id}/labels", {"labels": [poor]}).get_json()["labels"] == [poor]
    label(office, "Hộ nghèo", colour="amber", label_id=poor, retired=True)
    assert desk.read("/labels").get_json()["labels"][-1]["retired"] is True
    refused = put(desk, f"/dossiers/{second.id}/labels", {"labels": [poor]})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "label")
    assert put(desk, f"/dossiers/{first.id}/labels", {"labels": [poor]}).status_code == 200
    make_office(name="Xã Bên", e_identifier="H17.50.9", prefix="ben-")
    theirs = sit_down(app.test_client(), "ben-clerk")
    assert theirs.read("/labels").get_json() == {"labels": []}
    assert put(theirs, f"/dossiers/{first.id}/labels", {"labels": []}).status_code == 404


def test_a_note_is_the_offices_own_and_is_struck_out_not_changed(app: Flask, office: Office, desk: Desk) -> None:
    dossier = make_dossier(office, principal="device:theirs")
    note_id = str(ids.uuid7())
    body = {"note_id": note_id, "text": "Mẹ cháu sẽ đến chiều thứ Sáu"}
    desk.post(f"/dossiers/{dossier.id}/notes", body)
    [note] = desk.post(f"/dossiers/{dossier.id}/notes", body).get_json()["notes"]
    assert (note["text"], note["by"], note["mine"]) == (body["text"], "Đinh Thị Ngọc Ánh", True)
    other = desk.post(f"/dossiers/{dossier.id}/notes", {**body, "text": "chữ khác"})
    assert (other.status_code, other.get_json()["code"]) == (409, "op_reused")
    assert desk.post(f"/dossiers/{dossier.id}/notes/{note_id}/strike", {"reason": ""}).status_code == 422
    struck = desk.post(f"/dossiers/{dossier.id}/notes/{note_id}/strike", {"reason": "Ghi nhầm người"}).get_json()
    [note] = struck["notes"]
    assert (note["text"], note["struck_reason"]) == (body["text"], "Ghi nhầm người")
    shown = views.as_out(db.session.get_one(Dossier, dossier.id), "device:theirs").model_dump_json()
    assert body["text"] not in shown
    assert "Ghi nhầm" not in shown
    assert dossier.version == 1, "a note is no event, so that no phone hears of it"


def test_who_looked_stands_beside_the_history(app: Flask, office: Office, desk: Desk) -> None:
    dossier = make_dossier(office)
    desk.dossier(dossier.id)
    appraiser = sit_down(app.test_client(), "appraiser")
    appraiser.dossier(dossier.id)
    looks = desk.read(f"/dossiers/{dossier.id}/beside").get_json()["looks"]
    assert [(each["by"], each["what"]) for each in looks] == [
        ("Lê Văn Tùng", "dossier"),
        ("Đinh Thị Ngọc Ánh", "dossier"),
    ]
    seen_by = [each["by"] for each in appraiser.read(f"/dossiers/{dossier.id}/beside").get_json()["looks"]]
    assert seen_by[0] == "Đinh Thị Ngọc Ánh", "reading the record is a look as well"


def test_snippets_are_ones_own_or_the_units(app: Flask, office: Office, desk: Desk) -> None:
    mine, ours = str(ids.uuid7()), str(ids.uuid7())
    put(desk, f"/snippets/{mine}", {"name": "Của tôi", "text": "Mời bà con mang bản chính."})
    body = SnippetIn(name="Chung", text="Liên hệ Một cửa.")
    workbench.set_snippet(UUID(ours), office.unit.id, body, office.actor("clerk"))
    assert [each["id"] for each in desk.read("/snippets").get_json()["snippets"]] == [mine, ours]
    other = sit_down(app.test_client(), "appraiser")
    assert [each["id"] for each in other.read("/snippets").get_json()["snippets"]] == [ours]
    assert put(other, f"/snippets/{mine}", {"name": "x", "text": "y"}).status_code == 404
    other.client.delete(f"/api/desk/snippets/{mine}", headers={"X-CSRF-Token": other.csrf})
    assert len(desk.read("/snippets").get_json()["snippets"]) == 2


def test_of_many_each_says_what_may_be_done_and_what_is_in_the_way(app: Flask, office: Office, desk: Desk) -> None:
    whole, lacking = make_dossier(office), make_dossier(office, missing=2)
    elsewhere = make_office(name="Xã Bên", e_identifier="H17.50.9", prefix="ben-")
    theirs = make_dossier(elsewhere)
    body = {"dossier_ids": [str(each.id) for each in (lacking, whole, theirs)]}
    rows = desk.post("/many", body).get_json()["rows"]
    assert [row["dossier_id"] for row in rows] == [str(lacking.id), str(whole.id)]
    why = [next(move["why_not"] for move in row["moves"] if move["move"] == "receive") for row in rows]
    assert "2" in why[0]["vi"]
    assert why[1] is None


def decide(desk: Desk, one: Dossier, other: Dossier, decision: str, **more: object) -> Any:
    body = {
        "op_id": str(ids.uuid7()),
        "decision": decision,
        "seen": one.version,
        "other_seen": other.version,
        "reason": WHY,
    }
    return desk.post(f"/dossiers/{one.id}/twins/{other.id}", {**body, **more})


def events(dossier: Dossier) -> list[str]:
    rows = db.session.query(DossierEvent).filter_by(dossier_id=dossier.id).order_by(DossierEvent.version)
    return [each.move for each in rows]


def test_c6_two_that_are_two_are_not_asked_about_again(office: Office, desk: Desk) -> None:
    one, other = make_dossier(office), make_dossier(office)
    one.flags = ["duplicate_suspected"]
    db.session.flush()
    assert [each["dossier_id"] for each in desk.dossier(one.id)["duplicates"]] == [str(other.id)]
    assert decide(desk, one, other, "keep_apart", reason="").status_code == 422
    kept = decide(desk, one, other, "keep_apart").get_json()
    assert kept["duplicates"] == []
    assert kept["dossier"]["flags"] == []
    assert desk.dossier(other.id)["duplicates"] == []
    assert (events(one)[-1], events(other)[-1]) == ("kept_apart", "kept_apart")
    told = views.as_out(db.session.get_one(Dossier, one.id), "device:0193-owner").events
    assert [each.move for each in told] == ["submit"], "what the office thought of it is its own"


def test_c6_merged_the_received_one_goes_on_and_the_other_is_told_where(office: Office, desk: Desk) -> None:
    first = make_dossier(office, principal="device:mother", files=("birth_record",))
    second = make_dossier(office, principal="device:volunteer")
    receive(desk, second)
    db.session.refresh(second)
    seen = desk.read(f"/dossiers/{first.id}/twins/{second.id}").get_json()
    assert (seen["keep"], seen["why_not"]) == (str(second.id), None)
    assert seen["one"]["papers"][0]["pages"] or any(paper["pages"] for paper in seen["one"]["papers"])
    op_id = str(ids.uuid7())
    for _ in range(2):
        answer = decide(desk, first, second, "merge", op_id=op_id, seen=1, other_seen=2)
        assert answer.status_code == 200, answer.text
        assert answer.get_json()["dossier"]["dossier_id"] == str(second.id)
    db.session.expire_all()
    first, second = (db.session.get_one(Dossier, each.id) for each in (first, second))
    assert (first.state, "merged" in first.flags, second.state) == ("withdrawn", True, "received")
    assert (events(first)[-1], events(second)[-1]) == ("merge", "merged_in")
    beside = desk.read(f"/dossiers/{second.id}/beside").get_json()
    assert [len(each["pages"]) for each in beside["joined"]] == [1]
    assert desk.read(f"/dossiers/{first.id}/beside").get_json()["goes_on_as"] == second.official_number
    assert db.session.query(Operation).filter_by(kind="desk.twins").count() == 1


def test_c6_the_resident_of_the_closed_one_reads_where_it_goes_on(office: Office, desk: Desk) -> None:
    first, second = make_dossier(office, principal="device:mother"), make_dossier(office)
    receive(desk, second)
    db.session.refresh(second)
    assert decide(desk, first, second, "merge").status_code == 200
    [message] = db.session.query(Message).filter_by(dossier_id=first.id, kind="merge")
    assert str(second.official_number) in str(message.body)
    told = views.as_out(db.session.get_one(Dossier, first.id), "device:mother").events[-1]
    assert (told.move, str(second.official_number) in str(told.reason)) == ("merge", True)


def test_money_stays_where_it_came_and_what_is_open_is_no_longer_asked(office: Office, desk: Desk) -> None:
    first, second = (make_dossier(office, answers={"copies_count": 1}) for _ in range(2))
    for each in (first, second):
        receive(desk, each)
    charges = {each.dossier_id: each for each in db.session.query(Charge)}
    cash = {"op_id": str(ids.uuid7()), "charge_id": str(charges[second.id].id), "amount": 8000, "receipt_number": "B1"}
    assert desk.post("/payments/cash", cash).status_code == 200
    db.session.expire_all()
    seen = desk.read(f"/dossiers/{first.id}/twins/{second.id}").get_json()
    assert seen["keep"] == str(second.id)
    answer = decide(desk, first, second, "merge")
    assert answer.status_code == 200, answer.text
    db.session.expire_all()
    assert charges[first.id].voided_at is not None
    assert charges[second.id].voided_at is None


def test_two_that_were_both_paid_are_not_merged(office: Office, desk: Desk) -> None:
    first, second = (make_dossier(office, answers={"copies_count": 1}) for _ in range(2))
    for number, each in enumerate((first, second)):
        receive(desk, each)
        [charge] = db.session.query(Charge).filter_by(dossier_id=each.id)
        cash = {"op_id": str(ids.uuid7()), "charge_id": str(charge.id), "amount": 8000, "receipt_number": f"B{number}"}
        assert desk.post("/payments/cash", cash).status_code == 200
    db.session.expire_all()
    refused = decide(desk, first, second, "merge")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "merge_both_paid")
    assert desk.read(f"/dossiers/{first.id}/twins/{second.id}").get_json()["why_not"]["vi"]


def test_a_page_that_is_out_of_date_merges_nothing(office: Office, desk: Desk) -> None:
    first, second = make_dossier(office), make_dossier(office)
    receive(desk, second)
    refused = decide(desk, first, second, "merge", seen=1, other_seen=1)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "stale_version")
    assert db.session.get_one(Dossier, first.id).state == "submitted"


def test_another_child_of_the_same_mother_is_no_duplicate(office: Office, desk: Desk) -> None:
    one, other, same = (make_dossier(office) for _ in range(3))
    for each, child in ((one, "Trần Gia Hưng"), (other, "Trần Gia Hân"), (same, "trần gia hưng")):
        each.parties = {"owner": OWNER, "subjects": [{"name": child}]}
    db.session.flush()
    assert [each["dossier_id"] for each in desk.dossier(one.id)["duplicates"]] == [str(same.id)]


def test_only_who_may_decide_about_twins_does(app: Flask, office: Office) -> None:
    one, other = make_dossier(office), make_dossier(office)
    office.hire("boss", "Trưởng phòng", Role.APPROVER)
    refused = decide(sit_down(app.test_client(), "boss"), one, other, "merge")
    assert refused.status_code == 403


def test_words_of_a_number_given_later_find_the_dossier(office: Office, desk: Desk) -> None:
    dossier = make_dossier(office)
    assert listed(desk, q="H17.50.2-261125-0001") == []
    operations.move(dossier.id, "receive", op_id=ids.uuid7(), seen=1, reason="", data={}, actor=office.actor("clerk"))
    assert listed(desk, q="H17.50.2-261125-0001") == [str(dossier.id)]
    assert listed(desk, q="0001") == [str(dossier.id)]
