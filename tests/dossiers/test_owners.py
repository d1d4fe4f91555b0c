"""Every open dossier is in somebody's hands: by rule when it passes on, by hand with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.core import clock as core_clock
from app.core import ids
from app.core.access import Actor, Role
from app.db import db
from app.dossiers import operations, owning, watching
from app.dossiers.models import Dossier, DossierEvent
from app.duties import operations as duties
from app.duties.models import DutyTask
from app.workflow import operations as workflow
from app.workflow.schemas import RelaxationIn
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, MARITAL, OWNER, PDF, Desk, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


@pytest.fixture
def second(office: Office) -> Actor:
    """A second appraiser."""
    return office.hire("second", "Bùi Văn Sơn", Role.APPRAISER)


def act(office: Office, who: str, dossier: Dossier, name: str, reason: str = "", **data: object) -> None:
    operations.move(
        dossier.id, name, op_id=ids.uuid7(), seen=dossier.version, reason=reason, data=data, actor=office.actor(who)
    )


def drafted(office: Office, dossier: Dossier, who: str = "appraiser") -> None:
    operations.draft_result(
        dossier.id,
        op_id=ids.uuid7(),
        seen=dossier.version,
        pdf=PDF,
        title="",
        paragraphs=[],
        actor=office.actor(who),
    )


def rule(office: Office, who: str, **names: Any) -> None:
    given: dict[str, Any] = {"permission": None, "procedure_code": None, "village": None, **names}
    duties.add_rule(
        office.actor("clerk"),
        office.unit.id,
        office.people[who].id,
        valid_from=core_clock.today(),
        valid_to=None,
        **given,
    )


def last(dossier: Dossier) -> DossierEvent:
    return db.session.get_one(DossierEvent, (dossier.id, dossier.version))


def hand(desk: Desk, dossier: Dossier, what: str, *, seen: int | None = None, op_id: UUID | None = None, **more: Any):  # type: ignore[no-untyped-def]  # a test's answer
    body = {"op_id": str(op_id or ids.uuid7()), "seen": seen or dossier.version, "act": what, **more}
    return desk.post(f"/dossiers/{dossier.id}/owner", body)


def test_each_step_passes_to_somebody_who_may_make_the_next_one_on_record(office: Office) -> None:
    dossier = make_dossier(office, code=MARITAL)
    assert watching.assign_new() == 1
    assert dossier.holder_name == "Đinh Thị Ngọc Ánh"
    act(office, "clerk", dossier, "receive")
    assert dossier.holder_name == "Lê Văn Tùng"
    noted = last(dossier).data["in_hand"]
    assert (noted["from_name"], noted["to_name"], noted["why"]) == ("Đinh Thị Ngọc Ánh", "Lê Văn Tùng", "load")
    act(office, "appraiser", dossier, "take_up")
    drafted(office, dossier)
    act(office, "appraiser", dossier, "propose", opinion="đủ", outcome="granted")
    assert dossier.holder_name == "Phạm Thị Hạnh"
    act(office, "approver", dossier, "decide")
    assert dossier.holder_name == "Võ Minh Khoa"
    act(office, "seal", dossier, "sign")
    assert dossier.holder_name == "Đinh Thị Ngọc Ánh"


def test_a_new_dossier_has_an_owner_within_a_minute_and_no_page_is_out_of_date_by_it(
    app: Flask, office: Office
) -> None:
    dossier = make_dossier(office, code=MARITAL)
    watching.assign_new()
    assert (last(dossier).move, last(dossier).principal) == ("assign", "system")
    assert sit_down(app.test_client(), "clerk").move(dossier.id, "receive", seen=1).status_code == 200


def test_the_owner_outside_does_not_read_who_was_given_what(office: Office) -> None:
    from app.dossiers import views

    dossier = make_dossier(office)
    watching.assign_new()
    assert [each.move for each in views.as_out(dossier, "device:0193-owner").events] == ["submit"]
    inside = views.as_out(dossier, "person:nobody-of-it").events
    assert [(each.move, each.given_to) for each in inside] == [("submit", None), ("assign", "Đinh Thị Ngọc Ánh")]


def test_the_load_is_spread_over_those_who_may(office: Office, second: Actor) -> None:
    for _ in range(6):
        act(office, "clerk", make_dossier(office, code=MARITAL), "receive")
    held = [each.holder_id for each in db.session.query(Dossier).all()]
    assert sorted(map(held.count, set(held))) == [3, 3]
    assert set(held) == {office.people["appraiser"].id, second.person_id}


def test_a_rule_for_a_procedure_or_a_village_names_who_gets_it(office: Office, second: Actor) -> None:
    rule(office, "second", procedure_code=MARITAL)
    rule(office, "appraiser", village="Bờ Đa")
    named, lives_there = make_dossier(office, code=MARITAL), make_dossier(office, code=BIRTH)
    elsewhere = make_dossier(office, code=BIRTH, owner={**OWNER, "address": {"line": "Thôn Nà Hin"}})
    for each in (named, lives_there, elsewhere):
        act(office, "clerk", each, "receive")
    assert [each.holder_name for each in (named, lives_there)] == ["Bùi Văn Sơn", "Lê Văn Tùng"]
    assert elsewhere.holder_id in {second.person_id, office.people["appraiser"].id}


def test_a_rule_counts_from_its_day_on_and_no_longer_than_it_holds(
    app: Flask, office: Office, second: Actor, clock: HeldClock
) -> None:
    duties.add_rule(
        office.actor("clerk"),
        office.unit.id,
        office.people["second"].id,
        permission=None,
        procedure_code=MARITAL,
        village=None,
        valid_from=date(2026, 11, 26),
        valid_to=date(2026, 11, 27),
    )
    rule(office, "appraiser", permission="dossiers.appraise")
    names = []
    for day in (25, 26, 27):
        clock.at(2026, 11, day, 9, 0)
        dossier = make_dossier(office, code=MARITAL)
        act(office, "clerk", dossier, "receive")
        names.append(dossier.holder_name)
    assert names == ["Lê Văn Tùng", "Bùi Văn Sơn", "Lê Văn Tùng"]


def test_who_appraised_is_not_chosen_to_approve_and_who_approved_not_to_seal(office: Office) -> None:
    office.hire("both", "Trần Hai Việc", Role.APPRAISER, Role.APPROVER, Role.SEAL_CLERK)
    dossier = make_dossier(office, code=MARITAL)
    act(office, "clerk", dossier, "receive")
    act(office, "both", dossier, "take_up")
    assert dossier.holder_name == "Trần Hai Việc"
    drafted(office, dossier, "both")
    act(office, "both", dossier, "propose", opinion="đủ", outcome="granted")
    assert dossier.holder_name == "Phạm Thị Hạnh"
    act(office, "approver", dossier, "send_back", "thiếu chữ ký")
    assert dossier.holder_name == "Trần Hai Việc", "who proposed has it again"
    act(office, "both", dossier, "propose", opinion="đã sửa", outcome="granted")
    assert dossier.holder_name == "Phạm Thị Hạnh"


def test_where_nobody_else_may_approve_it_lies_with_nobody_and_the_lead_hears(app: Flask, office: Office) -> None:
    office.hire("lead", "Lường Xuân Trường", Role.LEADER)
    from app.identity import staff

    staff.revoke(office.people["approver"].id, office.unit.id, Role.APPROVER)
    staff.grant(office.people["appraiser"].id, office.unit.id, Role.APPROVER)
    dossier = make_dossier(office, code=MARITAL)
    act(office, "clerk", dossier, "receive")
    act(office, "appraiser", dossier, "take_up")
    drafted(office, dossier)
    act(office, "appraiser", dossier, "propose", opinion="đủ", outcome="granted")
    assert dossier.holder_id is None
    assert watching.assign_new() == 0
    task = db.session.query(DutyTask).filter_by(kind="no_owner").one()
    assert task.person_id == office.people["lead"].id
    desk = sit_down(app.test_client(), "appraiser")
    assert desk.read("/inbox", view="unowned").get_json()["counts"]["unowned"] == 1
    today = core_clock.today()
    decided = RelaxationIn(
        unit_id=office.unit.id,
        decision="12/QĐ",
        decided_on=today,
        signer="Chủ tịch",
        pair="both",
        text="Một người được làm cả hai bước.",
        valid_from=today,
    )
    workflow.relax(Actor(name="Q"), decided)
    watching.check([dossier.id])
    assert dossier.holder_name == "Lê Văn Tùng"
    assert task.done_at is not None, "what was asked of the lead is over"


def test_taking_from_a_colleague_needs_a_reason_and_tells_her(app: Flask, office: Office, second: Actor) -> None:
    dossier = make_dossier(office, code=MARITAL)
    rule(office, "appraiser", permission="dossiers.appraise")
    act(office, "clerk", dossier, "receive")
    desk = sit_down(app.test_client(), "second")
    assert hand(desk, dossier, "take").get_json()["code"] == "reason_needed"
    told = hand(desk, dossier, "take", reason="Anh Tùng nhờ làm thay")
    assert told.status_code == 200, told.text
    assert (told.get_json()["holder"], told.get_json()["may_give_back"]) == ("Bùi Văn Sơn", True)
    assert (last(dossier).reason, last(dossier).data["in_hand"]["why"]) == ("Anh Tùng nhờ làm thay", "take")
    before = sit_down(app.test_client(), "appraiser").read("/tasks").get_json()
    assert [(each["kind"], each["facts"]["by"]) for each in before["news"]] == [("taken", "Bùi Văn Sơn")]
    assert hand(desk, dossier, "take", reason="lần nữa").get_json()["code"] == "yours_already"


def test_who_takes_up_what_lies_with_a_colleague_has_it_and_the_colleague_is_told(
    app: Flask, office: Office, second: Actor
) -> None:
    rule(office, "appraiser", permission="dossiers.appraise")
    dossier = make_dossier(office, code=MARITAL)
    act(office, "clerk", dossier, "receive")
    act(office, "second", dossier, "take_up")
    assert dossier.holder_id == second.person_id
    news = sit_down(app.test_client(), "appraiser").read("/tasks").get_json()["news"]
    assert [(each["kind"], each["facts"]["by"]) for each in news] == [("taken", "Bùi Văn Sơn")]


def test_the_same_act_again_is_done_once_and_a_page_that_was_overtaken_is_told_by_whom(
    app: Flask, office: Office, second: Actor
) -> None:
    dossier = make_dossier(office, code=MARITAL)
    act(office, "clerk", dossier, "receive")
    seen, op_id = dossier.version, ids.uuid7()
    desk = sit_down(app.test_client(), "approver")
    to = str(second.person_id if dossier.holder_id != second.person_id else office.people["appraiser"].id)
    for _ in range(2):
        assert hand(desk, dossier, "give", seen=seen, op_id=op_id, to=to).status_code == 200
    assert dossier.version == seen + 1
    late = sit_down(app.test_client(), "appraiser").move(dossier.id, "take_up", seen=seen)
    assert (late.status_code, late.get_json()["who"], late.get_json()["move"]) == (409, "Phạm Thị Hạnh", "assign")


def test_giving_is_the_leads_and_falls_on_nobody_who_may_not(app: Flask, office: Office, clock: HeldClock) -> None:
    other = office.hire("second", "Bùi Văn Sơn", Role.APPRAISER)
    dossier = make_dossier(office, code=MARITAL)
    rule(office, "appraiser", permission="dossiers.appraise")
    act(office, "clerk", dossier, "receive")
    clerk, lead = sit_down(app.test_client(), "clerk"), sit_down(app.test_client(), "approver")
    assert hand(clerk, dossier, "give", to=str(other.person_id)).status_code == 403
    assert hand(clerk, dossier, "take").status_code == 403
    refused = hand(lead, dossier, "give", to=str(office.people["clerk"].id))
    assert refused.get_json()["code"] == "not_able"
    assert "Đinh Thị Ngọc Ánh" in refused.get_json()["say"]["vi"]
    assert hand(lead, dossier, "give").get_json()["code"] == "invalid"
    duties.add_absence(
        office.actor("approver"),
        UUID(str(other.person_id)),
        since=date(2026, 11, 25),
        until=date(2026, 11, 27),
        reason="",
    )
    shown = lead.read(f"/dossiers/{dossier.id}/owner").get_json()
    by_name = {each["name"]: each for each in shown["candidates"]}
    assert set(by_name) == {"Lê Văn Tùng", "Bùi Văn Sơn"}
    assert "vắng" in by_name["Bùi Văn Sơn"]["why_not"]["vi"]
    assert hand(lead, dossier, "give", to=str(other.person_id)).get_json()["code"] == "is_away"
    clock.at(2026, 11, 30, 9, 0)
    lead = sit_down(app.test_client(), "approver")
    assert hand(lead, dossier, "give", to=str(other.person_id)).status_code == 200


def test_a_leader_gives_what_the_desk_does_not_show_her(app: Flask, office: Office, second: Actor) -> None:
    office.hire("lead", "Lường Xuân Trường", Role.LEADER)
    dossier = make_dossier(office, code=MARITAL)
    rule(office, "appraiser", permission="dossiers.appraise")
    act(office, "clerk", dossier, "receive")
    lead = sit_down(app.test_client(), "lead")
    assert lead.read(f"/dossiers/{dossier.id}").status_code == 403
    assert hand(lead, dossier, "give", to=str(second.person_id)).status_code == 200
    assert dossier.holder_id == second.person_id


def test_who_gives_back_says_why_and_the_rules_choose_another(app: Flask, office: Office, second: Actor) -> None:
    dossier = make_dossier(office, code=MARITAL)
    rule(office, "appraiser", permission="dossiers.appraise")
    act(office, "clerk", dossier, "receive")
    desk, other = sit_down(app.test_client(), "appraiser"), sit_down(app.test_client(), "second")
    assert hand(other, dossier, "give_back", reason="không phải của tôi").get_json()["code"] == "not_yours"
    assert hand(desk, dossier, "give_back").get_json()["code"] == "reason_needed"
    assert hand(desk, dossier, "give_back", reason="Người thân của tôi").status_code == 200
    assert dossier.holder_id == second.person_id
    news = other.read("/tasks").get_json()["news"]
    assert [(each["kind"], each["facts"]["reason"]) for each in news] == [("given", "Người thân của tôi")]
    assert other.post("/tasks/seen", {}).get_json() == {"tasks": 0, "news": 0}


def test_where_nobody_else_may_it_cannot_be_given_back(app: Flask, office: Office) -> None:
    dossier = make_dossier(office, code=MARITAL)
    act(office, "clerk", dossier, "receive")
    desk = sit_down(app.test_client(), "appraiser")
    assert hand(desk, dossier, "give_back", reason="bận việc khác").get_json()["code"] == "no_one_else"
    assert dossier.holder_name == "Lê Văn Tùng"


def test_a_forwarded_dossier_passes_to_the_other_office(app: Flask, office: Office) -> None:
    there = make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    dossier = make_dossier(office)
    watching.assign_new()
    act(office, "clerk", dossier, "forward", "ngoài địa bàn", unit_id=str(there.unit.id))
    assert dossier.holder_id == there.people["clerk"].id


def test_nobody_hands_out_a_dossier_of_another_commune(app: Flask, office: Office) -> None:
    there = make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    dossier = make_dossier(there, code=MARITAL)
    desk = sit_down(app.test_client(), "approver")
    assert hand(desk, dossier, "give", to=str(office.people["clerk"].id)).status_code == 404
    assert desk.read(f"/dossiers/{dossier.id}/owner").status_code == 404
    assert desk.read(f"/dossiers/{dossier.id}/latest").status_code == 404


def test_an_open_page_hears_who_went_last(app: Flask, office: Office) -> None:
    dossier = make_dossier(office, code=MARITAL)
    desk = sit_down(app.test_client(), "clerk")
    act(office, "clerk", dossier, "receive")
    told = desk.read(f"/dossiers/{dossier.id}/latest").get_json()
    assert (told["version"], told["who"], told["move"]) == (dossier.version, "Đinh Thị Ngọc Ánh", "receive")
    owning.assign(dossier, None, "check")
    assert desk.read(f"/dossiers/{dossier.id}/latest").get_json()["version"] == dossier.version - 1


def test_what_a_client_writes_under_the_logs_own_name_is_not_kept(office: Office) -> None:
    dossier = make_dossier(office, code=MARITAL)
    operations.move(
        dossier.id,
        "receive",
        op_id=ids.uuid7(),
        seen=dossier.version,
        reason="",
        data={"in_hand": {"to_name": "Kẻ mạo danh"}},
        actor=office.actor("clerk"),
    )
    assert last(dossier).data["in_hand"]["to_name"] == "Lê Văn Tùng"


def test_rules_are_for_who_manages_duties_and_name_people_of_the_unit(app: Flask, office: Office) -> None:
    office.hire("lead", "Lường Xuân Trường", Role.LEADER)
    other = make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    desk = sit_down(app.test_client(), "lead")
    body = {
        "unit_id": str(office.unit.id),
        "person_id": str(office.people["appraiser"].id),
        "procedure_code": BIRTH,
        "valid_from": "2026-11-25",
    }
    told = desk.post("/duties/rules", body)
    assert told.status_code == 200, told.text
    [unit] = told.get_json()["units"]
    [made] = unit["rules"]
    assert (made["person"], made["procedure_name"], made["made_by"]) == (
        "Lê Văn Tùng",
        "Đăng ký khai sinh",
        "Lường Xuân Trường",
    )
    assert desk.post("/duties/rules", {**body, "procedure_code": None}).get_json()["code"] == "rule_names_nothing"
    assert desk.post("/duties/rules", {**body, "valid_to": "2026-11-25"}).get_json()["code"] == "ends_first"
    stranger = {**body, "person_id": str(other.people["clerk"].id)}
    assert desk.post("/duties/rules", stranger).get_json()["code"] == "not_staff_here"
    assert desk.post("/duties/rules", {**body, "unit_id": str(other.unit.id)}).status_code == 403
    assert desk.post(f"/duties/rules/{made['rule_id']}/end", {}).get_json()["units"][0]["rules"] == []
    assert sit_down(app.test_client(), "clerk").read("/duties").status_code == 403
