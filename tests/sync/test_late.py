"""A phone that comes back after weeks finds its work where it left it, also at a server that was renewed meanwhile."""

from __future__ import annotations

from sqlalchemy import func, select

from app import config, create_app, jobs
from app.db import db, transaction
from app.dossiers.models import Dossier, Operation
from tests.conftest import Client, HeldClock
from tests.dossiers.office import make_office
from tests.sync.world import ground, make_phone


def day_by_day(clock: HeldClock, days: int) -> None:
    """Every repeating task runs on every day."""
    for _ in range(days):
        clock.forward(days=1)
        jobs.keep_schedule()
        jobs.drain()


def test_f02_a_retry_after_forty_days_and_an_upgrade_gets_the_first_success_and_makes_no_second_dossier(
    server_env: dict[str, str], clock: HeldClock
) -> None:
    before = create_app(config.load(server_env))
    before.test_client_class = Client
    with before.app_context():
        with transaction(writes=True):
            unit_id = make_office().unit.id
        with transaction(writes=False):
            on = ground(unit_id)
        phone = make_phone(before.test_client())
        act = phone.submission(on)
        (first,) = phone.push(act)
        day_by_day(clock, 40)
        db.session.remove()
        db.engine.dispose()
    # another program over the same database, as after an upgrade
    after = create_app(config.load(server_env))
    after.test_client_class = Client
    with after.app_context():
        late = phone.copy(after.test_client())
        (second,) = late.push(act)
        assert (first["status"], second["status"]) == ("applied", "duplicate")
        told = {key: second[key] for key in ("op_id", "code", "errors", "acknowledged")}
        assert told == {key: first[key] for key in told}
        assert second["dossier"]["local_code"] == first["dossier"]["local_code"]
        with transaction(writes=False):
            assert db.session.scalar(select(func.count()).select_from(Dossier)) == 1
            assert db.session.scalar(select(func.count()).select_from(Operation)) == 1
        db.session.remove()
        db.engine.dispose()
