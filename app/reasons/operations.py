"""What an administrator says of reasons: a row more each time. Whether she may is asked above (app/admin)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.core import clock, errors
from app.core.ids import uuid7
from app.db import db
from app.reasons import queries, rules
from app.reasons.models import UnitReason

MOST = 80
"""So many reasons of a unit for one use are as many as anybody looks through."""


def keep(
    unit_id: UUID, use: str, value: str | None, words: Mapping[str, Any], *, ended: bool, since: date, by: str
) -> UnitReason:
    """Say what a reason is from a day on; without a value it is a new one. Raises Invalid, NotFound or Conflict."""
    if since < clock.today():
        fault = {"path": "since", "code": "reason_in_the_past", "params": {}}
        raise errors.Invalid("reason_in_the_past", errors=[fault])
    there = [each for each in queries.of_unit(unit_id, since) if each.use == use]
    known = next((each for each in there if each.value == value), None)
    if value is not None and known is None:
        raise errors.NotFound("reason_not_found")
    if any(_same(each, words) for each in there if each.value != value and not each.ended) and not ended:
        raise errors.Conflict("name_taken")
    if value is None:
        if len(there) >= MOST:
            raise errors.Conflict("list_full", extra={"max": MOST})
        position = max((each.position for each in there), default=0) + rules.STEP
        return _add(unit_id, use, f"u-{uuid7().hex[-12:]}", words, position=position, ended=ended, since=since, by=by)
    mine = rules.holding(queries.said_by([unit_id]), since).get((unit_id, use, value))
    position_kept = mine.position if mine else None
    return _add(unit_id, use, value, words, position=position_kept, ended=ended, since=since, by=by)


def order(unit_id: UUID, use: str, values: Sequence[str], *, by: str) -> int:
    """Put a unit's reasons for a use into this order from today; how many moved. Raises Invalid for another set."""
    today = clock.today()
    there = {each.value: each for each in queries.of_unit(unit_id) if each.use == use}
    if len(values) != len(set(values)) or not set(values) <= set(there):
        raise errors.Invalid("reason_not_found")
    last = [each.value for each in there.values() if each.value not in set(values)]
    mine = rules.holding(queries.said_by([unit_id]), today)
    moved = 0
    for number, value in enumerate([*values, *last], start=1):
        if there[value].position == number * rules.STEP:
            continue
        said = mine.get((unit_id, use, value))
        words = dict(said.words) if said else {}
        ended = said.ended if said else there[value].ended
        _add(unit_id, use, value, words, position=number * rules.STEP, ended=ended, since=today, by=by)
        moved += 1
    return moved


def _same(reason: rules.Reason, words: Mapping[str, Any]) -> bool:
    """Whether two could not be told apart in a list."""
    label = words.get("label")
    alike = label is not None and label["vi"] == reason.label["vi"]
    return alike and (words.get("procedure") or None) == reason.procedure and words.get("kind") == reason.kind


def _add(
    unit_id: UUID,
    use: str,
    value: str,
    words: Mapping[str, Any],
    *,
    position: int | None,
    ended: bool,
    since: date,
    by: str,
) -> UnitReason:
    row = UnitReason(
        id=uuid7(),
        unit_id=unit_id,
        use=use,
        reason=value,
        valid_from=since,
        words=dict(words),
        position=position,
        ended=ended,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row
