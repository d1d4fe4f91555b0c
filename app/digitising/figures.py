"""Of the dossiers that units received, how many are digitised and how many reuse papers (index 766, 4.2 and 4.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.digitising.noting import DIGITISED
from app.dossiers import facts
from app.dossiers.models import Dossier, DossierEvent, DossierFile
from app.dossiers.reused import REUSED

_FORMS = frozenset({"form", "e_form"})


@dataclass(frozen=True)
class Figures:
    """Numbers of dossiers; what is not counted is not 0 but absent."""

    received: int
    whole: int
    """Every paper that is asked of it and may be a picture has its pages here."""
    at_counter: int
    """With papers digitised at the desk."""
    reused: int
    """With at least one paper that was held already."""


def figures(unit_ids: Collection[UUID], since: datetime, until: datetime) -> Figures:
    """Of the dossiers these units received from a moment on and before another."""
    wanted = select(Dossier).where(
        Dossier.unit_id.in_(unit_ids), Dossier.received_at >= since, Dossier.received_at < until
    )
    dossiers = list(db.session.scalars(wanted))
    ids = [each.id for each in dossiers]
    pages = _papers_with_pages(ids)
    said = _said(ids)
    return Figures(
        received=len(dossiers),
        whole=sum(_is_whole(each, pages[each.id]) for each in dossiers),
        at_counter=sum(DIGITISED in said[each] for each in ids),
        reused=sum(REUSED in said[each] for each in ids),
    )


def _papers_with_pages(ids: Collection[UUID]) -> dict[UUID, set[str]]:
    rows = select(DossierFile.dossier_id, DossierFile.paper).where(
        DossierFile.dossier_id.in_(ids), DossierFile.stored_at.is_not(None), DossierFile.replaced_by.is_(None)
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for dossier_id, paper in db.session.execute(rows.distinct()):
        found[dossier_id].add(paper)
    return found


def _said(ids: Collection[UUID]) -> dict[UUID, set[str]]:
    rows = select(DossierEvent.dossier_id, DossierEvent.move).where(
        DossierEvent.dossier_id.in_(ids), DossierEvent.move.in_((DIGITISED, REUSED))
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for dossier_id, move in db.session.execute(rows.distinct()):
        found[dossier_id].add(move)
    return found


def _is_whole(dossier: Dossier, pages: set[str]) -> bool:
    asked = [
        paper["key"]
        for paper in facts.procedure(dossier).get("papers", [])
        if paper["kind"] not in _FORMS and paper["photo"] != "none" and facts.applies(paper, dossier.answers, pages)
    ]
    return set(asked) <= pages
