"""More is asked for, and she comes with the paper in her hand: what it answers is answered, and the clock goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.core import ids
from app.db import db
from app.dossiers.models import Dossier, DossierFile
from tests.conftest import HeldClock
from tests.digitising import scans
from tests.digitising.scans import drop
from tests.dossiers.office import TEAM, Desk, Office, sit_down
from tests.sync.asking import NAME, PHOTO, answered, asked, page, receive, sent, shown
from tests.sync.world import Act, Ground, Phone

BY = "Nguyễn Thị Hoa"
PAPER = "Bản chính và bản sao cần chứng thực"
ANSWERS = [{"item": "original", "paper": "original"}]


@pytest.fixture
def clerk(client: FlaskClient, office: Office) -> Desk:
    return sit_down(client, "clerk")


def bring(clerk: Desk, act: Act, *, pages: int = 1, **more: Any) -> Any:
    """The paper that was asked for is scanned at the counter."""
    scanned = drop(clerk, scans.pdf(pages)).get_json()["pages"]
    body = {
        "op_id": str(ids.uuid7()),
        "seen": clerk.dossier(act.dossier_id)["dossier"]["version"],
        "pages": [{"attachment_id": each["attachment_id"], "paper": "original"} for each in scanned],
        "compared": ["original"],
        "answers": ANSWERS,
        "brought_by": BY,
        **more,
    }
    return clerk.post(f"/dossiers/{act.dossier_id}/pages", body)


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_the_last_thing_that_was_asked_for_is_brought_and_the_clock_goes_on(
    client: FlaskClient, phone: Phone, on: Ground, clerk: Desk, clock: HeldClock
) -> None:
    clock.at(2026, 12, 2, 9, 0)
    clerk = sit_down(client, "clerk")
    old = page(1)
    act = sent(phone, on, old)
    receive(clerk, act.dossier_id)
    asked(clerk, act.dossier_id, PHOTO)
    assert db.session.get_one(Dossier, act.dossier_id).due_at is None
    clock.at(2026, 12, 4, 10, 0)
    clerk = sit_down(client, "clerk")
    answer = bring(clerk, act, pages=2)
    assert answer.status_code == 200, answer.text
    told = answer.get_json()
    [request] = told["dossier"]["supplements"]
    assert request["status"] == "answered"
    brought = request["items"][0]["brought"]
    assert (brought["by"], brought["official"], brought["paper"]["vi"]) == (
        BY,
        TEAM["clerk"][0],
        PAPER,
    )
    # the old page stays readable, and counts no longer
    assert [each["attachment_id"] for each in request["items"][0]["pages"]] == [str(old.attachment_id)]
    [paper] = [each for each in told["papers"] if each["key"] == "original"]
    assert ([each["page"] for each in paper["pages"]], paper["compared_by"]) == ([1, 2], TEAM["clerk"][0])
    mine = shown(phone, act.dossier_id)
    assert mine["answers"]["paper_original"] == [each["attachment_id"] for each in mine["attachments"]]
    assert len(mine["attachments"]) == 2
    assert ("awaiting_supplement" in mine["flags"], mine["may"]) == (False, ["withdraw"])
    # from Friday morning the clock counts again what was left on Wednesday
    due = db.session.get_one(Dossier, act.dossier_id).due_at
    assert due is not None
    assert due >= datetime(2026, 12, 4, 3, 0, tzinfo=UTC)
    events = {each["move"]: each for each in mine["events"]}
    told = events["digitised"]["reason"]
    assert told == f"{BY} mang tới quầy: {PAPER} (2 trang). Trả lời mục: {PAPER}"
    moves = [each["move"] for each in mine["events"]]
    assert moves[-2:] == ["answer_supplement", "supplement_arrived"]
    assert (events["answer_supplement"]["by"], events["answer_supplement"]["role"]) == (TEAM["clerk"][0], "clerk")


def test_what_was_brought_need_not_be_sent_and_the_phone_answers_the_rest(
    phone: Phone, on: Ground, clerk: Desk
) -> None:
    act = sent(phone, on, page(1))
    supplement_id = asked(clerk, act.dossier_id, PHOTO, NAME)
    assert bring(clerk, act).status_code == 200
    [request] = shown(phone, act.dossier_id)["supplements"]
    assert (request["status"], request["answered_at"]) == ("open", None)
    assert [item["brought"] is not None for item in request["items"]] == [True, False]
    nothing = answered(phone, act.dossier_id, supplement_id, payload={"answers": {}})
    [verdict] = phone.push(nothing)
    assert [each["path"] for each in verdict["errors"]] == ["req_name"]
    [verdict] = phone.push(
        answered(phone, act.dossier_id, supplement_id, payload={"answers": {"req_name": "Nguyễn Thị Hoà"}})
    )
    assert verdict["status"] == "applied", verdict
    mine = shown(phone, act.dossier_id)
    assert mine["supplements"][0]["status"] == "answered"
    assert len(mine["attachments"]) == 1


def test_another_paper_answers_a_question_and_takes_nobodys_place(phone: Phone, on: Ground, clerk: Desk) -> None:
    old = page(1)
    act = sent(phone, on, old)
    asked(clerk, act.dossier_id, NAME)
    answer = bring(clerk, act, answers=[{"item": "req_name", "paper": "original"}], compared=[])
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["dossier"]["supplements"][0]["status"] == "answered"
    assert len(shown(phone, act.dossier_id)["attachments"]) == 2
    files = db.session.query(DossierFile).filter_by(dossier_id=act.dossier_id)
    assert [file.replaced_by for file in files] == [None, None]


def test_what_was_not_asked_for_or_not_brought_or_by_nobody_answers_nothing(
    phone: Phone, on: Ground, clerk: Desk
) -> None:
    act = sent(phone, on, page(1))
    assert refused(bring(clerk, act)) == (409, "supplement_closed")
    assert bring(clerk, act, answers=[], brought_by="").status_code == 200
    asked(clerk, act.dossier_id, PHOTO)
    assert refused(bring(clerk, act, brought_by="")) == (422, "brought_by_needed")
    assert refused(bring(clerk, act, answers=[{"item": "req_dob", "paper": "original"}])) == (422, "items_wrong")
    assert refused(bring(clerk, act, answers=[{"item": "original", "paper": "birth_record"}])) == (422, "items_wrong")
    # brought, and the official says that it answers nothing
    assert bring(clerk, act, answers=[]).status_code == 200
    [request] = shown(phone, act.dossier_id)["supplements"]
    assert (request["status"], request["items"][0]["brought"]) == ("open", None)
    op_id = str(ids.uuid7())
    version = clerk.dossier(act.dossier_id)["dossier"]["version"]
    first = bring(clerk, act, op_id=op_id, seen=version)
    assert first.status_code == 200
    moves = [each["move"] for each in shown(phone, act.dossier_id)["events"]]
    assert moves.count("answer_supplement") == 1


def test_a_page_that_never_came_is_waited_for_no_more_once_the_paper_was_brought(
    phone: Phone, on: Ground, clerk: Desk
) -> None:
    lost = page(1)
    act = phone.submission(on, pages=(lost,))
    [verdict] = phone.push(act)
    assert verdict["dossier"]["awaiting_files"] == 1
    asked(clerk, act.dossier_id, PHOTO)
    assert bring(clerk, act).status_code == 200
    mine = shown(phone, act.dossier_id)
    assert (mine["awaiting_files"], mine["supplements"][0]["status"]) == (0, "answered")
