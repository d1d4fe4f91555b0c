"""Who has a dossier and who could; who works at a unit, by which rules, with how much in hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.catalogue import queries as catalogue
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.error_texts import sentences
from app.core.shapes import Words
from app.db import db
from app.dossiers import facts, handing, owning
from app.dossiers.models import Dossier, DossierEvent
from app.dossiers.owner_schemas import (
    AbsenceOut,
    CandidateOut,
    ColleagueOut,
    DutiesOut,
    LatestOut,
    LeavingLine,
    LeavingOut,
    OwnerOut,
    ProcedureName,
    RuleOut,
    TimingShape,
    UnitDuties,
)
from app.duties import queries as duties
from app.duties.models import Absence, DutyRule
from app.duties.operations import works_at
from app.identity import queries as people
from app.identity.models import Person
from app.units import queries as units
from app.units.models import Unit
from app.workflow.table import PERMISSION_AT

_STEPS = tuple(dict.fromkeys(PERMISSION_AT.values()))


def owner_of(dossier: Dossier, actor: Actor) -> OwnerOut:
    """Who has a dossier, whether this actor may take it or give it back, and to whom they may give it."""
    permission = owning.permission_of(dossier)
    desk = owning.desk_of(dossier, permission) if permission else None
    gives = desk is not None and actor.may(Permission.DOSSIERS_ASSIGN, dossier.unit_id)
    mine = actor.person_id is not None and dossier.holder_id == actor.person_id
    takes = permission is not None and actor.may(permission, dossier.unit_id) and not mine
    why = desk.hindrance(actor.person_id) if desk and takes and actor.person_id else None
    return OwnerOut(
        dossier_id=dossier.id,
        version=dossier.version,
        holder_id=dossier.holder_id,
        holder=dossier.holder_name,
        may_take=takes,
        why_not_take=_said(why, actor.name),
        may_give=gives,
        may_give_back=mine and permission is not None,
        candidates=_candidates(desk) if desk and gives else [],
    )


def _candidates(desk: owning.Desk) -> list[CandidateOut]:
    held = open_counts([each.id for each in desk.able])
    return [
        CandidateOut(
            person_id=each.id,
            name=each.name,
            open=held[each.id],
            why_not=_said(desk.hindrance(each.id), each.name),
        )
        for each in desk.able
    ]


def _said(code: str | None, name: str) -> Words | None:
    if code is None:
        return None
    told = sentences(code, {"name": name})
    return Words(vi=told["vi"], en=told["en"])


def open_counts(person_ids: Collection[UUID], unit_id: UUID | None = None) -> Counter[UUID]:
    """How many open dossiers each of these people has, anywhere or at one unit."""
    at = [Dossier.unit_id == unit_id] if unit_id else []
    rows = select(Dossier.holder_id, func.count().label("n")).where(
        Dossier.holder_id.in_(person_ids), Dossier.closed_at.is_(None), *at
    )
    return Counter({row.holder_id: row.n for row in db.session.execute(rows.group_by(Dossier.holder_id))})


def latest(dossier: Dossier) -> LatestOut:
    """How far a dossier has gone, and who went last; what the rules did by themselves is nobody's going."""
    rows = select(DossierEvent).where(DossierEvent.dossier_id == dossier.id).order_by(DossierEvent.version.desc())
    events = db.session.scalars(rows.limit(10)).all()
    last = next((each for each in events if not owning.is_news(each)), None)
    return LatestOut(
        version=last.version if last else dossier.version,
        who=last.actor_name if last else "",
        role=last.actor_role if last else None,
        move=last.move if last else "",
        at=last.at if last else None,
    )


def all_duties(actor: Actor) -> DutiesOut:
    """Who does what at the units whose duties the actor manages."""
    known = catalogue.latest_versions()
    named = {code: str(row.body["name"]["vi"]) for code, row in known.items()}
    at = [units.get(each) for each in actor.units(Permission.DUTIES_MANAGE)]
    shown = [_unit(each, named) for each in sorted(at, key=lambda each: (each.name, str(each.id)))]
    procedures = [ProcedureName(code=code, name=name) for code, name in sorted(named.items(), key=lambda row: row[1])]
    return DutiesOut(units=shown, procedures=procedures)


def _unit(unit: Unit, named: dict[str, str]) -> UnitDuties:
    staff = people.staff_with(unit.id, Permission.DESK)
    away: dict[UUID, list[Absence]] = {each.id: [] for each in staff}
    for absence in duties.absences([each.id for each in staff]):
        away[absence.person_id].append(absence)
    held = open_counts([each.id for each in staff], unit.id)
    rules, timing = duties.rules_of(unit.id), duties.timing_of(unit.id)
    names = people.names({each.person_id for each in rules})
    free = select(func.count()).where(
        Dossier.unit_id == unit.id, Dossier.closed_at.is_(None), Dossier.holder_id.is_(None)
    )
    return UnitDuties(
        unit_id=unit.id,
        unit_name=unit.name,
        people=[_colleague(each, unit.id, held[each.id], away[each.id]) for each in staff],
        rules=[rule_out(each, names[each.person_id], named) for each in rules],
        villages=_villages(unit.id),
        timing=TimingShape(
            remind_hours=timing.remind_hours, lead_hours=timing.lead_hours, quiet_hours=timing.quiet_hours
        ),
        unowned=db.session.scalar(free) or 0,
    )


def _colleague(person: Person, unit_id: UUID, held: int, away: Sequence[Absence]) -> ColleagueOut:
    worker = Actor(grants=people.grants_of(person.id))
    return ColleagueOut.model_validate(
        {
            "person_id": person.id,
            "name": person.name,
            "roles": sorted(role.value for role in worker.roles(unit_id)),
            "steps": [each.value for each in _STEPS if worker.may(each, unit_id)],
            "open": held,
            "absences": [absence_out(each) for each in away],
        }
    )


def absence_out(row: Absence) -> AbsenceOut:
    """An absence as it is shown."""
    return AbsenceOut(absence_id=row.id, since=row.since, until=row.until, reason=row.reason, handed=len(row.handed))


def rule_out(row: DutyRule, person: str, named: dict[str, str]) -> RuleOut:
    """A rule as it is shown."""
    return RuleOut.model_validate(
        {
            "rule_id": row.id,
            "person_id": row.person_id,
            "person": person,
            "permission": row.permission,
            "procedure_code": row.procedure_code,
            "procedure_name": named.get(row.procedure_code or ""),
            "village": row.village,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "made_by": row.made_by,
        }
    )


def _villages(unit_id: UUID) -> list[str]:
    rows = select(Unit).where(Unit.parent_id == unit_id, Unit.kind == "village")
    there = [each.name for each in db.session.scalars(rows) if units.is_in_force(each, clock.today())]
    return sorted(there)


def leaving(person_id: UUID, unit_id: UUID, to: UUID | None, actor: Actor) -> LeavingOut:
    """What lies open with somebody at a unit, and who would have each. Raises NotFound out of reach."""
    need_colleague(person_id, unit_id, actor)
    planned = handing.plan(person_id, unit_id=unit_id, to=to)
    names = people.names({each.to for each in planned if each.to} | {person_id})
    bodies = facts.bodies({each.dossier.procedure_code for each in planned})
    lines = [
        LeavingLine.model_validate(
            {
                "dossier_id": each.dossier.id,
                "code": each.dossier.official_number or each.dossier.local_code,
                "procedure_name": bodies[each.dossier.procedure_code]["name"]["vi"],
                "state": each.dossier.state,
                "due_at": each.dossier.due_at,
                "to": names[each.to] if each.to else None,
            }
        )
        for each in planned
    ]
    return LeavingOut(person=names[person_id], dossiers=lines, left=sum(1 for each in planned if each.to is None))


def need_colleague(person_id: UUID, unit_id: UUID, actor: Actor) -> None:
    """Raise NotFound unless that person works at a unit whose duties the actor manages."""
    if not actor.may(Permission.DUTIES_MANAGE, unit_id) or not works_at(person_id, unit_id):
        raise errors.NotFound("not_staff_here")
