"""Sealing: a link for each row of the four logs that has none yet."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app.chain import queries, rules
from app.chain.models import AuditLink
from app.chain.rules import Link
from app.core import clock
from app.db import db, is_sqlite

BATCH = 500
MARGIN = timedelta(days=1)
"""So far back rows are looked for that others committed late; what is older is found by the day's whole pass."""
_LOCK = 0x43_48_41_49_4E
"""PostgreSQL's lock for whoever seals: the chain has one end."""


def seal(*, everything: bool = False) -> int:
    """Seal up to BATCH rows of each log in the present transaction; how many. Less than BATCH: all that there were."""
    if not is_sqlite():
        db.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    last = queries.head()
    since = None if everything or last is None else last.at - MARGIN
    n, before, at = (0, rules.START, clock.now()) if last is None else (last.n, last.sha256, max(last.at, clock.now()))
    rows = queries.unsealed(since, BATCH)
    for kind, row in rows:
        n += 1
        link = Link(n, at, kind, rules.FORM, *queries.key_of(kind, row), rules.row_hash(kind, rules.FORM, row))
        before = rules.link_hash(before, link)
        db.session.add(AuditLink(**vars(link), sha256=before))
    db.session.flush()
    return len(rows)
