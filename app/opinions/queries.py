"""Questions to other offices: beside the dossier, and at the office that is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from app.attachments import queries as attached
from app.catalogue import queries as catalogue
from app.core import clock, errors
from app.core.access import MATRIX, Actor, Permission
from app.core.shapes import Words
from app.db import db
from app.dossiers import facts, papers_shown, stepping, supplements
from app.dossiers.models import Dossier, DossierFile, Opinion
from app.identity import audit
from app.identity.models import RoleGrant
from app.opinions import rules
from app.opinions.schemas import (
    AskedOut,
    OfficeOut,
    OpinionOut,
    SharedPage,
    SharedPaper,
    WantedListOut,
    WantedOut,
    WantedRow,
)
from app.units import queries as units
from app.units.models import Unit
from app.workflow.process import Kind, stops_clock
from app.workflow.table import State

ASKING = frozenset({State.APPRAISING, State.APPROVING})
_AT_MOST = 200


def of(dossier: Dossier, actor: Actor) -> AskedOut:
    """The questions of a dossier within the actor's reach, the newest first; the look is recorded."""
    audit.look(actor, "dossier", dossier.id, "desk")
    rows = select(Opinion).where(Opinion.dossier_id == dossier.id).order_by(Opinion.asked_at.desc(), Opinion.id.desc())
    names = _names(dossier)
    holds = holds_step(dossier, actor)
    found = [_out(each, names, actor, holds=holds) for each in db.session.scalars(rows)]
    body = facts.procedure(dossier)
    may = holds and State(dossier.state) in ASKING
    return AskedOut(opinions=found, may_ask=may, stops_clock=stops_clock(body, Kind.OPINION))


def holds_step(dossier: Dossier, actor: Actor) -> bool:
    """Whether a dossier's present step is this actor's: the permission and the role, and nobody else holds it."""
    step = stepping.here(dossier)
    if step is None or step.nature.permission is None or not actor.may(Permission.OPINIONS_ASK, dossier.unit_id):
        return False
    in_role = step.only is None or step.only in actor.roles(dossier.unit_id)
    mine = dossier.holder_id in {None, actor.person_id}
    return mine and in_role and actor.may(step.nature.permission, dossier.unit_id)


def offices(actor: Actor) -> list[OfficeOut]:
    """The offices where somebody can answer, without the actor's own."""
    able = [role.value for role, given in MATRIX.items() if Permission.OPINIONS_ANSWER in given]
    today = clock.today()
    wanted = (
        select(Unit)
        .where(
            Unit.id.in_(
                select(RoleGrant.unit_id).where(
                    RoleGrant.role.in_(able),
                    RoleGrant.valid_from <= today,
                    or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > today),
                )
            )
        )
        .order_by(Unit.name, Unit.id)
    )
    own = actor.units(Permission.OPINIONS_ASK)
    rows = [
        each for each in db.session.scalars(wanted) if units.is_in_force(each) and (each.id not in own or len(own) > 1)
    ]
    return [OfficeOut(unit_id=each.id, name=each.name) for each in rows]


def wanted(actor: Actor, *, done: bool) -> WantedListOut:
    """What the actor's offices are asked, the most pressing first; or what was answered lately."""
    reach = actor.units(Permission.OPINIONS_ANSWER)
    mine = select(Opinion).where(Opinion.unit_id.in_(reach))
    if done:
        rows = mine.where(Opinion.status != "open").order_by(Opinion.closed_at.desc(), Opinion.id)
    else:
        rows = mine.where(Opinion.status == "open").order_by(Opinion.respond_by, Opinion.asked_at, Opinion.id)
    waiting = select(func.count()).select_from(Opinion).where(Opinion.unit_id.in_(reach), Opinion.status == "open")
    found = [wanted_row(each) for each in db.session.scalars(rows.limit(_AT_MOST))]
    return WantedListOut(opinions=found, waiting=db.session.scalar(waiting) or 0)


def wanted_one(opinion_id: UUID, actor: Actor) -> WantedOut:
    """A question to the actor's office with what is shared, while it is open; the look is recorded. Raises NotFound."""
    row = for_answer(opinion_id, actor)
    dossier = db.session.get_one(Dossier, row.dossier_id)
    audit.look(actor, "dossier", dossier.id, "opinion")
    # once the question is closed nothing of the dossier is shown any more
    paths = list(row.paths) if row.status == "open" else []
    papers = list(row.papers) if row.status == "open" else []
    return WantedOut(
        row=wanted_row(row),
        asked_by=row.asked_by,
        official_number=dossier.official_number,
        form=rules.shared_form(catalogue.form_body(dossier.form_hash), paths),
        answers=rules.shared_answers(dossier.answers, paths),
        paths=paths,
        papers=[_paper(dossier, key) for key in papers],
        verdict=row.verdict,  # type: ignore[arg-type]  # yes or no
        answer=row.answer,
        answered_by=row.answered_by,
        closed_at=row.closed_at,
        close_reason=row.close_reason,
        may_answer=row.status == "open",
        access_note="Lần xem này được ghi vào sổ truy cập.",
    )


def for_answer(opinion_id: UUID, actor: Actor, *, locked: bool = False) -> Opinion:
    """A question to one of the actor's offices, locked until the commit where it is answered; raises NotFound."""
    found = db.session.get(Opinion, opinion_id, with_for_update=locked, populate_existing=locked)
    if found is None or not actor.may(Permission.OPINIONS_ANSWER, found.unit_id):
        raise errors.NotFound("opinion")
    return found


def shared_page(opinion_id: UUID, attachment_id: UUID, size: str, actor: Actor) -> tuple[Path, str]:
    """The file of a page of a shared paper and its type; raises NotFound for any other. The look is recorded."""
    row = for_answer(opinion_id, actor)
    shared = {each.attachment_id for key in row.papers for each in _pages(row.dossier_id, key)}
    file = attached.get(attachment_id)
    usable = file is not None and file.state == "stored" and file.code is None and file.type is not None
    if row.status != "open" or attachment_id not in shared or file is None or not usable:
        raise errors.NotFound("attachment")
    audit.look(actor, "attachment", attachment_id, f"opinion {row.id}")
    return papers_shown.shown_as(file.sha256, file.type or "", size)


def wanted_row(row: Opinion) -> WantedRow:
    """One line of the list."""
    dossier = db.session.get_one(Dossier, row.dossier_id)
    return WantedRow(
        opinion_id=row.id,
        from_unit=units.get(dossier.unit_id).name,
        procedure_name=Words.model_validate(facts.procedure(dossier)["name"]),
        question=row.question,
        respond_by=row.respond_by,
        late=is_late(row),
        status=row.status,  # type: ignore[arg-type]  # a name the table checks
        asked_at=row.asked_at,
    )


def is_late(row: Opinion) -> bool:
    """Whether its date has passed without an answer."""
    return row.status == "open" and row.respond_by < clock.today()


def _out(row: Opinion, names: dict[str, Any], actor: Actor, *, holds: bool) -> OpinionOut:
    may = row.status == "open" and (holds or row.asked_by_id == actor.person_id)
    return OpinionOut(
        opinion_id=row.id,
        unit_name=units.get(row.unit_id).name,
        status=row.status,  # type: ignore[arg-type]  # a name the table checks
        question=row.question,
        shared=[Words.model_validate(names.get(each, {"vi": each})) for each in [*row.papers, *row.paths]],
        respond_by=row.respond_by,
        late=is_late(row),
        stops_clock=row.stops_clock,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        verdict=row.verdict,  # type: ignore[arg-type]  # yes or no
        answer=row.answer,
        answered_by=row.answered_by,
        closed_at=row.closed_at,
        close_reason=row.close_reason,
        may_take_back=may,
    )


def _names(dossier: Dossier) -> dict[str, Any]:
    papers = {paper["key"]: paper["name"] for paper in facts.procedure(dossier).get("papers", [])}
    return papers | supplements.question_labels(dossier)


def _paper(dossier: Dossier, key: str) -> SharedPaper:
    names = {paper["key"]: paper["name"] for paper in facts.procedure(dossier).get("papers", [])}
    pages = [SharedPage(attachment_id=each.attachment_id, page=each.page) for each in _pages(dossier.id, key)]
    return SharedPaper(name=Words.model_validate(names.get(key, {"vi": key})), pages=pages)


def _pages(dossier_id: UUID, paper: str) -> list[DossierFile]:
    rows = select(DossierFile).where(
        DossierFile.dossier_id == dossier_id,
        DossierFile.paper == paper,
        DossierFile.replaced_by.is_(None),
        DossierFile.refused.is_(None),
        DossierFile.stored_at.is_not(None),
    )
    return list(db.session.scalars(rows.order_by(DossierFile.page)))
