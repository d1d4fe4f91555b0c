"""The owner looks at the draft of her certificate: she agrees, says what is wrong, or her silence counts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock as now
from app.core import errors, ids
from app.core.access import Actor, Role
from app.db import db
from app.dossiers import confirming, papers_shown, views
from app.dossiers.models import Dossier, DossierEvent
from app.notifications.models import CallTask, Message
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, Desk, Office, make_dossier, make_office, sit_down
from tests.dossiers.steps import load_steps

MOTHER = Actor(principal="device:0193-owner", name="Nguyễn Phạm Hoàng Bảo Trâm")


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


def desk(app: Flask, who: str) -> Desk:
    return sit_down(app.test_client(), who)


def proposed(app: Flask, office: Office, *, channel: str = "online", outcome: str = "granted") -> Dossier:
    """A birth that the appraiser has put before the approver."""
    sent = make_dossier(office, code=BIRTH, channel=channel)
    assert desk(app, "clerk").move(sent.id, "receive").status_code == 200
    appraiser = desk(app, "appraiser")
    assert appraiser.move(sent.id, "take_up").status_code == 200
    propose(appraiser, sent.id, "Trâm", outcome)
    return sent


def propose(appraiser: Desk, dossier_id: object, name: str, outcome: str = "granted") -> None:
    version = appraiser.dossier(dossier_id)["dossier"]["version"]
    form = {"op_id": str(ids.uuid7()), "seen": str(version), "title": "Giấy khai sinh", "body": name}
    assert appraiser.send_form(f"/dossiers/{dossier_id}/results", form).status_code == 200
    done = appraiser.move(dossier_id, "propose", data={"opinion": "đủ", "outcome": outcome})
    assert done.status_code == 200, done.text


def shown_draft(app: Flask, office: Office) -> Dossier:
    sent = proposed(app, office)
    done = desk(app, "approver").move(sent.id, "decide_draft")
    assert done.status_code == 200, done.text
    assert done.get_json()["dossier"]["state"] == "confirming"
    return sent


def hers(dossier: Dossier) -> dict[str, Any]:
    db.session.expire_all()
    return views.as_out(db.session.get_one(Dossier, dossier.id), MOTHER.principal).model_dump(mode="json")


def say(dossier: Dossier, *, agrees: bool, reason: str = "", draft: str | None = None) -> None:
    found = db.session.get_one(Dossier, dossier.id)
    seen = draft or hers(dossier)["draft"]["document"]["sha256"]
    confirming.answer(
        found,
        agrees=agrees,
        draft=seen,
        reason=reason,
        role="owner",
        actor=MOTHER,
        op_id=ids.uuid7(),
        device_time=now.now(),
    )


def kinds(dossier: Dossier) -> list[str]:
    told = select(Message.kind).where(Message.dossier_id == dossier.id).order_by(Message.at, Message.id)
    return list(db.session.scalars(told))


def test_an_online_birth_is_decided_by_showing_the_draft_and_any_other_without(app: Flask, office: Office) -> None:
    online, counter = proposed(app, office), proposed(app, office, channel="prepared")
    approver = desk(app, "approver")
    moves = {each["move"] for each in approver.dossier(online.id)["moves"]}
    assert "decide_draft" in moves
    assert "decide" not in moves
    assert approver.move(online.id, "decide").get_json()["code"] == "move_not_now"
    assert approver.move(counter.id, "decide").get_json()["dossier"]["state"] == "signing"


def test_what_is_rejected_is_not_shown_as_a_draft(app: Flask, office: Office) -> None:
    sent = proposed(app, office, outcome="rejected")
    approver = desk(app, "approver")
    assert approver.move(sent.id, "decide_draft").get_json()["code"] == "move_not_now"
    assert approver.move(sent.id, "decide").get_json()["dossier"]["state"] == "signing"


def test_the_owner_gets_the_draft_with_the_moment_after_which_silence_counts(app: Flask, office: Office) -> None:
    sent = proposed(app, office)
    with pytest.raises(errors.NotFound):
        papers_shown.document(sent.id, draft_id(app, sent), MOTHER)
    assert desk(app, "approver").move(sent.id, "decide_draft").status_code == 200
    shown = hers(sent)
    assert shown["may"] == ["confirm"]
    assert shown["draft"]["until"] == "2026-11-26T10:00:00Z"
    content, kind = papers_shown.document(sent.id, UUID(shown["draft"]["document"]["document_id"]), MOTHER)
    assert (content[:5], kind) == (b"%PDF-", "application/pdf")
    # five steps in her words; the third is hers to look at
    assert [step["status"] for step in shown["steps"]] == ["done", "done", "here", "next", "next"]
    message = db.session.scalars(select(Message).where(Message.kind == "decide_draft")).one()
    assert "17:00, 26/11/2026" in message.body["vi"]
    # nothing rings at her phone, and silence would count: somebody calls her
    call = db.session.scalars(select(CallTask).where(CallTask.notice_id == message.notice_id)).one()
    assert "coi là đồng ý" in call.say["vi"]


def draft_id(app: Flask, dossier: Dossier) -> UUID:
    return UUID(desk(app, "appraiser").dossier(dossier.id)["draft"]["document_id"])


def test_she_agrees_and_it_goes_on_to_the_seal(app: Flask, office: Office) -> None:
    sent = shown_draft(app, office)
    say(sent, agrees=True)
    shown = hers(sent)
    assert (shown["state"], shown["draft"], shown["may"]) == ("signing", None, [])
    assert kinds(sent)[-2:] == ["decide_draft", "confirm_draft"]
    assert desk(app, "seal").move(sent.id, "sign").get_json()["dossier"]["state"] == "ready"


def test_she_says_what_is_wrong_and_looks_again_at_the_mended_one(app: Flask, office: Office) -> None:
    sent = shown_draft(app, office)
    first = hers(sent)["draft"]["document"]["sha256"]
    with pytest.raises(errors.Invalid, match="reason_needed"):
        say(sent, agrees=False)
    say(sent, agrees=False, reason="Tên đệm của bé sai")
    appraiser = desk(app, "appraiser")
    seen = appraiser.dossier(sent.id)
    assert (seen["dossier"]["state"], seen["holder"]) == ("appraising", "Lê Văn Tùng")
    assert seen["dossier"]["events"][-1]["reason"] == "Tên đệm của bé sai"
    propose(appraiser, sent.id, "Trâm Anh")
    assert desk(app, "approver").move(sent.id, "decide_draft").status_code == 200
    # what she said of the first draft, made without a network, does not count for the second
    with pytest.raises(errors.Conflict, match="draft_changed"):
        say(sent, agrees=True, draft=first)
    say(sent, agrees=True)
    assert hers(sent)["state"] == "signing"


def test_silence_counts_after_its_day_and_both_the_log_and_the_owner_hear_it(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    sent = shown_draft(app, office)
    clock.at(2026, 11, 26, 16, 59)
    assert confirming.silence() == 0
    clock.at(2026, 11, 26, 17, 1)
    assert confirming.silence() == 1
    assert confirming.silence() == 0
    assert hers(sent)["state"] == "signing"
    last = db.session.scalars(
        select(DossierEvent).where(DossierEvent.dossier_id == sent.id).order_by(DossierEvent.version.desc())
    ).first()
    assert last is not None
    assert (last.move, last.actor_role, last.data["step"]["key"]) == ("draft_silence", "system", "confirm")
    assert kinds(sent)[-1] == "draft_silence"


def test_over_a_weekend_silence_waits_for_a_working_day(app: Flask, office: Office, clock: HeldClock) -> None:
    clock.at(2026, 11, 27, 9, 0)
    sent = shown_draft(app, office)
    assert hers(sent)["draft"]["until"] == "2026-11-30T10:00:00Z"


def test_a_clerk_takes_the_owners_word_at_the_counter_and_nobody_else_does(app: Flask, office: Office) -> None:
    sent = shown_draft(app, office)
    assert desk(app, "approver").move(sent.id, "confirm_draft").status_code == 403
    done = desk(app, "clerk").move(sent.id, "contest_draft", reason="Bà nội bé gọi: sai ngày sinh")
    assert done.get_json()["dossier"]["state"] == "appraising"


def test_a_helper_and_a_stranger_do_not_get_the_draft(app: Flask, office: Office) -> None:
    sent = shown_draft(app, office)
    document = UUID(hers(sent)["draft"]["document"]["document_id"])
    with pytest.raises(errors.NotFound):
        papers_shown.document(sent.id, document, Actor(principal="device:somebody"))
    office.hire("helper", "Người Giúp", Role.VOLUNTEER)
    with pytest.raises(errors.NotFound):
        papers_shown.document(sent.id, document, office.actor("helper"))


def test_the_clock_runs_while_she_looks_unless_the_procedure_says_it_stops(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    sent = shown_draft(app, office)
    assert hers(sent)["due"]["due_at"] == "2026-11-25T10:00:00Z"
    steps = [dict(each) for each in current_steps(app, sent)]
    for each in steps:
        if each["kind"] == "confirm":
            each["clock"] = "stops"
    load_steps(BIRTH, steps)
    other = shown_draft(app, office)
    assert hers(other)["due"] is None
    clock.at(2026, 11, 26, 9, 0)
    say(other, agrees=True)
    assert hers(other)["due"]["due_at"] == "2026-11-26T10:00:00Z"


def current_steps(app: Flask, dossier: Dossier) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        app.test_client().get(f"/api/catalogue/procedures/{dossier.procedure_code}").get_json()["steps"]
    )
    return found
