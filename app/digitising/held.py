"""Papers that this office holds of a person already: what may be offered, and linking it to another dossier.

Only dossiers of the same office and the same owner are looked at, only what was compared with its original, only as
long as the catalogue says. Nothing is copied: another name is given to the same bytes, and where they are from is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from app.attachments import operations as attachments
from app.attachments import queries as attached
from app.attachments.models import Attachment
from app.core import clock, errors
from app.core.access import Actor
from app.core.shapes import Words
from app.core.text import fold
from app.db import db
from app.digitising import rules
from app.digitising.models import ReusedPage
from app.digitising.schemas import Chosen, LinkedPageOut, OfferOut
from app.dossiers import facts
from app.dossiers.models import Dossier, DossierFile, DossierPaper
from app.identity import audit

MOST_DOSSIERS = 60
"""So many of the latest dossiers of a person are looked at."""


@dataclass(frozen=True)
class Person:
    """Whose papers are looked for: both must agree."""

    id_number: str
    name: str

    def owns(self, dossier: Dossier) -> bool:
        """Whether a dossier is this person's own."""
        named = str((dossier.parties.get("owner") or {}).get("name") or "")
        return bool(self.id_number) and dossier.owner_id_number == self.id_number and fold(named) == fold(self.name)


def owner_of(dossier: Dossier) -> Person:
    """The owner of a dossier."""
    return Person(dossier.owner_id_number or "", str((dossier.parties.get("owner") or {}).get("name") or ""))


def offers(
    body: Mapping[str, Any], unit_id: UUID, person: Person, officer: Actor, *, but: UUID | None = None
) -> list[OfferOut]:
    """What may stand for papers of a procedure, the last compared of each; every dossier shown is a recorded look."""
    best: dict[str, OfferOut] = {}
    for dossier in _dossiers(unit_id, person, but):
        for found in _of(dossier, body):
            known = best.get(found.paper)
            if known is None or known.compared_at < found.compared_at:
                best[found.paper] = found
    shown = [best[paper["key"]] for paper in body.get("papers", []) if paper["key"] in best]
    for offer in shown:
        audit.look(officer, "dossier", offer.from_dossier_id, "reuse")
    return shown


def link(
    chosen: Sequence[Chosen], offered: Iterable[OfferOut], principal: str, officer: Actor, act_id: UUID
) -> list[LinkedPageOut]:
    """Give the pages of chosen papers another name, for this principal; the same act again is the same names.

    Raises Conflict where one is not among what may be offered now.
    """
    known = {(each.paper, each.from_dossier_id, each.from_paper): each for each in offered}
    pages: list[LinkedPageOut] = []
    for each in chosen:
        offer = known.get((each.paper, each.from_dossier_id, each.from_paper))
        if offer is None:
            raise errors.Conflict("reuse_gone")
        pages += [_link(offer, source_id, principal, officer, act_id) for source_id in offer.pages]
    return pages


def _link(offer: OfferOut, source_id: UUID, principal: str, officer: Actor, act_id: UUID) -> LinkedPageOut:
    source = attached.get(source_id)
    if source is None:
        raise errors.Conflict("reuse_gone")
    linked_id = uuid5(act_id, f"{offer.paper}/{source_id}")
    kept = attached.get(linked_id)
    if kept is None:
        kept = attachments.link(linked_id, principal, source)
        db.session.add(_row(offer, source_id, linked_id, officer))
        db.session.flush()
    elif kept.principal != principal:
        raise errors.Conflict("file_taken")
    return LinkedPageOut(
        attachment_id=kept.id,
        sha256=kept.sha256,
        size=kept.size,
        type=kept.type or "",
        paper=offer.paper,
        from_code=offer.from_code,
    )


def _row(offer: OfferOut, source_id: UUID, linked_id: UUID, officer: Actor) -> ReusedPage:
    assert officer.person_id is not None
    return ReusedPage(
        attachment_id=linked_id,
        from_attachment_id=source_id,
        from_dossier_id=offer.from_dossier_id,
        from_code=offer.from_code,
        from_paper=offer.from_paper,
        paper=offer.paper,
        compared_at=offer.compared_at,
        compared_by=offer.compared_by,
        asked_at=clock.now(),
        official_id=officer.person_id,
        official_name=officer.name,
    )


def _dossiers(unit_id: UUID, person: Person, but: UUID | None) -> list[Dossier]:
    wanted = select(Dossier).where(Dossier.owner_id_number == person.id_number, Dossier.unit_id == unit_id)
    if but is not None:
        wanted = wanted.where(Dossier.id != but)
    latest = wanted.order_by(Dossier.submitted_at.desc()).limit(MOST_DOSSIERS)
    return [each for each in db.session.scalars(latest) if person.owns(each)]


def _of(dossier: Dossier, body: Mapping[str, Any]) -> list[OfferOut]:
    """What one earlier dossier holds for the papers of a procedure."""
    rows = select(DossierPaper).where(DossierPaper.dossier_id == dossier.id, DossierPaper.compared_at.is_not(None))
    compared = list(db.session.scalars(rows))
    if not compared:
        return []
    earlier = facts.procedure(dossier)
    known = {paper["key"]: paper for paper in earlier.get("papers", [])}
    pages, today, found = _pages(dossier.id), clock.today(), []
    for row in compared:
        assert row.compared_at is not None
        day = row.compared_at.astimezone(clock.VN).date()
        for paper in body.get("papers", []):
            asked = rules.validity(paper)
            here = rules.validity(known.get(row.paper, {}))
            if asked is None or not pages.get(row.paper) or not rules.fits(asked, here, day, today):
                continue
            found.append(
                OfferOut(
                    paper=paper["key"],
                    name=Words.model_validate(paper["name"]),
                    from_dossier_id=dossier.id,
                    from_code=dossier.official_number or dossier.local_code,
                    from_procedure=Words.model_validate(earlier["name"]),
                    from_paper=row.paper,
                    pages=pages[row.paper],
                    compared_at=row.compared_at,
                    compared_by=row.compared_by or "",
                    valid_until=rules.valid_until(asked, day),
                )
            )
    return found


def _pages(dossier_id: UUID) -> dict[str, list[UUID]]:
    """The pages of a dossier that can be shown, by paper; a paper of which one page is missing is left out."""
    rows = (
        select(DossierFile, Attachment)
        .outerjoin(Attachment, Attachment.id == DossierFile.attachment_id)
        .where(DossierFile.dossier_id == dossier_id, DossierFile.replaced_by.is_(None))
        .order_by(DossierFile.paper, DossierFile.page)
    )
    found: dict[str, list[UUID]] = {}
    spoiled = set()
    for row in db.session.execute(rows):
        file: DossierFile = row[0]
        kept: Attachment | None = row[1]
        if kept is None or kept.state != "stored" or kept.code is not None or file.refused:
            spoiled.add(file.paper)
        found.setdefault(file.paper, []).append(file.attachment_id)
    return {paper: pages for paper, pages in found.items() if paper not in spoiled}
