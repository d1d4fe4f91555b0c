"""How long a sitting that nobody ended or filed is kept: dated data."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import delete, or_, select

from app.core import clock
from app.counter.models import Sitting
from app.db import db

_MANY = 500


@lru_cache(maxsize=1)
def _rules() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("retention.yaml").read_text(encoding="utf-8"))
    return sorted(told, key=lambda each: str(each["since"]))


def rule_on(day: date) -> tuple[timedelta, timedelta]:
    """After how long the typed data goes, and after how long the row."""
    held = [each for each in _rules() if date.fromisoformat(each["since"]) <= day] or _rules()[:1]
    return timedelta(hours=held[-1]["typed_hours"]), timedelta(days=held[-1]["row_days"])


def forget_abandoned() -> int:
    """Forget what was typed at sittings that were over long ago and filed nothing; how many.

    Of a sitting that was filed nothing goes: who agreed to which text, and how, belongs to the dossier.
    """
    now = clock.now()
    typed, row = rule_on(clock.today())
    nothing_filed = Sitting.dossier_id.is_(None)
    db.session.execute(delete(Sitting).where(nothing_filed, Sitting.until < now - row))
    left = select(Sitting).where(
        nothing_filed,
        Sitting.until < now - typed,
        or_(Sitting.ended_at.is_(None), Sitting.phone.is_not(None), Sitting.confirmed_sha256.is_not(None)),
    )
    found = list(db.session.scalars(left.limit(_MANY).with_for_update()))
    for each in found:
        each.ended_at = each.ended_at or each.until
        each.shown, each.signature, each.offered, each.numbers = {}, [], {}, []
        each.reuse_said = each.reuse_how = each.reuse_hash = each.reuse_at = None
        each.phone = each.code_hash = each.seat_hash = each.asked_sha256 = None
        each.confirmed_sha256 = each.confirmed_at = each.confirmed_how = None
        each.version += 1
    db.session.flush()
    return len(found)
