"""The end at the phone: letters and results opened by those they are for, messages read, handed over by opening."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.ids import uuid7
from app.db import db, transaction
from app.documents.models import Document
from app.dossiers import operations as desk
from app.dossiers.models import Dossier
from app.identity import audit
from app.payments import operations as payments
from tests.dossiers.office import PDF, Office, make_office, sit_down
from tests.sync.world import Act, Ground, Phone, make_phone


@pytest.fixture
def act(phone: Phone, on: Ground) -> Act:
    sent = phone.submission(on)
    assert phone.push(sent)[0]["status"] == "applied"
    return sent


def version(act: Act) -> int:
    db.session.expire_all()
    return db.session.get_one(Dossier, act.dossier_id).version


def step(act: Act, office: Office, who: str, move: str, **data: Any) -> None:
    seen = version(act)
    with transaction(writes=True):
        desk.move(act.dossier_id, move, op_id=uuid7(), seen=seen, reason="", data=data, actor=office.actor(who))


def drafted(act: Act, office: Office) -> None:
    seen, actor = version(act), office.actor("appraiser")
    with transaction(writes=True):
        desk.draft_result(
            act.dossier_id, op_id=uuid7(), seen=seen, pdf=PDF, title="Bản sao", paragraphs=[], actor=actor
        )


def compared(act: Act, office: Office) -> None:
    seen, actor = version(act), office.actor("clerk")
    with transaction(writes=True):
        desk.compare(act.dossier_id, op_id=uuid7(), seen=seen, paper="original", compared=True, reason="", actor=actor)


@pytest.fixture
def ready(act: Act, office: Office) -> Act:
    """The dossier with its result signed, nothing owed."""
    compared(act, office)
    step(act, office, "clerk", "receive")
    with transaction(writes=True):
        payments.void(act.dossier_id, "miễn")
    step(act, office, "appraiser", "take_up")
    drafted(act, office)
    step(act, office, "appraiser", "propose", opinion="đủ điều kiện", outcome="granted")
    step(act, office, "approver", "decide")
    step(act, office, "seal", "sign", number="01/SY")
    return act


def copy_of(phone: Phone, act: Act) -> dict[str, Any]:
    body: dict[str, Any] = phone.call("GET", f"/api/dossiers/{act.dossier_id}").get_json()
    return body


def result_of(body: dict[str, Any]) -> str:
    return str(next(each["document_id"] for each in body["documents"] if each["kind"] == "result"))


def opening(phone: Phone, act: Act, document_id: str) -> Act:
    return phone.act("result.open", {"document_id": document_id}, dossier_id=str(act.dossier_id))


def test_opening_the_result_hands_it_over_once(phone: Phone, ready: Act) -> None:
    body = copy_of(phone, ready)
    assert (body["state"], body["outcome"], body["may"]) == ("ready", "granted", ["result.open"])
    first = opening(phone, ready, result_of(body))
    (result,) = phone.push(first)
    assert (result["status"], result["dossier"]["state"], result["dossier"]["may"]) == ("applied", "returned", [])
    assert [each["status"] for each in result["dossier"]["steps"]] == ["done"] * 5
    again = opening(phone, ready, result_of(body))
    assert [each["status"] for each in phone.push(first, again)] == ["duplicate", "applied"]
    assert copy_of(phone, ready)["version"] == result["dossier"]["version"]


def test_a_letter_that_is_opened_hands_nothing_over(phone: Phone, ready: Act) -> None:
    letter = next(each["document_id"] for each in copy_of(phone, ready)["documents"] if each["kind"] == "form_01")
    assert phone.push(opening(phone, ready, letter))[0]["status"] == "applied"
    assert copy_of(phone, ready)["state"] == "ready"


def test_a_paper_of_another_dossier_is_not_there(phone: Phone, ready: Act, on: Ground) -> None:
    other = phone.submission(on)
    phone.push(other)
    (result,) = phone.push(opening(phone, other, result_of(copy_of(phone, ready))))
    assert result["status"] == "rejected"
    assert copy_of(phone, ready)["state"] == "ready"


def test_before_the_originals_were_seen_opening_hands_nothing_over(phone: Phone, ready: Act, office: Office) -> None:
    seen, actor = version(ready), office.actor("clerk")
    with transaction(writes=True):
        desk.compare(
            ready.dossier_id, op_id=uuid7(), seen=seen, paper="original", compared=False, reason="", actor=actor
        )
    body = copy_of(phone, ready)
    assert (body["may"], body["originals_to_bring"]) == ([], ["original"])
    (result,) = phone.push(opening(phone, ready, result_of(body)))
    assert (result["status"], result["code"]) == ("conflict", "originals_still_owed")
    assert copy_of(phone, ready)["state"] == "ready"


def test_the_owner_reads_the_letter_and_the_result(phone: Phone, ready: Act) -> None:
    for paper in copy_of(phone, ready)["documents"]:
        answer = phone.call("GET", f"/api/dossiers/{ready.dossier_id}/documents/{paper['document_id']}")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.data.startswith(b"%PDF-")
        assert len(answer.data) == paper["size"]


def test_nobody_else_reads_them_and_the_office_only_on_record(
    phone: Phone, ready: Act, app: Flask, client: FlaskClient, office: Office
) -> None:
    path = f"/api/dossiers/{ready.dossier_id}/documents/{result_of(copy_of(phone, ready))}"
    assert client.get(path).status_code == 401
    assert make_phone(client).call("GET", path).status_code == 404
    make_office(name="Xã Hòa Bắc", e_identifier="H17.50.3", prefix="bac_")
    assert sit_down(app.test_client(), "bac_clerk").client.get(path).status_code == 404
    assert sit_down(app.test_client(), "clerk").client.get(path).status_code == 200
    looks = audit.looks_at("document", path.rsplit("/", 1)[-1])
    assert [look.person_id for look in looks] == [office.people["clerk"].id]


def test_a_draft_is_not_the_owners_yet(phone: Phone, act: Act, office: Office) -> None:
    compared(act, office)
    step(act, office, "clerk", "receive")
    step(act, office, "appraiser", "take_up")
    drafted(act, office)
    draft = db.session.query(Document).filter_by(dossier_id=act.dossier_id, kind="result").one()
    assert all(each["kind"] != "result" for each in copy_of(phone, act)["documents"])
    path = f"/api/dossiers/{act.dossier_id}/documents/{draft.id}"
    assert phone.call("GET", path).status_code == 404
    assert phone.push(opening(phone, act, str(draft.id)))[0]["status"] == "rejected"


def test_every_step_rings_in_the_inbox_and_is_read_once(phone: Phone, ready: Act) -> None:
    changes = phone.changes().get_json()
    messages = [each["body"] for each in changes["changes"] if each["kind"] == "message"]
    assert {"receive", "sign"} <= {each["kind"] for each in messages}
    unread = messages[0]
    assert unread["read_at"] is None
    mark = phone.act("message.read", {"message_id": unread["message_id"]}, dossier_id=str(ready.dossier_id))
    assert [each["status"] for each in (*phone.push(mark), *phone.push(mark))] == ["applied", "duplicate"]
    told = phone.changes(changes["cursor"]).get_json()["changes"]
    assert [(each["id"], each["body"]["read_at"] is not None) for each in told] == [(unread["message_id"], True)]


def test_the_owner_withdraws_after_reception_and_gets_the_letter(phone: Phone, act: Act, office: Office) -> None:
    compared(act, office)
    step(act, office, "clerk", "receive")
    request = phone.act("dossier.withdraw", {"reason": "Không cần nữa."}, dossier_id=str(act.dossier_id))
    (result,) = phone.push(request)
    assert (result["status"], result["dossier"]["state"]) == ("applied", "withdrawn")
    assert "form_05" in {each["kind"] for each in result["dossier"]["documents"]}
    assert {each["status"] for each in result["dossier"]["charges"]} <= {"void"}


def test_a_dossier_that_was_signed_is_not_withdrawn_any_more(phone: Phone, ready: Act) -> None:
    request = phone.act("dossier.withdraw", {"reason": "Không cần nữa."}, dossier_id=str(ready.dossier_id))
    (result,) = phone.push(request)
    assert (result["status"], result["code"], result["dossier"]["state"]) == ("conflict", "no_longer_open", "ready")
    assert UUID(result["dossier"]["dossier_id"]) == ready.dossier_id
