"""The phone's real core over bad lines of real packets, beside what the line itself could carry.

The lines are made by tests/bench/link.py; where the machine does not allow that (no root, no namespaces), nothing is
measured. Ratios are to the time that the bytes alone take at the line's rate.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from app import config, create_app
from app.core.ids import uuid7
from app.db import db, transaction
from app.identity import passwords, staff
from tests.attachments import pictures
from tests.bench import link
from tests.bench.catalogue_size import ROOT
from tests.bench.ground import Furnished, furnish
from tests.bench.link import Link, Shape
from tests.bench.record import emit, median, say, times
from tests.e2e.server import Server, running
from tests.sync.world import COPIES, copies_answers, sign_in

EDGE = Shape(kbits=200, delay_ms=150, loss=0.02)
SLOW_3G = Shape(kbits=400, delay_ms=150)
PHOTO = 300_000
CUT = 20.0
DOSSIERS = 500
CROWD = 10_000
PASSWORD = "Mua dong gio bac 37"
BATCH = 50


@dataclass
class PhoneOnLine:
    """A phone in Node at the other end of a line."""

    process: subprocess.Popen[str]
    line: Link

    def does(self, *, cut: int = 0, **task: Any) -> dict[str, Any]:
        """What a task took; after `cut` bytes the line is silent for a while."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        self.hears("ready")
        up, down = self.line.up, self.line.down
        if cut:
            self.line.cut_after(cut, CUT)
        told: dict[str, Any] = json.loads(self.hears())
        return told | {"up": self.line.up - up, "down": self.line.down - down}

    def hears(self, word: str = "") -> str:
        """The next line it says."""
        assert self.process.stdout is not None
        said = self.process.stdout.readline().strip()
        if not said or (word and said != word):
            raise RuntimeError(f"the phone said {said!r}")
        return said


def measure() -> None:
    """A photo whole and cut, twenty small operations, nothing new, and a first sync."""
    if not link.possible():
        say("network: needs root and network namespaces; nothing was measured")
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        made = furnish(f"sqlite:///{folder / 'cualang.db'}", folder, phones=1)
        volunteer(made)
        with running(made.env, folder, workers=2) as server:
            warm(server)
            with phone_on(EDGE, server, made) as phone:
                small(phone)
                photos(phone)
            with phone_on(SLOW_3G, server, made) as phone:
                first_sync(phone)
                nothing_new(phone)


def warm(server: Server) -> None:
    """Every worker has met its first requests, so that lines are measured and not beginnings."""
    for _ in range(8):
        for path in ("/api/server", "/api/catalogue/bundle"):
            with urllib.request.urlopen(server.url + path) as answer:
                answer.read()


def small(phone: PhoneOnLine) -> None:
    """Twenty operations made without a network, then sent."""
    taken = [phone.does(what="small", count=20) for _ in range(times(3, 1))]
    emit("edge_20_small_operations", median([each["seconds"] for each in taken]), "s")
    emit("edge_20_small_operations_limit", EDGE.limit(taken[0]["up"]), "s")
    emit("edge_20_small_operations_batches", taken[0]["requests"].count("POST /api/sync/push"), "requests")


def photos(phone: PhoneOnLine) -> None:
    """A photo with its dossier, and a plain request with as many bytes, in turns: whole, and cut in the middle."""
    limit = EDGE.limit(PHOTO)
    rounds = times(3, 1)
    whole, plain, cut, plain_cut = [], [], [], []
    for _ in range(rounds):
        whole.append(phone.does(what="photo", size=PHOTO))
        plain.append(phone.does(what="plain", size=PHOTO))
        cut.append(phone.does(what="photo", size=PHOTO, cut=PHOTO // 2))
        plain_cut.append(phone.does(what="plain", size=PHOTO, cut=PHOTO // 2))
    seconds = {
        name: median([each["seconds"] for each in taken])
        for name, taken in (("whole", whole), ("plain", plain), ("cut", cut), ("plain_cut", plain_cut))
    }
    emit("edge_photo_limit", limit, "s")
    emit("edge_photo_with_its_dossier", seconds["whole"] / limit, "ratio")
    emit("edge_photo_plain_put", seconds["plain"] / limit, "ratio")
    emit("edge_photo_cut_of_20_s_costs", seconds["cut"] - seconds["whole"], "s")
    emit("edge_photo_plain_put_cut_of_20_s_costs", seconds["plain_cut"] - seconds["plain"], "s")
    # packets that went up, those among them that TCP itself repeated
    again = median([each["up"] for each in cut]) - median([each["up"] for each in whole])
    emit("edge_photo_sent_again_after_a_cut", again, "bytes")
    emit("edge_photo_requests", len(whole[0]["requests"]), "requests")


def first_sync(phone: PhoneOnLine) -> None:
    """A volunteer signs in on a new phone."""
    taken = phone.does(what="first")
    if taken["came"] != DOSSIERS:
        raise RuntimeError(f"{taken['came']} dossiers came")
    emit("slow3g_first_sync_500", taken["seconds"], "s")
    emit("slow3g_first_sync_500_down", taken["down"], "bytes")
    emit("slow3g_first_sync_500_of_limit", taken["seconds"] / SLOW_3G.limit(taken["down"]), "ratio")


def nothing_new(phone: PhoneOnLine) -> None:
    """A phone that holds many dossiers asks whether there is news."""
    phone.does(what="small", count=1)
    phone.does(what="crowd", count=CROWD)
    taken = [phone.does(what="nothing") for _ in range(times(9, 3))]
    emit("slow3g_no_change_sync_10000", median([each["seconds"] for each in taken]), "s")
    emit("slow3g_no_change_sync_10000_down", median([each["down"] for each in taken]), "bytes")
    emit("slow3g_no_change_sync_10000_up", median([each["up"] for each in taken]), "bytes")
    emit("slow3g_no_change_sync_10000_requests", len(taken[0]["requests"]), "requests")


def volunteer(made: Furnished) -> None:
    """Somebody with a password and so many dossiers."""
    app: Flask = create_app(config.load(made.env))
    with app.app_context():
        with transaction(writes=True):
            secret = passwords.hashed(PASSWORD, cost=1)
            person = staff.add_person(name="Hoàng Thị Lan", username="lan", password_hash=secret)
            person_id = person.id
        made.phones[0].client = app.test_client()
        phone = sign_in(made.phones[0], person_id)
        for _ in range(DOSSIERS // BATCH):
            results = phone.push(*[phone.submission(made.on) for _ in range(BATCH)], nonce=f"bench-{uuid7()}")
            assert {each["status"] for each in results} == {"applied"}
        db.session.remove()
        db.engine.dispose()


def picture(folder: Path) -> Path:
    """A JPEG that is smaller than the photos, which the phone makes of it."""
    path = folder / "bench.jpg"
    path.write_bytes(pictures.jpeg(1, (420, 420)))
    return path


@contextmanager
def phone_on(shape: Shape, server: Server, made: Furnished) -> Iterator[PhoneOnLine]:
    """A phone that has made its first visit over the line."""
    plan = {
        "base": f"http://{link.HERE}:{server.port}",
        "unit_id": str(made.on.unit_id),
        "procedure": COPIES,
        "answers": copies_answers(),
        "picture": str(picture(Path(made.env["INSTANCE_DIR"]))),
        "person": {"username": "lan", "password": PASSWORD},
    }
    command = link.inside("node", "--import", "tsx", "tests/bench/phone.ts", json.dumps(plan))
    with (
        link.link(shape, server.port) as line,
        subprocess.Popen(
            command, cwd=ROOT / "pwa", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
        ) as process,
    ):
        phone = PhoneOnLine(process, line)
        phone.hears("open")
        yield phone
        process.terminate()
