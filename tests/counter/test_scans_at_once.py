"""Two counters and the phone itself at the same instant: one dossier."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.core.sealing import office_key
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierEvent
from tests.counter.test_scanning import scanned, shown
from tests.dossiers.office import make_office, sit_down
from tests.sync.together import all_at_once
from tests.sync.world import ground, make_phone


def test_two_counters_and_the_phone_at_the_same_instant_make_one_dossier(committed_app: Flask) -> None:
    app = committed_app
    with app.app_context():
        with transaction(writes=True):
            unit_id = make_office().unit.id
        with transaction(writes=False):
            here = ground(unit_id)
        phone = make_phone(app.test_client())
        desks = [sit_down(app.test_client(), "clerk") for _ in range(2)]
        key = office_key(app.config["CUA_LANG"].office_keys_dir)
    for _ in range(4):
        act = phone.submission(here)
        sealed = shown(key, phone, act)

        def sent() -> dict[str, Any]:
            return phone.copy(app.test_client()).push(act)[0]  # noqa: B023 - done within the round

        tasks: list[Callable[[], dict[str, Any]]] = [partial(scanned, desk, sealed) for desk in desks]
        answers = all_at_once([*tasks, sent])
        assert sorted(each["status"] for each in answers) == ["applied", "duplicate", "duplicate"]
        with app.app_context(), transaction(writes=False):
            of_it = select(DossierEvent.move).where(DossierEvent.dossier_id == act.dossier_id)
            moves = db.session.scalars(of_it.order_by(DossierEvent.version)).all()
            by_desk = answers[2]["status"] == "duplicate"
            assert moves == ["submit", *(["scanned"] if by_desk else [])]
    with app.app_context(), transaction(writes=False):
        assert db.session.scalar(select(func.count()).select_from(Dossier)) == 4
