"""Operations of phones are taken exactly once, each with its own verdict."""

from __future__ import annotations

import json
import math
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.core.ids import uuid7
from app.db import db
from app.dossiers.models import Dossier, DossierAccess, DossierEvent, Operation
from app.sync import kinds
from tests.dossiers.office import Office
from tests.sync.world import Act, Ground, Phone, copies_answers, make_phone, sha256


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def dossier_of(act_or_id: Any) -> Dossier:
    db.session.expire_all()
    return db.session.get_one(Dossier, getattr(act_or_id, "dossier_id", act_or_id))


def test_a_submission_becomes_a_dossier_and_is_acknowledged_by_its_hash(phone: Phone, on: Ground) -> None:
    act = phone.submission(on)
    (result,) = phone.push(act)
    assert (result["status"], result["code"]) == ("applied", None)
    assert result["acknowledged"] == {"sha256": act.wire["sha256"], "attachments": []}
    dossier = result["dossier"]
    assert dossier["dossier_id"] == str(act.dossier_id)
    assert (dossier["state"], dossier["version"], dossier["awaiting_files"]) == ("submitted", 1, 0)
    assert (dossier["my_role"], dossier["may"]) == ("owner", ["withdraw"])
    assert dossier["title"] == "Chứng thực bản sao từ bản chính: Nguyễn Thị Hoa"
    assert dossier["receive_before"] is not None
    assert [step["status"] for step in dossier["steps"]] == ["here", "next", "next", "next", "next"]


def test_the_answer_proves_which_server_gave_it(phone: Phone, client: FlaskClient) -> None:
    who = client.get("/api/server").get_json()
    answer = phone.push_raw([], nonce="a-nonce-of-the-phone").get_json()
    assert answer["nonce"] == "a-nonce-of-the-phone"
    assert (answer["server_id"], answer["epoch"]) == (who["server_id"], who["epoch"])
    assert answer["server_time"].endswith("Z")


def test_what_was_kept_is_the_exact_text_and_only_what_is_shown(phone: Phone, on: Ground) -> None:
    answers = {
        "req_paper_kind": "passport",
        "req_paper_number": "B1234567",
        "nonsense": 1,
        "req_name": "  Nguyễn  Thị Hoa ",
    }
    act = phone.submission(on, answers=answers)
    phone.push(act)
    kept = db.session.get_one(Operation, UUID(act.id))
    assert (kept.text, kept.sha256, kept.signature_good, kept.device_seq) == (act.text, sha256(act.text), True, 1)
    dossier = dossier_of(act)
    assert dossier.answers["req_name"] == "Nguyễn Thị Hoa"
    assert not {"req_paper_kind", "req_paper_number", "nonsense"} & dossier.answers.keys()
    assert dossier.parties["owner"]["id_number"] == "038194001234"
    assert dossier.channel == "prepared"
    assert "nguyen thi hoa" in dossier.search_text
    assert act.op["payload"]["local_code"].replace("-", "").lower() in dossier.search_text


def test_f01_the_same_operation_again_gets_the_same_success(phone: Phone, on: Ground) -> None:
    act = phone.submission(on)
    first, second, third = *phone.push(act), *phone.push(act), *phone.push(act)
    assert (first["status"], second["status"], third["status"]) == ("applied", "duplicate", "duplicate")
    assert {**second, "status": ""} == {**first, "status": ""}
    assert count(Dossier) == count(Operation) == count(DossierEvent) == 1


def test_the_same_operation_twice_in_one_batch_is_done_once(phone: Phone, on: Ground) -> None:
    act = phone.submission(on)
    assert [result["status"] for result in phone.push(act, act, act)] == ["applied", "duplicate", "duplicate"]
    assert count(Dossier) == 1


def test_f03_an_id_with_other_content_changes_nothing_and_is_named(phone: Phone, on: Ground) -> None:
    act = phone.submission(on)
    phone.push(act)
    other = phone.seal({**act.op, "payload": {**act.op["payload"], "wishes": {"return": "post"}}})
    (result,) = phone.push(other)
    assert (result["status"], result["code"], result["acknowledged"]) == ("rejected", "op_reused", None)
    assert phone.push(act)[0]["status"] == "duplicate"
    assert dossier_of(act).wishes == {"return": "phone"}


def test_f07_one_bad_operation_of_fifty_blocks_none(phone: Phone, on: Ground) -> None:
    acts = [phone.submission(on) for _ in range(49)]
    acts.insert(17, phone.submission(on, answers={"req_name": ""}))
    results = phone.push(*acts)
    assert [number for number, result in enumerate(results) if result["status"] != "applied"] == [17]
    assert (results[17]["status"], results[17]["code"]) == ("rejected", "answers_refused")
    assert results[17]["errors"] == [{"path": "req_name", "code": "required", "params": {}}]
    assert results[17]["say"]["vi"].startswith("Có câu trả lời chưa đúng")
    assert count(Dossier) == 49


def test_a_refusal_is_repeated_word_by_word(phone: Phone, on: Ground) -> None:
    act = phone.submission(on, answers={"documents": []})
    first, second = *phone.push(act), *phone.push(act)
    assert first == second
    assert first["errors"][0] == {"path": "documents", "code": "too_few_rows", "params": {"min": 1}}
    assert count(Dossier) == 0


def test_f08_an_operation_that_makes_the_server_stumble_is_tried_again_and_the_others_go_on(
    phone: Phone, on: Ground, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = phone.submission(on), phone.act("message.read", {"message_id": str(uuid7())})

    def stumble(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(kinds.KINDS, "message.read", kinds.Kind(lambda op, _: op, stumble))
    results = phone.push(bad, good)
    assert [(each["status"], each["code"]) for each in results] == [("retry", "failed_here"), ("applied", None)]
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.setitem(kinds.KINDS, "message.read", kinds.Kind(lambda op, _: op, lambda *_: None))
    assert phone.push(bad)[0]["status"] == "applied"


def test_a_check_that_stumbles_on_the_database_leaves_the_others_alone(
    phone: Phone, on: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = phone.submission(on), phone.act("message.read", {"message_id": str(uuid7())})

    def stumble(*_: object) -> None:
        db.session.execute(select(func.no_such_function()))

    monkeypatch.setitem(kinds.KINDS, "message.read", kinds.Kind(stumble, lambda *_: None))
    assert [each["status"] for each in phone.push(bad, good)] == ["retry", "applied"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not json", "unreadable_operation"),
        ("[]", "unreadable_operation"),
        ("{}", "unreadable_operation"),
        ('{"op_id": "x"}', "unreadable_operation"),
        ("[" * 100_000, "unreadable_operation"),
        ('"\\ud800"', "unreadable_operation"),
    ],
)
def test_f13_what_cannot_be_read_is_never_refused_for_good(phone: Phone, text: str, code: str) -> None:
    answer = phone.push_raw([{"text": text, "sha256": sha256(text), "signature": None}])
    assert answer.status_code == 200
    (result,) = answer.get_json()["results"]
    assert (result["op_id"], result["status"], result["code"]) == (None, "retry", code)


def test_what_was_changed_on_its_way_is_asked_for_again(phone: Phone, on: Ground) -> None:
    act = phone.submission(on)
    damaged = {**act.wire, "text": act.text.replace("Hoa", "Hòa")}
    (result,) = phone.push_raw([damaged]).get_json()["results"]
    assert (result["op_id"], result["status"], result["code"]) == (act.id, "retry", "hash_differs")
    assert count(Operation) == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"envelope": 99}, "envelope_unknown"),
        ({"kind": "dossier.dance"}, "kind_unknown"),
        ({"principal": "person:0193f0a0-0000-7000-8000-000000000000"}, "not_your_operation"),
        ({"principal": "device:0193f0a0-0000-7000-8000-000000000000"}, "not_your_operation"),
        ({"form_ref": "2.000815@" + "0" * 64}, "form_unknown"),
        ({"form_ref": None}, "unreadable_operation"),
        ({"dossier_id": None}, "unreadable_operation"),
        ({"payload": {}}, "unreadable_operation"),
    ],
)
def test_f13_what_this_server_cannot_judge_waits(phone: Phone, on: Ground, change: dict[str, Any], code: str) -> None:
    act = phone.submission(on)
    (result,) = phone.push(phone.seal({**act.op, **change}))
    assert (result["status"], result["code"]) == ("retry", code)
    assert phone.push(act)[0]["status"] == "applied"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"local_code": "0000-0000-0"}, "bad_local_code"),
        ({"unit_id": "0193f0a0-0000-7000-8000-000000000000"}, "unit_unknown"),
        ({"second_factor": {"kind": "id", "last4": "9999"}}, "bad_factor"),
        ({"second_factor": {"kind": "phone", "last4": "1234"}}, "bad_factor"),
    ],
)
def test_what_is_understood_and_wrong_is_refused(phone: Phone, on: Ground, payload: dict[str, Any], code: str) -> None:
    (result,) = phone.push(phone.submission(on, payload=payload))
    assert (result["status"], result["code"]) == ("rejected", code)
    assert count(Dossier) == 0


def test_a_procedure_the_server_has_not_loaded_yet_waits(phone: Phone, on: Ground) -> None:
    (result,) = phone.push(phone.submission(on, payload={"procedure_code": "9.999999"}))
    assert (result["status"], result["code"]) == ("retry", "procedure_unknown")


def test_a_notice_this_server_never_showed_waits(phone: Phone, on: Ground) -> None:
    (result,) = phone.push(phone.submission(on, payload={"notice": {**on.notice, "hash": "ab" * 32}}))
    assert (result["status"], result["code"]) == ("retry", "notice_unknown")


def test_an_office_that_does_not_take_the_procedure_is_named(phone: Phone, on: Ground, office: Office) -> None:
    office.unit.levels = ["commune_police"]
    (result,) = phone.push(phone.submission(on))
    assert (result["status"], result["code"]) == ("rejected", "unit_does_not_receive")


def test_a_dossier_that_is_here_is_not_sent_twice_under_another_operation(phone: Phone, on: Ground) -> None:
    act = phone.submission(on)
    phone.push(act)
    (result,) = phone.push(phone.submission(on, dossier_id=act.dossier_id))
    assert (result["status"], result["code"]) == ("rejected", "dossier_exists")
    assert count(Dossier) == 1


def test_f53_the_same_request_twice_is_taken_twice_and_marked_for_the_office_alone(phone: Phone, on: Ground) -> None:
    one, two = phone.submission(on), phone.submission(on)
    results = phone.push(one, two)
    assert dossier_of(one).flags == []
    assert dossier_of(two).flags == ["duplicate_suspected"]
    assert results[1]["dossier"]["flags"] == []


def test_a_word_of_the_slip_follows_somebody_without_numbers(phone: Phone, on: Ground) -> None:
    answers = {
        "req_has_id": False,
        "req_paper_kind": "none",
        "req_residence": {"old": "Thôn Đông, xã Hòa Tiến, huyện Hòa Vang"},
        "req_phone": None,
    }
    act = phone.submission(on, answers=answers, factor={"kind": "word", "last4": "7K2P"})
    (result,) = phone.push(act)
    assert result["status"] == "applied", result
    assert dossier_of(act).owner_id_number is None


def test_characters_that_nobody_types_and_databases_choke_on_are_left_out(phone: Phone, on: Ground) -> None:
    act = phone.submission(on, payload={"wishes": {"note\u0000": ["a\u0000b"]}, "answers": copies_answers()})
    op = {**act.op, "payload": {**act.op["payload"], "parties": {"owner": {"name": "x", "more": "LONE"}}}}
    text = json.dumps(op).replace("LONE", "\\ud800 one")
    (result,) = phone.push(Act(op, text, phone.sign(text)))
    assert result["status"] == "applied"
    dossier = dossier_of(act)
    assert dossier.wishes == {"note": ["ab"]}
    assert dossier.parties["owner"]["more"] == "one"


def test_what_was_signed_is_kept_with_its_signature(phone: Phone, on: Ground) -> None:
    act = phone.submission(on)
    phone.push(act)
    kept = db.session.get_one(Operation, UUID(act.id))
    assert (kept.signature, kept.signature_good) == (act.signature, True)


def test_f63_the_clock_of_a_phone_never_decides(phone: Phone, on: Ground) -> None:
    act = phone.submission(on, device_time="2019-01-01T08:00:00+07:00")
    assert phone.push(act)[0]["status"] == "applied"
    dossier = dossier_of(act)
    assert dossier.device_time is not None
    assert (dossier.device_time.year, dossier.submitted_at.year) == (2019, dossier.step_since.year)


def test_members_a_later_phone_sends_are_kept(phone: Phone, on: Ground) -> None:
    act = phone.submission(on, colour="blue", payload={"mood": {"deep": [1, 2]}})
    assert phone.push(act)[0]["status"] == "applied"
    assert json.loads(db.session.get_one(Operation, UUID(act.id)).text)["payload"]["mood"] == {"deep": [1, 2]}


def test_pages_named_by_an_answer_must_be_in_the_manifest(phone: Phone, on: Ground) -> None:
    missing = phone.submission(on, answers={"paper_original": [str(uuid7())]})
    (result,) = phone.push(missing)
    assert (result["status"], result["code"]) == ("rejected", "manifest_refused")
    assert result["errors"] == [{"path": "paper_original", "code": "required", "params": {}}]


def test_a_stranger_pushes_nothing(client: FlaskClient) -> None:
    answer = client.post("/api/sync/push", json={"nonce": "nonce-12345678", "operations": []})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "not_signed_in")


def test_a_batch_of_more_than_fifty_is_refused_as_a_whole(phone: Phone) -> None:
    wire = {"text": "{}", "sha256": sha256("{}"), "signature": None}
    assert phone.push_raw([wire] * 51).status_code == 422


def test_another_phone_cannot_send_this_ones_operation(phone: Phone, on: Ground, client: FlaskClient) -> None:
    act = phone.submission(on)
    other = make_phone(client)
    (result,) = other.push(act)
    assert (result["status"], result["code"]) == ("retry", "not_your_operation")
    assert phone.push(act)[0]["status"] == "applied"


class TestWithdrawing:
    def test_the_owner_withdraws_with_a_reason(self, phone: Phone, on: Ground) -> None:
        act = phone.submission(on)
        phone.push(act)
        words = phone.act(
            "dossier.withdraw", {"reason": "Tôi ghi nhầm giấy tờ."}, dossier_id=str(act.dossier_id), seen=1
        )
        (result,) = phone.push(words)
        assert (result["status"], result["dossier"]["state"]) == ("applied", "withdrawn")
        assert result["dossier"]["may"] == []
        assert result["dossier"]["closed_at"] is not None
        assert phone.push(words)[0]["status"] == "duplicate"

    def test_without_a_reason_it_is_refused(self, phone: Phone, on: Ground) -> None:
        act = phone.submission(on)
        phone.push(act)
        (result,) = phone.push(phone.act("dossier.withdraw", {}, dossier_id=str(act.dossier_id)))
        assert (result["status"], result["code"]) == ("rejected", "reason_needed")

    def test_twice_by_two_operations_the_second_is_told_the_state(self, phone: Phone, on: Ground) -> None:
        act = phone.submission(on)
        phone.push(act)
        words = [phone.act("dossier.withdraw", {"reason": "Ghi nhầm."}, dossier_id=str(act.dossier_id)) for _ in "ab"]
        first, second = phone.push(*words)
        assert first["status"] == "applied"
        assert (second["status"], second["code"]) == ("conflict", "no_longer_open")
        assert second["dossier"]["state"] == "withdrawn"
        assert phone.push(words[1])[0] == second

    def test_f15_before_the_dossier_arrives_it_waits_and_then_goes_through(self, phone: Phone, on: Ground) -> None:
        act = phone.submission(on)
        words = phone.act("dossier.withdraw", {"reason": "Ghi nhầm."}, dossier_id=str(act.dossier_id))
        (early,) = phone.push(words)
        assert (early["status"], early["code"]) == ("held", "dossier_unknown")
        assert [each["status"] for each in phone.push(act, words)] == ["applied", "applied"]

    def test_somebody_elses_dossier_has_not_arrived(self, phone: Phone, on: Ground, client: FlaskClient) -> None:
        act = phone.submission(on)
        phone.push(act)
        other = make_phone(client)
        (result,) = other.push(other.act("dossier.withdraw", {"reason": "Ghi nhầm."}, dossier_id=str(act.dossier_id)))
        assert (result["status"], result["code"], result["dossier"]) == ("held", "dossier_unknown", None)
        assert dossier_of(act).state == "submitted"


def test_a_message_of_somebody_else_is_not_there(phone: Phone) -> None:
    (result,) = phone.push(phone.act("message.read", {"message_id": str(uuid7())}))
    assert (result["status"], result["code"]) == ("rejected", "message")


def test_the_owner_has_the_dossier_from_the_first_second(phone: Phone, on: Ground) -> None:
    act = phone.submission(on)
    phone.push(act)
    row = db.session.scalars(select(DossierAccess)).one()
    assert (row.principal, row.role, row.how, row.until) == (phone.principal, "owner", "submit", None)
    event = db.session.scalars(select(DossierEvent)).one()
    assert (event.move, event.principal, event.actor_name, event.op_id) == (
        "submit",
        phone.principal,
        "Nguyễn Thị Hoa",
        UUID(act.id),
    )


def test_whoever_files_for_another_is_the_submitter(phone: Phone, on: Ground) -> None:
    payload = {
        "parties": {"owner": {"name": "x"}, "submitter": {"name": "Trần Văn Nam", "id_number": "001090001111"}},
        "submitter_authority": "con ruột",
        "second_factor": {"kind": "id", "last4": "1111"},
    }
    act = phone.submission(on, payload=payload)
    (result,) = phone.push(act)
    assert result["dossier"]["my_role"] == "submitter"
    assert dossier_of(act).parties["submitter_authority"] == "con ruột"


def test_a_number_that_json_does_not_have_makes_an_operation_unreadable_and_nothing_else(
    phone: Phone, on: Ground
) -> None:
    odd, good = phone.submission(on, answers={"doc_pages": math.inf}), phone.submission(on)
    assert "Infinity" in odd.text
    verdicts = phone.push(odd, good)
    assert [(each["status"], each["code"]) for each in verdicts] == [
        ("retry", "unreadable_operation"),
        ("applied", None),
    ]
