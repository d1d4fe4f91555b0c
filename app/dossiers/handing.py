"""What lies with somebody who leaves or is away goes to others: shown first, then done, and nothing is left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.core import clock, errors
from app.core.access import SYSTEM, Actor
from app.db import db
from app.dossiers import owning, todo
from app.dossiers.models import Dossier, DossierEvent
from app.duties import operations as duties
from app.duties import queries as rules_of
from app.duties.models import Absence
from app.identity import queries as people
from app.identity import staff


@dataclass(frozen=True)
class Planned:
    """An open dossier of somebody, and who is to have it; nobody where nobody may."""

    dossier: Dossier
    to: UUID | None


def plan(
    person_id: UUID, *, unit_id: UUID | None = None, to: UUID | None = None, locked: bool = False
) -> list[Planned]:
    """Who would have what lies open with somebody: the one named where that person may, else by the rules.

    `locked`: it is about to be carried out.
    """
    return _planned(_held(person_id, unit_id, locked=locked), person_id, to)


def _held(person_id: UUID, unit_id: UUID | None, *, locked: bool) -> Sequence[Dossier]:
    at: list[ColumnElement[bool]] = [Dossier.unit_id == unit_id] if unit_id else []
    rows = select(Dossier).where(Dossier.holder_id == person_id, Dossier.closed_at.is_(None), *at)
    ordered = rows.order_by(Dossier.due_at, Dossier.id)
    if locked:
        ordered = ordered.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(ordered).all()


def _planned(dossiers: Sequence[Dossier], person_id: UUID, to: UUID | None) -> list[Planned]:
    more: Counter[UUID] = Counter()
    found = []
    for dossier in dossiers:
        permission = owning.permission_of(dossier)
        if permission is None:
            continue
        desk = owning.desk_of(dossier, permission)
        whom = to if to is not None and to != person_id and desk.hindrance(to) is None else None
        if whom is None:
            choice = owning.choice_for(dossier, desk, but=frozenset({person_id}), more=more)
            whom = choice.person_id if choice else None
        if whom is not None:
            more[whom] += 1
        found.append(Planned(dossier, whom))
    return found


def hand_over(person_id: UUID, *, unit_id: UUID | None, to: UUID | None, reason: str, actor: Actor = SYSTEM) -> int:
    """Everything that lies open with somebody goes to others; raises Conflict where something would be left."""
    return _carry_out(plan(person_id, unit_id=unit_id, to=to, locked=True), actor, reason)


def _carry_out(planned: Sequence[Planned], actor: Actor, reason: str) -> int:
    left = [each for each in planned if each.to is None]
    if left:
        raise errors.Conflict("dossiers_left", count=len(left))
    for each in planned:
        role = None if actor.person_id else "system"
        owning.assign(each.dossier, each.to, "leaver", actor=actor, reason=reason, role=role)
        todo.refresh(each.dossier)
    return len(planned)


@dataclass(frozen=True)
class Holds:
    """How much would wait in vain for somebody who is gone."""

    dossiers: int
    tasks: int


def holds(person_id: UUID) -> Holds:
    """The open dossiers and tasks of somebody, at every unit."""
    return Holds(len(_held(person_id, None, locked=False)), len(duties.open_for(person_id)))


def hand_over_all(person_id: UUID, *, to: UUID | None, reason: str, actor: Actor) -> int:
    """Everything of somebody who leaves goes to others, dossiers and tasks; how many dossiers. Raises Conflict."""
    count = hand_over(person_id, unit_id=None, to=to, reason=reason, actor=actor)
    duties.pass_on(person_id, actor)
    return count


def left(person_id: UUID, unit_id: UUID, to: UUID | None) -> list[staff.Passed]:
    """A role has ended: what that person may no longer go on with at the unit goes to others, or the role stays.

    Raises Conflict where nobody may have a dossier.
    """
    stuck = [each for each in _held(person_id, unit_id, locked=True) if not todo.is_able(each)]
    planned = _planned(stuck, person_id, to)
    _carry_out(planned, SYSTEM, "")
    names = people.names({each.to for each in planned if each.to})
    return [staff.Passed(_named(each.dossier), names[each.to]) for each in planned if each.to]


def _named(dossier: Dossier) -> str:
    return f"{dossier.official_number or dossier.local_code} {dossier.title}"


def begin(absence: Absence) -> int:
    """Somebody is away from today: what lies with them goes to others for the time; how many.

    What nobody else may have stays, and whoever leads is asked to see to it.
    """
    handed = list(absence.handed)
    for each in plan(absence.person_id, locked=True):
        dossier = each.dossier
        if each.to is None:
            ask_for_owner(dossier)
            continue
        owning.assign(dossier, each.to, "absence", reason=absence.reason)
        todo.refresh(dossier)
        handed.append({"dossier_id": str(dossier.id), "to": str(each.to), "version": dossier.version})
    count = len(handed) - len(absence.handed)
    absence.handed = handed
    db.session.flush()
    return count


def end(absence: Absence) -> int:
    """Somebody is back: what others have not touched since is theirs again; how many."""
    if absence.ended_at is not None:
        return 0
    absence.ended_at = clock.now()
    db.session.flush()
    return sum(_came_back(absence, UUID(each["dossier_id"]), int(each["version"])) for each in absence.handed)


def _came_back(absence: Absence, dossier_id: UUID, version: int) -> bool:
    dossier = db.session.get(Dossier, dossier_id, with_for_update=True, populate_existing=True)
    permission = owning.permission_of(dossier) if dossier else None
    if dossier is None or permission is None or _touched(dossier_id, version):
        return False
    if owning.desk_of(dossier, permission).hindrance(absence.person_id) is not None:
        return False
    owning.assign(dossier, absence.person_id, "back")
    todo.refresh(dossier)
    return True


def _touched(dossier_id: UUID, version: int) -> bool:
    since = select(DossierEvent.version).where(
        DossierEvent.dossier_id == dossier_id,
        DossierEvent.version > version,
        or_(DossierEvent.person_id.is_not(None), DossierEvent.move.not_in(todo.QUIETLY)),
    )
    return db.session.scalar(since.limit(1)) is not None


def keep_absences() -> tuple[int, int]:
    """Begin what begins and end what has ended; how many dossiers went, and how many came back."""
    today = clock.today()
    begun = select(Absence).where(Absence.ended_at.is_(None), Absence.since <= today, Absence.until >= today)
    over = select(Absence).where(Absence.ended_at.is_(None), Absence.until < today)
    back = sum(end(each) for each in db.session.scalars(over).all())
    return sum(begin(each) for each in db.session.scalars(begun).all()), back


def ask_for_owner(dossier: Dossier) -> bool:
    """Whoever leads is asked to find somebody for a dossier that nobody may have; says whether this is new."""
    return duties.ask(
        "no_owner",
        f"{dossier.id}:{dossier.version}",
        unit_id=dossier.unit_id,
        dossier_id=dossier.id,
        person_id=rules_of.lead_of(dossier.unit_id),
        version=dossier.version,
    )


staff.ON_LEFT.append(left)
