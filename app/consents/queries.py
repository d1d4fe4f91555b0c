"""Reads of consents. Only whoever has a full identity number, or the dossier, can ask."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import or_, select

from app.consents.models import ConsentAct
from app.consents.rules import Consent
from app.core import clock
from app.db import db


@lru_cache(maxsize=1)
def _lasting() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("lasting.yaml").read_text(encoding="utf-8"))
    return sorted(told, key=lambda each: str(each["since"]))


def months_on(day: date) -> int:
    """How many months a consent that is given on a day holds."""
    held = [each for each in _lasting() if date.fromisoformat(each["since"]) <= day] or _lasting()[:1]
    return int(held[-1]["months"])


def of_dossier(dossier_id: UUID) -> Consent | None:
    """What was allowed with a dossier, also where it is over; nothing where it was not."""
    acts = db.session.scalars(select(ConsentAct).where(ConsentAct.dossier_id == dossier_id))
    return next(iter(_consents(list(acts))), None)


def hers(dossier_ids: Collection[UUID], id_number: str = "") -> list[Consent]:
    """What was allowed with these dossiers, and by whoever has this number; also what is over. The newest first."""
    wanted = [ConsentAct.dossier_id.in_(dossier_ids), *([ConsentAct.id_number == id_number] if id_number else [])]
    found = _consents(list(db.session.scalars(select(ConsentAct).where(or_(*wanted)))))
    return sorted(found, key=lambda each: (each.given_at, each.dossier_id), reverse=True)


def living(id_number: str) -> list[Consent]:
    """The consents of a person that hold now, the newest first; which office may rely on them is its unit's."""
    if not id_number:
        return []
    wanted = select(ConsentAct).where(ConsentAct.id_number == id_number)
    found = [each for each in _consents(list(db.session.scalars(wanted))) if each.holds(clock.now())]
    return sorted(found, key=lambda each: (each.given_at, each.dossier_id), reverse=True)


def _consents(acts: Collection[ConsentAct]) -> list[Consent]:
    ended = {each.dossier_id: each.at for each in acts if each.act == "withdrawn"}
    return [
        Consent(
            dossier_id=each.dossier_id,
            id_number=each.id_number,
            unit_id=each.unit_id,
            text_version=each.text_version,
            given_at=each.at,
            until=each.until or each.at,
            withdrawn_at=ended.get(each.dossier_id),
            how=each.how,
        )
        for each in acts
        if each.act == "given"
    ]
