"""What a phone should hear of is a row of the same transaction (design/sync.md, section 6).

Each principal has a feed. `seq` is taken from the principal's head row at the very end of the transaction and in
sorted order, so within one feed the order of numbers is the order of commits, on SQLite and PostgreSQL alike.
The rows point at objects; the reader sends each object's present state.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Executable, Index, Table, bindparam, delete, event, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.db import Model, Moment, Short, db

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


@cache
def _take_numbers(*, on_sqlite: bool) -> Executable:
    """Moves the head by `seq` and says where it stands then; built once, for it runs in every writing transaction."""
    heads = cast("Table", FeedHead.__table__)
    new = (sqlite.insert if on_sqlite else postgresql.insert)(heads)
    moved = {"seq": heads.c.seq + new.excluded.seq}
    return new.on_conflict_do_update(index_elements=[heads.c.principal], set_=moved).returning(heads.c.seq)


@cache
def _replace_row() -> tuple[Executable, Executable]:
    """Removes an object's older row, and inserts its newest."""
    rows = cast("Table", FeedRow.__table__)
    same = (rows.c.principal == bindparam("p"), rows.c.kind == bindparam("k"), rows.c.object_id == bindparam("o"))
    return delete(rows).where(*same), insert(rows)


def _number(connection: Connection, principal: str, count: int) -> int:
    """Take `count` numbers from the head row, which stays locked until the commit; returns the last."""
    taken = _take_numbers(on_sqlite=connection.dialect.name == "sqlite")
    last: int = connection.execute(taken, {"principal": principal, "seq": count}).scalar_one()
    return last


def _write_pending(session: Session) -> None:
    pending: dict[tuple[str, str, UUID], Any] = session.info.pop(PENDING, {})
    if not pending:
        return
    session.flush()
    by_principal: dict[str, list[tuple[str, UUID]]] = {}
    for principal, kind, object_id in pending:
        by_principal.setdefault(principal, []).append((kind, object_id))
    moment, connection = clock.now(), session.connection()
    remove, add = _replace_row()
    for principal in sorted(by_principal):
        items = by_principal[principal]
        last = _number(connection, principal, len(items))
        connection.execute(remove, [{"p": principal, "k": kind, "o": object_id} for kind, object_id in items])
        rows = [
            {"principal": principal, "seq": seq, "kind": kind, "object_id": object_id, "at": moment}
            for seq, (kind, object_id) in enumerate(items, start=last - len(items) + 1)
        ]
        connection.execute(add, rows)


def _forget_pending(session: Session) -> None:
    session.info.pop(PENDING, None)


event.listen(Session, "before_commit", _write_pending)
event.listen(Session, "after_rollback", _forget_pending)
