"""Who may speak for whom: signatures are asked for, authorship outlives sessions, nothing proven is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.catalogue.models import ProcedureVersion
from app.core import clock as core_clock
from app.core.access import Actor, Role
from app.core.ids import uuid7
from app.db import db, transaction
from app.dossiers import knowledge, scope
from app.dossiers.models import Dossier, DossierAccess, Operation
from app.identity import operations as identity
from app.identity import staff
from app.identity.models import Device
from app.sync import push
from app.sync.models import QuarantineFile
from app.sync.schemas import OpResult, SignedText
from app.units import operations as units
from app.units import queries as places
from tests.attachments import pictures
from tests.conftest import HeldClock
from tests.dossiers.office import Office
from tests.sync.authority import block, close_account, consent, held, make_helper
from tests.sync.world import Act, Ground, Page, Phone, make_phone, sha256, sign_in


def proven(*acts: Act, carrier: Actor | None = None) -> list[OpResult]:
    """What becomes of acts that nobody's session brings."""
    return push.push_proven([SignedText.model_validate(act.wire) for act in acts], carrier or Actor())


def verdicts(results: list[OpResult]) -> list[tuple[str, str | None]]:
    return [(each.status, each.code) for each in results]


def told(result: dict[str, object]) -> tuple[object, object]:
    return result["status"], result["code"]


class TestSignatures:
    def test_a_bad_or_missing_one_is_refused_and_keeps_no_row(self, phone: Phone, on: Ground) -> None:
        good, forged, unsigned = phone.submission(on), phone.submission(on), phone.submission(on)
        forged.signature, unsigned.signature = good.signature, None
        results = phone.push(good, forged, unsigned)
        assert [told(each) for each in results] == [
            ("applied", None),
            ("rejected", "bad_signature"),
            ("rejected", "bad_signature"),
        ]
        assert [db.session.get(Operation, UUID(act.id)) for act in (forged, unsigned)] == [None, None]

    def test_nobody_uses_up_an_id_with_a_bad_one(self, phone: Phone, on: Ground) -> None:
        act = phone.submission(on)
        bare = Act(act.op, act.text, None)
        assert told(phone.push(bare)[0]) == ("rejected", "bad_signature")
        assert told(phone.push(act)[0]) == ("applied", None)

    def test_x2_an_operation_of_another_device_is_not_taken_whoever_replays_it(
        self, phone: Phone, on: Ground, client: FlaskClient
    ) -> None:
        act, thief = phone.submission(on), make_phone(client)
        assert told(thief.push(act)[0]) == ("retry", "not_your_operation")
        renamed = {**act.op, "principal": thief.principal, "device_id": str(thief.device_id)}
        assert told(thief.push(Act(renamed, thief.seal(renamed).text, act.signature))[0]) == (
            "rejected",
            "bad_signature",
        )
        in_its_name = Act(act.op, act.text, thief.sign(act.text))
        assert told(phone.push(in_its_name)[0]) == ("rejected", "bad_signature")
        assert told(phone.push(act)[0]) == ("applied", None)

    def test_a_device_this_server_does_not_know_is_asked_to_make_itself_known(self, phone: Phone, on: Ground) -> None:
        person = sign_in(phone)
        stranger = {**person.submission(on).op, "device_id": str(uuid7())}
        assert told(person.push(person.seal(stranger))[0]) == ("retry", "device_unknown")


class TestAuthorship:
    def test_a_device_carries_what_a_person_signed_on_it_and_it_is_hers(self, phone: Phone, on: Ground) -> None:
        person = sign_in(phone)
        act = person.submission(on)
        assert told(phone.push(act)[0]) == ("applied", None)
        access = db.session.query(DossierAccess).filter_by(dossier_id=act.dossier_id).one()
        assert (access.principal, access.role) == (person.principal, "owner")

    def test_not_what_somebody_signed_who_never_used_it(self, phone: Phone, on: Ground, client: FlaskClient) -> None:
        elsewhere = sign_in(make_phone(client))
        act = phone.submission(on, principal=elsewhere.principal)
        assert told(phone.push(act)[0]) == ("retry", "not_your_operation")

    def test_proven_by_its_signature_it_is_the_authors_whoever_brings_it(
        self, phone: Phone, on: Ground, office: Office
    ) -> None:
        person = sign_in(phone)
        act = person.submission(on)
        (result,) = proven(act, carrier=office.actor("clerk"))
        assert (result.status, result.dossier) == ("applied", None)
        assert verdicts(proven(act)) == [("duplicate", None)]
        assert told(person.push(act)[0]) == ("duplicate", None)
        assert {row.principal for row in db.session.query(DossierAccess).all()} == {person.principal}

    def test_a_helpers_consent_and_dossier_count_without_her_session(
        self, phone: Phone, on: Ground, office: Office
    ) -> None:
        helper = make_helper(phone, office)
        granted = consent(helper, office)
        act = helper.submission(on, mandate_id=granted.op["payload"]["mandate_id"])
        assert verdicts(proven(granted, act)) == [("applied", None), ("applied", None)]
        assert db.session.get_one(Dossier, act.dossier_id).helper_name == "Lò Văn Thắng"

    def test_without_a_signature_it_proves_nothing(self, phone: Phone, on: Ground) -> None:
        act = sign_in(phone).submission(on)
        assert verdicts(proven(Act(act.op, act.text, None))) == [("rejected", "bad_signature")]

    @pytest.mark.parametrize(("days", "status"), [(89, "applied"), (91, "quarantined")])
    def test_it_holds_for_ninety_days_after_her_last_contact(
        self, clock: HeldClock, phone: Phone, on: Ground, days: int, status: str
    ) -> None:
        act = sign_in(phone).submission(on)
        clock.forward(days=days)
        assert proven(act)[0].status == status
        assert (held(act) is not None) == (status == "quarantined")

    def test_using_her_session_is_contact_too(self, clock: HeldClock, phone: Phone, on: Ground) -> None:
        person = sign_in(phone)
        act = person.submission(on)
        clock.forward(days=80)
        assert person.changes().status_code == 200
        clock.forward(days=80)
        assert proven(act)[0].status == "applied"

    def test_her_own_living_session_brings_what_is_older(self, clock: HeldClock, phone: Phone, on: Ground) -> None:
        person = sign_in(phone)
        act, by_device = person.submission(on), phone.submission(on)
        clock.forward(days=150)
        assert [told(each) for each in person.push(act, by_device)] == [("applied", None)] * 2


class TestClosedAccounts:
    def test_f62_what_was_made_before_waits_for_an_officer_what_came_later_is_refused(
        self, clock: HeldClock, phone: Phone, on: Ground, office: Office
    ) -> None:
        helper = make_helper(phone, office)
        before = [consent(helper, office)]
        mandate_id = before[0].op["payload"]["mandate_id"]
        before += [helper.submission(on, mandate_id=mandate_id) for _ in range(9)]
        clock.forward(hours=1)
        close_account(helper)
        clock.forward(hours=1)
        after = helper.submission(on, mandate_id=mandate_id)
        answer = helper.push_raw([act.wire for act in before])
        assert (answer.status_code, answer.get_json()["code"]) == (401, "account_closed")
        results = phone.push(*before, after)
        assert [told(each) for each in results[:-1]] == [("quarantined", "author_closed")] * 10
        assert told(results[-1]) == ("rejected", "author_closed")
        assert phone.push(*before)[0]["status"] == "quarantined"
        row = held(before[1])
        assert row is not None
        assert (row.unit_id, row.author_name, row.title) == (office.unit.id, "Lò Văn Thắng", "Nguyễn Thị Hoa")
        assert db.session.query(Dossier).count() == 0

    def test_pages_of_what_waits_are_taken_by_their_hash_and_by_nothing_else(
        self, phone: Phone, on: Ground, office: Office
    ) -> None:
        helper = make_helper(phone, office)
        granted, page = consent(helper, office), Page(uuid7(), pictures.jpeg(60))
        act = helper.submission(on, mandate_id=granted.op["payload"]["mandate_id"], pages=[page])
        assert helper.send_piece(page.attachment_id, page.content, 0, 40).status_code == 200
        close_account(helper)
        assert phone.push(granted, act)[1]["status"] == "quarantined"
        path, headers = (
            f"/api/sync/handover/{page.attachment_id}",
            {
                "Upload-Offset": "40",
                "Upload-Length": str(len(page.content)),
                "Upload-Sha256": sha256(page.content),
                "Upload-Type": "image/jpeg",
                "Content-Type": "application/offset+octet-stream",
            },
        )
        wrong = {**headers, "Upload-Sha256": "0" * 64}
        assert phone.client.patch(path, data=page.content[40:], headers=wrong).status_code == 404
        sent = phone.client.patch(path, data=page.content[40:], headers=headers)
        assert (sent.status_code, sent.get_json()["state"]) == (200, "stored")
        assert phone.client.post(f"{path}/finish").get_json()["state"] == "stored"
        nobodys = phone.client.patch(f"/api/sync/handover/{uuid7()}", data=page.content[40:], headers=headers)
        assert (nobodys.status_code, nobodys.get_json()["code"]) == (404, "page_not_awaited")
        assert db.session.query(QuarantineFile).count() == 1

    def test_marks_of_reading_are_not_worth_an_officers_look(self, phone: Phone) -> None:
        person = sign_in(phone)
        act = person.act("message.read", {"message_id": str(uuid7())})
        close_account(person)
        assert told(phone.push(act)[0]) == ("rejected", "author_closed")
        assert held(act) is None

    def test_help_whose_role_is_over_waits_for_an_officer_instead_of_for_ever(
        self, phone: Phone, on: Ground, office: Office
    ) -> None:
        helper = make_helper(phone, office)
        granted = consent(helper, office)
        act = helper.submission(on, mandate_id=granted.op["payload"]["mandate_id"])
        assert told(helper.push(granted)[0]) == ("applied", None)
        with transaction(writes=True):
            assert helper.actor.person_id is not None
            staff.revoke(helper.actor.person_id, office.unit.id, Role.VOLUNTEER)
        assert told(helper.push(act)[0]) == ("quarantined", "role_over")


class TestLostPhones:
    def test_f57_every_session_on_it_ends_and_says_why(self, phone: Phone) -> None:
        person = sign_in(phone)
        block(phone)
        for one in (phone, person):
            answer = one.changes()
            assert (answer.status_code, answer.get_json()["code"]) == (401, "device_blocked")
        with pytest.raises(Exception, match="device_blocked"), transaction(writes=True):
            identity.register_device(device_id=phone.device_id, public_key=public_key(phone), label="")

    def test_f57_v5_what_it_held_is_handed_over_and_waits_for_an_officer(
        self, phone: Phone, on: Ground, client: FlaskClient
    ) -> None:
        person = sign_in(phone)
        sent, queued, own = person.submission(on), person.submission(on), phone.submission(on)
        person.push(sent)
        block(phone)
        answer = client.post(
            "/api/sync/handover",
            json={
                "nonce": "nonce-12345678",
                "device_id": str(phone.device_id),
                "operations": [act.wire for act in (sent, queued, own)],
            },
        )
        assert answer.status_code == 200
        results = answer.get_json()["results"]
        assert [told(each) for each in results] == [
            ("duplicate", None),
            ("quarantined", "device_lost"),
            ("quarantined", "device_lost"),
        ]
        assert [each["dossier"] for each in results] == [None] * 3
        assert db.session.query(Dossier).count() == 1

    def test_f57_pages_of_what_the_server_had_before_still_come_by_their_hash(
        self, phone: Phone, on: Ground, client: FlaskClient
    ) -> None:
        person, page = sign_in(phone), Page(uuid7(), pictures.jpeg(61))
        act = person.submission(on, pages=[page])
        assert person.push(act)[0]["status"] == "applied"
        path = f"/api/sync/handover/{page.attachment_id}"
        headers = {
            "Upload-Offset": "0",
            "Upload-Length": str(len(page.content)),
            "Upload-Sha256": sha256(page.content),
            "Upload-Type": "image/jpeg",
            "Content-Type": "application/offset+octet-stream",
        }
        early = client.patch(path, data=page.content, headers=headers)
        assert (early.status_code, early.get_json()["code"]) == (404, "page_not_awaited")
        block(phone)
        wrong = {**headers, "Upload-Sha256": "0" * 64}
        assert client.patch(path, data=page.content, headers=wrong).status_code == 404
        assert client.patch(path, data=page.content, headers=headers).get_json()["state"] == "stored"
        db.session.expire_all()
        assert db.session.get_one(Dossier, act.dossier_id).files_missing == 0

    def test_another_phones_hand_over_proves_nothing(self, phone: Phone, on: Ground, client: FlaskClient) -> None:
        act = Act((forged := phone.submission(on)).op, forged.text, make_phone(client).sign(forged.text))
        body = {"nonce": "nonce-12345678", "device_id": str(phone.device_id), "operations": [act.wire]}
        before = client.post("/api/sync/handover", json=body)
        assert (before.status_code, before.get_json()["code"]) == (409, "device_not_blocked")
        block(phone)
        (result,) = client.post("/api/sync/handover", json=body).get_json()["results"]
        assert told(result) == ("rejected", "bad_signature")

    def test_what_a_lost_phone_signed_is_put_aside_also_from_a_session_elsewhere(
        self, phone: Phone, on: Ground, client: FlaskClient
    ) -> None:
        person = sign_in(phone)
        act = person.submission(on)
        block(phone)
        elsewhere = sign_in(make_phone(client), person.actor.person_id)
        assert told(elsewhere.push(act)[0]) == ("quarantined", "device_lost")


class TestScope:
    def test_f54_an_act_on_a_dossier_that_went_to_somebody_else_waits_for_an_officer(
        self, phone: Phone, on: Ground
    ) -> None:
        act = phone.submission(on)
        phone.push(act)
        row = db.session.query(DossierAccess).filter_by(dossier_id=act.dossier_id).one()
        with transaction(writes=True):
            scope.end(db.session.merge(row), "reassigned")
        late = phone.act("dossier.withdraw", {"reason": "Tôi ghi nhầm."}, dossier_id=str(act.dossier_id), seen=1)
        assert told(phone.push(late)[0]) == ("quarantined", "out_of_scope")
        changes = phone.changes().get_json()["changes"]
        assert [(each["kind"], each["body"]["reason"]) for each in changes] == [("scope", "reassigned")]

    def test_f53_the_same_request_through_two_volunteers_is_taken_twice_and_marked_for_the_office(
        self, phone: Phone, on: Ground, office: Office, client: FlaskClient
    ) -> None:
        one, two = make_helper(phone, office), make_helper(make_phone(client), office, "Cà Thị Inh")
        for helper in (one, two):
            granted = consent(helper, office)
            act = helper.submission(on, mandate_id=granted.op["payload"]["mandate_id"])
            assert [told(each) for each in helper.push(granted, act)] == [("applied", None)] * 2
        flags = sorted("duplicate_suspected" in each.flags for each in db.session.query(Dossier).all())
        assert flags == [False, True]


class TestChangedWorld:
    def test_f46_an_office_that_was_merged_passes_it_to_its_heirs_officers(
        self, phone: Phone, on: Ground, office: Office, clock: HeldClock
    ) -> None:
        act = phone.submission(on)
        with transaction(writes=True):
            old = db.session.merge(office.unit)
            heir = units.add(kind="commune", name="Xã Mộc Châu", parent=places.province_of(old.id), levels=["commune"])
            units.succeed(old, heir, kind="merged", day=clock.now.date(), legal_ref="NQ 1")
            heir_id = heir.id
        (result,) = phone.push(act)
        assert told(result) == ("quarantined", "unit_merged")
        assert "Xã Mộc Châu" in result["say"]["vi"]
        assert phone.push(act)[0]["say"] == result["say"]
        row = held(act)
        assert row is not None
        assert row.unit_id == heir_id

    def test_f46_a_procedure_that_was_withdrawn_meanwhile_is_for_an_officer_and_not_an_error(
        self, phone: Phone, on: Ground
    ) -> None:
        act = phone.submission(on)
        with transaction(writes=True):
            for version in db.session.query(ProcedureVersion).filter_by(code="2.000815"):
                version.valid_to = core_clock.today() - timedelta(days=1)
        knowledge._kept.clear()
        assert told(phone.push(act)[0]) == ("quarantined", "procedure_closed")
        knowledge._kept.clear()


def public_key(phone: Phone) -> dict[str, str]:
    return dict(db.session.get_one(Device, phone.device_id).public_key)
