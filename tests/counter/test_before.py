"""What a person gave before is filled in again: only as she allowed, only at her sitting, and on record."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError

from app.catalogue import queries as catalogue
from app.consents import queries as consents
from app.consents.models import ConsentAct
from app.core import clock as core_clock
from app.core import ids
from app.core.access import Role
from app.counter import before, keeping, rules
from app.counter.models import Sitting
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierEvent
from app.identity import staff
from app.identity.models import AccessRecord
from tests.conftest import HeldClock
from tests.counter.sat import Sat
from tests.counter.test_sittings import clock_that_stands_still_now, refused
from tests.dossiers.office import TEAM, Office, make_office, sit_down
from tests.sync.world import COPIES, ID_NUMBER, Ground, Phone, copies_answers

__all__ = ["clock_that_stands_still_now"]
MARITAL = "1.004873"
OTHER_NUMBER = "038194009999"


Sit = Callable[..., Sat]


@pytest.fixture(name="sit")
def sits_down(clock: HeldClock, app: Flask, office: Office, on: Ground) -> Sit:
    def sit(procedure: str = COPIES, **more: Any) -> Sat:
        made = Sat(
            app, more.pop("desk", None) or sit_down(app.test_client(), "clerk"), more.pop("on", on), procedure, **more
        )
        assert made.began.status_code == 200, made.began.get_json()
        return made

    return sit


def moves(dossier: Dossier) -> list[str]:
    rows = select(DossierEvent.move).where(DossierEvent.dossier_id == dossier.id).order_by(DossierEvent.version)
    return list(db.session.scalars(rows))


def acts(dossier: Dossier) -> list[ConsentAct]:
    rows = select(ConsentAct).where(ConsentAct.dossier_id == dossier.id).order_by(ConsentAct.at)
    return list(db.session.scalars(rows))


def test_without_a_consent_nothing_is_offered_and_no_changes_nothing(sit: Sit) -> None:
    filed = sit().file(yes=False)
    assert filed.state == "received"
    assert (acts(filed), "reuse_allowed" in moves(filed)) == ([], False)
    answer = sit(MARITAL).ask().get_json()
    assert answer == {"offered": [], "consents": []}


def test_what_she_allowed_is_offered_by_its_meaning_and_says_where_it_is_from(sit: Sit, clock: HeldClock) -> None:
    filed = sit().file(yes=True)
    [given] = acts(filed)
    assert (given.how, given.id_number, given.evidence["agreed"]) == ("screen", ID_NUMBER, "signature")
    assert given.until == given.at.replace(year=given.at.year + 2)
    assert moves(filed)[:3] == ["submit", "typed_at_counter", "reuse_allowed"]
    clock.forward(days=40)
    offered = sit(MARITAL).offered()
    assert {path: each["value"] for path, each in offered.items() if each["unless"] is None} == {
        "req_name": "Nguyễn Thị Hoa",
        "req_dob": "1994-03-08",
        "req_has_id": True,
        "req_id_number": ID_NUMBER,
        "req_phone": "0905123456",
    }
    assert {each["from_code"] for each in offered.values()} == {filed.official_number}
    assert {path for path, each in offered.items() if each["again"]} == {"req_phone"}
    assert offered["sub_name"]["unless"] == "sub_name"
    assert not any("doc" in path or "statement" in path for path in offered)


def test_the_newest_word_counts_and_what_she_did_not_allow_is_not_among_it(sit: Sit, clock: HeldClock) -> None:
    sit().file(yes=True)
    clock.forward(days=10)
    newer = sit().file({**copies_answers(), "req_phone": "0977000111"}, yes=True)
    clock.forward(days=10)
    sit().file({**copies_answers(), "req_phone": "0988999888"}, yes=False)
    offered = sit(MARITAL).offered()
    assert (offered["req_phone"]["value"], offered["req_phone"]["from_code"]) == ("0977000111", newer.official_number)


def test_withdrawn_at_the_counter_nothing_is_offered_any_more_and_what_was_filed_stays(sit: Sit) -> None:
    filed = sit().file(yes=True)
    later = sit(MARITAL)
    [held] = later.ask().get_json()["consents"]
    assert held["code"] == filed.official_number
    body = {"op_id": str(ids.uuid7()), "id_number": ID_NUMBER, "dossier_ids": [held["dossier_id"]]}
    for _ in range(2):
        assert later.act("before/end", body).get_json() == {"offered": [], "consents": []}
    assert later.ask().get_json() == {"offered": [], "consents": []}
    assert [each.act for each in acts(filed)] == ["given", "withdrawn"]
    assert moves(filed).count("reuse_ended") == 1
    assert filed.state == "received"
    assert filed.answers["req_phone"] == "0905123456"


def test_a_consent_is_over_after_its_time(sit: Sit, clock: HeldClock) -> None:
    sit().file(yes=True)
    clock.forward(days=729)
    assert sit(MARITAL).offered()
    clock.forward(days=3)
    assert not sit(MARITAL).offered()


def test_acts_about_consents_cannot_be_changed_or_removed(sit: Sit) -> None:
    filed = sit().file(yes=True)
    [given] = acts(filed)
    with pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(delete(ConsentAct))
    with pytest.raises(DatabaseError), db.session.begin_nested():
        given.id_number = OTHER_NUMBER
        db.session.flush()


def test_another_office_is_offered_nothing(app: Flask, office: Office, sit: Sit, on: Ground) -> None:
    sit().file(yes=True)
    with transaction(writes=True):
        other = make_office(name="Xã Bên Kia", e_identifier="H17.50.9", prefix="far")
        unit_id = other.unit.id
    there = sit(MARITAL, desk=sit_down(app.test_client(), "farclerk"), on=Ground(unit_id, on.form_ref, on.notice))
    assert there.ask().get_json() == {"offered": [], "consents": []}


def test_only_the_official_of_the_sitting_who_may_receive_can_ask(app: Flask, office: Office, sit: Sit) -> None:
    sit().file(yes=True)
    sat = sit(MARITAL)
    office.hire("second", "Lò Văn Hai", Role.CLERK)
    body = {"id_number": ID_NUMBER, "form_ref": sat.form_ref}
    path = f"/api/counter/sittings/{sat.sitting_id}/before"
    for who, expected in (("second", (404, "sitting_not_found")), ("appraiser", (403, "forbidden"))):
        desk = sit_down(app.test_client(), who)
        answer = desk.client.post(path, json=body, headers={"X-CSRF-Token": desk.csrf})
        assert refused(answer) == expected
    assert app.test_client().post(path, json=body).status_code == 401
    with transaction(writes=True):
        staff.revoke(office.people["clerk"].id, office.unit.id, Role.CLERK)
    assert refused(sat.ask()) == (401, "session_ended")


def test_it_needs_the_whole_number_and_a_sitting_is_not_for_looking_people_up(sit: Sit) -> None:
    sat = sit(MARITAL)
    assert refused(sat.ask(ID_NUMBER[:9]))[0] == 422
    numbers = [f"03819400{each:04d}" for each in range(4)]
    assert [sat.ask(each).status_code for each in [*numbers[:3], numbers[0]]] == [200] * 4
    assert refused(sat.ask(numbers[3])) == (409, "sitting_another_person")
    sat.act("end", {})
    assert refused(sat.ask(numbers[0])) == (409, "sitting_over")


def test_an_official_asks_no_more_often_than_people_come(sit: Sit) -> None:
    limit = before.limits_on(core_clock.today()).numbers_per_hour
    sat = sit(MARITAL)
    answers = [sat.ask().status_code for _ in range(limit + 1)]
    assert answers[:limit] == [200] * limit
    assert answers[limit] == 429


def test_every_asking_and_every_dossier_shown_is_on_record(sit: Sit) -> None:
    filed = sit().file(yes=True)
    sat = sit(MARITAL)
    sat.offered()
    sat.offered(OTHER_NUMBER)
    looks = [
        (each.kind, each.object_id)
        for each in db.session.scalars(select(AccessRecord).where(AccessRecord.why == "reuse"))
    ]
    assert looks.count(("sitting", str(sat.sitting_id))) == 2
    assert looks.count(("dossier", str(filed.id))) == 1


def test_the_dossier_says_which_answers_stand_as_they_were_given_before(sit: Sit, app: Flask) -> None:
    first = sit().file(yes=True)
    sat = sit()
    offered = sat.offered()
    kept = sat.file({**copies_answers(), "req_phone": "0966555444"}, yes=False)
    [event] = db.session.scalars(
        select(DossierEvent).where(DossierEvent.dossier_id == kept.id, DossierEvent.move == "filled_before")
    )
    told = {each["path"]: each for each in event.data["fields"]}
    assert set(told) == set(offered) - {"req_phone"}, "what was changed is her new word"
    assert told["req_name"]["from_dossier"] == str(first.id)
    shown = sat.desk.dossier(kept.id)["dossier"]
    assert {each["path"] for each in shown["filled"]} == set(told)
    assert {each["from_code"] for each in shown["filled"]} == {first.official_number}
    assert event.actor_name == TEAM["clerk"][0]
    assert "0905123456" not in json.dumps(db.session.get_one(Sitting, sat.sitting_id).offered)


def test_a_consent_counts_only_by_her_own_word_to_the_words_that_are_shown(sit: Sit) -> None:
    sat = sit()
    claimed = sat.text(copies_answers(), reuse=True)
    assert refused(sat.send(claimed)) == (409, "reuse_not_said")
    assert refused(sat.beside("/reuse", hash=sat.question["hash"], yes=True)) == (409, "reuse_not_asked")
    sat.show("reuse")
    asked = sat.beside(seen=-1).get_json()["question"]
    assert (asked["hash"], asked["said"]) == (sat.question["hash"], None)
    assert refused(sat.beside("/reuse", hash="0" * 64, yes=True)) == (409, "reuse_not_asked")
    assert sat.beside("/reuse", hash=asked["hash"], yes=False).get_json()["question"]["said"] == "no"
    # what she said herself the official cannot say otherwise
    assert refused(sat.act("reuse", {"hash": asked["hash"], "yes": True})) == (409, "reuse_not_asked")
    assert refused(sat.send(claimed)) == (409, "reuse_not_said")


def test_without_a_screen_she_says_it_to_the_official_and_the_record_says_so(sit: Sit) -> None:
    sat = sit()
    sat.show("reuse")
    said = sat.act("reuse", {"hash": sat.question["hash"], "yes": True}).get_json()
    assert said["reuse"] == "yes"
    [given] = acts(sat.filed(sat.text(copies_answers(), reuse=True)))
    assert given.how == "spoken"


def test_somebody_who_files_for_another_cannot_allow_it_in_her_name(sit: Sit) -> None:
    parties = {"owner": {"name": "Nguyễn Thị Hoa"}, "submitter": {"name": "Lò Văn Xa", "id_number": OTHER_NUMBER}}
    filed = sit().file(yes=True, parties=parties)
    assert acts(filed) == []
    assert not sit(MARITAL).offered()


def test_what_she_said_a_moment_ago_in_the_same_sitting_needs_no_consent(sit: Sit) -> None:
    first = sit()
    filed = first.file(yes=False)
    # the screen that is paired goes on with her next matter
    second = sit(MARITAL, token=first.token, after=first.sitting_id)
    second.show("asking")
    seen = second.beside(seen=-1).get_json()
    assert (seen["over"], seen["shown"]["kind"]) == (False, "asking")
    offered = second.offered()
    assert offered["req_phone"]["value"] == "0905123456"
    assert (offered["req_phone"]["here"], offered["req_phone"]["again"]) == (True, False)
    assert not second.offered(OTHER_NUMBER), "it is another person now"
    assert refused(first.ask()) == (409, "sitting_over")
    assert not sit(MARITAL).offered(), "a sitting of its own needs a consent"
    assert filed.state == "received"


def test_a_sitting_that_filed_nothing_or_is_over_is_no_sitting_right_before(sit: Sit, app: Flask, on: Ground) -> None:
    first = sit()
    assert refused(Sat(app, first.desk, on, MARITAL, after=first.sitting_id).began) == (409, "sitting_over")
    first.file(yes=False)
    first.act("end", {})
    assert refused(Sat(app, first.desk, on, MARITAL, after=first.sitting_id).began) == (409, "sitting_over")


def test_what_was_offered_at_an_abandoned_sitting_is_forgotten(sit: Sit, clock: HeldClock) -> None:
    sit().file(yes=True)
    sat = sit(MARITAL)
    sat.offered()
    sat.say(yes=True)
    clock.forward(hours=14)
    assert keeping.forget_abandoned() >= 1
    row = db.session.get_one(Sitting, sat.sitting_id)
    assert (row.offered, row.numbers, row.reuse_said) == ({}, [], None)


def reuse_payload() -> dict[str, Any]:
    text = catalogue.current_text("consent_reuse")
    return {"reuse": {"version": text.version, "hash": text.hash}}


def test_on_her_phone_it_travels_with_the_dossier_and_counts_once_the_office_has_it(
    sit: Sit, phone: Phone, on: Ground
) -> None:
    sent = phone.submission(on, payload=reuse_payload())
    assert phone.push(sent)[0]["status"] == "applied"
    assert phone.push(sent)[0]["status"] == "duplicate"
    filed = db.session.get_one(Dossier, sent.dossier_id)
    [given] = acts(filed)
    assert (given.how, given.principal) == ("phone", phone.principal)
    mine = phone.call("GET", f"/api/dossiers/{sent.dossier_id}").get_json()
    assert (mine["allowed"]["withdrawn_at"], mine["my_role"]) == (None, "owner")
    sat = sit(MARITAL)
    assert not sat.offered(), "nobody at the office has taken it in"
    assert sat.ask().get_json()["consents"], "but she can take it back"
    filed.received_at = core_clock.now()
    db.session.flush()
    assert sat.offered()["req_phone"]["from_code"] == filed.local_code
    end = phone.act("reuse.end", {}, dossier_id=str(sent.dossier_id))
    again = phone.act("reuse.end", {}, dossier_id=str(sent.dossier_id))
    assert [each["status"] for each in phone.push(end, again)] == ["applied", "applied"]
    assert not sat.offered()
    assert consents.of_dossier(filed.id) is not None
    mine = phone.call("GET", f"/api/dossiers/{sent.dossier_id}").get_json()
    assert mine["allowed"]["withdrawn_at"] is not None
    assert [each["move"] for each in mine["events"]] == ["submit", "reuse_allowed", "reuse_ended"]


def test_an_older_phone_says_nothing_of_it_and_unknown_words_wait(phone: Phone, on: Ground) -> None:
    plain = phone.submission(on)
    assert phone.push(plain)[0]["status"] == "applied"
    assert consents.of_dossier(plain.dossier_id) is None
    unknown = phone.submission(on, payload={"reuse": {"version": "2020-01-01", "hash": "0" * 64}})
    told = phone.push(unknown)[0]
    assert (told["status"], told["code"]) == ("retry", "notice_unknown")


def test_the_owner_reads_why_the_official_looked(sit: Sit, phone: Phone, on: Ground) -> None:
    sent = phone.submission(on, payload=reuse_payload())
    phone.push(sent)
    db.session.get_one(Dossier, sent.dossier_id).received_at = core_clock.now()
    db.session.flush()
    sit(MARITAL).offered()
    [look] = phone.call("GET", f"/api/dossiers/{sent.dossier_id}/looks").get_json()["looks"]
    assert (look["by"], look["why"]) == (TEAM["clerk"][0], "reuse")


def test_the_words_that_are_agreed_to_name_the_time_that_it_holds(sit: Sit) -> None:
    body = " ".join(catalogue.current_text("consent_reuse").body["body"]["vi"])
    assert f"{consents.months_on(core_clock.today())} tháng" in body


def test_the_message_with_her_code_says_what_she_also_allows() -> None:
    plain = rules.code_text("123456", "Lò Thị Thu Hà", minutes=10)
    also = rules.code_text("123456", "Lò Thị Thu Hà", minutes=10, reuse=True)
    assert "dien lai" not in plain
    assert "cho dien lai lan sau" in also
    assert max(len(plain), len(also)) <= 160
