"""What a dossier's log says of its digitised and reused pages: the figures of a unit are counted from these events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import select

from app.core import errors
from app.core.access import Actor, Permission
from app.db import db
from app.digitising import held, queries
from app.digitising.models import ReusedPage
from app.dossiers import operations
from app.dossiers.models import Dossier, DossierFile, DossierPaper
from app.dossiers.reused import REUSED

DIGITISED = "digitised"
"""The event that says which papers were digitised at the desk, and from which files (by hash)."""


@dataclass(frozen=True)
class Brought:
    """Who brought the papers, and the sentence of the history that says so or what they answer; or nothing."""

    by: str = ""
    said: str = ""


def filed(dossier: Dossier, officer: Actor, op_id: UUID) -> None:
    """Note what a dossier that was filed just now brought; raises Invalid where a reused paper is another person's."""
    rows = select(DossierFile).where(DossierFile.dossier_id == dossier.id, DossierFile.replaced_by.is_(None))
    note(dossier, list(db.session.scalars(rows)), officer, op_id)


def note(dossier: Dossier, files: Sequence[DossierFile], officer: Actor, op_id: UUID, how: Brought = Brought()) -> None:
    """Write into the log which of these pages were digitised at the desk and which were held already."""
    ids = [file.attachment_id for file in files]
    _note_digitised(dossier, files, officer, op_id, how)
    reused = queries.reused_of(ids)
    by_paper: dict[str, list[ReusedPage]] = defaultdict(list)
    for file in files:
        if row := reused.get(file.attachment_id):
            _must_be_hers(dossier, row)
            by_paper[file.paper].append(row)
    pages = Counter(file.paper for file in files)
    for paper, rows in by_paper.items():
        _note_reused(dossier, paper, rows, officer, op_id, how)
        if len(rows) == pages[paper]:
            _count_as_compared(dossier, paper, rows)
    db.session.flush()


def _note_digitised(dossier: Dossier, files: Sequence[DossierFile], officer: Actor, op_id: UUID, how: Brought) -> None:
    origin = queries.files_of([file.attachment_id for file in files])
    if not origin:
        return
    papers = Counter(file.paper for file in files if file.attachment_id in origin)
    hashes = sorted({row.sha256 for row in origin.values()})
    data = {"papers": dict(papers), "files": hashes, **({"brought_by": how.by} if how.by else {})}
    operations.note(dossier, DIGITISED, uuid5(op_id, DIGITISED), data, officer, Permission.DOSSIERS_RECEIVE, how.said)


def _note_reused(
    dossier: Dossier, paper: str, rows: Sequence[ReusedPage], officer: Actor, op_id: UUID, how: Brought
) -> None:
    first = rows[0]
    data = {
        "paper": paper,
        "pages": len(rows),
        "from_dossier_id": str(first.from_dossier_id),
        "from_code": first.from_code,
        "from_paper": first.from_paper,
        "compared_at": first.compared_at.isoformat(),
        "compared_by": first.compared_by,
        "asked_at": first.asked_at.isoformat(),
        "asked_of": first.official_name,
    }
    act = uuid5(op_id, f"{REUSED}/{paper}")
    operations.note(dossier, REUSED, act, data, officer, Permission.DOSSIERS_RECEIVE, how.said)


def _must_be_hers(dossier: Dossier, row: ReusedPage) -> None:
    """What was typed after the paper was linked may have changed whose dossier it is."""
    earlier = db.session.get_one(Dossier, row.from_dossier_id)
    if earlier.unit_id != dossier.unit_id or not held.owner_of(dossier).owns(earlier):
        raise errors.Invalid("reuse_other_person")


def _count_as_compared(dossier: Dossier, paper: str, rows: Sequence[ReusedPage]) -> None:
    """It was compared then, by whom it was: nobody holds the original again."""
    row = db.session.get(DossierPaper, (dossier.id, paper))
    if row is None:
        row = DossierPaper(dossier_id=dossier.id, paper=paper)
        db.session.add(row)
    oldest = min(rows, key=lambda each: each.compared_at)
    row.compared_at, row.compared_by = oldest.compared_at, oldest.compared_by
    row.waived_at = row.waived_by = row.waived_reason = None
