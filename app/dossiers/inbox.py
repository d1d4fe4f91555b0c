"""The desk's inbox: what stands open at the actor's units by due time, in views, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.core import clock
from app.core.access import Actor, Permission
from app.core.ids import parse_local_code
from app.core.text import fold
from app.db import db
from app.dossiers import facts, knowledge
from app.dossiers.intake import CAME_BACK
from app.dossiers.models import Dossier
from app.dossiers.schemas import InboxOut, InboxQuery, InboxRow
from app.payments import queries as payments
from app.units import queries as units
from app.workflow.deadline import time_for
from app.workflow.reception import receive_before, working_days_left
from app.workflow.table import PERMISSION_AT, RUNNING, State

_FOUND_AT_MOST = 100
_LIGHT = (
    Dossier.id,
    Dossier.state,
    Dossier.unit_id,
    Dossier.procedure_code,
    Dossier.channel,
    Dossier.submitted_at,
    Dossier.complete_at,
    Dossier.due_at,
    Dossier.holder_id,
    Dossier.helper_id,
    Dossier.files_missing,
    Dossier.flags,
)


@dataclass(frozen=True)
class Standing:
    """Where an open dossier stands in time and whose work it is."""

    id: UUID
    state: State
    act_by: datetime
    """When it is due, or until when it should be received."""
    receive_before: datetime | None
    overdue: bool
    due_soon: bool
    mine: bool
    owes: int
    files_missing: int
    procedure_code: str
    assisted: bool
    came_back: bool

    @property
    def place(self) -> tuple[str, str]:
        """Its place in the list: the most pressing first."""
        return self.act_by.isoformat(), str(self.id)


VIEWS: dict[str, Callable[[Standing], bool]] = {
    "mine": lambda each: each.mine,
    "all": lambda _each: True,
    "late": lambda each: each.overdue,
    "soon": lambda each: each.due_soon,
    "new": lambda each: each.state is State.SUBMITTED,
    "awaiting_files": lambda each: each.files_missing > 0,
    "awaiting_payment": lambda each: each.owes > 0,
    "ready": lambda each: each.state is State.READY,
    "came_back": lambda each: each.came_back,
}


def inbox(query: InboxQuery, actor: Actor) -> InboxOut:
    """A page of a view (or of what a search finds in all of them), and how many stand behind each view."""
    reach = actor.units(Permission.DOSSIERS_READ)
    standing = _standings(_open(reach), actor)
    counts = {name: sum(1 for each in standing if belongs(each)) for name, belongs in VIEWS.items()}
    counts["done"] = db.session.scalar(select(func.count()).select_from(_closed(reach).subquery())) or 0
    if query.q:
        found, cursor = _search(query.q, reach), None
    elif query.view == "done":
        found, cursor = _done(query, reach)
    else:
        found, cursor = _page(query, standing)
    return InboxOut(rows=rows(found, actor), counts=counts, cursor=cursor, now=clock.now())


def rows(ids: Sequence[UUID], actor: Actor) -> list[InboxRow]:
    """The lines of these dossiers, in this order."""
    dossiers = {each.id: each for each in db.session.scalars(select(Dossier).where(Dossier.id.in_(ids)))}
    light = {each.id: each for each in _standings(select(*_LIGHT).where(Dossier.id.in_(ids)), actor)}
    bodies = facts.bodies({each.procedure_code for each in dossiers.values()})
    names = {code: str(body["name"]["vi"]) for code, body in bodies.items()}
    return [_row(dossiers[each], light[each], names) for each in ids if each in dossiers]


def _row(dossier: Dossier, standing: Standing, names: dict[str, str]) -> InboxRow:
    owner = dossier.parties.get("owner") or {}
    return InboxRow.model_validate(
        {
            "dossier_id": dossier.id,
            "version": dossier.version,
            "local_code": dossier.local_code,
            "official_number": dossier.official_number,
            "state": dossier.state,
            "procedure_code": dossier.procedure_code,
            "procedure_name": names[dossier.procedure_code],
            "owner_name": owner.get("name") or dossier.title,
            "village": (owner.get("address") or {}).get("line") or None,
            "channel": dossier.channel,
            "submitted_at": dossier.submitted_at,
            "due_at": dossier.due_at,
            "receive_before": standing.receive_before,
            "overdue": standing.overdue,
            "due_soon": standing.due_soon,
            "holder": dossier.holder_name,
            "mine": standing.mine,
            "assisted_by": dossier.helper_name,
            "awaiting_files": dossier.files_missing,
            "open_charge": standing.owes or None,
            "flags": dossier.flags,
        }
    )


def _open(reach: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    return select(*_LIGHT).where(Dossier.unit_id.in_(reach), Dossier.closed_at.is_(None))


def _closed(reach: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    return select(Dossier.id, Dossier.closed_at).where(Dossier.unit_id.in_(reach), Dossier.closed_at.is_not(None))


def _standings(query: Select[*tuple[Any, ...]], actor: Actor) -> list[Standing]:
    """Where each stands now."""
    light = list(db.session.execute(query).all())
    if not light:
        return []
    owes = payments.open_sums([each.id for each in light])
    waiting = {each.procedure_code for each in light if each.state == State.SUBMITTED}
    wall = _Wall(clock.now(), knowledge.current().calendar, facts.bodies(waiting), {})
    return [_standing(each, owes.get(each.id, 0), wall, actor) for each in light]


@dataclass(frozen=True)
class _Wall:
    """The clocks and calendars of one reading of the list."""

    now: datetime
    calendar: dict[str, Any]
    bodies: dict[str, dict[str, Any]]
    hours: dict[UUID, Any]

    def hours_of(self, unit_id: UUID) -> Any:
        """A unit's opening hours, read once."""
        if unit_id not in self.hours:
            self.hours[unit_id] = units.hours_of(unit_id)
        return self.hours[unit_id]

    def days_left(self, due_at: datetime, unit_id: UUID) -> int:
        """Working days from today to the due day."""
        return working_days_left(due_at, self.now, self.hours_of(unit_id), self.calendar)

    def receive_before(self, light: Any) -> datetime:
        """Until when a sent dossier should be received."""
        rule = time_for(self.bodies[light.procedure_code]["times"], light.channel)
        sent = light.complete_at or light.submitted_at
        return receive_before(rule, sent, self.hours_of(light.unit_id), self.calendar)


def _standing(light: Any, owes: int, wall: _Wall, actor: Actor) -> Standing:
    state = State(light.state)
    before = wall.receive_before(light) if state is State.SUBMITTED else None
    runs = state in RUNNING and light.due_at is not None
    overdue = runs and light.due_at < wall.now
    return Standing(
        id=light.id,
        state=state,
        act_by=before or light.due_at or light.submitted_at,
        receive_before=before,
        overdue=overdue,
        due_soon=runs and not overdue and wall.days_left(light.due_at, light.unit_id) <= 1,
        mine=_is_mine(state, light.unit_id, light.holder_id, actor),
        owes=owes,
        files_missing=light.files_missing,
        procedure_code=light.procedure_code,
        assisted=light.helper_id is not None,
        came_back=CAME_BACK in light.flags,
    )


def _is_mine(state: State, unit_id: UUID, holder_id: UUID | None, actor: Actor) -> bool:
    """Whether the next step is the actor's to make: the permission is theirs, and nobody else holds the dossier."""
    permission = PERMISSION_AT.get(state)
    return permission is not None and actor.may(permission, unit_id) and holder_id in {None, actor.person_id}


def _page(query: InboxQuery, standing: Sequence[Standing]) -> tuple[list[UUID], str | None]:
    belongs = VIEWS[query.view]
    wanted = [
        each
        for each in sorted(standing, key=lambda each: each.place)
        if belongs(each)
        and query.procedure in {"", each.procedure_code}
        and query.assisted in {None, each.assisted}
        and "|".join(each.place) > query.cursor
    ]
    page = wanted[: query.limit]
    cursor = "|".join(page[-1].place) if len(wanted) > len(page) else None
    return [each.id for each in page], cursor


def _done(query: InboxQuery, reach: Collection[UUID]) -> tuple[list[UUID], str | None]:
    """What was closed, the newest first; the cursor is how many were shown, since closed dossiers stay closed."""
    start = int(query.cursor) if query.cursor.isdecimal() and len(query.cursor) < 10 else 0
    closed = _closed(reach).order_by(Dossier.closed_at.desc(), Dossier.id)
    ids = [row.id for row in db.session.execute(closed.offset(start).limit(query.limit + 1))]
    more = len(ids) > query.limit
    return ids[: query.limit], str(start + query.limit) if more else None


def _search(text: str, reach: Collection[UUID]) -> list[UUID]:
    """Dossiers by official number, code on the slip, identity number, or any name in them; open ones first."""
    found = (
        select(Dossier.id)
        .where(Dossier.unit_id.in_(reach), or_(*_matches(text)))
        .order_by(Dossier.closed_at.is_not(None), Dossier.submitted_at.desc(), Dossier.id)
    )
    return list(db.session.scalars(found.limit(_FOUND_AT_MOST)))


def _matches(text: str) -> list[ColumnElement[bool]]:
    plain = text.strip()
    ways: list[ColumnElement[bool]] = [Dossier.official_number.icontains(plain, autoescape=True)]
    if code := parse_local_code(plain):
        ways.append(Dossier.local_code == code)
    digits = "".join(plain.split())
    if digits.isdecimal() and len(digits) >= 9:
        ways.append(Dossier.owner_id_number == digits)
    words = fold(plain).split()
    if words:
        in_any_order = [Dossier.search_text.contains(word, autoescape=True) for word in words]
        whole = in_any_order[0]
        for each in in_any_order[1:]:
            whole &= each
        ways.append(whole)
    return ways
