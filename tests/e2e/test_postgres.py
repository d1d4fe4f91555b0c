"""The second engine: a photo and a form go from a phone to a number, on a database made by the migrations."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.conftest import settings
from tests.e2e import database, desk, people, sheets
from tests.e2e.conftest import furnish
from tests.e2e.phone import Phone
from tests.e2e.server import BIN, ROOT, Server, running

WOMAN = people.resident("Đinh Thị Ngọc Ánh", 11)


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Server]:
    """A server with two workers over a PostgreSQL of its own."""
    with postgres.running() as engine:
        engine.run("CREATE DATABASE counter")
        mine = settings(tmp_path / "instance", engine.url("counter"))
        upgrade = [str(BIN / "flask"), "db", "upgrade"]
        subprocess.run(
            upgrade, cwd=ROOT, env=os.environ | mine | {"FLASK_APP": "wsgi"}, check=True, capture_output=True
        )
        furnish(tmp_path / "instance", engine.url("counter"))
        with running(mine, tmp_path, workers=2) as started:
            yield started


def test_a_dossier_with_a_photo_is_sent_and_received_on_postgresql_too(
    on_postgresql: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., desk.Desk]
) -> None:
    phone = pick_up(on_postgresql)
    phone.install()
    photos = {"paper_earlier_residence_proof": [sheets.photo("XÁC NHẬN NƠI Ở CŨ")]}
    slip = phone.file(people.MARITAL_STATUS, people.single(WOMAN), photos)
    desk.receive(lambda worker: sit_down(on_postgresql, worker), slip.code)
    phone.open_dossier(slip)
    phone.stands("Đã tiếp nhận")
    [(code, number, missing)] = database.dossiers_of(on_postgresql, WOMAN)
    assert (code, missing) == (slip.code, 0)
    assert number.startswith("H98.17-")
    assert database.papers_of(on_postgresql, slip.code) == [("earlier_residence_proof", 1)]
