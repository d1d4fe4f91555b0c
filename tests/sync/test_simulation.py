"""The phone's real core, in Node, against a real server: cut lines, lost answers, killed servers, several tabs.

SIM_SEEDS, SIM_STEPS and SIM_FIRST ask for more than the few that every run has time for.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.attachments import storage
from app.attachments.models import Attachment
from app.config import ROOT
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierFile, Operation
from tests.attachments import pictures
from tests.dossiers.office import make_office
from tests.sync.world import COPIES, copies_answers, sha256

SEEDS = range(
    int(os.environ.get("SIM_FIRST", "1")), int(os.environ.get("SIM_FIRST", "1")) + int(os.environ.get("SIM_SEEDS", "3"))
)
STEPS = int(os.environ.get("SIM_STEPS", "40"))
PHONES = 3
KILLS = 2
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

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "wsgi:app",
            "--no-control-socket",
            "--bind",
            f"127.0.0.1:{self.port}",
        ]
        command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "critical"]
        with (self.folder / "server.log").open("ab") as log:
            env = {**os.environ, **self.env, "FAULTS": "1"}
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.base}/healthz", timeout=5):
                return
            os.sched_yield()
        raise AssertionError((self.folder / "server.log").read_text())

    def kill(self) -> None:
        """SIGKILL of the whole group: no worker finishes what it was doing."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait()


@pytest.fixture
def killable(server_env: dict[str, str], tmp_path: Path) -> Iterator[KillableServer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = KillableServer(server_env, tmp_path, port)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_on_the_way_each_dossier_arrives_once_and_whole(
    seed: int, committed_app: Flask, killable: KillableServer, tmp_path: Path
) -> None:
    with committed_app.app_context(), transaction(writes=True):
        unit_id = str(make_office().unit.id)
    told = simulate(seed, killable, unit_id, photographs(tmp_path / "pages"))
    with committed_app.app_context(), transaction(writes=False):
        expected = [each for phone in told["phones"] for each in phone["expected"]]
        assert expected, "a simulation in which nothing was sent shows nothing"
        check_dossiers(expected)
        check_bytes(expected)
    for phone in told["phones"]:
        check_phone(phone)


def photographs(folder: Path) -> Path:
    """Pages of several sizes: some fit in one piece, some need many."""
    folder.mkdir()
    for number, side in enumerate((16, 60, 160, 330, 420)):
        (folder / f"{number}.jpg").write_bytes(pictures.jpeg(number, (side, side)))
    return folder


def simulate(seed: int, server: KillableServer, unit_id: str, pages: Path) -> dict[str, Any]:
    plan = {
        "base": server.base,
        "seed": seed,
        "phones": PHONES,
        "steps": STEPS,
        "kills": KILLS,
        "unit_id": unit_id,
        "procedure": COPIES,
        "answers": copies_answers(),
        "pages": str(pages),
    }
    command = ["node", "--import", "tsx", "tests/sim/run.ts", json.dumps(plan)]
    last = ""
    with (server.folder / "phones.log").open("wb") as log:
        phones = subprocess.Popen(command, cwd=ROOT / "pwa", stdout=subprocess.PIPE, stderr=log, text=True)
    with phones, contextlib.closing(phones.stdout or io.StringIO()) as said:
        for line in said:
            last = line
            if line.strip() == "kill":
                server.kill()
                server.start()
        assert phones.wait(timeout=PATIENCE) == 0, (server.folder / "phones.log").read_text()
    told: dict[str, Any] = json.loads(last)
    return told


def check_dossiers(expected: list[dict[str, Any]]) -> None:
    """Exactly the dossiers that were sent, each made by exactly one operation with the text the phone made."""
    there = {str(row.id): row for row in db.session.scalars(select(Dossier))}
    assert set(there) == {each["dossier_id"] for each in expected}
    sent = select(Operation).where(Operation.kind == "dossier.submit")
    operations = {str(row.dossier_id): row for row in db.session.scalars(sent)}
    assert len(operations) == len(expected) == len(list(db.session.scalars(sent)))
    for each in expected:
        assert sha256(operations[each["dossier_id"]].text) == operations[each["dossier_id"]].sha256
        assert (there[each["dossier_id"]].state == "withdrawn") == each["withdrawn"]


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
