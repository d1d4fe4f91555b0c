"""Who has an open dossier in hand: chosen by rule when it passes on, given, taken or given back by hand.

What the rules decide (`app/duties/rules.py`) is written into the log: into the event of the move that passed it on, or
as an event of its own (`assign`), with from whom to whom and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, select

from app.core import clock, errors, ids
from app.core.access import SYSTEM, Actor, Permission, Role
from app.db import db
from app.dossiers import log, standing
from app.dossiers.models import Dossier, DossierEvent
from app.dossiers.stepping import Passage, process_of
from app.duties import operations as duties
from app.duties import queries as rules_of
from app.duties.rules import Candidate, Choice, Work, choose
from app.identity import queries as people
from app.identity.models import Person
from app.workflow import queries as workflow
from app.workflow.rules import Decision, Pair
from app.workflow.table import ENDS, PERMISSION_AT, Effect, State

ASSIGN = "assign"
"""The event that says that a dossier is with somebody else from now on."""
OWNER = "in_hand"
"""Under this an event keeps from whom to whom, and why."""
Why = Literal["before", "rule", "load", "move", "lead", "take", "give_back", "absence", "back", "leaver", "check"]
NOTHING: Mapping[UUID, int] = {}
_APPRAISED, _APPROVED = frozenset({"take_up", "propose"}), frozenset({"decide", "decide_draft"})
_APART: Mapping[Permission, tuple[frozenset[str], Pair]] = {
    Permission.DOSSIERS_CHECK: (_APPRAISED, Pair.APPRAISE_APPROVE),
    Permission.DOSSIERS_APPROVE: (_APPRAISED, Pair.APPRAISE_APPROVE),
    Permission.DOSSIERS_SIGN: (_APPROVED, Pair.APPROVE_SIGN),
}
"""Which moves the maker of a step must not have made, and under which pair a unit may have decided otherwise."""


@dataclass(frozen=True)
class Desk:
    """One step of one dossier at one unit: what it takes, who may make it, who may not."""

    unit_id: UUID
    permission: Permission
    able: tuple[Person, ...]
    away: Mapping[UUID, Any]
    barred: frozenset[UUID]
    before: tuple[UUID, ...]

    def hindrance(self, person_id: UUID) -> str | None:
        """The code of what keeps somebody from this step today; nothing where they may have it."""
        if person_id not in {each.id for each in self.able}:
            return "not_able"
        if person_id in self.barred:
            return "did_step_before"
        return "is_away" if person_id in self.away else None


def permission_of(dossier: Dossier) -> Permission | None:
    """The permission that carries a dossier on from where it stands; nothing where it has ended."""
    return standing.permission_of(dossier, State(dossier.state))


def desk_of(
    dossier: Dossier,
    permission: Permission,
    *,
    state: str | None = None,
    unit_id: UUID | None = None,
    only: Role | None = None,
    now: tuple[str, UUID | None] = ("", None),
) -> Desk:
    """Who may make the step that stands there now, or in another state and unit after the act of `now`."""
    at = unit_id or dossier.unit_id
    named = only or standing.only_at_step(dossier.procedure_version_id, dossier.step)
    able = tuple(people.staff_with(at, permission, named if state is None else only))
    acts = _acts(dossier.id)
    barred = _barred(permission, [*((move, who) for move, who, _ in acts), now], at)
    before = tuple(who for _, who, start in reversed(acts) if who is not None and start == (state or dossier.state))
    return Desk(at, permission, able, rules_of.away([each.id for each in able]), barred, before)


def _acts(dossier_id: UUID) -> list[tuple[str, UUID | None, str | None]]:
    """The moves that carried a dossier from one state to another, in order: name, by whom, from where."""
    rows = select(DossierEvent.move, DossierEvent.person_id, DossierEvent.from_state).where(
        DossierEvent.dossier_id == dossier_id, DossierEvent.from_state != DossierEvent.to_state
    )
    return [
        (row.move, row.person_id, row.from_state) for row in db.session.execute(rows.order_by(DossierEvent.version))
    ]


def _barred(permission: Permission, acts: list[tuple[str, UUID | None]], unit_id: UUID) -> frozenset[UUID]:
    """Who made the step that the maker of this one must not have made."""
    others, pair = _APART.get(permission, (frozenset(), None))
    if pair is None or pair in workflow.relaxed(unit_id, clock.today()):
        return frozenset()
    return frozenset(who for move, who in acts if move in others and who is not None)


def choice_for(
    dossier: Dossier, desk: Desk, *, but: frozenset[UUID] = frozenset(), more: Mapping[UUID, int] = NOTHING
) -> Choice | None:
    """Whom the rules choose for a step, leaving some people out; nothing where nobody may have it today.

    `more`: what people are about to get beside what they have.
    """
    loads = _loads(desk)
    fit = [Candidate(each.id, loads.get(each.id, 0) + more.get(each.id, 0), each.id in desk.away) for each in desk.able]
    line = str(((dossier.parties.get("owner") or {}).get("address") or {}).get("line") or "")
    work = Work(desk.permission.value, dossier.procedure_code, line, desk.barred | but)
    return choose(work, fit, rules_of.rows_of(desk.unit_id), desk.before)


def _loads(desk: Desk) -> dict[UUID, int]:
    """How many open dossiers each of those holds."""
    held = select(Dossier.holder_id, func.count().label("n")).where(
        Dossier.holder_id.in_([each.id for each in desk.able]), Dossier.closed_at.is_(None)
    )
    return {row.holder_id: row.n for row in db.session.execute(held.group_by(Dossier.holder_id))}


def pass_on(decision: Decision, dossier: Dossier, passed: Passage, actor: Actor) -> dict[str, Any]:
    """The dossier goes to the next desk: name who has it there, and give what its event says of that.

    Call before the event is appended. Where nothing passes on, whoever has it keeps it.
    """
    forwarded = Effect.FORWARD in decision.effects
    stays = decision.to_state is decision.move.start and not passed.fresh
    if decision.to_state in ENDS or (stays and not forwarded):
        return {}
    if Effect.HOLD in decision.effects:
        before, taken = dossier.holder_id, _set(dossier, actor.person_id, actor.name, "move")
        if before is not None and taken:
            _tell(dossier, before, dossier.unit_id, actor.name, "take", kind="taken", version=dossier.version + 1)
        return taken
    then = next((each for each in process_of(dossier).steps if each.key == passed.key), None)
    permission = then.nature.permission if then else PERMISSION_AT.get(decision.to_state)
    if permission is None:
        return {}
    unit_id = UUID(str(decision.data["unit_id"])) if forwarded else dossier.unit_id
    state = decision.to_state.value
    now = (decision.move.name, actor.person_id)
    desk = desk_of(dossier, permission, state=state, unit_id=unit_id, only=then.only if then else None, now=now)
    found = choice_for(dossier, desk)
    if found is None:
        return _set(dossier, None, None, "rule")
    noted = _set(dossier, found.person_id, _name(found.person_id), found.how)
    if noted and found.person_id != actor.person_id:
        _tell(dossier, found.person_id, unit_id, actor.name, found.how, version=dossier.version + 1)
    return noted


def assign(
    dossier: Dossier,
    to: UUID | None,
    why: Why,
    *,
    actor: Actor = SYSTEM,
    reason: str = "",
    op_id: UUID | None = None,
    role: str | None = "system",
) -> None:
    """Put a dossier into somebody's hands, on record; whoever has it now is told unless they took it themselves."""
    data = _set(dossier, to, _name(to) if to else None, why)
    if not data:
        return
    log.append(
        dossier,
        move=ASSIGN,
        to_state=dossier.state,
        actor=actor,
        op_id=op_id or ids.uuid7(),
        reason=reason,
        data=data,
        role=role,
    )
    if to is not None and to != actor.person_id:
        _tell(dossier, to, dossier.unit_id, actor.name, why, version=dossier.version, reason=reason)


def settle(dossier: Dossier, why: Why = "check", *, but: frozenset[UUID] = frozenset(), reason: str = "") -> bool:
    """See that an open dossier lies with somebody who may go on with it; says whether it does afterwards.

    Whoever has it and may keep it keeps it, unless left out. Where the rules find nobody it stays where it is.
    """
    permission = permission_of(dossier)
    if permission is None:
        return True
    desk = desk_of(dossier, permission)
    if dossier.holder_id is not None and dossier.holder_id not in but and desk.hindrance(dossier.holder_id) is None:
        return True
    found = choice_for(dossier, desk, but=but)
    if found is None:
        return False
    assign(dossier, found.person_id, found.how if why == "check" else why, reason=reason)
    return True


def checked(dossier: Dossier, to: UUID) -> None:
    """Refuse to give a dossier to somebody who may not go on with it; raises Conflict that says why."""
    permission = permission_of(dossier)
    if permission is None:
        raise errors.Conflict("dossier_closed", extra={"state": dossier.state})
    if code := desk_of(dossier, permission).hindrance(to):
        raise errors.Conflict(code, name=_name(to) or "?")


def take(dossier: Dossier, actor: Actor, op_id: UUID, reason: str) -> None:
    """Take a dossier; from a colleague only with a reason. Raises Conflict, Forbidden, Invalid."""
    _needs_step(dossier, actor)
    assert actor.person_id is not None
    if dossier.holder_id == actor.person_id:
        raise errors.Conflict("yours_already")
    if dossier.holder_id is not None:
        _needs_reason(reason)
    checked(dossier, actor.person_id)
    before = dossier.holder_id
    assign(dossier, actor.person_id, "take", actor=actor, reason=reason, op_id=op_id, role=_role(actor, dossier))
    if before is not None:
        _tell(
            dossier, before, dossier.unit_id, actor.name, "take", kind="taken", version=dossier.version, reason=reason
        )


def give(dossier: Dossier, to: UUID, actor: Actor, op_id: UUID, reason: str) -> None:
    """A lead gives a dossier to somebody. Raises Forbidden, Conflict."""
    actor.need(Permission.DOSSIERS_ASSIGN, dossier.unit_id)
    checked(dossier, to)
    if dossier.holder_id == to:
        raise errors.Conflict("theirs_already", name=_name(to) or "?")
    assign(dossier, to, "lead", actor=actor, reason=reason, op_id=op_id, role=_role(actor, dossier))


def give_back(dossier: Dossier, actor: Actor, op_id: UUID, reason: str) -> None:
    """Whoever has a dossier gives it back with a reason; the rules choose among the others.

    Raises Conflict where it is not theirs, or nobody else may have it; Invalid without a reason.
    """
    if dossier.holder_id is None or dossier.holder_id != actor.person_id:
        raise errors.Conflict("not_yours")
    _needs_reason(reason)
    permission = permission_of(dossier)
    if permission is None:
        raise errors.Conflict("dossier_closed", extra={"state": dossier.state})
    found = choice_for(dossier, desk_of(dossier, permission), but=frozenset({actor.person_id}))
    if found is None:
        raise errors.Conflict("no_one_else")
    role = _role(actor, dossier)
    assign(dossier, found.person_id, "give_back", actor=actor, reason=reason, op_id=op_id, role=role)


def is_news(event: DossierEvent) -> bool:
    """Whether an event only says that the rules named somebody: no page is out of date by it."""
    return event.move == ASSIGN and event.person_id is None


def _set(dossier: Dossier, to: UUID | None, name: str | None, why: Why | str) -> dict[str, Any]:
    """What the log keeps of a change; nothing where there is none."""
    before, before_name = dossier.holder_id, dossier.holder_name
    dossier.holder_id, dossier.holder_name = to, name
    if before == to:
        return {}
    told = {"from": str(before) if before else None, "from_name": before_name, "to": str(to) if to else None}
    return {OWNER: {**told, "to_name": name, "why": why}}


def _tell(
    dossier: Dossier,
    to: UUID,
    unit_id: UUID,
    by: str,
    why: str,
    *,
    version: int,
    reason: str = "",
    kind: str = "given",
) -> None:
    duties.ask(
        kind,
        f"{dossier.id}:{version}:{to}",
        unit_id=unit_id,
        dossier_id=dossier.id,
        person_id=to,
        version=version,
        facts={"by": by, "why": why, "reason": reason},
    )


def _needs_step(dossier: Dossier, actor: Actor) -> None:
    permission = permission_of(dossier)
    if permission is None:
        raise errors.Conflict("dossier_closed", extra={"state": dossier.state})
    actor.need(permission, dossier.unit_id)


def _needs_reason(reason: str) -> None:
    if len(reason.strip()) < 3:
        raise errors.Invalid("reason_needed", errors=[{"path": "reason", "code": "reason_needed", "params": {}}])


def _name(person_id: UUID | None) -> str | None:
    return people.names([person_id]).get(person_id) if person_id else None


def _role(actor: Actor, dossier: Dossier) -> str | None:
    held = sorted(role.value for role in actor.roles(dossier.unit_id))
    return held[0] if held else None
