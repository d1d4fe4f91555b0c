"""Many desks at the same instant, really committing: numbers, versions and money stay right."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import errors, ids
from app.core.access import Actor
from app.db import db, transaction
from app.documents.models import Document
from app.dossiers import money, operations
from app.dossiers.models import Dossier, DossierEvent, Operation
from app.payments.models import LedgerEntry, Payment
from app.payments.schemas import StatementLineIn
from tests.dossiers.office import make_dossier, make_office

DESKS = 6


@pytest.fixture
def loaded_app(committed_app: Flask) -> Flask:
    """An application over its own database with the catalogue, where commits are real."""
    return committed_app


def at_once(app: Flask, works: list[Callable[[], object]]) -> list[object]:
    """Run all of them in threads that start together; what each gave or raised, in the same order."""
    gate, came = threading.Barrier(len(works)), list[object]([None] * len(works))

    def run(place: int, work: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait()
            try:
                with transaction(writes=True):
                    came[place] = work()
            except errors.AppError as refused:
                came[place] = refused
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def receive(dossier_id: UUID, actor: Actor, op_id: UUID | None = None) -> Callable[[], object]:
    def work() -> object:
        moved = operations.move(
            dossier_id, "receive", op_id=op_id or ids.uuid7(), seen=1, reason="", data={}, actor=actor
        )
        return moved.official_number

    return work


def sent(app: Flask, count: int) -> tuple[list[UUID], Actor, UUID]:
    with app.app_context(), transaction(writes=True):
        office = make_office()
        made = [make_dossier(office, answers={"copies_count": 1}).id for _ in range(count)]
        return made, office.actor("clerk"), office.unit.id


def test_no_official_number_is_given_twice(loaded_app: Flask) -> None:
    dossiers, clerk, _ = sent(loaded_app, DESKS * 2)
    numbers = at_once(loaded_app, [receive(each, clerk) for each in dossiers])
    assert all(isinstance(each, str) for each in numbers), numbers
    counts = sorted(int(str(each).rsplit("-", 1)[1]) for each in numbers)
    assert counts == list(range(1, DESKS * 2 + 1))


def test_of_many_desks_one_receives_and_the_others_learn_who_did(loaded_app: Flask) -> None:
    (dossier_id,), clerk, _ = sent(loaded_app, 1)
    came = at_once(loaded_app, [receive(dossier_id, clerk) for _ in range(DESKS)])
    refused = [each for each in came if isinstance(each, errors.Conflict)]
    assert len(refused) == DESKS - 1
    assert {each.code for each in refused} == {"stale_version"}
    assert {each.extra["who"] for each in refused} == {"Đinh Thị Ngọc Ánh"}
    with loaded_app.app_context(), transaction(writes=False):
        forms = select(func.count()).where(Document.dossier_id == dossier_id, Document.kind == "form_01")
        assert db.session.scalar(forms) == 1
        assert db.session.get_one(Dossier, dossier_id).version == 2


def test_copies_of_one_move_make_it_once_and_all_get_its_answer(loaded_app: Flask) -> None:
    (dossier_id,), clerk, _ = sent(loaded_app, 1)
    op_id = ids.uuid7()
    numbers = at_once(loaded_app, [receive(dossier_id, clerk, op_id) for _ in range(DESKS)])
    assert len(set(numbers)) == 1
    assert isinstance(numbers[0], str)
    with loaded_app.app_context(), transaction(writes=False):
        moves = select(func.count()).where(DossierEvent.dossier_id == dossier_id, DossierEvent.move == "receive")
        assert db.session.scalar(moves) == 1
        assert db.session.scalar(select(func.count()).where(Operation.op_id == op_id)) == 1


def test_f73_one_statement_line_typed_at_many_desks_is_booked_once(loaded_app: Flask) -> None:
    (dossier_id,), clerk, unit_id = sent(loaded_app, 1)
    assert at_once(loaded_app, [receive(dossier_id, clerk)])
    with loaded_app.app_context(), transaction(writes=False):
        code = db.session.get_one(Dossier, dossier_id).local_code

    def line(bank_ref: str) -> Callable[[], object]:
        body = StatementLineIn.model_validate(
            {
                "op_id": ids.uuid7(),
                "unit_id": unit_id,
                "bank_ref": bank_ref,
                "amount": 8000,
                "booked_on": "2026-11-25",
                "content": f"CL{code} nop phi",
            }
        )
        return lambda: money.statement_line(clerk, body).status

    same = at_once(loaded_app, [line("FT1") for _ in range(DESKS)])
    assert same == ["matched"] * DESKS
    others = at_once(loaded_app, [line(f"FT{number}") for number in range(2, 2 + DESKS)])
    assert others == ["duplicate"] * DESKS
    with loaded_app.app_context(), transaction(writes=False):
        assert db.session.scalar(select(func.count()).select_from(Payment)) == 1 + DESKS
        assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0


def test_f75_different_transfers_for_one_charge_at_once_settle_it_once(loaded_app: Flask) -> None:
    (dossier_id,), clerk, unit_id = sent(loaded_app, 1)
    at_once(loaded_app, [receive(dossier_id, clerk)])
    with loaded_app.app_context(), transaction(writes=False):
        code = db.session.get_one(Dossier, dossier_id).local_code

    def line(number: int) -> Callable[[], object]:
        body = StatementLineIn.model_validate(
            {
                "op_id": ids.uuid7(),
                "unit_id": unit_id,
                "bank_ref": f"FT{number}",
                "amount": 8000,
                "booked_on": "2026-11-25",
                "content": f"CL{code}",
            }
        )
        return lambda: money.statement_line(clerk, body).status

    came = at_once(loaded_app, [line(number) for number in range(DESKS)])
    assert sorted(str(each) for each in came) == ["duplicate"] * (DESKS - 1) + ["matched"]
