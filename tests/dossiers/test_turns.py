"""The moves that turn or end a dossier: forward, refuse, send back, withdraw, stop; and what each leaves behind."""

from __future__ import annotations

import hashlib
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock as core_clock
from app.core import ids
from app.core.access import Actor, Role
from app.db import db
from app.documents import queries as documents
from app.documents.models import Document
from app.dossiers import operations
from app.dossiers.models import Dossier, DossierEvent
from app.identity import staff
from app.notifications.models import CallTask, Message
from app.payments import queries as payments
from app.workflow import operations as workflow
from app.workflow.schemas import RelaxationIn
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, MARITAL, PDF, Desk, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


def act(office: Office, who: str, dossier: Dossier, name: str, reason: str = "", **data: object) -> Dossier:
    return operations.move(
        dossier.id,
        name,
        op_id=ids.uuid7(),
        seen=dossier.version,
        reason=reason,
        data=data,
        actor=office.actor(who),
    )


def with_draft(office: Office, dossier: Dossier, who: str = "appraiser") -> Dossier:
    return operations.draft_result(
        dossier.id,
        op_id=ids.uuid7(),
        seen=dossier.version,
        pdf=PDF,
        title="",
        paragraphs=[],
        actor=office.actor(who),
    )


def proposed(office: Office, *, code: str = BIRTH) -> Dossier:
    sent = make_dossier(office, code=code)
    act(office, "clerk", sent, "receive")
    act(office, "appraiser", sent, "take_up")
    with_draft(office, sent)
    return act(office, "appraiser", sent, "propose", opinion="đủ điều kiện", outcome="granted")


def last(dossier: Dossier) -> DossierEvent:
    return db.session.get_one(DossierEvent, (dossier.id, dossier.version))


def kinds(dossier: Dossier) -> list[str]:
    return [each.kind for each in documents.documents_of(dossier.id)]


def test_forwarding_gives_it_to_the_competent_unit_and_takes_it_from_this_one(app: Flask, office: Office) -> None:
    other = make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    sent = make_dossier(office)
    act(office, "clerk", sent, "forward", "ngoài địa bàn", unit_id=str(other.unit.id))
    assert (sent.unit_id, sent.state) == (other.unit.id, "submitted")
    received = operations.move(
        sent.id, "receive", op_id=ids.uuid7(), seen=sent.version, reason="", data={}, actor=other.actor("clerk")
    )
    assert received.official_number == "H17.50.3-261125-0001"


def test_forwarding_to_a_unit_that_does_not_receive_it_is_refused(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    desk = sit_down(app.test_client(), "clerk")
    for unit_id in (office.unit.id, office.unit.parent_id):
        answer = desk.move(sent.id, "forward", reason="ngoài địa bàn", data={"unit_id": str(unit_id)})
        assert (answer.status_code, answer.get_json()["code"]) == (422, "unit_not_competent")
    unknown = desk.move(sent.id, "forward", reason="ngoài địa bàn", data={"unit_id": str(ids.uuid7())})
    assert unknown.status_code == 404


def test_a_repeated_forward_answers_though_the_dossier_is_out_of_reach(app: Flask, office: Office) -> None:
    other = make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    sent, op_id = make_dossier(office), ids.uuid7()
    desk = sit_down(app.test_client(), "clerk")
    data = {"unit_id": str(other.unit.id)}
    for _ in range(2):
        answer = desk.move(sent.id, "forward", seen=1, op_id=op_id, reason="ngoài địa bàn", data=data)
        assert answer.status_code == 200, answer.text
    assert desk.read(f"/dossiers/{sent.id}").status_code == 404


def test_a_refusal_says_why_on_form_03_and_somebody_calls(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    act(office, "clerk", sent, "refuse", "Không thuộc thẩm quyền của xã")
    assert (sent.state, kinds(sent)) == ("refused", ["form_03"])
    assert sent.closed_at is not None
    assert last(sent).reason == "Không thuộc thẩm quyền của xã"
    task = db.session.scalars(select(CallTask).where(CallTask.dossier_id == sent.id)).one()
    assert "Không thuộc thẩm quyền của xã" in task.say["vi"]


def test_sending_back_gives_it_to_the_appraiser_who_proposed(app: Flask, office: Office) -> None:
    dossier = proposed(office)
    assert (dossier.state, dossier.holder_name, dossier.outcome) == ("approving", "Phạm Thị Hạnh", "granted")
    due = dossier.due_at
    act(office, "approver", dossier, "send_back", "thiếu chữ ký")
    assert dossier.state == "appraising"
    assert dossier.holder_name == "Lê Văn Tùng"
    assert dossier.outcome is None
    assert dossier.due_at == due


def test_the_seal_clerk_sends_back_to_the_approver(app: Flask, office: Office) -> None:
    dossier = proposed(office)
    act(office, "approver", dossier, "decide")
    act(office, "seal", dossier, "send_back", "sai tên")
    assert dossier.state == "approving"


def test_a_new_draft_replaces_the_old_one_and_signing_issues_the_last(app: Flask, office: Office) -> None:
    dossier = proposed(office)
    act(office, "approver", dossier, "send_back", "viết lại")
    first = documents.draft_of(dossier.id)
    with_draft(office, dossier)
    second = documents.draft_of(dossier.id)
    assert first is not None
    assert second is not None
    assert db.session.get_one(Document, first.id, populate_existing=True).replaced_by == second.id
    act(office, "appraiser", dossier, "propose", opinion="đã sửa", outcome="rejected")
    act(office, "approver", dossier, "decide")
    act(office, "seal", dossier, "sign")
    issued = [each for each in documents.documents_of(dossier.id) if each.kind == "result"]
    assert [(each.document_id, each.number) for each in issued] == [(second.id, "1/2026")]
    assert dossier.outcome == "rejected"


def test_the_stamped_scan_may_take_the_drafts_place_when_signing(app: Flask, office: Office) -> None:
    dossier = proposed(office)
    act(office, "approver", dossier, "decide")
    with_draft(office, dossier, "seal")
    act(office, "seal", dossier, "sign", number=" 07/GXN ")
    assert [each.number for each in documents.documents_of(dossier.id) if each.kind == "result"] == ["07/GXN"]


def test_a_result_made_from_words_carries_its_number_when_it_is_issued(
    app: Flask, office: Office, tmp_path: Path
) -> None:
    sent = make_dossier(office)
    act(office, "clerk", sent, "receive")
    act(office, "appraiser", sent, "take_up")
    operations.draft_result(
        sent.id,
        op_id=ids.uuid7(),
        seen=sent.version,
        pdf=None,
        title="Giấy xác nhận",
        paragraphs=["Là đúng sự thật."],
        actor=office.actor("appraiser"),
    )
    act(office, "appraiser", sent, "propose", opinion="đủ", outcome="granted")
    act(office, "approver", sent, "decide")
    act(office, "seal", sent, "sign", number="07/GXN-UBND")
    result = next(each for each in documents.documents_of(sent.id) if each.kind == "result")
    pdf = documents.content(documents.document(sent.id, result.document_id, drafts=False))
    assert hashlib.sha256(pdf).hexdigest() == result.sha256
    (tmp_path / "result.pdf").write_bytes(pdf)
    text = subprocess.run(["pdftotext", str(tmp_path / "result.pdf"), "-"], check=True, capture_output=True).stdout
    assert "Số: 07/GXN-UBND" in text.decode()


@pytest.mark.parametrize(("who", "step"), [("approver", "approving"), ("clerk", "received")])
def test_no_result_is_drafted_by_others_or_at_other_steps(app: Flask, office: Office, who: str, step: str) -> None:
    dossier = proposed(office) if step == "approving" else make_dossier(office)
    form = {"op_id": str(ids.uuid7()), "seen": str(dossier.version), "file": (BytesIO(PDF), "kq.pdf")}
    assert sit_down(app.test_client(), who).send_form(f"/dossiers/{dossier.id}/results", form).status_code == 409


def test_only_a_pdf_is_a_result(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    act(office, "clerk", sent, "receive")
    act(office, "appraiser", sent, "take_up")
    desk = sit_down(app.test_client(), "appraiser")
    form = {"op_id": str(ids.uuid7()), "seen": "3", "file": (BytesIO(b"<html>"), "kq.pdf")}
    assert desk.send_form(f"/dossiers/{sent.id}/results", form).get_json()["code"] == "result_not_pdf"
    empty = {"op_id": str(ids.uuid7()), "seen": "3", "title": "Chỉ có tên"}
    assert desk.send_form(f"/dossiers/{sent.id}/results", empty).get_json()["code"] == "result_empty"
    digits = {"op_id": str(ids.uuid7()), "seen": "3", "title": "12", "body": "1.0\n2"}
    kept = desk.send_form(f"/dossiers/{sent.id}/results", digits)
    assert kept.status_code == 200
    assert kept.get_json()["draft"]["title"]["vi"] == "12"


def test_withdrawing_before_reception_leaves_no_paper_after_it_form_05(app: Flask, office: Office) -> None:
    early, late = make_dossier(office), make_dossier(office, code=MARITAL)
    act(office, "clerk", early, "withdraw", "bà con đổi ý")
    assert (early.state, kinds(early)) == ("withdrawn", [])
    act(office, "clerk", late, "receive")
    act(office, "clerk", late, "withdraw", "bà con đổi ý")
    assert (late.state, kinds(late)[-1]) == ("withdrawn", "form_05")


def test_stopping_voids_what_was_not_paid_yet(app: Flask, office: Office) -> None:
    sent = make_dossier(office, answers={"copies_count": 3})
    act(office, "clerk", sent, "receive")
    assert payments.blocks(sent.id)
    act(office, "approver", sent, "stop", "người nộp đã mất")
    charge = payments.charges_of(sent.id)[0]
    assert (sent.state, charge.status) == ("stopped", "void")
    assert not payments.blocks(sent.id)


def test_a_procedure_without_a_fee_asks_for_nothing(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    act(office, "clerk", sent, "receive")
    assert payments.charges_of(sent.id) == []


def test_an_amount_the_province_sets_is_typed_at_the_counter_and_an_exemption_taken_off(
    app: Flask, office: Office
) -> None:
    late = make_dossier(office, answers={"child_dob": "2026-01-01"})
    act(office, "clerk", late, "receive", amounts={"le_phi": 8000})
    assert [each.amount for each in payments.charges_of(late.id)] == [8000]
    poor = make_dossier(office, answers={"child_dob": "2026-01-01"}, owner={"name": "Nghèo", "id_number": "0"})
    act(office, "clerk", poor, "receive", amounts={"le_phi": 8000}, exempt=["poor"])
    assert payments.charges_of(poor.id) == []


def test_every_event_names_who_in_which_role_and_the_log_has_no_gap(app: Flask, office: Office) -> None:
    dossier = proposed(office)
    events = list(
        db.session.scalars(
            select(DossierEvent).where(DossierEvent.dossier_id == dossier.id).order_by(DossierEvent.version)
        )
    )
    assert [each.version for each in events] == list(range(1, dossier.version + 1))
    assert [(each.move, each.actor_role) for each in events] == [
        ("submit", "owner"),
        ("receive", "clerk"),
        ("take_up", "appraiser"),
        ("draft_result", "appraiser"),
        ("propose", "appraiser"),
    ]


def test_each_message_tells_what_the_law_asks_for(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    act(office, "clerk", sent, "receive")
    told = db.session.scalars(select(Message).where(Message.kind == "receive")).one()
    assert told.principal == "device:0193-owner"
    assert told.facts["agency"] == "Xã Mộc Giang"
    assert told.facts["handler"] == "Đinh Thị Ngọc Ánh"
    assert told.facts["received_at"] == told.facts["handled_at"] == "2026-11-25T02:00:00Z"
    assert told.facts["due_at"] == "2026-11-25T10:00:00Z"
    assert told.facts["official_number"] == "H17.50.2-261125-0001"


def test_a_small_units_decision_on_record_lets_one_person_do_two_steps(app: Flask, office: Office) -> None:
    dossier = proposed(office)
    person = office.people["appraiser"]
    staff.grant(person.id, office.unit.id, Role.APPROVER)
    desk: Desk = sit_down(app.test_client(), "appraiser")
    assert desk.move(dossier.id, "decide").get_json()["code"] == "appraiser_does_not_approve"
    workflow.relax(
        Actor(name="Quản trị"),
        RelaxationIn(
            unit_id=office.unit.id,
            decision="12/QĐ-UBND",
            decided_on=core_clock.today(),
            signer="Chủ tịch UBND xã",
            pair="appraise_approve",
            text="Cho phép một người thẩm định và phê duyệt.",
            valid_from=core_clock.today(),
        ),
    )
    assert desk.move(dossier.id, "decide").status_code == 200
    made = db.session.scalars(
        select(DossierEvent).where(DossierEvent.dossier_id == dossier.id, DossierEvent.move == "decide")
    ).one()
    assert made.data["relaxation"]["decision"] == "12/QĐ-UBND"
    assert made.data["relaxation"]["pair"] == "appraise_approve"
    staff.grant(person.id, office.unit.id, Role.SEAL_CLERK)
    assert (
        sit_down(app.test_client(), "appraiser").move(dossier.id, "sign").get_json()["code"] == "approver_does_not_sign"
    )


def test_a_waived_original_needs_a_reason_and_can_be_taken_back(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    desk = sit_down(app.test_client(), "clerk")

    def paper(reason: str, *, compared: bool, seen: int) -> dict[str, object]:
        body = {"op_id": str(ids.uuid7()), "seen": seen, "paper": "birth_record", "compared": compared}
        answer = desk.post(f"/dossiers/{sent.id}/originals", {**body, "reason": reason})
        assert answer.status_code == 200, answer.text
        found: dict[str, object] = next(each for each in answer.get_json()["papers"] if each["key"] == "birth_record")
        return found

    assert paper("máy tra được bản điện tử", compared=False, seen=1)["waived_reason"] == "máy tra được bản điện tử"
    assert "birth_record" not in desk.dossier(sent.id)["dossier"]["originals_to_bring"]
    assert paper("", compared=False, seen=2)["waived_reason"] is None
    assert "birth_record" in desk.dossier(sent.id)["dossier"]["originals_to_bring"]
    assert paper("", compared=True, seen=3)["compared_by"] == "Đinh Thị Ngọc Ánh"


def test_a_paper_nobody_asked_for_cannot_be_compared(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    body = {"op_id": str(ids.uuid7()), "seen": 1, "paper": "passport_of_the_dog", "compared": True}
    answer = sit_down(app.test_client(), "clerk").post(f"/dossiers/{sent.id}/originals", body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "paper_unknown")


def test_originals_due_at_reception_stop_it_until_compared_or_waived(app: Flask, office: Office) -> None:
    sent = make_dossier(office, code="2.000815")
    desk = sit_down(app.test_client(), "clerk")
    refused = desk.move(sent.id, "receive")
    assert refused.get_json()["code"] == "originals_not_seen"
    papers = refused.get_json()["papers"]
    assert papers
    for paper in papers:
        version = desk.dossier(sent.id)["dossier"]["version"]
        body = {"op_id": str(ids.uuid7()), "seen": version, "paper": paper, "compared": True}
        assert desk.post(f"/dossiers/{sent.id}/originals", body).status_code == 200
    assert desk.move(sent.id, "receive").status_code == 200
