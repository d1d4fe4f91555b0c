"""The inbox: the most pressing first, in views, and found by whatever is typed."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core import ids
from app.db import db
from app.dossiers import operations
from app.dossiers.models import Dossier
from app.identity import audit
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, MARITAL, OWNER, Desk, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


@pytest.fixture
def desk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


def act(office: Office, who: str, dossier: Dossier, name: str, reason: str = "", **data: object) -> Dossier:
    return operations.move(
        dossier.id, name, op_id=ids.uuid7(), seen=dossier.version, reason=reason, data=data, actor=office.actor(who)
    )


def listed(desk: Desk, **query: object) -> list[str]:
    answer = desk.read("/inbox", **query)
    assert answer.status_code == 200, answer.text
    return [row["dossier_id"] for row in answer.get_json()["rows"]]


def test_what_presses_most_stands_first(office: Office, desk: Desk, clock: HeldClock) -> None:
    slow = make_dossier(office, code=MARITAL)
    act(office, "clerk", slow, "receive")
    sent_early = make_dossier(office, code=BIRTH)
    clock.at(2026, 11, 25, 15, 30)
    sent_late = make_dossier(office, code=BIRTH)
    assert listed(desk, view="all") == [str(sent_early.id), str(sent_late.id), str(slow.id)]


def test_before_reception_a_row_says_until_when_to_receive(office: Office, desk: Desk) -> None:
    make_dossier(office, code=BIRTH)
    row = desk.read("/inbox", view="new").get_json()["rows"][0]
    assert row["receive_before"] == "2026-11-25T08:00:00Z"
    assert (row["due_at"], row["overdue"], row["mine"]) == (None, False, True)
    assert (row["owner_name"], row["village"]) == (OWNER["name"], "Thôn Bờ Đa")


def test_each_view_holds_what_it_says_and_counts_it(office: Office, desk: Desk, clock: HeldClock) -> None:
    waiting = make_dossier(office, missing=1)
    paying = make_dossier(office, code=BIRTH, answers={"copies_count": 1})
    act(office, "clerk", paying, "receive")
    gone = make_dossier(office)
    act(office, "clerk", gone, "refuse", "không thuộc thẩm quyền")
    new = make_dossier(office)
    found = desk.read("/inbox", view="all").get_json()
    assert found["counts"] == {
        "mine": 2,
        "all": 3,
        "unowned": 2,
        "late": 0,
        "soon": 1,
        "new": 2,
        "awaiting_files": 1,
        "awaiting_supplement": 0,
        "answered": 0,
        "awaiting_payment": 1,
        "ready": 0,
        "came_back": 0,
        "done": 1,
    }
    assert listed(desk, view="awaiting_files") == [str(waiting.id)]
    assert listed(desk, view="awaiting_payment") == [str(paying.id)]
    assert listed(desk, view="done") == [str(gone.id)]
    assert set(listed(desk, view="mine")) == {str(waiting.id), str(new.id)}
    row = desk.read("/inbox", view="awaiting_payment").get_json()["rows"][0]
    assert row["open_charge"] == 8000


def test_late_is_what_the_legal_clock_says_and_ends_with_the_result(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    dossier = make_dossier(office, code=BIRTH)
    act(office, "clerk", dossier, "receive")
    clock.at(2026, 11, 25, 17, 1)
    desk = sit_down(app.test_client(), "clerk")
    assert listed(desk, view="late") == [str(dossier.id)]
    act(office, "appraiser", dossier, "take_up")
    operations.draft_result(
        dossier.id,
        op_id=ids.uuid7(),
        seen=dossier.version,
        pdf=b"%PDF-1.7",
        title="",
        paragraphs=[],
        actor=office.actor("appraiser"),
    )
    act(office, "appraiser", dossier, "propose", opinion="đủ", outcome="granted")
    act(office, "approver", dossier, "decide")
    act(office, "seal", dossier, "sign")
    assert listed(desk, view="late") == []
    assert listed(desk, view="ready") == [str(dossier.id)]


def test_what_a_colleague_holds_is_not_mine(app: Flask, office: Office) -> None:
    mine, theirs = make_dossier(office), make_dossier(office)
    other = office.hire("second", "Bùi Văn Sơn", *[grant.role for grant in office.actor("appraiser").grants])
    for dossier, actor in ((mine, office.actor("appraiser")), (theirs, other)):
        act(office, "clerk", dossier, "receive")
        operations.move(dossier.id, "take_up", op_id=ids.uuid7(), seen=dossier.version, reason="", data={}, actor=actor)
    desk = sit_down(app.test_client(), "appraiser")
    assert listed(desk, view="mine") == [str(mine.id)]
    assert set(listed(desk, view="all")) == {str(mine.id), str(theirs.id)}


def test_everything_typed_at_the_counter_finds_the_dossier(office: Office, desk: Desk) -> None:
    dossier = make_dossier(office)
    make_dossier(office, owner={"name": "Vàng A Sử", "id_number": "001090009999"})
    act(office, "clerk", dossier, "receive")
    code = dossier.local_code
    for typed in (
        "H17.50.2-261125-0001",
        "261125-0001",
        code,
        code.replace("-", "").lower(),
        code.replace("-", " "),
        "bao tram",
        "TRÂM nguyễn",
        "038194001234",
        "0381 9400 1234",
    ):
        assert listed(desk, q=typed, view="new") == [str(dossier.id)], typed
    assert listed(desk, q="không có ai tên này") == []
    assert listed(desk, q="100%") == []
    assert listed(desk, q="_") == []


def test_a_closed_dossier_is_still_found(office: Office, desk: Desk) -> None:
    dossier = make_dossier(office)
    act(office, "clerk", dossier, "withdraw", "bà con đổi ý")
    assert listed(desk, q="bao tram") == [str(dossier.id)]


def test_pages_give_every_row_once(office: Office, desk: Desk) -> None:
    made = {str(make_dossier(office).id) for _ in range(7)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = desk.read("/inbox", view="all", limit=3, cursor=cursor).get_json()
        seen += [row["dossier_id"] for row in page["rows"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert len(seen) == 7
    assert set(seen) == made


def test_closed_ones_come_in_pages_too(office: Office, desk: Desk) -> None:
    for _ in range(3):
        act(office, "clerk", make_dossier(office), "withdraw", "bà con đổi ý")
    first = desk.read("/inbox", view="done", limit=2).get_json()
    rest = desk.read("/inbox", view="done", limit=2, cursor=first["cursor"]).get_json()
    assert (len(first["rows"]), len(rest["rows"]), rest["cursor"]) == (2, 1, None)


def test_filters_narrow_a_view(office: Office, desk: Desk) -> None:
    birth, marital = make_dossier(office, code=BIRTH), make_dossier(office, code=MARITAL)
    assert listed(desk, view="all", procedure=MARITAL) == [str(marital.id)]
    assert listed(desk, view="all", assisted="true") == []
    assert set(listed(desk, view="all", assisted="false")) == {str(birth.id), str(marital.id)}


def test_f53_the_same_owners_open_request_for_the_same_thing_is_pointed_out(office: Office, desk: Desk) -> None:
    first, second = make_dossier(office), make_dossier(office)
    make_dossier(office, code=MARITAL)
    make_dossier(office, owner={"name": "Vàng A Sử", "id_number": "001090009999"})
    assert [row["dossier_id"] for row in desk.dossier(first.id)["duplicates"]] == [str(second.id)]


def test_opening_a_dossier_is_recorded_before_it_is_shown(office: Office, desk: Desk) -> None:
    dossier = make_dossier(office)
    desk.dossier(dossier.id)
    looks = audit.looks_at("dossier", dossier.id)
    assert [(each.person_id, each.why) for each in looks] == [(office.people["clerk"].id, "desk")]


def test_answers_and_papers_lie_side_by_side(office: Office, desk: Desk) -> None:
    dossier = make_dossier(office, answers={"child_name": "Trần Gia Hưng"}, files=("birth_record", "old_paper"))
    shown = desk.dossier(dossier.id)
    assert shown["form"]["sections"]
    assert shown["dossier"]["answers"] == {"child_name": "Trần Gia Hưng"}
    papers = {paper["key"]: paper for paper in shown["papers"]}
    assert len(papers["birth_record"]["pages"]) == 1
    assert papers["birth_record"]["compare"] == "handover"
    assert len(papers["old_paper"]["pages"]) == 1
    assert "form" not in papers
    assert "surrogacy" not in papers


def test_open_moves_say_what_they_need_and_what_is_in_the_way(office: Office, desk: Desk) -> None:
    dossier = make_dossier(office, missing=2)
    moves = {move["move"]: move for move in desk.dossier(dossier.id)["moves"]}
    assert set(moves) == {"receive", "forward", "refuse", "withdraw", "ask_supplement"}
    assert "2" in moves["receive"]["why_not"]["vi"]
    assert (moves["forward"]["needs"], moves["forward"]["needs_reason"]) == (["unit_id"], True)
    assert moves["refuse"]["why_not"] is None


def test_without_the_right_header_nothing_moves(office: Office, desk: Desk) -> None:
    dossier = make_dossier(office)
    body = {"op_id": str(ids.uuid7()), "move": "receive", "seen": 1}
    answer = desk.client.post(f"/api/desk/dossiers/{dossier.id}/moves", json=body)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "bad_csrf")
    assert db.session.get_one(Dossier, dossier.id).state == "submitted"


def test_a_stranger_sees_no_desk(app: Flask, office: Office) -> None:
    client = app.test_client()
    assert client.get("/api/desk/inbox").status_code == 401
    assert client.get(f"/api/desk/dossiers/{make_dossier(office).id}").status_code == 401
