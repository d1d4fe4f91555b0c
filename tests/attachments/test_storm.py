"""Uploads in a storm: a real server, cut connections, lost answers, copies at the same instant, killed workers."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask

from app.attachments import queries, storage
from app.core.ids import uuid7
from app.db import transaction
from tests.attachments import pictures, server
from tests.sync.together import at_once
from tests.sync.world import Phone, make_phone, sha256

FILES = int(os.environ.get("FUZZ_FILES", "1000"))
CLIENTS = 8
KILLS = max(3, FILES // 40)
A_PHONE = 250
"""So many at most come from one phone: more than that, of no dossier, are refused."""
EVERY_CUT = 24
"""A file of so few bytes that each place at which a line can die is tried."""
RAW = "application/offset+octet-stream"


def test_f85_eight_finishes_at_the_same_instant_all_get_the_same_success(committed_app: Flask) -> None:
    with committed_app.app_context():
        phone = make_phone(committed_app.test_client())
    photo, name = pictures.jpeg(40), uuid7()
    phone.send_piece(name, photo, 0, 1000)
    with committed_app.app_context(), storage.current().part_path(name).open("ab") as part:
        part.write(photo[1000:])
    answers = at_once(8, lambda: phone.copy(committed_app.test_client()).finish(name))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert len({answer.data for answer in answers}) == 1
    assert answers[0].get_json()["state"] == "stored"


def test_eight_first_pieces_at_the_same_instant_make_one_file(committed_app: Flask) -> None:
    with committed_app.app_context():
        phone = make_phone(committed_app.test_client())
    photo, name = pictures.jpeg(41), uuid7()
    answers = at_once(8, lambda: phone.copy(committed_app.test_client()).send(name, photo))
    assert {answer.status_code for answer in answers} <= {200, 409, 423}
    assert any(answer.status_code == 200 for answer in answers)
    assert phone.finish(name).get_json()["state"] == "stored"
    with committed_app.app_context():
        assert storage.current().path(sha256(photo)).read_bytes() == photo


@dataclass
class Storm:
    """One client of the storm: sends files with random cuts and lost answers until the server says `stored`."""

    server: server.Server
    token: str
    chance: random.Random
    kills: threading.Semaphore
    seen: Counter[str] = field(default_factory=Counter)

    def send(self, name: UUID, whole: bytes, offset: int = 0) -> None:
        """Send one file, whatever happens on the way."""
        for _ in range(400):
            answer = self._piece(name, whole, offset)
            if answer is None:
                answer = self._ask("GET", f"/api/uploads/{name}")
            offset = self._next_offset(answer, offset)
            if offset == len(whole) and self._finished(name):
                return
        raise AssertionError("the file did not get through in 400 tries")

    def _next_offset(self, answer: tuple[int, dict[str, Any]] | None, offset: int) -> int:
        if answer is None:
            return offset
        status, body = answer
        self.seen[str(status)] += 1
        if status in (200, 400, 409, 460):
            return int(body["offset"])
        assert status in (404, 423, 503), (status, body)
        return 0 if status == 404 else offset

    def _finished(self, name: UUID) -> bool:
        answer = self._ask("POST", f"/api/uploads/{name}/finish")
        return answer is not None and answer[0] == 200 and answer[1]["state"] == "stored"

    def _piece(self, name: UUID, whole: bytes, offset: int) -> tuple[int, dict[str, Any]] | None:
        end = min(len(whole), offset + self.chance.choice((2_000, 8_000, 32_000, 128_000)))
        if self.chance.random() < 0.1:
            offset = self.chance.randrange(0, len(whole))
        headers = self._about(whole, offset)
        piece = whole[offset:end] if offset < end else whole[offset : offset + 1]
        fate = self.chance.random()
        if fate < 0.45:
            after = self.chance.randrange(len(piece) + 1) if fate < 0.25 else len(piece)
            self._cut(f"/api/uploads/{name}", headers, piece, after)
            return None
        if fate < 0.5 and self.kills.acquire(blocking=False):
            self.server.kill_a_worker(self.chance)
        return self._ask("PATCH", f"/api/uploads/{name}", headers, piece)

    def offset(self, name: UUID) -> int:
        """How far the server says a file came."""
        answer = self._ask("GET", f"/api/uploads/{name}")
        return 0 if answer is None or answer[0] == 404 else int(answer[1]["offset"])

    def cut(self, name: UUID, whole: bytes, *, start: int, end: int, after: int) -> None:
        """Begin to send a piece and go away after so many bytes of it."""
        self._cut(f"/api/uploads/{name}", self._about(whole, start), whole[start:end], after)

    def _about(self, whole: bytes, offset: int) -> dict[str, str]:
        return {
            "Upload-Offset": str(offset),
            "Upload-Length": str(len(whole)),
            "Upload-Sha256": sha256(whole),
            "Upload-Type": "image/jpeg",
            "Content-Type": RAW,
        }

    def _cut(self, path: str, headers: dict[str, str], body: bytes, after: int) -> None:
        """Send so many bytes of the body, then go away without an answer."""
        with contextlib.suppress(OSError), contextlib.closing(self.server.connect()) as line:
            line.putrequest("PATCH", path)
            for key, value in {**headers, **self._who(), "Content-Length": str(len(body))}.items():
                line.putheader(key, value)
            line.endheaders()
            line.send(body[:after])
        self.seen["cut"] += 1

    def _ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, dict[str, Any]] | None:
        try:
            with contextlib.closing(self.server.connect()) as line:
                line.request(method, path, body=body, headers={**(headers or {}), **self._who()})
                answer = line.getresponse()
                return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.seen["lost"] += 1
            return None

    def _who(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def test_f16_f17_f18_f19_no_byte_of_a_thousand_files_is_lost_or_mixed_up(
    committed_app: Flask, server_env: dict[str, str], tmp_path: Path
) -> None:
    """Cuts, lost answers, killed workers; each tenth file from two tabs, each twentieth a photo sent before."""
    with committed_app.app_context():
        phones = [make_phone(committed_app.test_client()) for _ in range(0, FILES, A_PHONE)]
    chance = random.Random(20261124)
    files = {uuid7(): _file(chance, number) for number in range(FILES)}
    names = list(files)
    for number in range(20, FILES, 20):
        files[names[number]] = files[names[number - 1]]
    whose = {name: phones[number // A_PHONE].token for number, name in enumerate(names)}
    jobs = [*names, *names[::10]]
    chance.shuffle(jobs)
    with server.running(server_env, tmp_path) as running:
        kills = threading.Semaphore(KILLS)

        def work(number: int) -> Counter[str]:
            storm = Storm(running, "", random.Random(number), kills)
            for name in jobs[number::CLIENTS]:
                storm.token = whose[name]
                storm.send(name, files[name])
            return storm.seen

        with ThreadPoolExecutor(CLIENTS) as pool:
            seen = sum(pool.map(work, range(CLIENTS)), Counter[str]())
    assert seen["cut"] > FILES // 2
    assert seen["409"] > FILES // 20
    assert not kills.acquire(blocking=False)
    _all_is_kept(committed_app, files)


def _all_is_kept(app: Flask, files: dict[UUID, bytes]) -> None:
    """Every file byte for byte, no part of one, and nothing on the disk that no row names."""
    with app.app_context(), transaction(writes=False):
        held = storage.current()
        for name, whole in files.items():
            row = queries.get(name)
            assert row is not None
            assert row.state == "stored"
            assert held.path(row.sha256).read_bytes() == whole
        assert not list(held.parts.iterdir())
        assert set(held.names()) == {held.name(sha256(whole)) for whole in files.values()}


def test_f16_f20_a_line_that_dies_after_any_byte_costs_no_byte_that_arrived(
    committed_app: Flask, server_env: dict[str, str], tmp_path: Path
) -> None:
    """The phone asks how far it came, or, each other time, begins again and is told."""
    with committed_app.app_context():
        phone = make_phone(committed_app.test_client())
    tiny = pictures.jpeg(3, (8, 8))
    whole = tiny + bytes(range(EVERY_CUT))
    files = {uuid7(): whole for _ in range(EVERY_CUT)}
    with server.running(server_env, tmp_path) as running:
        storm = Storm(running, phone.token, random.Random(1), threading.Semaphore(0))
        for after, name in enumerate(files):
            storm.cut(name, whole, start=0, end=len(whole), after=len(tiny) + after)
            offset = storm.offset(name) if after % 2 else 0
            assert offset in (0, len(tiny) + after, len(whole))
            storm.send(name, whole, offset)
    _all_is_kept(committed_app, files)


def _file(chance: random.Random, number: int) -> bytes:
    """A JPEG with some more bytes behind its end, as many phones write them."""
    return pictures.jpeg(number % 7, (48, 32)) + chance.randbytes(
        chance.choice((0, 0, 10, 10, 5_000, 5_000, 60_000, 200_000))
    )


def test_a_photo_of_one_phone_stays_its_own_when_two_send_under_one_id(committed_app: Flask) -> None:
    with committed_app.app_context():
        phones: list[Phone] = [make_phone(committed_app.test_client()) for _ in range(2)]
    photo, name = pictures.jpeg(42), uuid7()
    turn = iter(phones)
    lock = threading.Lock()

    def send() -> Any:
        with lock:
            phone = next(turn)
        return phone.send(name, photo)

    answers = at_once(2, send)
    assert sorted(answer.status_code for answer in answers) == [200, 404]
