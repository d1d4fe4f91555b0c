"""Which reasons a unit has on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.catalogue import queries as catalogue
from app.core import clock, errors
from app.db import db
from app.reasons import rules
from app.reasons.models import UnitReason
from app.reasons.rules import Reason, Said
from app.units import worktime

SUPPLEMENTS, OFFICE = "supplement_reasons", "office_reasons"


def of_unit(unit_id: UUID, on: date | None = None) -> list[Reason]:
    """Every reason of a unit on a day (today where none is named), in order, ended ones too."""
    line = worktime.line_of(unit_id)
    return rules.laid(_defaults(), said_by(line), line, on or clock.today())


def beneath(unit_id: UUID, on: date) -> list[Reason]:
    """The reasons as they would be without the unit's own word."""
    line = worktime.line_of(unit_id)[:-1]
    return rules.laid(_defaults(), said_by(line), line, on)


def said_by(units: Sequence[UUID]) -> list[Said]:
    """What these units say of reasons, planned words too."""
    rows = select(UnitReason).where(UnitReason.unit_id.in_(units)).order_by(UnitReason.valid_from, UnitReason.id)
    return [
        Said(row.unit_id, row.use, row.reason, row.valid_from, row.id, row.words, row.position, row.ended)
        for row in db.session.scalars(rows)
    ]


def must_be_offered(unit_id: UUID, use: str, chosen: Sequence[tuple[str, str]], procedure: str) -> None:
    """Raise Invalid for what is not offered now; `chosen` holds the path of each choice and its value."""
    if not chosen:
        return
    may = {each.value for each in rules.offered(of_unit(unit_id), use, procedure)} | {rules.OTHER}
    wrong = [{"path": path, "code": "reason_not_offered", "params": {}} for path, value in chosen if value not in may]
    if wrong:
        raise errors.Invalid("reason_not_offered", errors=wrong)


def _defaults() -> list[Reason]:
    found = rules.of_catalogue("supplement", catalogue.list_items(SUPPLEMENTS))
    office = catalogue.list_items(OFFICE)
    for use in rules.USES[1:]:
        found += rules.of_catalogue(use, [item for item in office if item.get("kind") == use])
    return found
