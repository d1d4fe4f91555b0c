"""Submissions a second through the real protocol, beside what the engine takes when the same bytes go in bare."""

from __future__ import annotations

import http.client
import io
import json
import os
import random
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from PIL import Image

from app.core.ids import uuid7
from tests import postgres
from tests.bench.ground import Furnished, furnish, installed
from tests.bench.record import at_share, emit, median, say, times
from tests.e2e.server import Server
from tests.sync.world import Act, Page, Phone

CLIENTS = 8
BATCH = 50
PHOTO = 200_000
LONGEST = 20.0
"""Seconds of sending."""


@dataclass(frozen=True)
class Parcel:
    """A batch as a phone sends it: one push, then the bytes it announced."""

    phone: Phone
    body: bytes
    count: int
    pages: Sequence[Page] = ()


@dataclass
class Tally:
    """What came of the sending."""

    taken: int = 0
    seconds: float = 0
    pushes: list[float] = field(default_factory=list)
    uploads: list[float] = field(default_factory=list)
    ends: float = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def rate(self) -> float:
        """Submissions a second that the server holds whole."""
        return self.taken / self.seconds


def measure() -> None:
    """Both engines, both sizes, and a sync that brings nothing new."""
    for engine in ("sqlite", "postgresql"):
        with database(engine) as (url, folder):
            _measure(engine, furnish(url, folder, phones=CLIENTS), folder)


@contextmanager
def database(engine: str) -> Iterator[tuple[str, Path]]:
    """The address of an empty, durable database and a folder, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        if engine == "sqlite":
            yield f"sqlite:///{folder / 'cualang.db'}", folder
            return
        with postgres.running(durable=True) as server:
            server.run("CREATE DATABASE bench")
            yield server.url("bench"), folder


def _measure(engine: str, made: Furnished, folder: Path) -> None:
    small = [parcel for phone in made.phones for parcel in small_parcels(made, phone, times(14, 4))]
    texts = [operation["text"] for parcel in small for operation in json.loads(parcel.body)["operations"]]
    emit(f"submission_{engine}_text", sum(len(text.encode()) for text in texts) / len(texts), "bytes")
    bare = bare_inserts(engine, made, folder, texts[: times(6_000, 2_000)])
    emit(f"bare_insert_{engine}", bare, "rows/s")
    large = [parcel for phone in made.phones for parcel in large_parcels(made, phone, times(6, 2))]
    with installed(made.env, folder) as server:
        say(f"{engine}: {len(texts)} submissions without, {sum(each.count for each in large)} with a photo")
        send(server.port, [_warm(made, phone) for phone in made.phones])
        before = processor_time(server)
        done = send(server.port, small)
        emit(f"submissions_{engine}", done.rate, "submissions/s")
        # what does not change with whatever else this machine is doing
        emit(f"submission_{engine}_processor", (processor_time(server) - before) * 1000 / done.taken, "ms")
        emit(f"submissions_{engine}_of_bare_insert", done.rate / bare, "ratio")
        emit(f"push_{engine}_p50", median(done.pushes) * 1000, "ms")
        emit(f"push_{engine}_p99", at_share(done.pushes, 0.99) * 1000, "ms")
        before = processor_time(server)
        photos = send(server.port, large)
        emit(f"submissions_with_photo_{engine}", photos.rate, "submissions/s")
        emit(f"submission_with_photo_{engine}_processor", (processor_time(server) - before) * 1000 / photos.taken, "ms")
        emit(f"upload_{engine}_p99", at_share(photos.uploads, 0.99) * 1000, "ms")
        _nothing_new(engine, server.port, made.phones[0])


def small_parcels(made: Furnished, phone: Phone, batches: int) -> Iterator[Parcel]:
    """Batches of submissions without photos."""
    for _ in range(batches):
        yield _parcel(phone, [_submission(made, phone) for _ in range(BATCH)])


def _warm(made: Furnished, phone: Phone) -> Parcel:
    """One submission a phone, so that every worker has met its first request."""
    return _parcel(phone, [_submission(made, phone)])


def large_parcels(made: Furnished, phone: Phone, batches: int) -> Iterator[Parcel]:
    """Batches of submissions with a photo each."""
    for number in range(batches):
        pages = [Page(uuid7(), photo(hash((phone.seq, number, each)))) for each in range(10)]
        yield _parcel(phone, [_submission(made, phone, page) for page in pages], pages)


def _parcel(phone: Phone, acts: Sequence[Act], pages: Sequence[Page] = ()) -> Parcel:
    body = {"nonce": f"bench-{uuid7()}", "operations": [act.wire for act in acts]}
    return Parcel(phone, json.dumps(body, ensure_ascii=False).encode(), len(acts), pages)


def _submission(made: Furnished, phone: Phone, page: Page | None = None) -> Act:
    """A request for copies whose answers are about 2 kB, each of somebody else."""
    number = f"0{random.randint(10**10, 10**11 - 1)}"
    rows = [
        {
            "_id": str(uuid7()),
            "doc_name": f"Bằng tốt nghiệp số {random.randint(10**6, 10**7)}, bản {each} do sở cấp",
            "doc_pages": 2,
            "doc_copies": 1 + each % 3,
            "doc_kind": "paper",
        }
        for each in range(10)
    ]
    answers = {"req_id_number": number, "documents": rows}
    return phone.submission(made.on, answers=answers, pages=[page] if page else [])


def photo(seed: int) -> bytes:
    """A JPEG of about 200 kB with the measures of a photographed page."""
    noise = random.Random(seed)
    small = Image.frombytes("L", (400, 300), noise.randbytes(400 * 300)).resize((1600, 1200))
    out = io.BytesIO()
    small.convert("RGB").save(out, "JPEG", quality=60)
    found = out.getvalue()
    # what is missing comes as a trailing block, which readers of pictures pass over
    return found + noise.randbytes(max(0, PHOTO - len(found)))


def processor_time(server: Server) -> float:
    """Seconds of processor that the server's workers have used so far."""
    first = server.processes["web"].pid
    workers = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    ticks = 0
    for pid in workers:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def send(port: int, parcels: Sequence[Parcel]) -> Tally:
    """Let every phone send its parcels one after the other, all at once; on a slow machine it ends early."""
    tally = Tally(ends=time.perf_counter() + LONGEST)
    queues: dict[str, list[Parcel]] = {}
    for parcel in parcels:
        queues.setdefault(parcel.phone.token, []).append(parcel)
    begun = time.perf_counter()
    with ThreadPoolExecutor(len(queues)) as pool:
        for outcome in [pool.submit(_send_all, port, each, tally) for each in queues.values()]:
            outcome.result()
    tally.seconds = time.perf_counter() - begun
    return tally


def _send_all(port: int, parcels: Sequence[Parcel], tally: Tally) -> None:
    for parcel in parcels:
        if time.perf_counter() > tally.ends:
            return
        headers = {"Authorization": f"Bearer {parcel.phone.token}", "Content-Type": "application/json"}
        took, answer = _timed(port, "POST", "/api/sync/push", parcel.body, headers)
        verdicts = [each["status"] for each in json.loads(answer)["results"]]
        assert verdicts == ["applied"] * parcel.count, verdicts[:3]
        uploads = [_upload(port, parcel.phone, page) for page in parcel.pages]
        with tally.lock:
            tally.taken += parcel.count
            tally.pushes.append(took)
            tally.uploads.extend(uploads)


def _upload(port: int, phone: Phone, page: Page) -> float:
    line = page.line()
    headers = {
        "Authorization": f"Bearer {phone.token}",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": "0",
        "Upload-Length": str(line["size"]),
        "Upload-Sha256": line["sha256"],
        "Upload-Type": "image/jpeg",
    }
    took, answer = _timed(port, "PATCH", f"/api/uploads/{page.attachment_id}", page.content, headers)
    assert json.loads(answer)["state"] == "stored", answer
    return took


def _timed(port: int, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[float, bytes]:
    """One request on a connection of its own, as nginx makes it to a sync worker; its time and its answer."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    assert answer.status == 200, (answer.status, content[:500])
    return time.perf_counter() - begun, content


def _nothing_new(engine: str, port: int, phone: Phone) -> None:
    """A sync with nothing to send and nothing to hear: how much comes over the line, and how long it takes."""
    headers = {"Authorization": f"Bearer {phone.token}"}
    cursor, more = "", True
    while more:
        _, answer = _timed(port, "GET", f"/api/sync/changes?limit=500&cursor={cursor}", None, headers)
        told: dict[str, Any] = json.loads(answer)
        cursor, more = told["cursor"], told["more"]
    rounds = [_timed(port, "GET", f"/api/sync/changes?cursor={cursor}", None, headers) for _ in range(times(200, 40))]
    emit(f"no_change_sync_{engine}", len(rounds[-1][1]), "bytes")
    emit(f"no_change_sync_{engine}_p50", median([took for took, _ in rounds]) * 1000, "ms")


def bare_inserts(engine: str, made: Furnished, folder: Path, texts: Sequence[str]) -> float:
    """Durable rows a second with the same texts, one a transaction: what the engine itself can do."""
    return _bare_sqlite(folder, texts) if engine == "sqlite" else _bare_postgres(made, texts)


def _bare_sqlite(folder: Path, texts: Sequence[str]) -> float:
    """One writer: more of them only wait for each other."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE bare (id BLOB PRIMARY KEY, text TEXT)")
    rate = _rate(
        len(texts),
        lambda: [connection.execute("INSERT INTO bare VALUES (?, ?)", (uuid7().bytes, text)) for text in texts],
    )
    connection.close()
    return rate


def _bare_postgres(made: Furnished, texts: Sequence[str]) -> float:
    address = made.env["DATABASE_URL"].replace("+psycopg", "", 1)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (id uuid PRIMARY KEY, text text)")

    def insert(part: Sequence[str]) -> None:
        with psycopg.connect(address, autocommit=True) as connection:
            for text in part:
                connection.execute("INSERT INTO bare VALUES (%s, %s)", (uuid7(), text))

    def all_clients() -> None:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(insert, [texts[start::CLIENTS] for start in range(CLIENTS)]))

    return _rate(len(texts), all_clients)


def _rate(count: int, do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return count / (time.perf_counter() - begun)
