"""The officer's side: work that waits is read, adopted as its author's act, or refused with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app import jobs
from app.attachments import queries as attached
from app.core.access import Actor, Role
from app.core.ids import uuid7
from app.db import db, transaction
from app.dossiers import scope
from app.dossiers.models import Dossier, DossierAccess, DossierEvent, Operation
from app.groups import operations as groups
from app.identity import audit
from app.identity.models import AccessRecord
from app.mandates import operations as mandates
from app.mandates.models import Mandate
from app.sync import push as pushing
from app.sync.schemas import SignedText
from app.units import operations as units
from tests.attachments import pictures
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_office, sit_down
from tests.sync.authority import block, close_account, consent, held, make_helper
from tests.sync.world import Act, Ground, Page, Phone, make_phone, sha256, sign_in


@pytest.fixture
def desk(client: FlaskClient, office: Office) -> Desk:
    """The clerk at her computer."""
    return sit_down(client.application.test_client(), "clerk")


def left_behind(phone: Phone, on: Ground, office: Office, **more: Any) -> tuple[Phone, Act, Act]:
    """A volunteer whose account was closed with one finished dossier on her phone: her, the consent, the dossier."""
    helper = make_helper(phone, office)
    granted = consent(helper, office)
    act = helper.submission(on, mandate_id=granted.op["payload"]["mandate_id"], **more)
    close_account(helper)
    assert [each["status"] for each in phone.push(granted, act)] == ["quarantined"] * 2
    return helper, granted, act


def decide(desk: Desk, act: Act, decision: str, reason: str = "") -> Any:
    return desk.post(f"/quarantine/{act.id}/decision", {"decision": decision, "reason": reason})


def test_the_list_names_who_what_when_and_why_and_the_consent_goes_with_its_dossier(
    phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    _, _, act = left_behind(phone, on, office)
    told = desk.read("/quarantine").get_json()
    assert told["open"] == 1
    (row,) = told["held"]
    assert (row["op_id"], row["code"], row["author_name"]) == (act.id, "author_closed", "Lò Văn Thắng")
    assert (row["title"], row["kind"], row["device_label"]) == ("Nguyễn Thị Hoa", "dossier.submit", "Điện thoại thử")
    assert row["procedure_name"]["vi"] == "Chứng thực bản sao từ bản chính"
    assert row["decision"] is None
    assert row["unit_name"] == office.unit.name
    looks = db.session.query(AccessRecord).count()
    assert desk.read("/quarantine/count").get_json() == {"open": 1, "stumbling": 0}
    assert db.session.query(AccessRecord).count() == looks


def test_one_is_readable_whole_and_every_look_is_recorded(phone: Phone, on: Ground, office: Office, desk: Desk) -> None:
    _, _, act = left_behind(phone, on, office)
    found = desk.read(f"/quarantine/{act.id}").get_json()
    assert found["answers"]["req_name"] == "Nguyễn Thị Hoa"
    assert found["form"]["sections"]
    assert found["consent"]["resident_name"] == "Nguyễn Thị Hoa"
    assert [each["vi"] for each in found["consent"]["purposes"]][:2] == ["Gõ tờ khai thay tôi", "Chụp giấy tờ của tôi"]
    assert (found["may_decide"], found["hindrance"], found["dossier_here"]) == (True, None, False)
    (look,) = audit.looks_at("quarantine", act.id)
    assert (look.person_id, look.why) == (office.people["clerk"].id, "author_closed")


def test_f62_adopted_it_is_the_residents_dossier_with_the_helper_on_record(
    phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    helper, granted, act = left_behind(phone, on, office)
    answer = decide(desk, act, "adopted", "Bà Hoa xác nhận tại quầy.")
    assert answer.status_code == 200, answer.get_json()
    assert answer.get_json()["row"]["decision"] == "adopted"
    dossier = db.session.get_one(Dossier, act.dossier_id)
    assert (dossier.state, dossier.helper_name, dossier.unit_id) == ("submitted", "Lò Văn Thắng", office.unit.id)
    assert dossier.parties["owner"]["name"] == "Nguyễn Thị Hoa"
    events = db.session.query(DossierEvent).filter_by(dossier_id=dossier.id).order_by(DossierEvent.version).all()
    assert [(each.move, each.actor_name) for each in events] == [
        ("submit", "Lò Văn Thắng"),
        ("adopt", "Đinh Thị Ngọc Ánh"),
    ]
    assert (events[0].principal, events[1].reason) == (helper.principal, "Bà Hoa xác nhận tại quầy.")
    assert db.session.query(Mandate).one().helper_id == helper.actor.person_id
    results = phone.push(granted, act)
    assert [each["status"] for each in results] == ["duplicate"] * 2
    assert results[1]["acknowledged"]["sha256"] == act.wire["sha256"]
    assert desk.read(f"/dossiers/{dossier.id}").status_code == 200


def test_adopting_twice_changes_nothing_and_refusing_after_it_is_said(
    phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    _, _, act = left_behind(phone, on, office)
    assert [decide(desk, act, "adopted").status_code for _ in range(2)] == [200, 200]
    other = decide(desk, act, "refused", "Không đúng người.")
    assert (other.status_code, other.get_json()["code"]) == (409, "held_decided")
    assert db.session.query(Dossier).count() == 1
    assert db.session.query(DossierEvent).count() == 2


def test_refused_its_phone_hears_the_officers_reason_word_by_word(
    phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    _, _, act = left_behind(phone, on, office)
    silent = decide(desk, act, "refused", "  ")
    assert (silent.status_code, silent.get_json()["errors"][0]["path"]) == (422, "reason")
    assert decide(desk, act, "refused", "Bà Hoa đã nộp tại quầy.").status_code == 200
    (result,) = phone.push(act)
    assert (result["status"], result["code"]) == ("rejected", "refused_by_officer")
    assert result["say"]["vi"].endswith("“Bà Hoa đã nộp tại quầy.”.")
    assert db.session.query(Dossier).count() == 0


def test_what_was_refused_can_be_read_for_ninety_days_and_is_then_forgotten_but_for_the_refusal(
    clock: HeldClock, phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    _, granted, act = left_behind(phone, on, office)
    assert decide(desk, act, "refused", "Bà Hoa đã nộp tại quầy.").status_code == 200

    def kept_after(days: int) -> str:
        clock.forward(days=days)
        with transaction(writes=True):
            jobs.TASKS["quarantine.forget_refused"].run()
        db.session.expire_all()
        return db.session.get_one(Operation, UUID(act.id)).text

    assert kept_after(89) == act.text
    left = kept_after(2)
    assert "Hoa" not in left
    assert "Hoa" in db.session.get_one(Operation, UUID(granted.id)).text, "what is undecided is kept as it is"
    told = sit_down(desk.client, "clerk").read("/quarantine", done="true").get_json()["held"][0]
    assert (told["title"], told["reason"], told["author_name"]) == ("", "Bà Hoa đã nộp tại quầy.", "Lò Văn Thắng")
    assert told["procedure_name"]["vi"]
    whole = sit_down(desk.client, "clerk").read(f"/quarantine/{act.id}").get_json()
    assert (whole["answers"], whole["parties"]) == ({}, {})
    # the phone that comes back after all hears the same as before
    (result,) = sign_in(phone, name="Ai khác").push(act)
    assert (result["status"], result["code"]) == ("rejected", "refused_by_officer")


def test_what_was_adopted_is_the_dossiers_and_is_not_forgotten(
    clock: HeldClock, phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    _, _, act = left_behind(phone, on, office)
    assert decide(desk, act, "adopted").status_code == 200
    clock.forward(days=400)
    with transaction(writes=True):
        jobs.TASKS["quarantine.forget_refused"].run()
    db.session.expire_all()
    assert db.session.get_one(Operation, UUID(act.id)).text == act.text


def test_what_even_an_officer_cannot_make_right_changes_nothing_and_says_why(
    phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    _, _, act = left_behind(phone, on, office, answers={"documents": []})
    assert desk.read(f"/quarantine/{act.id}").get_json()["hindrance"]["vi"].startswith("Có câu trả lời chưa đúng")
    answer = decide(desk, act, "adopted")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "answers_refused")
    db.session.rollback()
    row = held(act)
    assert row is not None
    assert row.decision is None
    assert (db.session.query(Dossier).count(), db.session.query(Mandate).count()) == (0, 0)


def test_a_consent_that_was_called_back_cannot_be_got_round(
    phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    helper = make_helper(phone, office)
    granted = consent(helper, office)
    assert helper.push(granted)[0]["status"] == "applied"
    act = helper.submission(on, mandate_id=granted.op["payload"]["mandate_id"])
    close_account(helper)
    phone.push(act)
    with transaction(writes=True):
        mandates.revoke(db.session.query(Mandate).one(), by="resident", principal="device:x")
    answer = decide(desk, act, "adopted")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "mandate_not_valid")


def test_its_pages_are_shown_and_become_the_dossiers(phone: Phone, on: Ground, office: Office, desk: Desk) -> None:
    page = Page(uuid7(), pictures.jpeg(60))
    _, _, act = left_behind(phone, on, office, pages=[page])
    headers = {
        "Upload-Offset": "0",
        "Upload-Length": str(len(page.content)),
        "Upload-Sha256": sha256(page.content),
        "Upload-Type": "image/jpeg",
        "Content-Type": "application/offset+octet-stream",
    }
    path = f"/quarantine/{act.id}/pages/{page.attachment_id}"
    assert desk.read(path).status_code == 404
    sent = phone.client.patch(f"/api/sync/handover/{page.attachment_id}", data=page.content, headers=headers)
    assert sent.get_json()["state"] == "stored"
    assert desk.read(path).mimetype in {"image/jpeg", "image/webp"}
    assert audit.looks_at("attachment", page.attachment_id)[0].person_id == office.people["clerk"].id
    assert decide(desk, act, "adopted").status_code == 200
    assert db.session.get_one(Dossier, act.dossier_id).files_missing == 0


def test_pages_that_come_after_the_adoption_complete_the_dossier(
    phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    page = Page(uuid7(), pictures.jpeg(61))
    _, _, act = left_behind(phone, on, office, pages=[page])
    assert decide(desk, act, "adopted").status_code == 200
    assert db.session.get_one(Dossier, act.dossier_id).files_missing == 1
    headers = {
        "Upload-Offset": "0",
        "Upload-Length": str(len(page.content)),
        "Upload-Sha256": sha256(page.content),
        "Upload-Type": "image/jpeg",
        "Content-Type": "application/offset+octet-stream",
    }
    phone.client.patch(f"/api/sync/handover/{page.attachment_id}", data=page.content, headers=headers)
    db.session.expire_all()
    assert db.session.get_one(Dossier, act.dossier_id).files_missing == 0


def test_pages_of_what_waits_are_not_swept_away(clock: HeldClock, phone: Phone, on: Ground, office: Office) -> None:
    page = Page(uuid7(), pictures.jpeg(62))
    phone.send(page.attachment_id, page.content)
    act = phone.submission(on, pages=[page])
    block(phone)
    assert pushing.push_proven([SignedText.model_validate(act.wire)], Actor())[0].status == "quarantined"
    clock.forward(days=60)
    assert attached.forgotten(clock.now - timedelta(days=30), 10) == []


def test_a_withdrawal_out_of_scope_is_adopted_as_the_owners_word(
    phone: Phone, on: Ground, office: Office, desk: Desk
) -> None:
    act = phone.submission(on)
    phone.push(act)
    with transaction(writes=True):
        scope.end(db.session.query(DossierAccess).one(), "adopted")
    late = phone.act("dossier.withdraw", {"reason": "Tôi ghi nhầm."}, dossier_id=str(act.dossier_id), seen=1)
    phone.push(late)
    found = desk.read(f"/quarantine/{late.id}").get_json()
    assert (found["text"], found["dossier_here"]) == ("Tôi ghi nhầm.", True)
    assert decide(desk, late, "adopted").status_code == 200
    assert db.session.get_one(Dossier, act.dossier_id).state == "withdrawn"


def test_the_office_next_door_sees_nothing_of_it(phone: Phone, on: Ground, office: Office, client: FlaskClient) -> None:
    _, _, act = left_behind(phone, on, office)
    with transaction(writes=True):
        make_office(name="Xã Bên Cạnh", e_identifier="H17.50.9", prefix="other-")
    desk = sit_down(client.application.test_client(), "other-clerk")
    assert desk.read("/quarantine").get_json() == {"held": [], "open": 0}
    assert desk.read(f"/quarantine/{act.id}").status_code == 404
    assert decide(desk, act, "adopted").status_code == 404


def test_an_appraiser_has_no_business_there(phone: Phone, client: FlaskClient, office: Office) -> None:
    desk = sit_down(client.application.test_client(), "appraiser")
    assert desk.read("/quarantine").status_code == 403


def test_a_lead_reads_what_waits_of_her_groups_members_and_decides_nothing(
    phone: Phone, on: Ground, office: Office, client: FlaskClient, clock: HeldClock
) -> None:
    helper, _, act = left_behind(phone, on, office)
    lead = sign_in(make_phone(client), name="Hoàng Thị Sen")
    assert helper.actor.person_id is not None
    assert lead.actor.person_id is not None
    with transaction(writes=True):
        village = units.add(kind="village", name="Thôn Bờ Đa", parent=db.session.merge(office.unit))
        group = groups.found(village, name="Tổ 1", decision_number="1", decision_date=clock.now.date())
        groups.add_member(group, helper.actor.person_id)
        groups.add_member(group, lead.actor.person_id, role="lead")
    assert [each["op_id"] for each in lead.call("GET", "/api/desk/quarantine").get_json()["held"]] == [act.id]
    found = lead.call("GET", f"/api/desk/quarantine/{act.id}").get_json()
    assert found["may_decide"] is False
    answer = lead.call("POST", f"/api/desk/quarantine/{act.id}/decision", json={"decision": "adopted"})
    assert answer.status_code == 403


class TestLostPhones:
    def test_an_officer_finds_the_phone_by_its_user_or_by_a_slip_and_blocks_it_with_a_reason(
        self, phone: Phone, on: Ground, office: Office, desk: Desk
    ) -> None:
        helper = make_helper(phone, office)
        act = phone.submission(on)
        phone.push(act)
        (row,) = desk.client.get("/api/phones", query_string={"q": "lo van"}).get_json()["phones"]
        assert (row["device_id"], [each["name"] for each in row["people"]]) == (
            str(phone.device_id),
            ["Lò Văn Thắng"],
        )
        by_slip = desk.client.get("/api/phones", query_string={"q": act.op["payload"]["local_code"]}).get_json()
        assert [each["device_id"] for each in by_slip["phones"]] == [str(phone.device_id)]
        path, headers = f"/api/devices/{phone.device_id}/block", {"X-CSRF-Token": desk.csrf}
        assert desk.client.post(path, json={"reason": ""}, headers=headers).status_code == 422
        assert desk.client.post(path, json={"reason": "Rơi ở chợ."}, headers=headers).status_code == 204
        assert helper.changes().get_json()["code"] == "device_blocked"
        (row,) = desk.client.get("/api/phones", query_string={"q": "thang"}).get_json()["phones"]
        assert (row["blocked_by"], row["blocked_reason"]) == ("Đinh Thị Ngọc Ánh", "Rơi ở chợ.")

    def test_found_again_it_makes_itself_known_anew(self, phone: Phone, office: Office, desk: Desk, on: Ground) -> None:
        make_helper(phone, office)
        headers = {"X-CSRF-Token": desk.csrf}
        for word in ("block", "unblock"):
            path = f"/api/devices/{phone.device_id}/{word}"
            assert desk.client.post(path, json={"reason": "Tìm thấy rồi."}, headers=headers).status_code == 204
        assert phone.changes().get_json()["code"] == "session_ended"
        person = make_helper(phone, office, "Cà Thị Inh")
        assert person.push(person.submission(on))[0]["status"] == "applied"

    def test_a_lead_blocks_the_phones_of_her_group_and_no_others(
        self, phone: Phone, office: Office, client: FlaskClient, clock: HeldClock
    ) -> None:
        member, stranger = make_helper(phone, office), make_helper(make_phone(client), office, "Cà Thị Inh")
        lead = sign_in(make_phone(client), name="Hoàng Thị Sen")
        assert member.actor.person_id is not None
        assert lead.actor.person_id is not None
        with transaction(writes=True):
            group = groups.found(
                db.session.merge(office.unit), name="Tổ 1", decision_number="1", decision_date=clock.now.date()
            )
            groups.add_member(group, member.actor.person_id)
            groups.add_member(group, lead.actor.person_id, role="lead")
        neighbour = sign_in(phone, name="Lường Thị Hặc")
        neighbour.call("GET", "/api/sync/changes", headers={"Phone-Holds": "drafts=2; unsent=3; installed=1"})
        rows = {row["device_id"]: row for row in lead.call("GET", "/api/phones").get_json()["phones"]}
        assert set(rows) == {str(member.device_id), str(lead.device_id)}
        seen = rows[str(member.device_id)]
        # somebody else who used the phone is not the lead's to know
        assert ([each["name"] for each in seen["people"]], seen["others"]) == (["Lò Văn Thắng"], 1)
        assert (seen["unsent"], seen["drafts"], rows[str(lead.device_id)]["unsent"]) == (3, 2, None)
        block_it = {"json": {"reason": "Mất ở bến xe."}}
        assert lead.call("POST", f"/api/devices/{stranger.device_id}/block", **block_it).status_code == 404
        assert lead.call("POST", f"/api/devices/{member.device_id}/block", **block_it).status_code == 204
        assert stranger.changes().status_code == 200
        assert member.changes().get_json()["code"] == "device_blocked"

    def test_looking_for_phones_is_recorded(self, office: Office, desk: Desk) -> None:
        desk.client.get("/api/phones")
        kinds = {row.kind for row in db.session.query(AccessRecord).all()}
        assert "devices" in kinds

    def test_a_volunteer_blocks_nothing(self, phone: Phone, office: Office) -> None:
        helper = make_helper(phone, office)
        answer = helper.call("POST", f"/api/devices/{phone.device_id}/block", json={"reason": "x"})
        assert answer.status_code == 403
        assert Role.VOLUNTEER in {grant.role for grant in helper.actor.grants}
