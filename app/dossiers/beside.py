"""What the office keeps beside a dossier, who looked at it, and what may be done with many at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core.access import Actor, Permission
from app.db import db
from app.dossiers import desk, facts, looks, outside
from app.dossiers import supplement_views as pages
from app.dossiers.bench_schemas import BesideOut, JoinedOut, LookOut, ManyOut, ManyRow
from app.dossiers.models import Dossier, DossierEvent, DossierFile
from app.identity import audit
from app.identity import queries as people
from app.workbench import queries as workbench
from app.workflow import rules


def beside(dossier: Dossier, actor: Actor) -> BesideOut:
    """Everything beside a dossier; the look is recorded."""
    audit.look(actor, "dossier", dossier.id, "desk")
    return BesideOut(
        notes=workbench.notes_on(dossier.id, actor),
        labels=workbench.labels_on([dossier.id]).get(dossier.id, []),
        looks=_looks(dossier),
        joined=_joined(dossier),
        goes_on_as=_goes_on_as(dossier),
    )


def many(dossier_ids: Sequence[UUID], actor: Actor) -> ManyOut:
    """What may be done with each of these now, in their order."""
    reach = actor.units(Permission.DOSSIERS_READ)
    wanted = select(Dossier).where(Dossier.id.in_(dossier_ids), Dossier.unit_id.in_(reach))
    found = {each.id: each for each in db.session.scalars(wanted)}
    return ManyOut(rows=[_of_many(found[each], actor) for each in dict.fromkeys(dossier_ids) if each in found])


def _of_many(dossier: Dossier, actor: Actor) -> ManyRow:
    audit.look(actor, "dossier", dossier.id, "bulk")
    known = facts.facts_of(dossier)
    moves = rules.open_moves(known, facts.doer_of(dossier, actor))
    return ManyRow(
        dossier_id=dossier.id,
        version=dossier.version,
        name=(dossier.parties.get("owner") or {}).get("name") or dossier.title,
        code=dossier.official_number or dossier.local_code,
        moves=[desk.open_move(move, why, known) for move, why in moves],
    )


def _looks(dossier: Dossier) -> list[LookOut]:
    """Who looked, the latest first; the same look several times in a row is told once."""
    found = looks.at(dossier)
    names = people.names({each.record.person_id for each in found if each.record.person_id is not None})
    told: list[LookOut] = []
    for each in found:
        who, what, name = each.record.person_id, each.what, each.name
        by = names.get(who, "") if who else ""
        reason = outside.words_of(each.reason) if each.reason else None
        last = told[-1] if told else None
        if last and (last.by, last.what, last.name, last.reason) == (by, what, name, reason):
            last.times += 1
            continue
        look = {"at": each.record.at, "by": by, "what": what, "name": name, "times": 1, "reason": reason}
        told.append(LookOut.model_validate(look))
    return told


def _joined(dossier: Dossier) -> list[JoinedOut]:
    """Those that were merged into this one."""
    rows = select(DossierEvent.data).where(DossierEvent.dossier_id == dossier.id, DossierEvent.move == "merged_in")
    ids = [UUID(data["from"]) for data in db.session.scalars(rows)]
    found = []
    for each in db.session.scalars(select(Dossier).where(Dossier.id.in_(ids)).order_by(Dossier.submitted_at)):
        files = select(DossierFile).where(DossierFile.dossier_id == each.id)
        ordered = db.session.scalars(files.order_by(DossierFile.paper, DossierFile.page))
        found.append(
            JoinedOut(
                dossier_id=each.id,
                local_code=each.local_code,
                official_number=each.official_number,
                pages=[pages.page(file) for file in ordered],
            )
        )
    return found


def _goes_on_as(dossier: Dossier) -> str | None:
    rows = select(DossierEvent.data).where(DossierEvent.dossier_id == dossier.id, DossierEvent.move == "merge")
    data = db.session.scalars(rows.order_by(DossierEvent.version.desc())).first()
    return str(data["into_code"]) if data else None
