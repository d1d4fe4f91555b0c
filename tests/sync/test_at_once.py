"""Copies at the same instant, several processes, killed workers: really committed, exactly once."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.ids import uuid7
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierEvent, DossierFile, Operation
from app.feed import FeedRow
from tests.attachments import pictures, server
from tests.dossiers.office import Office, make_office
from tests.sync.together import all_at_once, at_once
from tests.sync.world import Act, Ground, Page, Phone, ground, make_phone


@pytest.fixture
def here(committed_app: Flask) -> Ground:
    """What phones know of that office."""
    with committed_app.app_context():
        with transaction(writes=True):
            office: Office = make_office()
            unit_id = office.unit.id
        with transaction(writes=False):
            return ground(unit_id)


@pytest.fixture
def phones(committed_app: Flask) -> Callable[[int], list[Phone]]:
    """Makes phones, each with a connection of its own."""

    def make(count: int) -> list[Phone]:
        with committed_app.app_context():
            return [make_phone(committed_app.test_client()) for _ in range(count)]

    return make


def counts(app: Flask) -> dict[str, int]:
    with app.app_context(), transaction(writes=False):
        models = {"dossiers": Dossier, "operations": Operation, "events": DossierEvent}
        return {name: db.session.scalar(select(func.count()).select_from(of)) or 0 for name, of in models.items()}


def push_one(app: Flask, phone: Phone, act: Act) -> dict[str, Any]:
    """The verdict on one operation that comes over a connection of its own."""
    return phone.copy(app.test_client()).push(act)[0]


def test_f04_f85_eight_identical_copies_at_the_same_instant_are_one_dossier_and_eight_times_the_same_success(
    committed_app: Flask, here: Ground, phones: Callable[[int], list[Phone]]
) -> None:
    (phone,) = phones(1)
    for _ in range(5):
        before = counts(committed_app)
        act = phone.submission(here)
        results = at_once(8, partial(push_one, committed_app, phone, act))
        assert sorted(each["status"] for each in results) == ["applied"] + ["duplicate"] * 7
        assert len({json.dumps({**each, "status": ""}, sort_keys=True) for each in results}) == 1
        after = counts(committed_app)
        assert {name: after[name] - before[name] for name in after} == {"dossiers": 1, "operations": 1, "events": 1}


def test_two_operations_for_one_dossier_at_the_same_instant_make_one(
    committed_app: Flask, here: Ground, phones: Callable[[int], list[Phone]]
) -> None:
    (phone,) = phones(1)
    one = phone.submission(here)
    two = phone.submission(here, dossier_id=one.dossier_id)
    tasks = [partial(push_one, committed_app, phone, act) for act in (one, two) * 3]
    codes = sorted((each["status"], each["code"]) for each in all_at_once(tasks))
    assert codes.count(("applied", None)) == 1
    assert codes.count(("duplicate", None)) == 2
    assert codes.count(("rejected", "dossier_exists")) == 3
    assert counts(committed_app)["dossiers"] == 1


def test_many_phones_at_once_each_get_their_own_feed_in_order(
    committed_app: Flask, here: Ground, phones: Callable[[int], list[Phone]]
) -> None:
    crowd = phones(6)
    batches = {phone.principal: [phone.submission(here) for _ in range(8)] for phone in crowd}

    def send(phone: Phone) -> list[dict[str, Any]]:
        return phone.push(*batches[phone.principal])

    results = all_at_once([partial(send, phone) for phone in crowd])
    assert {each["status"] for batch in results for each in batch} == {"applied"}
    with committed_app.app_context(), transaction(writes=False):
        for phone in crowd:
            rows = db.session.scalars(
                select(FeedRow).where(FeedRow.principal == phone.principal).order_by(FeedRow.seq)
            ).all()
            assert [row.seq for row in rows] == list(range(1, 9))
            assert [row.object_id for row in rows] == [act.dossier_id for act in batches[phone.principal]]


@pytest.mark.parametrize("attempt", range(4))
def test_bytes_that_arrive_while_the_dossier_is_kept_are_never_overlooked(
    committed_app: Flask, here: Ground, phones: Callable[[int], list[Phone]], attempt: int
) -> None:
    (phone,) = phones(1)
    pages = [Page(uuid7(), pictures.jpeg(70 + number), number=number + 1) for number in range(3)]
    for page in pages:
        phone.send_piece(page.attachment_id, page.content, 0, len(page.content) - 1)
    act = phone.submission(here, pages=pages)
    rest = [
        lambda page=page: phone.copy(committed_app.test_client()).send_piece(
            page.attachment_id, page.content, len(page.content) - 1, len(page.content)
        )
        for page in pages
    ]
    all_at_once([lambda: phone.copy(committed_app.test_client()).push(act), *rest])
    with committed_app.app_context(), transaction(writes=False):
        dossier = db.session.get_one(Dossier, act.dossier_id)
        assert dossier.files_missing == 0
        assert dossier.complete_at is not None
        files = db.session.scalars(select(DossierFile).where(DossierFile.dossier_id == act.dossier_id)).all()
        assert all(file.stored_at for file in files)


class Line:
    """One phone talking to a real server; an answer that does not come is asked for again."""

    def __init__(self, running: server.Server, phone: Phone, chance: random.Random, kills: threading.Semaphore) -> None:
        self.running, self.phone, self.chance, self.kills = running, phone, chance, kills
        self.acknowledged: list[UUID] = []
        self.repeats = 0

    def send_all(self, acts: list[Act]) -> None:
        """Send in batches until each is acknowledged; answers are thrown away now and then."""
        waiting = {act.id: act for act in acts}
        for _ in range(200):
            if not waiting:
                return
            batch = list(waiting.values())[: self.chance.randint(1, 12)]
            if self.chance.random() < 0.15 and self.kills.acquire(blocking=False):
                self.running.kill_a_worker(self.chance)
            results = self._push(batch)
            for result in results if self.chance.random() > 0.3 else []:
                assert result["status"] in {"applied", "duplicate", "retry"}, result
                if result["status"] != "retry":
                    self.repeats += result["status"] == "duplicate"
                    self.acknowledged.append(waiting.pop(result["op_id"]).dossier_id)
        raise AssertionError("the operations did not get through")

    def _push(self, batch: list[Act]) -> list[dict[str, Any]]:
        body = json.dumps({"nonce": "nonce-of-a-line", "operations": [act.wire for act in batch]}).encode()
        headers = {"Authorization": f"Bearer {self.phone.token}", "Content-Type": "application/json"}
        try:
            with contextlib.closing(self.running.connect()) as line:
                line.request("POST", "/api/sync/push", body=body, headers=headers)
                answer = line.getresponse()
                said = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return []
        assert answer.status in {200, 503}, said
        results: list[dict[str, Any]] = said.get("results", [])
        return results


def test_nothing_acknowledged_is_missing_and_nothing_is_twice_when_workers_are_killed(
    committed_app: Flask,
    here: Ground,
    phones: Callable[[int], list[Phone]],
    server_env: dict[str, str],
    tmp_path: Path,
) -> None:
    crowd, kills = phones(3), threading.Semaphore(3)
    batches = {phone.principal: [phone.submission(here) for _ in range(20)] for phone in crowd}
    with server.running(server_env, tmp_path) as running:
        lines = [Line(running, phone, random.Random(number), kills) for number, phone in enumerate(crowd)]
        with ThreadPoolExecutor(len(lines)) as pool:
            list(pool.map(lambda line: line.send_all(batches[line.phone.principal]), lines))
    acknowledged = [dossier_id for line in lines for dossier_id in line.acknowledged]
    assert sum(line.repeats for line in lines) > 0
    assert len(acknowledged) == 60
    with committed_app.app_context(), transaction(writes=False):
        kept = list(db.session.scalars(select(Dossier.id)))
        versions = list(db.session.scalars(select(DossierEvent.version)))
    assert sorted(kept) == sorted(acknowledged)
    assert versions == [1] * 60
