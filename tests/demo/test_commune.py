"""What a visitor of the demo meets: people who cannot be real, dossiers of every kind, doors that open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import config
from app.attachments import storage, tasks
from app.attachments.models import Attachment
from app.catalogue import queries as catalogue
from app.core import clock as core_clock
from app.core.calendar import WorkCalendar, local
from app.db import db, transaction
from app.demo import made_up, people, place
from app.demo.days import Days
from app.dossiers import inbox, knowledge, views
from app.dossiers.models import Dossier, DossierEvent
from app.dossiers.schemas import DossierOut, InboxQuery
from app.forms.rules import evaluate
from app.identity.models import Person, SmsOut
from app.mandates.models import Mandate, MandateRefusal
from app.units import queries as units
from app.units.rules import parse_hours
from app.workflow.table import RUNNING

pytestmark = pytest.mark.usefixtures("app", "clock")


@pytest.fixture
def dossiers() -> list[DossierOut]:
    """All of them, as the office sees them."""
    with transaction(writes=False):
        return views.many(list(db.session.scalars(select(Dossier))), "")


def flagged(dossiers: list[DossierOut], flag: str) -> list[str]:
    return sorted(str(each.state) for each in dossiers if flag in each.flags)


def test_some_are_late_due_soon_assisted_incomplete_or_wait_for_money(dossiers: list[DossierOut]) -> None:
    assert flagged(dossiers, "overdue") == ["approving"]
    assert flagged(dossiers, "due_soon") == ["appraising", "confirming"]
    assert flagged(dossiers, "assisted") == ["ready", "received", "submitted"]
    assert flagged(dossiers, "awaiting_files") == ["submitted"]
    assert flagged(dossiers, "awaiting_payment") == ["appraising", "received"]
    assert {charge.status for each in dossiers for charge in each.charges} == {"open", "paid", "void"}


def test_every_dossier_has_an_owner_and_a_next_date_where_the_clock_runs(dossiers: list[DossierOut]) -> None:
    for each in dossiers:
        assert each.parties.owner.name
        if each.state in RUNNING:
            # while the owner is asked for more the clock stands still
            assert (each.due is None or each.due.due_at is None) == ("awaiting_supplement" in each.flags)
        elif each.state == "submitted" and not each.awaiting_files:
            assert each.receive_before is not None
        assert (each.official_number is None) == (each.received_at is None)


def test_whoever_waits_gets_what_the_law_says(dossiers: list[DossierOut]) -> None:
    papers = {each.state: {paper.kind for paper in each.documents} for each in dossiers}
    assert "form_03" in papers["refused"]
    assert "form_05" in papers["stopped"] & papers["withdrawn"]
    assert "result" in papers["ready"] & papers["returned"]
    assert all("form_01" in {paper.kind for paper in each.documents} for each in dossiers if each.received_at)


def test_a_receipt_is_for_money(dossiers: list[DossierOut]) -> None:
    """A free lệ phí beside a phí that was paid gets none."""
    for each in dossiers:
        kinds = {
            line.kind for charge in each.charges if charge.status == "paid" for line in charge.lines if line.amount
        }
        assert len([paper for paper in each.documents if paper.kind == "receipt"]) == len(kinds)


def test_answers_are_valid_against_the_forms_they_were_given_to() -> None:
    full = set()
    with transaction(writes=False):
        for each in db.session.scalars(select(Dossier)):
            form = knowledge.form(each.form_hash)
            judged = evaluate(form.form, each.answers, each.submitted_at.date(), catalogue.list_values())
            assert judged["errors"] == [], each.title
            assert judged["answers"] == each.answers
            if catalogue.procedure_body(catalogue.current_version(each.procedure_code))["form"]["kind"] == "full":
                full.add(each.procedure_code)
    assert len(full) >= 6


def values(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for each in node.values():
            yield from values(each)
    elif isinstance(node, list):
        for each in node:
            yield from values(each)
    elif isinstance(node, str):
        yield node


def test_no_number_can_belong_to_anybody() -> None:
    with transaction(writes=False):
        told = [text for each in db.session.scalars(select(Dossier)) for text in values([each.answers, each.parties])]
        phones = [each.phone for each in db.session.scalars(select(Person)) if each.phone]
        phones += [each.phone or "" for each in units.current() if each.kind in {"commune", "office"}]
        accounts = [each.bank_account for each in units.current() if each.bank_account]
    digits = [text for text in told if re.fullmatch(r"0[0-9]{8,11}", text)] + phones
    assert digits
    assert not [text for text in digits if not text.startswith(("099", "030", "0200 "))]
    assert all(account.startswith("00000000") for account in accounts)


def test_the_office_acts_in_its_hours_and_in_the_order_of_the_log() -> None:
    with transaction(writes=False):
        calendar, now = catalogue.calendar(), core_clock.now()
        hours = {unit.id: WorkCalendar(unit.hours, calendar) for unit in units.current()}
        for each in db.session.scalars(select(Dossier)):
            events = select(DossierEvent).where(DossierEvent.dossier_id == each.id).order_by(DossierEvent.version)
            past = db.session.scalars(events).all()
            assert [event.at for event in past] == sorted(event.at for event in past)
            assert past[-1].at <= now
            for event in past:
                if event.actor_role not in {"owner", "helper", "system", "submitter"}:
                    spans, wall = hours[each.unit_id].spans(local(event.at).date()), local(event.at).time()
                    assert any(start <= wall <= end for start, end in spans), (each.title, event.move, event.at)


def test_every_page_is_a_picture_that_can_be_shown() -> None:
    tasks.prepare()
    with transaction(writes=False):
        pages = db.session.scalars(select(Attachment)).all()
        assert len(pages) >= 8
        for page in pages:
            assert (page.type, page.state, page.code) == ("image/jpeg", "stored", None)
            assert page.size < 200_000
            assert storage.current().view_path(page.sha256, "thumb").exists()


def test_consent_is_on_record_where_somebody_helped() -> None:
    with transaction(writes=False):
        helped = [each for each in db.session.scalars(select(Dossier)) if each.mandate_id]
        granted = {each.id: each for each in db.session.scalars(select(Mandate))}
        assert [each.helper_name for each in helped] == ["Hà Văn Thắng"] * len(helped)
        assert {each.mandate_id for each in helped} == set(granted)
        assert {each.method for each in granted.values()} == {"witness", "signature"}
        assert sum(db.session.scalars(select(MandateRefusal.count))) == 1


@pytest.mark.parametrize("worker", people.WORKERS, ids=lambda worker: worker.username)
def test_everybody_of_the_office_signs_in_at_the_desk(client: FlaskClient, worker: people.Worker) -> None:
    told = {"username": worker.username, "password": made_up.pass_phrase(worker.username), "where": "desk"}
    answer = client.post("/api/sign-in/password", json=told)
    assert answer.status_code in {200, 201}, answer.text
    with transaction(writes=False):
        assert {grant.role for grant in place.acting(worker.username).grants} == {role for _, role in worker.roles}


@pytest.mark.parametrize(
    ("who", "view"), [("ngoc.anh", "new"), ("van.tung", "mine"), ("hong.hanh", "mine"), ("minh.khoa", "mine")]
)
def test_each_step_of_the_office_finds_work(who: str, view: str) -> None:
    with transaction(writes=False):
        found = inbox.inbox(InboxQuery.model_validate({"view": view}), place.acting(who))
    assert found.rows


def test_a_resident_signs_in_with_the_code_in_the_console_inbox(app: Flask, client: FlaskClient) -> None:
    assert client.post("/api/sign-in/codes", json={"phone": people.TRAM.phone}).status_code == 202
    shown = app.test_cli_runner().invoke(args=["sms", "inbox", "--phone", str(people.TRAM.phone)]).stdout
    code = re.findall(r"#([0-9]{6})", shown)[-1]
    answer = client.post("/api/sign-in/phone", json={"phone": people.TRAM.phone, "code": code})
    assert answer.status_code in {200, 201}, answer.text
    headers = {"Authorization": f"Bearer {answer.get_json()['token']}"}
    changes = client.get("/api/sync/changes", headers=headers).get_json()["changes"]
    mine = {each["body"]["state"]: each["body"] for each in changes if each["kind"] == "dossier"}
    assert set(mine) == {"submitted", "ready"}
    assert mine["ready"]["may"] == ["result.open"]
    assert mine["ready"]["my_role"] == "owner"
    assert [each for each in changes if each["kind"] == "message"]


def test_the_server_says_that_it_is_a_demo(client: FlaskClient) -> None:
    told = client.get("/api/server").get_json()
    assert told["demo"] is True
    assert told["name"] == "Tỉnh Sơn Mộc"


def test_the_police_open_on_saturday_morning() -> None:
    with transaction(writes=False):
        police = next(unit for unit in units.current() if unit.kind == "office")
        assert police.hours["sat"] == [["07:30", "11:00"]]
        assert police.levels == ["commune_police"]
        assert len([unit for unit in units.current() if unit.kind == "village"]) == 4


def test_the_lead_of_the_group_sees_at_whose_door_to_call(client: FlaskClient) -> None:
    told = {"username": people.LEAD, "password": made_up.pass_phrase(people.LEAD), "where": "desk"}
    assert client.post("/api/sign-in/password", json=told).status_code == 201
    assert people.SU.name in [each["name"] for each in client.get("/api/desk/calls").get_json()["calls"]]


def test_the_guide_names_everybody_and_codes_that_can_be_followed(client: FlaskClient) -> None:
    guide = (config.ROOT / "docs" / "demo.md").read_text()
    named = {worker.username: worker.name for worker in people.WORKERS}
    named |= {member.username: member.name for member in people.MEMBERS}
    assert not [username for username, name in named.items() if f"`{username}` | {name}" not in guide]
    assert str(people.TRAM.phone) in guide
    assert str(people.HOA.phone) in guide
    [(code, factor)] = re.findall(r"`/tra-cuu` with `([0-9A-Z-]{11})` and `([0-9]{4})`", guide)
    found = client.post("/api/tracking", json={"code": code, "factor": factor})
    assert found.get_json()["state"] == "approving"
    posters = re.findall(r"`(/api/catalogue/posters/[^`]+)`", guide)
    assert [client.get(path).status_code for path in posters] == [200] * len(posters)


def test_old_codes_have_gone_from_the_inbox(app: Flask) -> None:
    with transaction(writes=False):
        assert all(sms.expires_at < core_clock.now() for sms in db.session.scalars(select(SmsOut)))


def test_a_demo_refuses_a_gateway_for_messages(tmp_path: Any) -> None:
    env = {"INSTANCE_DIR": str(tmp_path), "DEMO": "1", "SMS_URL": "https://sms.example.vn"}
    with pytest.raises(config.BadConfig, match="must not reach real people"):
        config.load(env)


def test_pass_phrases_are_this_servers_own_and_long_enough() -> None:
    phrases = {made_up.pass_phrase(worker.username) for worker in people.WORKERS}
    assert len(phrases) == len(people.WORKERS)
    assert min(map(len, phrases)) >= 16


def test_days_are_counted_back_over_weekends_and_holidays() -> None:
    calendar: dict[str, Any] = {"days": {"2026-09-02": {"kind": "holiday", "name": "Quốc khánh"}}, "years": {}}
    days = Days(datetime(2026, 9, 7, 2, 0, tzinfo=UTC), parse_hours("mon-fri 07:00-17:00"), calendar)
    assert [local(days.back(count, "08:00")).day for count in (1, 2, 3, 4)] == [4, 3, 1, 31]
