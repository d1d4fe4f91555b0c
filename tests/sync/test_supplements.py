"""Something is missing: the office asks item by item, the clock stands still, and nothing else is changed."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.core.ids import uuid7
from app.db import db
from app.dossiers.models import Dossier, DossierFile
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, sit_down
from tests.sync.asking import NAME, PAGES, PHOTO, answered, ask, asked, page, receive, sent, shown
from tests.sync.test_draft_copies import news, save, written
from tests.sync.test_helpers import consent, filed, helper
from tests.sync.world import Ground, Page, Phone, make_phone, sign_in

__all__ = ["helper"]


@pytest.fixture
def clerk(client: FlaskClient, office: Office) -> Desk:
    return sit_down(client, "clerk")


def test_r11_the_owner_is_asked_item_by_item_and_changes_those_and_nothing_else(
    phone: Phone, on: Ground, clerk: Desk
) -> None:
    old, new = page(1), page(2)
    act = sent(phone, on, old)
    supplement_id = asked(clerk, act.dossier_id, PHOTO, NAME)
    mine = shown(phone, act.dossier_id)
    assert (mine["flags"], mine["may"]) == (["awaiting_supplement"], ["supplement", "withdraw"])
    [request] = mine["supplements"]
    assert (request["status"], request["number"], request["asked_by"]) == ("open", 1, "Đinh Thị Ngọc Ánh")
    told = [(item["kind"], item["key"], item["reason"], item["before"]) for item in request["items"]]
    assert told == [
        ("paper", "original", "Ảnh mờ, không đọc được", None),
        ("answer", "req_name", "Khác với căn cước", "Nguyễn Thị Hoa"),
    ]
    assert request["items"][1]["label"]["vi"] == "Họ, chữ đệm, tên của bạn"
    assert [each["attachment_id"] for each in request["items"][0]["pages"]] == [str(old.attachment_id)]

    answer = answered(phone, act.dossier_id, supplement_id, new, payload={"answers": {"req_name": "Nguyễn Thị Hoà"}})
    [verdict] = phone.push(answer)
    assert (verdict["status"], verdict["dossier"]["awaiting_files"]) == ("applied", 1)
    phone.send(new.attachment_id, new.content)
    mine = shown(phone, act.dossier_id)
    names = [mine["answers"]["req_name"], mine["parties"]["owner"]["name"], mine["title"].rpartition(": ")[2]]
    assert names == ["Nguyễn Thị Hoà"] * 3
    assert mine["answers"]["paper_original"] == [str(new.attachment_id)]
    assert [each["attachment_id"] for each in mine["attachments"]] == [str(new.attachment_id)]
    [request] = mine["supplements"]
    assert request["status"] == "answered"
    # both versions stay readable
    assert request["items"][1]["before"] == "Nguyễn Thị Hoa"
    assert [each["attachment_id"] for each in request["items"][0]["pages"]] == [str(old.attachment_id)]
    assert phone.call("GET", f"/api/attachments/{old.attachment_id}?size=full").status_code == 200
    moves = [event["move"] for event in mine["events"]]
    assert moves == [
        "submit",
        "files_complete",
        "ask_supplement",
        "answer_supplement",
        "files_complete",
        "supplement_arrived",
    ]
    assert clerk.read("/inbox", q="nguyen thi hoa").get_json()["rows"][0]["dossier_id"] == str(act.dossier_id)


def test_an_answer_to_what_was_not_asked_is_refused_and_one_that_leaves_something_out_too(
    phone: Phone, on: Ground, clerk: Desk
) -> None:
    act, new = sent(phone, on, page(1)), page(2)
    supplement_id = asked(clerk, act.dossier_id, PHOTO, NAME)
    beside = answered(
        phone, act.dossier_id, supplement_id, new, payload={"answers": {"req_name": "Hoa", "req_dob": "1990"}}
    )
    [verdict] = phone.push(beside)
    assert (verdict["status"], verdict["code"]) == ("rejected", "supplement_refused")
    assert [(each["path"], each["code"]) for each in verdict["errors"]] == [("req_dob", "not_asked_for")]
    [verdict] = phone.push(answered(phone, act.dossier_id, supplement_id, payload={"answers": {"req_name": "Hoa"}}))
    assert [(each["path"], each["code"]) for each in verdict["errors"]] == [("original", "required")]


def test_the_clock_stands_still_until_the_last_page_of_the_answer_is_here(
    clock: HeldClock, client: FlaskClient, phone: Phone, on: Ground, clerk: Desk
) -> None:
    act = sent(phone, on, page(1))
    due = receive(clerk, act.dossier_id)["due"]
    assert due["due_at"] == "2026-11-25T10:00:00Z"
    clock.at(2026, 11, 25, 10)
    clerk = sit_down(client, "clerk")
    supplement_id = asked(clerk, act.dossier_id, PHOTO)
    assert shown(phone, act.dossier_id)["due"] is None
    assert [clerk.read("/inbox", view=view).get_json()["rows"] for view in ("late", "mine")] == [[], []]
    clock.at(2026, 12, 1, 9)
    clerk = sit_down(client, "clerk")
    assert clerk.read("/inbox", view="awaiting_supplement").get_json()["counts"]["awaiting_supplement"] == 1
    new = page(2)
    assert phone.push(answered(phone, act.dossier_id, supplement_id, new))[0]["status"] == "applied"
    clock.at(2026, 12, 2, 9)
    assert shown(phone, act.dossier_id)["due"] is None
    assert phone.send(new.attachment_id, new.content).status_code == 200
    due = shown(phone, act.dossier_id)["due"]
    assert due["due_at"] == "2026-12-02T10:00:00Z"
    paused = [day["date"] for day in due["days"] if day["kind"] == "paused"]
    clerk = sit_down(client, "clerk")
    assert paused == ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"]
    assert clerk.read("/inbox", view="answered").get_json()["rows"][0]["dossier_id"] == str(act.dossier_id)


def test_c3_forward_moves_wait_and_say_so_and_the_request_can_be_taken_back(
    phone: Phone, on: Ground, clerk: Desk, office: Office, client: FlaskClient
) -> None:
    act = sent(phone, on, page(1))
    asked(clerk, act.dossier_id, PHOTO)
    answer = clerk.move(act.dossier_id, "receive")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "supplement_open")
    offered = {each["move"]: each["why_not"] for each in clerk.dossier(act.dossier_id)["moves"]}
    assert offered["receive"]["vi"] == "Đang chờ người nộp bổ sung giấy tờ."
    assert "ask_supplement" not in offered
    assert clerk.move(act.dossier_id, "withdraw_supplement").status_code == 422
    answer = clerk.move(act.dossier_id, "withdraw_supplement", reason="Dữ liệu dân cư đã có")
    assert answer.status_code == 200
    assert answer.get_json()["dossier"]["flags"] == []
    assert receive(clerk, act.dossier_id)["state"] == "received"
    [verdict] = phone.push(answered(phone, act.dossier_id, str(uuid7()), page(2)))
    assert (verdict["status"], verdict["code"]) == ("conflict", "supplement_closed")
    assert verdict["say"]["vi"].endswith("vẫn được giữ.")


def test_c3_asking_a_second_time_needs_a_reason_and_an_approvers_word(
    app: Any, phone: Phone, on: Ground, clerk: Desk, office: Office
) -> None:
    act = sent(phone, on, page(1))
    first = asked(clerk, act.dossier_id, PHOTO)
    new = page(2)
    phone.push(answered(phone, act.dossier_id, first, new))
    phone.send(new.attachment_id, new.content)
    assert ask(clerk, act.dossier_id, PHOTO).get_json()["code"] == "move_not_now"
    assert ask(clerk, act.dossier_id, PHOTO, move="ask_again").get_json()["code"] == "reason_needed"
    answer = ask(clerk, act.dossier_id, PHOTO, move="ask_again", reason="Ảnh mới vẫn thiếu trang hai")
    assert answer.status_code == 200, answer.text
    waiting = answer.get_json()["dossier"]["supplements"][-1]
    assert (waiting["status"], waiting["why_again"]) == ("waiting", "Ảnh mới vẫn thiếu trang hai")

    # nobody but the office knows before it is allowed
    mine = shown(phone, act.dossier_id)
    assert [each["number"] for each in mine["supplements"]] == [1]
    assert "ask_again" not in [event["move"] for event in mine["events"]]
    assert "thiếu trang hai" not in str(mine)
    assert mine["may"] == ["withdraw"]
    assert clerk.move(act.dossier_id, "receive").get_json()["code"] == "supplement_waits"
    assert clerk.move(act.dossier_id, "allow_supplement", reason="Đồng ý").status_code == 403

    approver = sit_down(app.test_client(), "approver")
    theirs = [len(desk.read("/inbox", view="mine").get_json()["rows"]) for desk in (approver, clerk)]
    assert theirs == [1, 0]
    seen = approver.dossier(act.dossier_id)["dossier"]["supplements"][-1]
    assert seen["why_again"] == "Ảnh mới vẫn thiếu trang hai"
    assert approver.move(act.dossier_id, "allow_supplement", reason="Đúng là còn thiếu").status_code == 200
    mine = shown(phone, act.dossier_id)
    assert [each["status"] for each in mine["supplements"]] == ["answered", "open"]
    assert "Đúng là còn thiếu" not in str(mine)
    forms = [each["number"] for each in mine["documents"] if each["kind"] == "form_02"]
    assert len(forms) == 2


def test_what_cannot_be_asked_for_is_refused_line_by_line(phone: Phone, on: Ground, clerk: Desk) -> None:
    act = sent(phone, on)
    unknown = {"kind": "answer", "key": "no_such_question", "reason": "?"}
    hidden = {"kind": "answer", "key": "req_paper_kind", "reason": "Không hỏi ai"}
    answer = ask(clerk, act.dossier_id, NAME, unknown, hidden, NAME, {**PHOTO, "reason": " "})
    assert answer.status_code == 422
    assert [(each["path"], each["code"]) for each in answer.get_json()["errors"]] == [
        ("data.items[1]", "item_unknown"),
        ("data.items[2]", "item_unknown"),
        ("data.items[3]", "duplicate"),
        ("data.items[4].reason", "reason_needed"),
    ]
    past = {"items": [NAME], "respond_by": "2020-01-01"}
    answer = clerk.move(act.dossier_id, "ask_supplement", data=past)
    assert [each["code"] for each in answer.get_json()["errors"]] == ["respond_by_wrong"]
    assert clerk.dossier(act.dossier_id)["dossier"]["supplements"] == []


def test_an_answer_of_a_group_is_changed_in_its_row_and_the_form_still_judges_it(
    phone: Phone, on: Ground, clerk: Desk
) -> None:
    rows = [{"_id": "r1", "doc_name": "Bằng tốt nghiệp", "doc_pages": 1, "doc_copies": 2, "doc_kind": "paper"}]
    act = sent(phone, on, answers={"documents": rows})
    supplement_id = asked(clerk, act.dossier_id, PAGES)
    [request] = shown(phone, act.dossier_id)["supplements"]
    assert request["items"][0]["label"]["vi"] == "Giấy tờ 1: Bản chính có mấy trang?"
    wrong = answered(phone, act.dossier_id, supplement_id, payload={"answers": {PAGES["key"]: 1.5}})
    [verdict] = phone.push(wrong)
    assert (verdict["code"], verdict["errors"][0]["path"]) == ("answers_refused", PAGES["key"])
    right = answered(phone, act.dossier_id, supplement_id, payload={"answers": {PAGES["key"]: 2}})
    assert phone.push(right)[0]["status"] == "applied"
    mine = shown(phone, act.dossier_id)
    assert mine["answers"]["documents"] == [{**rows[0], "doc_pages": 2}]
    assert mine["supplements"][0]["status"] == "answered"


def test_who_cannot_give_it_says_why_instead(phone: Phone, on: Ground, clerk: Desk) -> None:
    act = sent(phone, on, page(1))
    supplement_id = asked(clerk, act.dossier_id, PHOTO)
    said = {"notes": {"original": "Bản chính đã mất, tôi mang giấy xác nhận"}}
    assert phone.push(answered(phone, act.dossier_id, supplement_id, payload=said))[0]["status"] == "applied"
    [request] = clerk.dossier(act.dossier_id)["dossier"]["supplements"]
    assert (request["status"], request["items"][0]["note"]) == ("answered", "Bản chính đã mất, tôi mang giấy xác nhận")


def test_the_same_answer_again_and_from_another_phone_changes_it_once(
    client: FlaskClient, phone: Phone, on: Ground, clerk: Desk
) -> None:
    one = sign_in(phone)
    other = sign_in(make_phone(client), one.actor.person_id)
    act = sent(one, on, page(1))
    supplement_id = asked(clerk, act.dossier_id, PHOTO)
    first, second = page(2), page(3)
    answer = answered(one, act.dossier_id, supplement_id, first)
    assert [each["status"] for each in one.push(answer, answer)] == ["applied", "duplicate"]
    [late] = other.push(answered(other, act.dossier_id, supplement_id, second))
    assert (late["status"], late["code"]) == ("conflict", "supplement_answered")
    assert [each["attachment_id"] for each in shown(one, act.dossier_id)["attachments"]] == [str(first.attachment_id)]


def test_a_page_that_cannot_be_used_is_asked_for_again_without_another_request(
    phone: Phone, on: Ground, clerk: Desk
) -> None:
    act = sent(phone, on, page(1))
    supplement_id = asked(clerk, act.dossier_id, PHOTO)
    broken = Page(uuid7(), b"MZ" + b"\x00" * 400, required=True)
    assert phone.push(answered(phone, act.dossier_id, supplement_id, broken))[0]["status"] == "applied"
    phone.send(broken.attachment_id, broken.content)
    mine = shown(phone, act.dossier_id)
    assert (mine["supplements"][0]["status"], mine["may"]) == ("open", ["supplement", "withdraw"])
    assert mine["events"][-1]["move"] == "supplement_spoiled"
    new = page(3)
    assert phone.push(answered(phone, act.dossier_id, supplement_id, new))[0]["status"] == "applied"
    phone.send(new.attachment_id, new.content)
    mine = shown(phone, act.dossier_id)
    assert (mine["supplements"][0]["status"], mine["flags"]) == ("answered", [])
    assert receive(clerk, act.dossier_id)["state"] == "received"


def test_a_new_photo_of_a_paper_is_compared_with_its_original_anew(phone: Phone, on: Ground, clerk: Desk) -> None:
    act = sent(phone, on, page(1))
    receive(clerk, act.dossier_id)
    assert shown(phone, act.dossier_id)["originals_to_bring"] == []
    supplement_id = asked(clerk, act.dossier_id, PHOTO)
    new = page(2)
    phone.push(answered(phone, act.dossier_id, supplement_id, new))
    phone.send(new.attachment_id, new.content)
    assert shown(phone, act.dossier_id)["originals_to_bring"] == ["original"]


def test_a_page_that_never_came_is_waited_for_no_more_once_another_took_its_place(
    phone: Phone, on: Ground, clerk: Desk
) -> None:
    lost, new = page(1), page(2)
    act = phone.submission(on, pages=[lost])
    assert phone.push(act)[0]["status"] == "applied"
    supplement_id = asked(clerk, act.dossier_id, PHOTO)
    phone.push(answered(phone, act.dossier_id, supplement_id, new))
    phone.send(new.attachment_id, new.content)
    assert shown(phone, act.dossier_id)["awaiting_files"] == 0
    # and when it comes after all, it changes nothing
    assert phone.send(lost.attachment_id, lost.content).status_code == 200
    mine = shown(phone, act.dossier_id)
    assert (mine["awaiting_files"], mine["supplements"][0]["status"]) == (0, "answered")
    assert [each["attachment_id"] for each in mine["attachments"]] == [str(new.attachment_id)]
    rows = db.session.query(DossierFile).filter_by(dossier_id=act.dossier_id).all()
    assert {row.replaced_by is not None for row in rows} == {True, False}


@pytest.mark.parametrize(("move", "end"), [("refuse", "refused"), ("withdraw", "withdrawn")])
def test_a_request_ends_with_its_dossier(phone: Phone, on: Ground, clerk: Desk, move: str, end: str) -> None:
    act = sent(phone, on, page(1))
    asked(clerk, act.dossier_id, PHOTO)
    answer = clerk.move(act.dossier_id, move, reason="Nộp nhầm nơi")
    found = answer.get_json()["dossier"]
    assert (found["state"], found["supplements"][0]["status"], found["flags"]) == (end, "ended", [])


def test_a_helper_answers_under_the_consent_and_sees_of_the_answers_only_what_is_asked(
    helper: Phone, on: Ground, office: Office, client: FlaskClient
) -> None:
    granted = consent(helper, office)
    mandate_id = granted.op["payload"]["mandate_id"]
    act = filed(helper, on, granted)
    assert [each["status"] for each in helper.push(granted, act)] == ["applied", "applied"]
    clerk = sit_down(client, "clerk")
    supplement_id = asked(clerk, act.dossier_id, NAME)
    mine = shown(helper, act.dossier_id)
    assert (mine["answers"], mine["may"]) == ({}, ["supplement"])
    assert mine["supplements"][0]["items"][0]["before"] == "Nguyễn Thị Hoa"
    payload = {"answers": {"req_name": "Nguyễn Thị Hoà"}}
    [verdict] = helper.push(answered(helper, act.dossier_id, supplement_id, payload=payload))
    assert (verdict["status"], verdict["code"]) == ("rejected", "mandate_not_valid")
    answer = answered(helper, act.dossier_id, supplement_id, payload=payload, mandate_id=mandate_id)
    assert helper.push(answer)[0]["status"] == "applied"
    dossier = db.session.get_one(Dossier, act.dossier_id, populate_existing=True)
    assert dossier.parties["owner"]["name"] == "Nguyễn Thị Hoà"
    assert dossier.parties["helper"] == {"name": "Lò Văn Thắng"}
    event = clerk.dossier(act.dossier_id)["dossier"]["events"][-2]
    assert (event["move"], event["by"], event["role"]) == ("answer_supplement", "Lò Văn Thắng", "helper")


def test_a_stranger_answers_nothing(client: FlaskClient, phone: Phone, on: Ground, clerk: Desk) -> None:
    act = sent(phone, on)
    supplement_id = asked(clerk, act.dossier_id, NAME)
    stranger = make_phone(client)
    payload = {"answers": {"req_name": "Kẻ khác"}}
    [verdict] = stranger.push(answered(stranger, act.dossier_id, supplement_id, payload=payload))
    assert (verdict["status"], verdict["code"]) == ("held", "dossier_unknown")
    assert shown(phone, act.dossier_id)["answers"]["req_name"] == "Nguyễn Thị Hoa"


def test_the_draft_an_answer_was_written_as_ends_on_every_phone(phone: Phone, on: Ground, clerk: Desk) -> None:
    she = sign_in(phone)
    act = sent(she, on)
    supplement_id = asked(clerk, act.dossier_id, NAME)
    draft = written(uuid7(), "Nguyễn Thị Hoà")
    copy = save(she, draft).get_json()
    payload = {"answers": {"req_name": "Nguyễn Thị Hoà"}, "draft_id": draft["id"], "draft_seen": copy["sha256"]}
    assert she.push(answered(she, act.dossier_id, supplement_id, payload=payload))[0]["status"] == "applied"
    [told] = news(she)
    assert (told["kind"], told["body"]["reason"]) == ("gone", "sent")


def test_hostile_text_stays_text(phone: Phone, on: Ground, clerk: Desk) -> None:
    act = sent(phone, on)
    reason = '<script>alert(1)</script> #let x = "'
    asked(clerk, act.dossier_id, {**NAME, "reason": reason})
    assert shown(phone, act.dossier_id)["supplements"][0]["items"][0]["reason"] == reason


def test_after_a_restore_an_answer_to_a_request_that_is_gone_is_said_and_kept(phone: Phone, on: Ground) -> None:
    act = sent(phone, on)
    answer = answered(phone, act.dossier_id, str(uuid7()), payload={"answers": {"req_name": "Hoà"}})
    given = {**answer.wire, "acknowledged_in": str(uuid7())}
    [verdict] = phone.push_raw([given]).get_json()["results"]
    assert (verdict["status"], verdict["code"]) == ("conflict", "supplement_closed")
    assert verdict["op_id"] == answer.id
