"""The phone's real core, in Node, against a real server: cut lines, lost answers, killed servers, several tabs.

SIM_SEEDS, SIM_STEPS and SIM_FIRST ask for more than the few that every run has time for.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app import config, create_app
from app.attachments import storage
from app.attachments.models import Attachment
from app.config import ROOT
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierAccess, DossierFile, Operation
from app.identity import passwords, staff
from tests.attachments import pictures
from tests.conftest import settings
from tests.dossiers.office import PASSWORD, make_office
from tests.sync.world import COPIES, copies_answers, sha256

FIRST = int(os.environ.get("SIM_FIRST", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("SIM_SEEDS", "2")))
STEPS = int(os.environ.get("SIM_STEPS", "50"))
PHONES = 3
PATIENCE = 600


@dataclass
class KillableServer:
    """A gunicorn with the fault layer, on one port, that comes back after it was killed."""

    env: dict[str, str]
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--no-control-socket", "--preload"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
        with self.log.open("ab") as log:
            env = {**os.environ, **self.env, "FAULTS": "1"}
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.base}/healthz", timeout=5):
                return
            os.sched_yield()
        raise AssertionError(self.log.read_text())

    def kill_workers(self) -> None:
        """SIGKILL of all that work at this moment; others take their place."""
        assert self.process is not None
        pid = self.process.pid
        for worker in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(worker), signal.SIGKILL)

    def stop(self) -> None:
        """SIGKILL of everything: nobody finishes what they were doing."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def server(make_catalogued: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[KillableServer]:
    """One server for all seeds: each has phones of its own, which must not notice each other either."""
    folder = tmp_path_factory.mktemp("simulation")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = KillableServer(settings(folder / "instance", make_catalogued()), folder, port)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def world(server: KillableServer) -> Iterator[Flask]:
    """The same database and files, seen from here."""
    app = create_app(config.load(server.env))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def plan(server: KillableServer, world: Flask) -> dict[str, Any]:
    with world.app_context(), transaction(writes=True):
        unit_id = str(make_office().unit.id)
        secret = passwords.hashed(PASSWORD, cost=1)
        for seed in SEEDS:
            for number in range(PHONES):
                staff.add_person(name="Hoàng Văn Nam", username=f"sim-{seed}-{number}", password_hash=secret)
    pages = server.folder / "pages"
    pages.mkdir()
    # some fit in one piece, some need many
    for number, side in enumerate((16, 60, 160, 330, 420)):
        (pages / f"{number}.jpg").write_bytes(pictures.jpeg(number, (side, side)))
    return {
        "base": server.base,
        "phones": PHONES,
        "steps": STEPS,
        "unit_id": unit_id,
        "procedure": COPIES,
        "answers": copies_answers(),
        "pages": str(pages),
        "password": PASSWORD,
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_on_the_way_each_dossier_arrives_once_and_whole(
    seed: int, server: KillableServer, world: Flask, plan: dict[str, Any]
) -> None:
    told = simulate(server, {**plan, "seed": seed, "kills": 3, "restarts": 1 if seed == SEEDS[0] else 0})
    with world.app_context(), transaction(writes=False):
        for phone in told["phones"]:
            check_dossiers(phone)
            check_bytes(phone["expected"])
            check_phone(phone)
    assert sum(len(phone["expected"]) for phone in told["phones"]) > PHONES
    assert sum(sum(phone["faults"].values()) for phone in told["phones"]) > PHONES


def simulate(server: KillableServer, plan: dict[str, Any]) -> dict[str, Any]:
    """Run the phones, killing what they ask to be killed; what they say at the end."""
    command = ["node", "--import", "tsx", "tests/sim/run.ts", json.dumps(plan)]
    last = ""
    log = server.folder / f"phones-{plan['seed']}.log"
    with log.open("wb") as errors:
        phones = subprocess.Popen(command, cwd=ROOT / "pwa", stdout=subprocess.PIPE, stderr=errors, text=True)
    with phones, contextlib.closing(phones.stdout or io.StringIO()) as said:
        for line in said:
            last = line
            if line.strip() == "kill":
                server.kill_workers()
            elif line.strip() == "restart":
                server.stop()
                server.start()
        assert phones.wait(timeout=PATIENCE) == 0, log.read_text()
    told: dict[str, Any] = json.loads(last)
    return told


def check_dossiers(phone: dict[str, Any]) -> None:
    """Exactly the dossiers that this phone sent, each made by exactly one operation with the text the phone made."""
    principal, expected = phone["principal"], phone["expected"]
    mine = select(DossierAccess.dossier_id).where(DossierAccess.principal == principal, DossierAccess.until.is_(None))
    there = {str(row.id): row for row in db.session.scalars(select(Dossier).where(Dossier.id.in_(mine)))}
    assert set(there) == {each["dossier_id"] for each in expected}
    sent = select(Operation).where(Operation.kind == "dossier.submit", Operation.dossier_id.in_(ids_of(expected)))
    operations = list(db.session.scalars(sent))
    assert sorted(str(row.dossier_id) for row in operations) == sorted(there)
    assert all(sha256(row.text) == row.sha256 for row in operations)
    for each in expected:
        assert (there[each["dossier_id"]].state == "withdrawn") == each["withdrawn"]


def ids_of(expected: list[dict[str, Any]]) -> list[UUID]:
    return [UUID(each["dossier_id"]) for each in expected]


def check_bytes(expected: list[dict[str, Any]]) -> None:
    """Every byte of every page that was named is on the disk and is what the phone photographed."""
    held = storage.current()
    for each in expected:
        rows = {
            str(f.attachment_id): f
            for f in db.session.scalars(select(DossierFile).filter_by(dossier_id=UUID(each["dossier_id"])))
        }
        assert set(rows) == {page["attachment_id"] for page in each["pages"]}
        for page in each["pages"]:
            attachment = db.session.get_one(Attachment, UUID(page["attachment_id"]))
            assert attachment.state == "stored"
            assert rows[page["attachment_id"]].stored_at is not None
            assert sha256(held.path(page["sha256"]).read_bytes()) == page["sha256"]


def check_phone(phone: dict[str, Any]) -> None:
    """Nothing is left on the phone, it shows what the server has, and every copy got the same success."""
    assert phone["left"] == []
    shown = {each["dossier_id"]: each for each in phone["shown"]}
    assert set(shown) == {each["dossier_id"] for each in phone["expected"]}
    for each in phone["expected"]:
        assert shown[each["dossier_id"]]["awaiting_files"] == 0
        assert (shown[each["dossier_id"]]["state"] == "withdrawn") == each["withdrawn"]
    for verdicts in phone["copies"].values():
        assert len(set(verdicts)) == 1
        assert verdicts[0].startswith("duplicate ")
