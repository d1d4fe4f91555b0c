"""What a phone should hear of is a row of the same transaction (design/sync.md, section 6).

Each principal has a feed. `seq` is taken from the principal's head row at the very end of the transaction and in
sorted order, so within one feed the order of numbers is the order of commits, on SQLite and PostgreSQL alike.
The rows point at objects; the reader sends each object's present state.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Index, delete, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.db import Model, Moment, Short, db, is_sqlite

PENDING = "feed_pending"


class FeedHead(Model):
    """The last number given in a principal's feed."""

    __tablename__ = "feed_head"

    principal: Mapped[Short] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)


class FeedRow(Model):
    """Something changed that this principal may see; an object's newest row replaces its older one."""

    __tablename__ = "feed"
    __table_args__ = (Index("ix_feed_object", "principal", "kind", "object_id"),)

    principal: Mapped[Short] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Short]
    object_id: Mapped[UUID]
    at: Mapped[Moment]


def tell(kind: str, object_id: UUID, principals: Iterable[str]) -> None:
    """Note in the present transaction that these principals should hear of an object."""
    session = db.session()
    session.connection()  # a rollback forgets what was noted only where a transaction has begun
    pending: dict[tuple[str, str, UUID], None] = session.info.setdefault(PENDING, {})
    for principal in principals:
        pending[(principal, kind, object_id)] = None


def since(principal: str, seq: int, limit: int) -> list[FeedRow]:
    """Up to `limit` rows after a number, in order."""
    rows = select(FeedRow).where(FeedRow.principal == principal, FeedRow.seq > seq)
    return list(db.session.scalars(rows.order_by(FeedRow.seq).limit(limit)))


def head(principal: str) -> int:
    """The last number given; 0 for an empty feed."""
    return db.session.scalar(select(FeedHead.seq).where(FeedHead.principal == principal)) or 0


def _number(principal: str, count: int) -> int:
    """Take `count` numbers from the head row, which stays locked until the commit; returns the last."""
    insert = (sqlite.insert if is_sqlite() else postgresql.insert)(FeedHead).values(principal=principal, seq=count)
    taken = insert.on_conflict_do_update(
        index_elements=[FeedHead.principal], set_={"seq": FeedHead.seq + count}
    ).returning(FeedHead.seq)
    last: int = db.session.execute(taken).scalar_one()
    return last


def _write_pending(session: Session) -> None:
    pending: dict[tuple[str, str, UUID], Any] = session.info.pop(PENDING, {})
    if not pending:
        return
    session.flush()
    by_principal: dict[str, list[tuple[str, UUID]]] = {}
    for principal, kind, object_id in pending:
        by_principal.setdefault(principal, []).append((kind, object_id))
    moment = clock.now()
    for principal in sorted(by_principal):
        items = by_principal[principal]
        last = _number(principal, len(items))
        for seq, (kind, object_id) in enumerate(items, start=last - len(items) + 1):
            old = delete(FeedRow).where(
                FeedRow.principal == principal, FeedRow.kind == kind, FeedRow.object_id == object_id
            )
            session.execute(old)
            session.add(FeedRow(principal=principal, seq=seq, kind=kind, object_id=object_id, at=moment))
    session.flush()


def _forget_pending(session: Session) -> None:
    session.info.pop(PENDING, None)


event.listen(Session, "before_commit", _write_pending)
event.listen(Session, "after_rollback", _forget_pending)
