"""The office's inbox with 100,000 dossiers in the database: what a page of it, its counts and a search cost."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import insert, text

from app import config, create_app
from app.catalogue import importer
from app.catalogue import queries as catalogue
from app.core import clock, ids
from app.db import db, transaction
from app.dossiers import finding, rules
from app.dossiers.models import Dossier
from app.payments.models import Charge, LedgerEntry
from tests.bench.catalogue_size import ROOT
from tests.bench.ground import environment
from tests.bench.record import at_share, emit, median, say, times
from tests.bench.submissions import database
from tests.conftest import Client
from tests.dossiers.office import BIRTH, COPIES, MARITAL, Desk, make_office, sit_down

ALL, OPEN, BATCH = 100_000, 3_000, 2_000
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vàng", "Lò", "Hồ", "Bùi", "Đinh")
MIDDLE = ("Thị", "Văn", "Hữu", "Thị Ngọc", "Minh", "A", "Bảo", "Đức")
GIVEN = ("Ánh", "Tùng", "Hạnh", "Khoa", "Trâm", "Sử", "Pâng", "Hưng", "Yến", "Quỳnh", "Nghĩa", "Phượng", "Chi", "Lan")
STATES = ("submitted", "received", "appraising", "approving", "signing", "ready")
_SAME: dict[str, Any] = {
    "claim_hash": "0" * 64,
    "factor_kind": "id",
    "factor_hash": "0" * 64,
    "notice": {},
    "wishes": {},
    "files_missing": 0,
    "due": {},
    "flags": [],
}
PAGES = {
    "mine": {"view": "mine"},
    "all": {"view": "all"},
    "late": {"view": "late"},
    "awaiting_payment": {"view": "awaiting_payment"},
    "done": {"view": "done"},
    "search_code": {"q": "261125-0042"},
    "search_id": {"q": "038194000777"},
    "search_name": {"q": "lo thi pang"},
    "search_common_name": {"q": "nguyen"},
    "search_nothing": {"q": "nguyen khong ai ten nay"},
}


def measure() -> None:
    """On both engines."""
    for engine in ("sqlite", "postgresql"):
        with database(engine) as (url, folder):
            app = create_app(config.load(environment(url, folder)))
            with app.app_context():
                _measure(engine, app)
                db.session.remove()
                db.engine.dispose()


def _measure(engine: str, app: Flask) -> None:
    db.create_all()
    db.session.commit()
    with transaction(writes=True):
        importer.load(ROOT / "catalogue")
    begun = time.perf_counter()
    with transaction(writes=True):
        here, there = make_office(), make_office(name="Xã Bên Cạnh", e_identifier="H17.50.3", prefix="other-")
        units = (here.unit.id, there.unit.id)
    _fill(units)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine == "postgresql" else "ANALYZE"))
    say(f"{engine}: {ALL} dossiers, {OPEN} of them open at one commune, in {time.perf_counter() - begun:.0f} s")
    app.test_client_class = Client
    desk = sit_down(app.test_client(), "clerk")
    for name, query in PAGES.items():
        took = [_asked(desk, query) for _ in range(times(20, 5))]
        emit(f"inbox_{engine}_{name}_p50", median([wall for wall, _ in took]), "ms")
        emit(f"inbox_{engine}_{name}_p95", at_share([wall for wall, _ in took], 0.95), "ms")
        # what does not change with whatever else this machine is doing
        emit(f"inbox_{engine}_{name}_processor", median([own for _, own in took]), "ms")


def _asked(desk: Desk, query: dict[str, str]) -> tuple[float, float]:
    """How long a page took, and how much of a processor the server itself; PostgreSQL's own is not in it."""
    begun, own = time.perf_counter(), time.process_time()
    answer = desk.read("/inbox", **query)
    took = (time.perf_counter() - begun) * 1000, (time.process_time() - own) * 1000
    assert answer.status_code == 200, answer.text
    return took


def _fill(units: tuple[UUID, UUID]) -> None:
    """3,000 open ones at the first commune, among 60,000 of it; the rest at the other."""
    chance = random.Random(20261129)
    forms = {
        code: catalogue.procedure_body(catalogue.current_version(code))["form"]["ref"].split("@")[1]
        for code in (BIRTH, COPIES, MARITAL)
    }
    now = clock.now()
    rows: list[dict[str, Any]] = []
    for number in range(ALL):
        rows.append(_row(chance, number, units, forms, now))
        if len(rows) == BATCH:
            _write(rows)
            rows = []


def _row(
    chance: random.Random, number: int, units: tuple[UUID, UUID], forms: dict[str, str], now: datetime
) -> dict[str, Any]:
    dossier_id = ids.uuid7()
    is_open = number % 33 == 0 and number // 33 < OPEN
    state = chance.choice(STATES) if is_open else chance.choice(("returned", "returned", "refused", "withdrawn"))
    code = chance.choice(list(forms))
    sent = now - timedelta(hours=chance.randrange(1, 24 * 20 if is_open else 24 * 365))
    name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"
    received = None if state == "submitted" else sent + timedelta(hours=2)
    owner = {"name": name, "id_number": f"0381940{number:05d}", "phone": f"09051{number:05d}"}
    local_code = ids.local_code(dossier_id)
    return {
        "id": dossier_id,
        "version": 3,
        "state": state,
        "procedure_code": code,
        "form_hash": forms[code],
        "unit_id": units[0] if is_open or number % 5 < 3 else units[1],
        "channel": "prepared",
        "local_code": local_code,
        "official_number": _official(number) if received else None,
        "title": f"Hồ sơ: {name}",
        "answers": {f"field_{n}": f"Câu trả lời dài vừa phải số {n} của {name}" for n in range(25)},
        "parties": {"owner": owner},
        "search_text": rules.search_text({"owner": owner}, [local_code]),
        "owner_id_number": owner["id_number"],
        **_SAME,
        "submitted_at": sent,
        "complete_at": sent,
        "received_at": received,
        "closed_at": None if is_open else sent + timedelta(days=3),
        "due_at": received + timedelta(days=chance.randrange(1, 30)) if received else None,
        "step_since": sent,
    }


def _official(number: int) -> str:
    return f"H17.50.{2 + number % 2}-{261000 + number // 1000}-{number % 1000:04d}"


def _write(rows: list[dict[str, Any]]) -> None:
    with transaction(writes=True):
        db.session.execute(insert(Dossier), rows)
        finding.note_rows(rows)
        for model, made in zip((Charge, LedgerEntry), _owing(rows), strict=True):
            if made:
                db.session.execute(insert(model), made)


def _owing(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A charge on every other dossier that was received; on every eighth it is still due."""
    charges: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for row in rows[::2]:
        if row["received_at"] is None:
            continue
        charge_id, booking = ids.uuid7(), ids.uuid7()
        due = 8000 if len(charges) % 4 == 0 and row["closed_at"] is None else 0
        charges.append(
            {
                "id": charge_id,
                "dossier_id": row["id"],
                "unit_id": row["unit_id"],
                "amount": 8000,
                "reference": row["local_code"],
                "blocking": True,
                "lines": [],
                "bank": {},
                "owner_name": row["title"],
                "procedure_name": {"vi": "Thủ tục"},
                "created_at": row["received_at"],
            }
        )
        entries.append(_leg(charge_id, booking, due, row["received_at"]))
    return charges, entries


def _leg(charge_id: UUID, booking: UUID, due: int, at: datetime) -> dict[str, Any]:
    return {
        "id": ids.uuid7(),
        "booking_id": booking,
        "account": f"due:{charge_id}",
        "what": "charge",
        "charge_id": charge_id,
        "amount": due,
        "at": at,
    }
