"""What an office holds of a person already is linked, not copied: hers, as she asks, while valid, and on record."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.attachments.models import Attachment
from app.core import clock as core_clock
from app.core import ids
from app.db import db
from app.digitising import figures, rules
from app.digitising.rules import Validity
from app.dossiers import views
from app.dossiers.models import Dossier, DossierEvent, DossierFile, DossierPaper
from app.identity.models import AccessRecord
from tests.counter.test_sittings import SIGNATURE, Table
from tests.digitising import scans
from tests.digitising.scans import drop
from tests.dossiers.office import MARITAL, OWNER, TEAM, Desk, Office, make_dossier, make_office, sit_down
from tests.sync.asking import asked
from tests.sync.world import COPIES, Ground, copies_answers, sha256

PAPER = "status_proof"


@pytest.fixture(name="desk")
def clerk_at_her_desk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def bring(desk: Desk, dossier: Dossier, *, paper: str = PAPER, pages: int = 2, compared: bool = True) -> Any:
    """A paper is scanned and put to a dossier that is in the inbox."""
    scanned = drop(desk, scans.pdf(pages)).get_json()["pages"]
    body = {
        "op_id": str(ids.uuid7()),
        "seen": dossier.version,
        "pages": [{"attachment_id": page["attachment_id"], "paper": paper} for page in scanned],
        "compared": [paper] if compared else [],
    }
    return desk.post(f"/dossiers/{dossier.id}/pages", body)


def offers(desk: Desk, dossier: Dossier) -> list[dict[str, Any]]:
    answer = desk.read(f"/dossiers/{dossier.id}/held")
    assert answer.status_code == 200, answer.get_json()
    return list(answer.get_json()["offers"])


def chosen(offer: dict[str, Any]) -> dict[str, str]:
    return {key: offer[key] for key in ("paper", "from_dossier_id", "from_paper")}


def reuse(desk: Desk, dossier: Dossier, *offered: dict[str, Any], op_id: UUID | None = None, **more: Any) -> Any:
    body = {"op_id": str(op_id or ids.uuid7()), "seen": dossier.version, "asked": True, **more}
    return desk.post(f"/dossiers/{dossier.id}/reuses", {**body, "papers": [chosen(each) for each in offered]})


def events(dossier: Dossier, move: str) -> list[DossierEvent]:
    rows = select(DossierEvent).where(DossierEvent.dossier_id == dossier.id, DossierEvent.move == move)
    return list(db.session.scalars(rows))


def test_a_paper_brought_later_is_digitised_compared_and_in_the_log(office: Office, desk: Desk) -> None:
    dossier = make_dossier(office, code=MARITAL)
    told = bring(desk, dossier).get_json()
    [paper] = [each for each in told["papers"] if each["key"] == PAPER]
    assert [page["page"] for page in paper["pages"]] == [1, 2]
    assert paper["compared_by"] == TEAM["clerk"][0]
    [event] = events(dossier, "digitised")
    assert event.data["papers"] == {PAPER: 2}
    assert len(event.data["files"]) == 1
    # another page of it that was not held against its original: it counts as compared no longer
    [paper] = [
        each for each in bring(desk, dossier, pages=1, compared=False).get_json()["papers"] if each["key"] == PAPER
    ]
    assert ([page["page"] for page in paper["pages"]], paper["compared_at"]) == ([1, 2, 3], None)


def test_pages_are_taken_once_for_known_papers_of_an_open_dossier(office: Office, desk: Desk) -> None:
    dossier = make_dossier(office, code=MARITAL)
    assert refused(bring(desk, dossier, paper="invented")) == (422, "paper_unknown")
    scanned = drop(desk, scans.tiff(1)).get_json()["pages"][0]["attachment_id"]
    body = {"seen": dossier.version, "pages": [{"attachment_id": scanned, "paper": PAPER}], "op_id": str(ids.uuid7())}
    path = f"/dossiers/{dossier.id}/pages"
    first = desk.post(path, body)
    assert first.status_code == 200
    again = desk.post(path, body)
    assert len(again.get_json()["dossier"]["attachments"]) == 1
    assert refused(desk.post(path, {**body, "seen": dossier.version, "op_id": str(ids.uuid7())})) == (
        404,
        "page_not_found",
    )


def test_a_paper_that_is_held_answers_what_is_asked_for_when_its_owner_says_so(office: Office, desk: Desk) -> None:
    first, second = make_dossier(office, code=MARITAL), make_dossier(office, code=MARITAL)
    bring(desk, first)
    bring(desk, second, compared=True, pages=1)
    assert desk.move(second.id, "receive").status_code == 200
    asked(desk, second.id, {"kind": "paper", "key": PAPER, "reason": "Ảnh mờ, không đọc được", "guidance": ""})
    [offer] = offers(desk, second)
    wrong = reuse(desk, second, offer, answers=[{"item": PAPER, "paper": "form"}])
    assert refused(wrong) == (422, "items_wrong")
    told = reuse(desk, second, offer, answers=[{"item": PAPER, "paper": PAPER}])
    assert told.status_code == 200, told.text
    [request] = told.get_json()["dossier"]["supplements"]
    assert request["status"] == "answered"
    brought = request["items"][0]["brought"]
    assert (brought["by"], brought["held_from"], brought["official"]) == (
        OWNER["name"],
        first.local_code,
        TEAM["clerk"][0],
    )
    # what was there before counts no longer: the two pages of the earlier dossier stand in its place
    [paper] = [each for each in told.get_json()["papers"] if each["key"] == PAPER]
    assert ([page["page"] for page in paper["pages"]], paper["compared_by"]) == ([1, 2], TEAM["clerk"][0])
    [event] = events(second, "reused")
    assert (event.reason or "").startswith("Trả lời mục: ")
    [ended] = events(second, "answer_supplement")
    assert ended.reason == f"Dùng lại giấy tờ đã nộp ở hồ sơ {first.local_code}, theo đề nghị của {OWNER['name']}"
    assert refused(reuse(desk, second, offer, answers=[{"item": PAPER, "paper": PAPER}])) == (409, "supplement_closed")


def test_766_a_valid_paper_is_linked_with_where_it_is_from_and_seen_by_its_owner(office: Office, desk: Desk) -> None:
    since = core_clock.now() - timedelta(minutes=1)
    first, second = make_dossier(office, code=MARITAL), make_dossier(office, code=MARITAL)
    bring(desk, first)
    [offer] = offers(desk, second)
    assert (offer["from_code"], offer["compared_by"], offer["valid_until"]) == (
        first.local_code,
        TEAM["clerk"][0],
        None,
    )
    looks = select(AccessRecord.object_id).where(AccessRecord.why == "reuse")
    assert set(db.session.scalars(looks)) == {str(first.id)}
    assert refused(reuse(desk, second, offer, asked=False))[0] == 422
    op_id, seen = ids.uuid7(), second.version
    told = reuse(desk, second, offer, op_id=op_id).get_json()
    assert reuse(desk, second, offer, op_id=op_id, seen=seen).status_code == 200
    mine = select(Attachment.sha256).join(DossierFile, DossierFile.attachment_id == Attachment.id)
    before, after = (
        list(db.session.scalars(mine.where(DossierFile.dossier_id == each.id).order_by(DossierFile.page)))
        for each in (first, second)
    )
    assert (before, len(before)) == (after, 2)
    [paper] = [each for each in told["papers"] if each["key"] == PAPER]
    assert paper["compared_by"] == TEAM["clerk"][0]
    assert db.session.get_one(DossierPaper, (second.id, PAPER)).compared_at is not None
    [event] = events(second, "reused")
    assert (event.data["from_dossier_id"], event.data["asked_of"]) == (str(first.id), TEAM["clerk"][0])
    shown = views.as_out(second, "device:0193-owner")
    assert [(each.paper, each.from_code) for each in shown.reused] == [(PAPER, first.local_code)]
    assert PAPER not in shown.originals_to_bring
    for each in (first, second):
        each.received_at = core_clock.now()
    counted = figures.figures([office.unit.id], since, core_clock.now() + timedelta(minutes=1))
    assert (counted.received, counted.whole, counted.at_counter, counted.reused) == (2, 2, 1, 1)


def test_nothing_is_offered_of_another_person_or_another_commune_or_uncompared(
    app: Flask, office: Office, desk: Desk
) -> None:
    held = make_dossier(office, code=MARITAL)
    bring(desk, held)
    uncompared = make_dossier(office, code=MARITAL, owner={**OWNER, "id_number": "038194009999"})
    bring(desk, uncompared, compared=False)
    for owner in (
        {**OWNER, "id_number": "038194009999"},
        {**OWNER, "id_number": "038194007777"},
        {**OWNER, "name": "Lò Thị Khác"},
        {"name": OWNER["name"]},
    ):
        assert offers(desk, make_dossier(office, code=MARITAL, owner=owner)) == []
    elsewhere = make_office(name="Xã Thạch Bình", e_identifier="H17.50.3", prefix="x-")
    other, there = sit_down(app.test_client(), "x-clerk"), make_dossier(elsewhere, code=MARITAL)
    assert offers(other, there) == []
    [offer] = offers(desk, make_dossier(office, code=MARITAL))
    assert refused(reuse(other, there, offer)) == (409, "reuse_gone")
    # and nobody of another commune reaches the dossier itself
    mine = make_dossier(office, code=MARITAL)
    assert other.read(f"/dossiers/{mine.id}/held").status_code == 404
    assert refused(reuse(other, mine, offer)) == (404, "dossier")
    assert refused(bring(other, mine)) == (404, "dossier")


def test_what_is_no_longer_valid_or_no_longer_compared_is_not_linked(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, now = make_dossier(office, code=MARITAL), make_dossier(office, code=MARITAL)
    bring(desk, held)
    [offer] = offers(desk, now)
    monkeypatch.setattr(rules, "validity", lambda paper: Validity("x", 6) if paper.get("key") == PAPER else None)
    row = db.session.get_one(DossierPaper, (held.id, PAPER))
    row.compared_at = core_clock.now() - timedelta(days=190)
    db.session.flush()
    assert refused(reuse(desk, now, offer)) == (409, "reuse_gone")
    row.compared_at = core_clock.now() - timedelta(days=150)
    db.session.flush()
    assert len(offers(desk, now)) == 1
    row.compared_at = None
    db.session.flush()
    assert refused(reuse(desk, now, offer)) == (409, "reuse_gone")


def test_at_a_sitting_it_is_linked_for_that_sitting_and_only_for_whose_it_is(
    app: Flask, office: Office, on: Ground, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "CUA_LANG", replace(app.config["CUA_LANG"], demo=True))
    monkeypatch.setattr(rules, "validity", lambda paper: Validity("x", 6) if paper.get("key") == "original" else None)
    answers = copies_answers()
    owner = {"name": answers["req_name"], "id_number": answers["req_id_number"]}
    held = make_dossier(office, code=COPIES, owner=owner)
    bring(desk, held, paper="original")
    table = Table(desk, app.test_client(), on)
    table.begin()
    who = {"id_number": owner["id_number"], "name": owner["name"], "asked": True}
    [offer] = table.act("held", who).get_json()["offers"]
    asked = {**who, "act_id": str(ids.uuid7()), "papers": [chosen(offer)]}
    linked = table.act("reuses", asked).get_json()["pages"]
    assert table.act("reuses", asked).get_json()["pages"] == linked
    assert {db.session.get_one(Attachment, UUID(page["attachment_id"])).principal for page in linked} == {
        f"counter:{table.sitting_id}"
    }
    for other_name in ("Lò Thị Khác", owner["name"]):
        text = json.loads(table.text(req_name=other_name))
        text["manifest"] = [
            {**{key: page[key] for key in ("attachment_id", "sha256", "size", "type", "paper")}, "page": n}
            for n, page in enumerate(linked, start=1)
        ]
        whole = json.dumps(text)
        table.show("confirm", sha256=sha256(whole))
        table.look()
        table.agree(sha256(whole), strokes=SIGNATURE)
        answer = table.act("dossier", {"text": whole, "compared": []})
        if other_name != owner["name"]:
            assert refused(answer) == (422, "reuse_other_person")
            continue
        filed = answer.get_json()
        # nobody held the original again: it was compared before, and so it can be received
        assert filed["received"], filed
        moves = select(DossierEvent.move).where(DossierEvent.dossier_id == UUID(filed["dossier_id"]))
        assert "reused" in list(db.session.scalars(moves))
    table.act("end")
    assert refused(table.act("held", who)) == (409, "sitting_over")
    assert refused(table.act("reuses", asked)) == (409, "sitting_over")
