"""Where open dossiers stand in time and whose work they are; thousands of them at each reading of the list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from app.core import clock
from app.core.access import Actor, Permission, Role
from app.core.calendar import Notices
from app.db import db
from app.dossiers import knowledge
from app.dossiers.flags import AWAITING, CAME_BACK, EXPRESS, WAITS
from app.dossiers.knowledge import Knowledge
from app.dossiers.models import Dossier, Supplement
from app.payments import queries as payments
from app.units import queries as units
from app.workflow.deadline import time_for
from app.workflow.process import only_at, permission_at
from app.workflow.reception import receive_before, working_days_left
from app.workflow.table import PERMISSION_AT, RUNNING, State

LIGHT = (
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
    Dossier.step,
    Dossier.procedure_version_id,
)


@dataclass(slots=True)
class Standing:
    """Where an open dossier stands in time and whose work it is."""

    id: UUID
    state: State
    act_by: datetime
    """When it is due, or until when it should be received."""
    receive_before: datetime | None
    respond_by: date | None
    overdue: bool
    due_soon: bool
    mine: bool
    owes: int
    files_missing: int
    procedure_code: str
    channel: str
    holder_id: UUID | None
    assisted: bool
    came_back: bool
    flags: list[str]

    @property
    def place(self) -> tuple[bool, datetime, UUID]:
        """Its place in the list: what is to be settled at once, then the most pressing."""
        return not (self.mine and EXPRESS in self.flags), self.act_by, self.id


def open_at(reach: Collection[UUID], actor: Actor) -> list[Standing]:
    """Where everything stands that is open at these units."""
    is_open = (Dossier.unit_id.in_(reach), Dossier.closed_at.is_(None))
    owes = payments.open_sums_at(reach, among=select(Dossier.id).where(*is_open))
    return _standings(select(*LIGHT).where(*is_open), owes, actor)


def these(ids: Sequence[UUID], actor: Actor) -> list[Standing]:
    """Where these dossiers stand."""
    return _standings(select(*LIGHT).where(Dossier.id.in_(ids)), payments.open_sums(ids), actor) if ids else []


def _standings(rows: Select[*tuple[Any, ...]], owes: Mapping[UUID, int], actor: Actor) -> list[Standing]:
    # as plain rows: thousands of them need nothing of the session
    light = db.session.connection().execute(rows).all()
    if not light:
        return []
    wall = _Wall(clock.now(), knowledge.current())
    asked = _respond_by([each.id for each in light if AWAITING in each.flags])
    may = _May(actor)
    return [_standing(each, owes.get(each.id, 0), asked.get(each.id), wall, may) for each in light]


def _respond_by(ids: Collection[UUID]) -> dict[UUID, date]:
    """Until when owners were asked to answer."""
    if not ids:
        return {}
    rows = select(Supplement.dossier_id, Supplement.respond_by)
    found = rows.where(Supplement.dossier_id.in_(ids), Supplement.status == "open")
    return {row.dossier_id: row.respond_by for row in db.session.execute(found)}


class _Wall:
    """The clocks and calendars of one reading of the list; what many rows ask alike is reckoned once."""

    def __init__(self, now: datetime, known: Knowledge) -> None:
        self.now = now
        self._known = known
        self._calendars: dict[UUID, Notices] = {}
        self._hours: dict[UUID, Any] = {}
        self._times: dict[str, Any] = {}
        self._left: dict[tuple[UUID, date], int] = {}
        self._before: dict[tuple[UUID, str, str, datetime, bool], datetime] = {}

    def _hours_of(self, unit_id: UUID) -> Any:
        if unit_id not in self._hours:
            self._hours[unit_id] = units.hours_of(unit_id)
        return self._hours[unit_id]

    def _calendar_of(self, unit_id: UUID) -> Notices:
        if unit_id not in self._calendars:
            self._calendars[unit_id] = knowledge.calendar_at(unit_id)
        return self._calendars[unit_id]

    def _times_of(self, code: str) -> Any:
        if code not in self._times:
            self._times[code] = self._known.latest(code).body["times"]
        return self._times[code]

    def days_left(self, due_at: datetime, unit_id: UUID) -> int:
        """Working days from today to the due day."""
        key = (unit_id, due_at.astimezone(clock.VN).date())
        if key not in self._left:
            hours, calendar = self._hours_of(unit_id), self._calendar_of(unit_id)
            self._left[key] = working_days_left(due_at, self.now, hours, calendar)
        return self._left[key]

    def receive_before(self, light: Any) -> datetime:
        """Until when a sent dossier should be received; of two sent in one minute, the rules tell none apart."""
        sent = light.complete_at or light.submitted_at
        minute = sent.replace(second=0, microsecond=0)
        key = (light.unit_id, light.procedure_code, light.channel, minute, sent == minute)
        if key not in self._before:
            rule = time_for(self._times_of(light.procedure_code), light.channel)
            hours, calendar = self._hours_of(light.unit_id), self._calendar_of(light.unit_id)
            self._before[key] = receive_before(rule, sent, hours, calendar)
        return self._before[key]


class _May:
    """What somebody may do where, asked of thousands of rows."""

    def __init__(self, actor: Actor) -> None:
        self.person_id = actor.person_id
        self._actor = actor
        self._at: dict[Permission, Collection[UUID]] = {}

    def _may(self, permission: Permission, unit_id: UUID) -> bool:
        if permission not in self._at:
            self._at[permission] = self._actor.units(permission)
        return unit_id in self._at[permission]

    def is_mine(self, light: Any, state: State) -> bool:
        """Whether the next step is theirs to make: the permission is theirs, and nobody else holds the dossier.

        While the owner is asked for more it is nobody's; whether to ask once more is an approver's to say.
        """
        if WAITS in light.flags:
            return self._may(Permission.DOSSIERS_APPROVE, light.unit_id)
        permission = permission_of(light, state)
        if permission is None or AWAITING in light.flags:
            return False
        return self._may(permission, light.unit_id) and light.holder_id in {None, self.person_id}


def permission_of(light: Any, state: State) -> Permission | None:
    """Whose work the next step of a dossier is."""
    return permission_at_step(light.procedure_version_id, light.step, state)


def only_at_step(version_id: UUID | None, step: str | None) -> Role | None:
    """The role that the procedure names for a step, where it names one."""
    if step is None or version_id is None:
        return None
    return only_at(knowledge.fixed(version_id).body.get("steps", ()), step)


def permission_at_step(version_id: UUID | None, step: str | None, state: State) -> Permission | None:
    """Whose work a step is: by the steps of its procedure where one is written down, else by the state."""
    if step is None or version_id is None:
        return PERMISSION_AT.get(state)
    return permission_at(knowledge.fixed(version_id).body.get("steps", ()), step) or PERMISSION_AT.get(state)


def _standing(light: Any, owes: int, respond_by: date | None, wall: _Wall, may: _May) -> Standing:
    state = State(light.state)
    before = wall.receive_before(light) if state is State.SUBMITTED else None
    runs = state in RUNNING and light.due_at is not None
    overdue = runs and light.due_at < wall.now
    return Standing(
        id=light.id,
        state=state,
        act_by=(clock.end_of(respond_by) if respond_by else None) or before or light.due_at or light.submitted_at,
        receive_before=None if respond_by else before,
        respond_by=respond_by,
        overdue=overdue,
        due_soon=runs and not overdue and wall.days_left(light.due_at, light.unit_id) <= 1,
        mine=may.is_mine(light, state),
        owes=owes,
        files_missing=light.files_missing,
        procedure_code=light.procedure_code,
        channel=light.channel,
        holder_id=light.holder_id,
        assisted=light.helper_id is not None,
        came_back=CAME_BACK in light.flags,
        flags=light.flags,
    )
