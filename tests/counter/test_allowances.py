"""Everything a person allowed to be filled in again, in one list of her own: hers, never another's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from app.catalogue import queries as catalogue
from app.core import clock as core_clock
from app.core.access import Actor
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierAccess
from app.identity import audit
from app.identity import queries as people
from tests.conftest import HeldClock
from tests.counter.test_before import MARITAL, OTHER_NUMBER, Sit, moves, sits_down
from tests.counter.test_sittings import clock_that_stands_still_now
from tests.dossiers.office import Office, sit_down
from tests.sync.world import ID_NUMBER, Act, Ground, Phone, make_phone, sign_in

__all__ = ["clock_that_stands_still_now", "sits_down"]


def listed(phone: Phone) -> list[dict[str, Any]]:
    answer = phone.call("GET", "/api/allowances")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["allowed"]
    return found


def allowing(phone: Phone, on: Ground, **answers: Any) -> Act:
    """A dossier from a phone with the line ticked."""
    text = catalogue.current_text("consent_reuse")
    payload = {"reuse": {"version": text.version, "hash": text.hash}}
    sent = phone.submission(on, answers=answers, payload=payload)
    assert phone.push(sent)[0]["status"] == "applied"
    return sent


def vouched_for(phone: Phone, number: str = ID_NUMBER) -> Phone:
    """Somebody signed in whose number an identity provider has said."""
    person = sign_in(phone)
    assert person.actor.person_id is not None
    with transaction(writes=True):
        account = people.account_of(person.actor.person_id)
        assert account is not None
        account.id_number = number
    return person


def ends(phone: Phone, dossier_id: UUID) -> str:
    told = phone.push(phone.act("reuse.end", {}, dossier_id=str(dossier_id)))[0]
    return str(told["status"])


def test_she_reads_what_she_allowed_where_and_until_when_the_newest_first(
    phone: Phone, on: Ground, office: Office, clock: HeldClock
) -> None:
    assert listed(phone) == []
    first = allowing(phone, on)
    clock.forward(days=1)
    second = allowing(phone, on)
    assert phone.push(phone.submission(on))[0]["status"] == "applied"
    found = listed(phone)
    assert [each["dossier_id"] for each in found] == [str(second.dossier_id), str(first.dossier_id)]
    newest = found[0]
    assert newest["code"] == db.session.get_one(Dossier, second.dossier_id).local_code
    assert newest["procedure"]["vi"].startswith("Chứng thực bản sao")
    assert (newest["where"], newest["unit_name"], newest["opens"]) == ("phone", office.unit.name, True)
    assert (newest["withdrawn_at"], newest["last_use"]) == (None, None)
    assert newest["until"][:4] == str(int(newest["given_at"][:4]) + 2)


def test_what_is_taken_back_or_over_stays_in_the_list_and_says_so(phone: Phone, on: Ground, clock: HeldClock) -> None:
    hers = sign_in(phone)
    sent = allowing(hers, on)
    clock.forward(hours=1)
    assert [ends(hers, sent.dossier_id), ends(hers, sent.dossier_id)] == ["applied", "applied"]
    [ended] = listed(hers)
    assert ended["withdrawn_at"] is not None
    allowing(hers, on)
    clock.forward(days=800)
    over = listed(sign_in(phone, hers.actor.person_id))
    assert [each["withdrawn_at"] is None for each in over] == [True, False]
    assert all(each["until"] < core_clock.now().isoformat() for each in over)


def test_she_reads_when_it_was_last_used_and_where(
    sit: Sit, phone: Phone, on: Ground, office: Office, clock: HeldClock
) -> None:
    sent = allowing(phone, on)
    db.session.get_one(Dossier, sent.dossier_id).received_at = core_clock.now()
    db.session.flush()
    clock.forward(days=2)
    sit(MARITAL).offered()
    clock.forward(days=3)
    sit(MARITAL).offered()
    last = core_clock.now()
    clock.forward(days=1)
    sit_down(sit().app.test_client(), "clerk").dossier(sent.dossier_id)
    [found] = listed(phone)
    assert found["last_use"]["unit_name"] == office.unit.name
    assert found["last_use"]["at"][:16] == last.isoformat()[:16]


def test_a_look_after_its_end_is_no_use_of_it(office: Office, phone: Phone, on: Ground, clock: HeldClock) -> None:
    sent = allowing(phone, on)
    clock.forward(hours=1)
    ends(phone, sent.dossier_id)
    clock.forward(days=1)
    with transaction(writes=True):
        # a paper that the office holds is offered without this consent, and leaves a look of the same name
        audit.look(
            Actor(principal="person:clerk", person_id=office.people["clerk"].id), "dossier", sent.dossier_id, "reuse"
        )
        audit.keep()
    audit.forget()
    [found] = listed(phone)
    assert found["last_use"] is None


def test_what_she_allowed_at_a_counter_is_hers_by_her_number_and_taken_back_on_her_phone(
    sit: Sit, phone: Phone
) -> None:
    filed = sit().file(yes=True)
    assert listed(phone) == []
    hers = vouched_for(phone)
    [found] = listed(hers)
    assert (found["where"], found["opens"], found["code"]) == ("counter", False, filed.official_number)
    assert hers.call("GET", f"/api/dossiers/{filed.id}").status_code == 404
    assert ends(hers, filed.id) == "applied"
    assert moves(filed).count("reuse_ended") == 1
    assert not sit(MARITAL).offered()
    assert listed(hers)[0]["withdrawn_at"] is not None


@pytest.mark.parametrize("number", [OTHER_NUMBER, None])
def test_nobody_takes_back_what_another_allowed(app: Flask, sit: Sit, number: str | None) -> None:
    filed = sit().file(yes=True)
    other = make_phone(app.test_client())
    other = vouched_for(other, number) if number else sign_in(other)
    assert listed(other) == []
    assert ends(other, filed.id) != "applied"
    assert "reuse_ended" not in moves(filed)
    assert sit(MARITAL).offered()


def test_who_helps_and_the_office_read_no_list_of_hers(
    app: Flask, sit: Sit, office: Office, phone: Phone, on: Ground
) -> None:
    sent = allowing(phone, on)
    desk = sit_down(app.test_client(), "clerk")
    assert desk.client.get("/api/allowances").get_json()["allowed"] == []
    helper = sign_in(make_phone(app.test_client()))
    row = DossierAccess(dossier_id=sent.dossier_id, principal=helper.principal, role="helper", how="submit")
    row.since = core_clock.now()
    db.session.add(row)
    db.session.flush()
    assert helper.call("GET", f"/api/dossiers/{sent.dossier_id}").status_code == 200
    assert listed(helper) == []


def test_a_dossier_that_is_no_longer_hers_leaves_her_list(phone: Phone, on: Ground) -> None:
    sent = allowing(phone, on)
    db.session.execute(delete(DossierAccess).where(DossierAccess.dossier_id == sent.dossier_id))
    assert listed(phone) == []


def test_without_a_session_there_is_no_list(app: Flask, office: Office) -> None:
    assert app.test_client().get("/api/allowances").status_code == 401


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=5))
def test_whoever_files_what_each_reads_exactly_her_own(
    app: Flask, office: Office, on: Ground, acts: list[tuple[int, bool]]
) -> None:
    numbers = ["038194001234", "038194009999", "038194007777"]
    phones = [make_phone(app.test_client()) for _ in numbers]
    mine: list[set[str]] = [set() for _ in numbers]
    for who, yes in acts:
        if yes:
            mine[who].add(str(allowing(phones[who], on, req_id_number=numbers[who]).dossier_id))
        else:
            phones[who].push(phones[who].submission(on, answers={"req_id_number": numbers[who]}))
    assert [{each["dossier_id"] for each in listed(phone)} for phone in phones] == mine
