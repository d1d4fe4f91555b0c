"""Reads of the chain: what is not sealed yet, whether all of it still hangs together, and the digest of each day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, case, func, literal, select, tuple_

from app.admin.models import AdminRecord
from app.chain import rules
from app.chain.models import AuditLink
from app.chain.rules import Digest, Link
from app.core import clock
from app.db import db, unguarded
from app.dossiers.models import DossierEvent
from app.identity.models import AccessRecord, FactorEvent

PAGE = 500
SOON = timedelta(minutes=10)
"""A row that is older and has no link should have one: the executor seals every minute."""
LATE = timedelta(days=2)
"""A row that was sealed so long after it was written is named: the executor stood still, or it was put in later."""


class Kept(NamedTuple):
    """A table of the chain, with the columns that name a row of it."""

    table: Table
    row_id: str
    row_version: str | None


def _table(model: Any) -> Table:
    found: Table = model.__table__
    return found


KINDS: Mapping[str, Kept] = {
    "event": Kept(_table(DossierEvent), "dossier_id", "version"),
    "look": Kept(_table(AccessRecord), "id", None),
    "admin": Kept(_table(AdminRecord), "id", None),
    "factor": Kept(_table(FactorEvent), "id", None),
}


@dataclass(frozen=True)
class Broken:
    """The first link that does not hold, and why: `order`, `link`, `gone` or `changed`."""

    n: int
    why: str
    kind: str
    row_id: UUID
    row_version: int


@dataclass(frozen=True)
class Report:
    """What a walk over the whole chain found."""

    links: int
    head: str
    broken: Broken | None
    unsealed: int
    late: int
    unguarded: tuple[str, ...]
    disagreeing: tuple[Digest, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed or put between, as far as anybody can know."""
        return self.broken is None and not self.unguarded and not self.disagreeing


def head() -> AuditLink | None:
    """The last link."""
    return db.session.scalar(select(AuditLink).order_by(AuditLink.n.desc()).limit(1))


def unsealed(since: datetime | None, limit: int) -> list[tuple[str, dict[str, Any]]]:
    """Rows without a link, at most `limit` of each log, the oldest first; with `since` none that is older."""
    found = [
        (kind, dict(row._mapping)) for kind in KINDS for row in db.session.execute(_without_link(kind, since, limit))
    ]
    return sorted(found, key=lambda each: (each[1]["at"], each[0], str(key_of(*each))))


def key_of(kind: str, row: Mapping[str, Any]) -> tuple[UUID, int]:
    """What names a row in the chain."""
    kept = KINDS[kind]
    return row[kept.row_id], 0 if kept.row_version is None else row[kept.row_version]


def verify(digests: Sequence[Digest] = ()) -> Report:
    """Walk the whole chain, read every row again, and compare with digests that were kept outside."""
    before, count, late, broken = rules.START, 0, 0, None
    wanted = {each.n: each for each in digests}
    agreed: set[int] = set()
    for links in _pages():
        rows = _rows(links)
        for link in links:
            broken = broken or _fault(link, before, count + 1, rows)
            before, count = link.sha256, count + 1
            row = rows.get((link.kind, link.row_id, link.row_version))
            late += int(row is not None and link.at - row["at"] > LATE)
            if link.n in wanted and wanted[link.n].sha256 == link.sha256:
                agreed.add(link.n)
    disagreeing = tuple(each for each in digests if each.n not in agreed)
    tables = [kept.table for kept in KINDS.values()]
    return Report(
        links=count,
        head=before,
        broken=broken,
        unsealed=sum(_count_waiting(kind) for kind in KINDS),
        late=late,
        unguarded=tuple(unguarded([*tables, _table(AuditLink)])),
        disagreeing=disagreeing,
    )


def digests(since: date) -> list[Digest]:
    """The last link of each day that is over, from a day on; days before the first link have none."""
    found = []
    for past in range((clock.today() - since).days):
        day = since + timedelta(days=past)
        ends = datetime.combine(day + timedelta(days=1), time(), clock.VN)
        last = select(AuditLink.n, AuditLink.sha256).where(AuditLink.at < ends)
        row = db.session.execute(last.order_by(AuditLink.at.desc(), AuditLink.n.desc()).limit(1)).first()
        if row is not None:
            found.append(Digest(day, row.n, row.sha256))
    return found


def counts(last: int) -> dict[str, int]:
    """How many rows of each log the links up to this one hold."""
    rows = select(AuditLink.kind, func.count()).where(AuditLink.n <= last).group_by(AuditLink.kind)
    held = {kind: int(n) for kind, n in db.session.execute(rows)}
    return {kind: held.get(kind, 0) for kind in KINDS}


def count_unsealed(since: datetime | None) -> tuple[int, int]:
    """Rows without a link, none older than `since`: all of them, and those that should have one by now."""
    moment, every, overdue = clock.now() - SOON, 0, 0
    for kind, kept in KINDS.items():
        late = func.sum(case((kept.table.c.at < moment, 1), else_=0))
        rows = select(func.count(), late).select_from(kept.table).outerjoin(AuditLink, _its_link(kind))
        rows = rows.where(AuditLink.n.is_(None))
        if since is not None:
            rows = rows.where(kept.table.c.at >= since)
        found = db.session.execute(rows).one()
        every, overdue = every + found[0], overdue + (found[1] or 0)
    return every, overdue


def exported() -> Iterator[dict[str, Any]]:
    """Every link with the row it holds, in order, as plain JSON: whoever has it can reckon the chain without us."""
    for links in _pages():
        rows = _rows(links)
        for link in links:
            row = rows.get((link.kind, link.row_id, link.row_version))
            columns = rules.COLUMNS[link.kind, link.form]
            yield {
                "n": link.n,
                "at": rules.plain(link.at),
                "kind": link.kind,
                "form": link.form,
                "row_id": str(link.row_id),
                "row_version": link.row_version,
                "row": None if row is None else {column: rules.plain(row[column]) for column in columns},
                "row_sha256": link.row_sha256,
                "sha256": link.sha256,
            }


def _fault(
    link: AuditLink, before: str, n: int, rows: Mapping[tuple[str, UUID, int], Mapping[str, Any]]
) -> Broken | None:
    made = Link(link.n, link.at, link.kind, link.form, link.row_id, link.row_version, link.row_sha256)
    row = rows.get((link.kind, link.row_id, link.row_version))
    if link.n != n:
        why = "order"
    elif (link.kind, link.form) not in rules.COLUMNS or rules.link_hash(before, made) != link.sha256:
        why = "link"
    elif row is None:
        why = "gone"
    elif rules.row_hash(link.kind, link.form, row) != link.row_sha256:
        why = "changed"
    else:
        return None
    return Broken(n, why, link.kind, link.row_id, link.row_version)


def _pages() -> Iterator[list[AuditLink]]:
    last = 0
    while True:
        page = select(AuditLink).where(AuditLink.n > last).order_by(AuditLink.n).limit(PAGE)
        links = list(db.session.scalars(page))
        if not links:
            return
        yield links
        last = links[-1].n
        for link in links:
            db.session.expunge(link)


def _rows(links: Sequence[AuditLink]) -> dict[tuple[str, UUID, int], Mapping[str, Any]]:
    found: dict[tuple[str, UUID, int], Mapping[str, Any]] = {}
    for kind, kept in KINDS.items():
        keys = [(link.row_id, link.row_version) for link in links if link.kind == kind]
        row_id = kept.table.c[kept.row_id]
        if kept.row_version is None:
            held = row_id.in_([key[0] for key in keys])
        else:
            held = tuple_(row_id, kept.table.c[kept.row_version]).in_(keys)
        for row in db.session.execute(select(kept.table).where(held)):
            content = dict(row._mapping)
            found[(kind, *key_of(kind, content))] = content
    return found


def _its_link(kind: str) -> ColumnElement[bool]:
    kept = KINDS[kind]
    version = literal(0) if kept.row_version is None else kept.table.c[kept.row_version]
    return and_(AuditLink.row_id == kept.table.c[kept.row_id], AuditLink.row_version == version, AuditLink.kind == kind)


def _without_link(kind: str, since: datetime | None, limit: int) -> Any:
    table = KINDS[kind].table
    rows = select(table).outerjoin(AuditLink, _its_link(kind)).where(AuditLink.n.is_(None))
    if since is not None:
        rows = rows.where(table.c.at >= since)
    return rows.order_by(table.c.at).limit(limit)


def _count_waiting(kind: str) -> int:
    table = KINDS[kind].table
    rows = select(func.count()).select_from(table).outerjoin(AuditLink, _its_link(kind)).where(AuditLink.n.is_(None))
    return db.session.scalar(rows.where(table.c.at < clock.now() - SOON)) or 0
