"""Slows down whoever tries secrets: fixed windows in a table, per thing tried and per address it comes from.

The count is taken before the secret is looked at, in a transaction of its own that is kept whatever follows, so that
neither an error nor eight requests at once give free tries. Used from routes with `writes=EACH`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.core import clock, errors
from app.db import db, insert_missing, transaction
from app.identity.models import Throttle
from app.identity.rules import Limit, throttle_key


@dataclass(frozen=True)
class Key:
    """One thing that is counted, and how much of it is free."""

    kind: str
    value: str
    limit: Limit

    @property
    def row(self) -> str:
        """The key of its row."""
        return throttle_key(self.kind, self.value)


def take(keys: Sequence[Key]) -> None:
    """Count one try against every key, in a transaction of its own; raises TooMany where one must wait."""
    with transaction(writes=True):
        wait = spend(keys)
    if wait:
        raise errors.TooMany("too_many", retry_after=wait)


def spend(keys: Sequence[Key]) -> int:
    """Count one try in the present transaction; returns the seconds to wait, and then counts nothing."""
    now = clock.now()
    rows = [(_locked(key, now), key) for key in sorted(keys, key=lambda key: key.row)]
    waits = [row.until - now for row, _ in rows if row.until is not None and row.until > now]
    if waits:
        return max(1, -(-max(waits) // timedelta(seconds=1)))
    for row, key in rows:
        row.count += 1
        wait = key.limit.wait_after(row.count)
        row.until = now + wait if wait else None
        row.window_ends = max(row.window_ends, row.until or now)
    db.session.flush()
    return 0


def forgive(keys: Sequence[Key]) -> None:
    """Forget the tries of keys in the present transaction: the secret was right."""
    db.session.execute(delete(Throttle).where(Throttle.key.in_([key.row for key in keys])))


def give_back(keys: Sequence[Key]) -> None:
    """Take one try back in the present transaction: what was right does not count against a shared address."""
    for row in db.session.scalars(select(Throttle).where(Throttle.key.in_([key.row for key in keys]))):
        row.count, row.until = max(0, row.count - 1), None


def forget_old() -> None:
    """Remove rows whose window is over."""
    db.session.execute(delete(Throttle).where(Throttle.window_ends < clock.now()))


def _locked(key: Key, now: datetime) -> Throttle:
    ends = now + key.limit.window
    insert_missing(Throttle, key=key.row, count=0, since=now, until=None, window_ends=ends)
    row = db.session.scalars(
        select(Throttle).where(Throttle.key == key.row).with_for_update().execution_options(populate_existing=True)
    ).one()
    if now >= row.window_ends:
        row.count, row.since, row.until, row.window_ends = 0, now, None, ends
    return row
