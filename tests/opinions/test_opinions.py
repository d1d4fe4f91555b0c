"""Another office is asked by a date: it sees what is shared and nothing else, answers, and everything is on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.attachments.models import Attachment
from app.core import ids
from app.core.access import Role
from app.db import db
from app.dossiers import stepping
from app.dossiers.models import Dossier, DossierEvent, DossierFile, Opinion
from app.identity import audit
from app.identity.models import AccessRecord
from tests.conftest import HeldClock
from tests.dossiers.office import MARITAL, OWNER, Desk, Office, make_dossier, make_office, sit_down
from tests.dossiers.steps import FINE, load_steps

ANSWERS = {"sub_gender": "female", "sub_ethnic": "kinh"}
QUESTION = "Bà Trâm có đăng ký kết hôn ở xã từ 2015 đến 2020 không?"


@dataclass
class World:
    """An office that asks, another that is asked, and a dossier on the appraiser's desk."""

    app: Flask
    office: Office
    other: Office
    dossier: UUID

    def desk(self, who: str) -> Desk:
        return sit_down(self.app.test_client(), who)

    def ask(self, *, who: str = "appraiser", **more: Any) -> Any:
        at = self.desk(who)
        body = {
            "op_id": str(ids.uuid7()),
            "seen": at.dossier(self.dossier)["dossier"]["version"],
            "to_unit": str(self.other.unit.id),
            "question": QUESTION,
            "paths": ["sub_gender"],
            "papers": [],
            "respond_by": "2026-11-27",
            **more,
        }
        return at.post(f"/dossiers/{self.dossier}/opinions", body)

    def asked(self, **more: Any) -> str:
        answer = self.ask(**more)
        assert answer.status_code == 200, answer.text
        opinion = db.session.scalars(select(Opinion).order_by(Opinion.asked_at.desc(), Opinion.id.desc())).first()
        assert opinion is not None
        return str(opinion.id)

    def shown(self) -> dict[str, Any]:
        [found] = self.desk("appraiser").read(f"/dossiers/{self.dossier}/opinions").get_json()["opinions"]
        return dict(found)


@pytest.fixture
def world(app: Flask, clock: HeldClock) -> World:
    clock.at(2026, 11, 25, 9, 0)
    office, other = make_office(), make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    sent = make_dossier(office, code=MARITAL, answers=ANSWERS, files=("id_card",))
    made = World(app, office, other, sent.id)
    assert made.desk("clerk").move(sent.id, "receive").status_code == 200
    assert made.desk("appraiser").move(sent.id, "take_up").status_code == 200
    return made


def test_c8_the_other_office_answers_and_the_answer_stands_beside_the_dossier(world: World) -> None:
    opinion = world.asked()
    there = world.desk("other-appraiser")
    [row] = there.read("/opinions").get_json()["opinions"]
    assert (row["opinion_id"], row["from_unit"], row["late"]) == (opinion, "Xã Mộc Giang", False)
    seen = there.read(f"/opinions/{opinion}").get_json()
    assert seen["answers"] == {"sub_gender": "female"}
    assert [field["key"] for section in seen["form"]["sections"] for field in section["fields"]] == ["sub_gender"]
    assert (seen["papers"], seen["may_answer"], seen["row"]["question"]) == ([], True, QUESTION)
    body = {"op_id": str(ids.uuid7()), "verdict": "no", "answer": "Sổ hộ tịch không có tên bà Trâm."}
    for _ in range(2):
        done = there.post(f"/opinions/{opinion}/answer", body)
        assert (done.status_code, done.get_json()["row"]["status"]) == (200, "answered"), done.text
    shown = world.shown()
    assert (shown["status"], shown["verdict"], shown["answer"]) == ("answered", "no", body["answer"])
    assert (shown["answered_by"], shown["unit_name"], shown["may_take_back"]) == ("Lê Văn Tùng", "Xã Bên Kia", False)
    events = select(DossierEvent).where(DossierEvent.dossier_id == world.dossier, DossierEvent.move.like("%opinion%"))
    said = {each.move: each for each in db.session.scalars(events)}
    assert set(said) == {"ask_opinion", "opinion_answered"}
    assert said["opinion_answered"].data["in_time"] is True
    # the question is the office's own; the owner reads that somebody was asked
    assert all(each.reason is None for each in said.values())


def test_the_other_office_sees_nothing_but_what_is_shared(world: World) -> None:
    opinion = world.asked()
    for who in ("other-clerk", "other-appraiser", "other-approver", "other-seal"):
        at = world.desk(who)
        text = at.read("/opinions").get_data(as_text=True) + at.read(f"/opinions/{opinion}").get_data(as_text=True)
        for secret in (OWNER["name"], OWNER["id_number"], OWNER["phone"], "Thôn Bờ Đa", '"sub_ethnic"'):
            assert secret not in text
        assert at.read(f"/dossiers/{world.dossier}").status_code == 404
        # only who asks sees the questions beside the dossier
        assert at.read(f"/dossiers/{world.dossier}/opinions").status_code == 404
        assert at.read("/inbox", view="all").get_json()["rows"] == []
        assert at.read("/inbox", q=OWNER["name"]).get_json()["rows"] == []
        for file in db.session.scalars(select(DossierFile).where(DossierFile.dossier_id == world.dossier)):
            assert at.read(f"/opinions/{opinion}/pages/{file.attachment_id}").status_code in {403, 404}
            assert at.client.get(f"/api/attachments/{file.attachment_id}").status_code == 404
    third = make_office(name="Xã Thứ Ba", e_identifier="H17.50.4", prefix="third-")
    assert third is not None
    stranger = world.desk("third-appraiser")
    assert stranger.read("/opinions").get_json()["opinions"] == []
    assert stranger.read(f"/opinions/{opinion}").status_code == 404
    body = {"op_id": str(ids.uuid7()), "answer": "Tôi trả lời thay"}
    assert stranger.post(f"/opinions/{opinion}/answer", body).status_code == 404


def test_a_shared_paper_is_seen_page_by_page_and_only_while_it_is_asked(world: World) -> None:
    files = list(db.session.scalars(select(DossierFile).where(DossierFile.dossier_id == world.dossier)))
    known = [paper["key"] for paper in world.desk("appraiser").dossier(world.dossier)["papers"]]
    files[0].paper = known[0]
    db.session.flush()
    opinion = world.asked(papers=[known[0]])
    there = world.desk("other-approver")
    [paper] = there.read(f"/opinions/{opinion}").get_json()["papers"]
    assert [page["attachment_id"] for page in paper["pages"]] == [str(files[0].attachment_id)]
    assert db.session.get(Attachment, files[0].attachment_id) is None
    version = world.desk("appraiser").dossier(world.dossier)["dossier"]["version"]
    body = {"op_id": str(ids.uuid7()), "seen": version, "reason": "Đã tìm thấy trong sổ"}
    back = world.desk("appraiser").post(f"/dossiers/{world.dossier}/opinions/{opinion}/take-back", body)
    assert back.status_code == 200, back.text
    seen = there.read(f"/opinions/{opinion}").get_json()
    assert (seen["papers"], seen["answers"], seen["may_answer"]) == ([], {}, False)
    assert seen["close_reason"] == "Đã tìm thấy trong sổ"
    late = there.post(f"/opinions/{opinion}/answer", {"op_id": str(ids.uuid7()), "answer": "Có"})
    assert (late.status_code, late.get_json()["code"]) == (409, "opinion_closed")


def test_every_look_of_the_other_office_is_recorded(world: World) -> None:
    opinion = world.asked()
    world.desk("other-appraiser").read(f"/opinions/{opinion}")
    looks = [each for each in audit.looks_at("dossier", world.dossier) if each.why == "opinion"]
    assert [each.person_id for each in looks] == [world.other.people["appraiser"].id]
    assert db.session.scalars(select(AccessRecord)).first() is not None


def test_past_its_date_it_is_late_and_nothing_stops_the_dossier(world: World, clock: HeldClock) -> None:
    world.asked()
    before = world.desk("appraiser").dossier(world.dossier)["dossier"]["due"]["due_at"]
    clock.at(2026, 11, 28, 9, 0)
    assert world.shown()["late"] is True
    [row] = world.desk("other-appraiser").read("/opinions").get_json()["opinions"]
    assert row["late"] is True
    assert world.desk("appraiser").dossier(world.dossier)["dossier"]["due"]["due_at"] == before


@pytest.mark.parametrize(
    ("who", "more", "status", "code"),
    [
        ("clerk", {}, 403, "forbidden"),
        ("approver", {}, 403, "opinion_not_yours"),
        ("appraiser", {"paths": ["father_secret"]}, 422, "opinion_wrong"),
        ("appraiser", {"respond_by": "2026-11-24"}, 422, "opinion_wrong"),
        ("appraiser", {"to_unit": str(ids.uuid7())}, 422, "opinion_unit_cannot"),
        ("appraiser", {"seen": 1}, 409, "stale_version"),
    ],
)
def test_a_question_that_cannot_be_is_refused(
    world: World, who: str, more: dict[str, Any], status: int, code: str
) -> None:
    answer = world.ask(who=who, **more)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert db.session.scalars(select(Opinion)).all() == []


def test_nobody_asks_their_own_office_nor_the_same_one_twice(world: World) -> None:
    assert world.ask(to_unit=str(world.office.unit.id)).get_json()["code"] == "opinion_own_unit"
    world.asked()
    assert world.ask().get_json()["code"] == "opinion_asked_already"
    names = [each["name"] for each in world.desk("appraiser").read("/opinions/offices").get_json()["offices"]]
    assert names == ["Xã Bên Kia"]


def test_where_the_procedure_has_another_office_asked_it_is_before_it_is_proposed(app: Flask, clock: HeldClock) -> None:
    clock.at(2026, 11, 25, 9, 0)
    steps = [dict(each) for each in FINE]
    steps[3]["clock"] = "stops"
    load_steps(MARITAL, steps)
    office, other = make_office(), make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    office.hire("head", "Trưởng Phòng", Role.UNIT_HEAD)
    sent = make_dossier(office, code=MARITAL, answers=ANSWERS)
    world = World(app, office, other, sent.id)
    for who, move in (("clerk", "receive"), ("head", "pass_on"), ("appraiser", "take_up")):
        assert world.desk(who).move(sent.id, move).status_code == 200
    why = {each["move"]: each["why_not"] for each in world.desk("appraiser").dossier(sent.id)["moves"]}
    assert why["propose"] is not None
    opinion = world.asked()
    dossier = db.session.get_one(Dossier, sent.id, populate_existing=True)
    assert (dossier.step, dossier.flags) == ("opinion", ["opinion_asked"])
    # the clock waits to the end of the 27th, a Friday: three working days begin with the 30th
    assert stepping.dues(dossier, stepping.process_of(dossier))
    assert world.desk("appraiser").dossier(sent.id)["dossier"]["due"]["due_at"] == "2026-12-02T10:00:00Z"
    clock.at(2026, 11, 26, 9, 0)
    body = {"op_id": str(ids.uuid7()), "verdict": "no", "answer": "Không có trong sổ."}
    assert world.desk("other-appraiser").post(f"/opinions/{opinion}/answer", body).status_code == 200
    seen = world.desk("appraiser").dossier(sent.id)
    assert seen["dossier"]["due"]["due_at"] == "2026-11-30T10:00:00Z"
    assert [each["key"] for each in seen["process"] if each["status"] == "here"] == ["opinion"]
    assert "opinion_answered" in seen["dossier"]["flags"]
