"""Uploads in a storm: a real server, cut connections, lost answers, copies at the same instant, killed workers."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import threading
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

FILES = int(os.environ.get("FUZZ_FILES", "60"))
CLIENTS = 6
KILLS = max(3, FILES // 25)
RAW = "application/offset+octet-stream"


def test_eight_finishes_at_the_same_instant_all_get_the_same_success(committed_app: Flask) -> None:
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
    seen: dict[str, int] = field(default_factory=dict)

    def send(self, name: UUID, whole: bytes) -> None:
        """Send one file, whatever happens on the way."""
        offset = 0
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
        self.seen[str(status)] = self.seen.get(str(status), 0) + 1
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
        headers = {
            "Upload-Offset": str(offset),
            "Upload-Length": str(len(whole)),
            "Upload-Sha256": sha256(whole),
            "Upload-Type": "image/jpeg",
            "Content-Type": RAW,
        }
        piece = whole[offset:end] if offset < end else whole[offset : offset + 1]
        fate = self.chance.random()
        if fate < 0.45:
            after = self.chance.randrange(len(piece) + 1) if fate < 0.25 else len(piece)
            self._cut(f"/api/uploads/{name}", headers, piece, after)
            return None
        if fate < 0.5 and self.kills.acquire(blocking=False):
            self.server.kill_a_worker(self.chance)
        return self._ask("PATCH", f"/api/uploads/{name}", headers, piece)

    def _cut(self, path: str, headers: dict[str, str], body: bytes, after: int) -> None:
        """Send so many bytes of the body, then go away without an answer."""
        with contextlib.suppress(OSError), contextlib.closing(self.server.connect()) as line:
            line.putrequest("PATCH", path)
            for key, value in {**headers, **self._who(), "Content-Length": str(len(body))}.items():
                line.putheader(key, value)
            line.endheaders()
            line.send(body[:after])
        self.seen["cut"] = self.seen.get("cut", 0) + 1

    def _ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, dict[str, Any]] | None:
        try:
            with contextlib.closing(self.server.connect()) as line:
                line.request(method, path, body=body, headers={**(headers or {}), **self._who()})
                answer = line.getresponse()
                return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.seen["lost"] = self.seen.get("lost", 0) + 1
            return None

    def _who(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def test_no_byte_is_lost_or_mixed_up_by_cuts_lost_answers_and_killed_workers(
    committed_app: Flask, server_env: dict[str, str], tmp_path: Path
) -> None:
    with committed_app.app_context():
        phone = make_phone(committed_app.test_client())
    chance = random.Random(20261124)
    files = {uuid7(): _file(chance, number) for number in range(FILES)}
    jobs = list(files.items())
    with server.running(server_env, tmp_path) as running:
        kills = threading.Semaphore(KILLS)

        def work(number: int) -> dict[str, int]:
            storm = Storm(running, phone.token, random.Random(number), kills)
            for name, whole in jobs[number::CLIENTS]:
                storm.send(name, whole)
            return storm.seen

        with ThreadPoolExecutor(CLIENTS) as pool:
            seen = list(pool.map(work, range(CLIENTS)))
    assert sum(each.get("cut", 0) for each in seen) > FILES // 2
    with committed_app.app_context(), transaction(writes=False):
        held = storage.current()
        for name, whole in files.items():
            row = queries.get(name)
            assert row is not None
            assert row.state == "stored"
            assert held.path(row.sha256).read_bytes() == whole
        assert not list(held.parts.iterdir())


def _file(chance: random.Random, number: int) -> bytes:
    """A JPEG with some more bytes behind its end, as many phones write them."""
    return pictures.jpeg(number % 7, (48, 32)) + chance.randbytes(chance.choice((0, 10, 5_000, 60_000, 300_000)))


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
