"""Submissions that came together share a transaction; none of them suffers for another."""

from __future__ import annotations

from sqlalchemy import func, select

from app.db import db
from app.dossiers.models import Dossier, Operation
from app.sync.push import TOGETHER
from tests.sync.world import Ground, Phone


def count(model: type[Dossier | Operation]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_full_batch_is_kept_whole_and_in_its_order(phone: Phone, on: Ground) -> None:
    acts = [phone.submission(on) for _ in range(2 * TOGETHER + 3)]
    results = phone.push(*acts)
    assert [each["op_id"] for each in results] == [act.id for act in acts]
    assert {each["status"] for each in results} == {"applied"}
    told = phone.changes().get_json()["changes"]
    assert sorted(each["id"] for each in told) == sorted(str(act.dossier_id) for act in acts)


def test_f07_one_that_cannot_be_kept_takes_no_other_with_it(phone: Phone, on: Ground) -> None:
    acts = [phone.submission(on) for _ in range(TOGETHER)]
    acts[4] = phone.submission(on, dossier_id=acts[1].dossier_id)
    results = phone.push(*acts)
    assert [each["status"] for each in results] == ["applied"] * 4 + ["rejected"] + ["applied"] * (TOGETHER - 5)
    assert results[4]["code"] == "dossier_exists"
    assert (count(Dossier), count(Operation)) == (TOGETHER - 1, TOGETHER)


def test_old_ones_between_new_ones_get_their_old_answer(phone: Phone, on: Ground) -> None:
    acts = [phone.submission(on) for _ in range(6)]
    phone.push(acts[0], acts[3])
    again = phone.push(*acts)
    assert [each["status"] for each in again] == ["duplicate", "applied", "applied", "duplicate", "applied", "applied"]
    assert count(Dossier) == 6


def test_the_same_one_twice_in_a_batch_is_one(phone: Phone, on: Ground) -> None:
    one, two = phone.submission(on), phone.submission(on)
    results = phone.push(one, two, one)
    assert sorted(each["status"] for each in results) == ["applied", "applied", "duplicate"]
    assert count(Dossier) == 2
