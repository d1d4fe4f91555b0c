"""Which title and number a letter of a unit has on a day: the unit's own, its province's, or what the file says."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import select

from app.db import db
from app.letters.models import LetterStyle
from app.letters.style_rules import Style, in_force
from app.units import queries as units

_FILE = Path(__file__).parent / "statutory.yaml"


def style(unit_id: UUID | None, kind: str, day: date, level: str = "") -> Style:
    """The style of a kind of letter at a unit on a day."""
    found = None
    if unit_id is not None:
        line = [unit_id, *(each.id for each in units.ancestors(unit_id))]
        scope = _scope(kind, level)
        rows = select(LetterStyle).where(
            LetterStyle.unit_id.in_(line), LetterStyle.kind == kind, LetterStyle.level == scope
        )
        found = in_force(db.session.scalars(rows), line, day)
    if found is None:
        return of_the_file(kind, level)
    return Style(found.form, found.basis, {str(k): str(v) for k, v in found.title.items()}, found.mark, found.shape)


def rows_of(unit_id: UUID) -> list[LetterStyle]:
    """What a unit itself set so far, the latest first."""
    rows = select(LetterStyle).where(LetterStyle.unit_id == unit_id)
    return list(db.session.scalars(rows.order_by(LetterStyle.from_day.desc(), LetterStyle.made_at.desc())))


def of_the_file(kind: str, level: str = "") -> Style:
    """What everybody begins with."""
    told = statutory()
    own = told["levels"].get(_scope(kind, level), {}).get(kind) or told["forms"][kind]
    basis = str(own.get("basis", told["basis"]))
    return Style(own["form"], basis, dict(own["title"]), own["mark"], str(own.get("shape", told["shape"])))


def levels() -> tuple[str, ...]:
    """The levels of procedures that have letters of their own."""
    return tuple(statutory()["levels"])


def kinds_of(level: str) -> tuple[str, ...]:
    """Which kinds of letters a level has of its own; without a level every one."""
    return tuple(statutory()["levels"].get(level, {})) if level else tuple(statutory()["forms"])


@lru_cache(maxsize=1)
def statutory() -> dict[str, Any]:
    """The file itself."""
    told: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return told


def _scope(kind: str, level: str) -> str:
    """The level, where it has a letter of its own in place of this one."""
    return level if kind in statutory()["levels"].get(level, {}) else ""
