"""Looks outside one's own work: who must say why before a dossier is shown, and what they said; by dated data.

A reason is a row of the access record (kind `reason`, about the dossier), so the chain holds it like every look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import yaml
from sqlalchemy import exists, select

from app.core import clock, errors
from app.core.access import Actor, Permission, Role
from app.core.shapes import Words
from app.db import db
from app.dossiers import owning, standing
from app.dossiers.flags import WAITS
from app.dossiers.look_schemas import LookReasonsOut, UsualReasonOut
from app.dossiers.models import Dossier, DossierEvent
from app.duties import queries as duties
from app.duties.models import DutyTask
from app.identity import audit
from app.identity.models import AccessRecord

KIND = "reason"
OWN_WORDS = "own"
"""The key of a reason that is none of the usual ones."""


@dataclass(frozen=True)
class Rule:
    """Whose looks need a reason from a day on, and which reasons are usual."""

    since: date
    roles: frozenset[Role]
    own: frozenset[str]
    holds_days: int
    least: int
    usual: Mapping[str, Words]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Every rule, the oldest first."""
    told = yaml.safe_load((Path(__file__).parent / "look_reasons.yaml").read_text(encoding="utf-8"))
    found = [
        Rule(
            since=date.fromisoformat(each["since"]),
            roles=frozenset(Role(role) for role in each["roles"]),
            own=frozenset(each["own"]),
            holds_days=int(each["holds_days"]),
            least=int(each["least"]),
            usual={row["key"]: Words(vi=row["vi"], en=row["en"]) for row in each["usual"]},
        )
        for each in told
    ]
    return tuple(sorted(found, key=lambda each: each.since))


def rule_on(day: date) -> Rule | None:
    """The rule in force on a day; none where there was none yet."""
    return next((each for each in reversed(rules()) if each.since <= day), None)


def must_say_why(dossier: Dossier, actor: Actor) -> None:
    """Raise Forbidden unless the dossier is the actor's own work, or its reason is on record."""
    if needs_reason(dossier, actor):
        raise errors.Forbidden("look_reason_needed", extra={"dossier_id": str(dossier.id)})


def needs_reason(dossier: Dossier, actor: Actor) -> bool:
    """Whether the actor has yet to say why before this dossier is shown."""
    rule = rule_on(clock.today())
    if rule is None or not actor.roles(dossier.unit_id) & rule.roles:
        return False
    return not is_own_work(dossier, actor, rule.own) and not _said(dossier.id, actor, rule)


def is_own_work(dossier: Dossier, actor: Actor, counts: frozenset[str]) -> bool:
    """Whether a dossier is somebody's own work, by what counts as such. Of a closed one only what was done today."""
    if dossier.closed_at is None:
        if "holder" in counts and dossier.holder_id is not None and dossier.holder_id == actor.person_id:
            return True
        if "step" in counts and _is_at_step(dossier, actor):
            return True
        if "waits" in counts and WAITS in dossier.flags and actor.may(Permission.DOSSIERS_APPROVE, dossier.unit_id):
            return True
        if "task" in counts and _has_task(dossier.id, actor):
            return True
    return "acted" in counts and _acted(dossier.id, actor)


def say(dossier: Dossier, key: str, text: str, actor: Actor) -> None:
    """Put on record why the actor looks at a dossier; nothing where no reason is needed. Raises Invalid."""
    rule = rule_on(clock.today())
    if rule is None or not needs_reason(dossier, actor):
        return
    if key not in rule.usual and (key != OWN_WORDS or len(text.strip()) < rule.least):
        raise errors.Invalid("reason_needed", errors=[{"path": "text", "code": "reason_needed", "params": {}}])
    audit.record(actor, KIND, dossier.id, f"{key}: {text.strip()}")


def usual() -> LookReasonsOut:
    """What people mostly say, and how long other words must be at least."""
    rule = rule_on(clock.today())
    told = rule.usual if rule else {}
    return LookReasonsOut(
        usual=[UsualReasonOut(key=key, name=name) for key, name in told.items()], least=rule.least if rule else 0
    )


def holds(said_at: datetime, at: datetime) -> bool:
    """Whether a reason that was given then still held at a moment."""
    rule = rule_on(_day(said_at))
    return rule is not None and (_day(at) - _day(said_at)).days < rule.holds_days


def words_of(said: str) -> Words:
    """What a row of the access record says, in words: of a usual reason its name, also of one no longer usual."""
    key, _, text = said.partition(": ")
    named = next((each.usual[key] for each in reversed(rules()) if key in each.usual), None)
    if named is None:
        return Words(vi=text)
    more = f" ({text})" if text else ""
    return Words(vi=named.vi + more, en=(named.en or named.vi) + more)


def _is_at_step(dossier: Dossier, actor: Actor) -> bool:
    permission = owning.permission_of(dossier)
    only = standing.only_at_step(dossier.procedure_version_id, dossier.step)
    if permission is None or not actor.may(permission, dossier.unit_id):
        return False
    return only is None or only in actor.roles(dossier.unit_id)


def _has_task(dossier_id: UUID, actor: Actor) -> bool:
    return bool(duties.open_tasks(DutyTask.dossier_id == dossier_id, duties.seen_by(actor)))


def _acted(dossier_id: UUID, actor: Actor) -> bool:
    did = exists().where(
        DossierEvent.dossier_id == dossier_id,
        DossierEvent.person_id == actor.person_id,
        DossierEvent.at >= _start(clock.today()),
    )
    return actor.person_id is not None and bool(db.session.scalar(select(did)))


def _said(dossier_id: UUID, actor: Actor, rule: Rule) -> bool:
    since = _start(clock.today() - timedelta(days=rule.holds_days - 1))
    said = exists().where(
        AccessRecord.kind == KIND,
        AccessRecord.object_id == str(dossier_id),
        AccessRecord.person_id == actor.person_id,
        AccessRecord.at >= since,
    )
    return bool(db.session.scalar(select(said)))


def _day(at: datetime) -> date:
    return at.astimezone(clock.VN).date()


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VN)
