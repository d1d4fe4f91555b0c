"""kill -9 of server and executor under load, and a disk that is full: what was acknowledged is there, once."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, make_url, select

from app import config, create_app, jobs
from app.attachments import storage
from app.attachments.models import Attachment
from app.config import ROOT
from app.core.ids import uuid7
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierEvent, DossierFile, Operation
from tests.attachments import pictures
from tests.attachments.server import UnixConnection
from tests.dossiers.office import make_office
from tests.sync.world import Act, Ground, Page, Phone, ground, make_phone, sha256

PHONES = 4
ACTS = int(os.environ.get("CRASH_ACTS", "8"))
CRASHES = 3
PATIENCE = 120


@dataclass
class Machine:
    """A server and an executor that are killed and started again, over one database and one folder."""

    env: dict[str, str]
    folder: Path
    limit: int | None = None
    """The largest file that its processes may write: what a full disk says to them (EFBIG instead of ENOSPC)."""
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def door(self) -> Path:
        """Where it answers."""
        return self.folder / "door"

    def start(self) -> None:
        """Start both."""
        self.door.unlink(missing_ok=True)
        serve = ["gunicorn", "wsgi:app", "--no-control-socket", "--preload", "--bind", f"unix:{self.door}"]
        serve += ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--log-level", "error"]
        for number, command in enumerate((serve, ["flask", "--app", "wsgi", "jobs", "run"])):
            with (self.folder / f"machine-{number}.log").open("ab") as log:
                self._running.append(
                    subprocess.Popen(
                        [sys.executable, "-m", *command],
                        cwd=ROOT,
                        env={**os.environ, **self.env},
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                        preexec_fn=self._confine,
                    )
                )
        self._wait()

    def kill(self) -> None:
        """SIGKILL of every process of both: nobody finishes what they were doing."""
        for process in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()

    def confined_to(self, limit: int | None) -> None:
        """Start again, with files that may or may not grow."""
        self.kill()
        self.limit = limit
        self.start()

    def _confine(self) -> None:
        if self.limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, self.limit))

    def _wait(self) -> None:
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            with contextlib.suppress(OSError), contextlib.closing(UnixConnection(self.door)) as line:
                line.request("GET", "/healthz")
                line.getresponse().read()
                return
            os.sched_yield()
        raise AssertionError("\n".join(log.read_text() for log in self.folder.glob("machine-*.log")))


@pytest.fixture
def machine(server_env: dict[str, str], tmp_path: Path) -> Iterator[Machine]:
    """Not yet started."""
    made = Machine(server_env, tmp_path)
    try:
        yield made
    finally:
        made.kill()


def office_of(app: Flask) -> Ground:
    """An office of the database that both see."""
    with app.app_context():
        with transaction(writes=True):
            unit = make_office().unit.id
        with transaction(writes=False):
            return ground(unit)


@dataclass
class Sender:
    """A phone that sends until it is answered, and writes down every answer it got."""

    machine: Machine
    phone: Phone
    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[UUID, Act] = field(default_factory=dict)
    stored: dict[UUID, bytes] = field(default_factory=dict)

    def send(self, act: Act, pages: list[Page], *, until: Callable[[], bool] = lambda: False) -> None:
        """An operation and its pages, as often as it takes."""
        give_up = time.monotonic() + PATIENCE
        while act.dossier_id not in self.acknowledged and not until():
            assert time.monotonic() < give_up, self.answers
            self._push(act)
        for page in pages:
            while page.attachment_id not in self.stored and not until():
                assert time.monotonic() < give_up, self.answers
                self._upload(page)

    def _push(self, act: Act) -> None:
        asked = json.dumps({"nonce": "nonce-12345678", "operations": [act.wire]}).encode()
        answer = self._ask("POST", "/api/sync/push", asked, {"Content-Type": "application/json"})
        if answer is None or answer[0] != 200:
            return
        (result,) = answer[1]["results"]
        self.answers[result["status"]] += 1
        assert result["status"] in ("applied", "duplicate", "retry"), result
        if result["status"] != "retry":
            assert result["acknowledged"]["sha256"] == sha256(act.text)
            self.acknowledged[act.dossier_id] = act

    def _upload(self, page: Page) -> None:
        path = f"/api/uploads/{page.attachment_id}"
        asked = self._ask("GET", path)
        offset = asked[1]["offset"] if asked is not None and asked[0] == 200 else 0
        headers = {
            "Upload-Offset": str(offset),
            "Upload-Length": str(len(page.content)),
            "Upload-Sha256": sha256(page.content),
            "Upload-Type": "image/jpeg",
            "Content-Type": "application/offset+octet-stream",
        }
        if offset < len(page.content):
            self._ask("PATCH", path, page.content[offset : offset + 40_000], headers)
        done = self._ask("POST", f"{path}/finish")
        if done is not None and done[0] == 200 and done[1]["state"] == "stored":
            assert done[1]["sha256"] == sha256(page.content)
            self.stored[page.attachment_id] = page.content

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]] | None:
        who = {"Authorization": f"Bearer {self.phone.token}"}
        try:
            with contextlib.closing(UnixConnection(self.machine.door)) as line:
                line.request(method, path, body=body, headers={**who, **(headers or {})})
                answer = line.getresponse()
                told = answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.answers["nothing"] += 1
            os.sched_yield()
            return None
        self.answers[str(told[0])] += 1
        assert told[0] < 500 or told[1]["code"] in ("unavailable", "server_error"), told
        return told


def work_of(sender: Sender, on: Ground, number: int) -> list[tuple[Act, list[Page]]]:
    """What a phone has to send."""
    work = []
    for count in range(ACTS):
        content = pictures.jpeg(number, (40, 30)) + bytes([count]) * (count * 7_000)
        pages = [Page(uuid7(), content)] if count % 2 else []
        work.append((sender.phone.submission(on, pages=pages), pages))
    return work


def is_there_once(app: Flask, senders: list[Sender]) -> None:
    """Every acknowledged operation with its very bytes and one effect; every page that was called stored."""
    with app.app_context(), transaction(writes=False):
        for act in (act for sender in senders for act in sender.acknowledged.values()):
            row = db.session.get_one(Operation, UUID(act.id))
            assert (row.sha256, row.text, row.status) == (sha256(act.text), act.text, "applied")
            assert db.session.get_one(Dossier, act.dossier_id).version >= 1
        twice = select(DossierEvent.op_id).group_by(DossierEvent.op_id).having(func.count() > 1)
        assert not list(db.session.scalars(twice))
        held = storage.current()
        for name, content in (stored for sender in senders for stored in sender.stored.items()):
            assert db.session.get_one(Attachment, name).state == "stored"
            assert held.path(sha256(content)).read_bytes() == content


def nothing_is_half_kept(app: Flask) -> None:
    """Each dossier has its operation, its event and its whole manifest; each operation its dossier."""
    with app.app_context(), transaction(writes=False):
        dossiers = {row.id: row for row in db.session.scalars(select(Dossier))}
        sent = list(db.session.scalars(select(Operation).where(Operation.kind == "dossier.submit")))
        assert {row.dossier_id for row in sent if row.status == "applied"} == set(dossiers)
        for row in sent:
            manifest = {each["attachment_id"] for each in json.loads(row.text)["manifest"]}
            lines = select(DossierFile.attachment_id).where(DossierFile.dossier_id == row.dossier_id)
            assert {str(each) for each in db.session.scalars(lines)} == manifest
        events = select(DossierEvent.dossier_id, func.count()).group_by(DossierEvent.dossier_id)
        versions = {dossier_id: count for dossier_id, count in db.session.execute(events)}  # noqa: C416  # rows are no pairs
        assert versions == {each.id: each.version for each in dossiers.values()}


def everybody(app: Flask, machine: Machine, count: int) -> list[Sender]:
    """Phones that are known to the server."""
    with app.app_context():
        return [Sender(machine, make_phone(app.test_client())) for _ in range(count)]


def test_f18_what_was_acknowledged_under_kill_minus_nine_is_there_once(committed_app: Flask, machine: Machine) -> None:
    on = office_of(committed_app)
    senders = everybody(committed_app, machine, PHONES)
    work = [work_of(sender, on, number) for number, sender in enumerate(senders)]
    machine.start()
    chance, done = random.Random(20261128), threading.Event()

    def send_all(number: int) -> None:
        for act, pages in work[number]:
            senders[number].send(act, pages)

    def crash() -> None:
        for number in range(CRASHES):
            # after another quarter of the work, wherever everybody is at that moment
            wanted = (number + chance.random()) * PHONES * ACTS / CRASHES
            while sum(len(sender.acknowledged) for sender in senders) < wanted and not done.is_set():
                os.sched_yield()
            machine.kill()
            machine.start()

    with ThreadPoolExecutor(PHONES + 1) as pool:
        crashing = pool.submit(crash)
        for sent in [pool.submit(send_all, number) for number in range(PHONES)]:
            sent.result()
        done.set()
        crashing.result()
    assert sum(sender.answers["nothing"] for sender in senders) > 0
    assert all(len(sender.acknowledged) == ACTS for sender in senders)
    is_there_once(committed_app, senders)
    nothing_is_half_kept(committed_app)
    machine.kill()
    # whatever an executor had begun when it died is done by the next one, and then nothing waits
    with committed_app.app_context():
        jobs.drain()
    is_there_once(committed_app, senders)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of a few megabytes of its own; skips where this user may not mount one."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("only root mounts a disk of its own")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all but a little of what is free."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - 150_000))
    return ballast


def let_go(app: Flask) -> None:
    """Close what this process has open of the database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def send_until_refused(sender: Sender, on: Ground, number: int) -> None:
    """Some of it goes through, then the server says that it cannot, and nothing that it said before is untrue."""

    def refused() -> bool:
        return sender.answers["503"] + sender.answers["500"] + sender.answers["retry"] >= 6

    for act, pages in work_of(sender, on, number) * 4:
        sender.send(act, pages, until=refused)
    assert refused(), sender.answers


def send_everything(sender: Sender, on: Ground, number: int) -> None:
    """There is room again: everything goes through."""
    for act, pages in work_of(sender, on, number):
        sender.send(act, pages)
        assert act.dossier_id in sender.acknowledged


@pytest.mark.parametrize("how", ["a disk of its own", "files that may not grow"])
def test_f38_a_full_disk_is_said_and_keeps_nothing_by_half(
    how: str, server_env: dict[str, str], tmp_path: Path
) -> None:
    """ENOSPC on a small disk where this user may mount one; everywhere EFBIG by RLIMIT_FSIZE, which bites the same."""
    url = make_url(server_env["DATABASE_URL"])
    if url.get_backend_name() != "sqlite":
        pytest.skip("PostgreSQL's own server writes its files")
    with contextlib.ExitStack() as stack:
        own = how == "a disk of its own"
        disk = stack.enter_context(small_disk(tmp_path / "disk")) if own else tmp_path
        copied = shutil.copy(str(url.database), disk / "small.db")
        env = {**server_env, "DATABASE_URL": f"sqlite:///{copied}", "INSTANCE_DIR": str(disk / "instance")}
        app, machine = create_app(config.load(env)), Machine(env, tmp_path)
        stack.callback(machine.kill)
        on, senders = office_of(app), everybody(app, machine, 2)
        machine.start()
        send_everything(senders[0], on, 0)
        ballast = fill(disk) if own else None
        if ballast is None:
            machine.confined_to(150_000)
        send_until_refused(senders[1], on, 1)
        if ballast is None:
            machine.confined_to(None)
        else:
            ballast.unlink()
        is_there_once(app, senders)
        nothing_is_half_kept(app)
        send_everything(senders[1], on, 2)
        is_there_once(app, senders)
        nothing_is_half_kept(app)
        let_go(app)
