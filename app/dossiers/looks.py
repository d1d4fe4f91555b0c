"""Who looked at a dossier, its pages and its papers: for the office beside the history, and for the one it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from app.core import clock, errors
from app.core.access import Actor
from app.db import db
from app.documents import queries as documents
from app.dossiers import facts, outside
from app.dossiers.look_schemas import SeenByOut, SeenOut
from app.dossiers.models import Dossier, DossierFile
from app.identity import queries as people
from app.identity.models import AccessRecord
from app.units import queries as units

_AT_MOST = 300
_WHY = {
    "desk": "handling",
    "bulk": "handling",
    "compare": "handling",
    "task": "handling",
    "call": "call",
    "rescue": "counter",
    "scan": "counter",
    "reuse": "reuse",
}
"""Why somebody looked, as the one it is about reads it, by the word of the record."""
_WHY_BEGINS = {"opinion": "opinion", "control slip": "books", "export": "books", "register": "books"}


@dataclass(frozen=True)
class Seen:
    """One look: the record, at what (dossier, page or document), and what that is called."""

    record: AccessRecord
    what: str
    name: str | None
    reason: str | None = None
    """The row of the record that says why, where one was needed."""


def at(dossier: Dossier) -> list[Seen]:
    """The latest looks at a dossier, its pages and its papers, the newest first."""
    files = select(DossierFile.attachment_id, DossierFile.paper, DossierFile.page)
    named = {
        str(row.attachment_id): f"{row.paper} {row.page}"
        for row in db.session.execute(files.where(DossierFile.dossier_id == dossier.id))
    }
    papers = {
        str(each.document_id): each.title.vi
        for each in documents.documents_by_dossier([dossier.id]).get(dossier.id, [])
    }
    which = or_(
        AccessRecord.kind.in_(["dossier", outside.KIND]) & (AccessRecord.object_id == str(dossier.id)),
        (AccessRecord.kind == "attachment") & AccessRecord.object_id.in_(list(named)),
        (AccessRecord.kind == "document") & AccessRecord.object_id.in_(list(papers)),
    )
    rows = select(AccessRecord).where(which).order_by(AccessRecord.at.desc(), AccessRecord.id.desc())
    found = list(db.session.scalars(rows.limit(_AT_MOST)))
    said = [each for each in found if each.kind == outside.KIND]
    what = {"attachment": "page", "document": "document"}
    return [
        Seen(
            each,
            what.get(each.kind, "dossier"),
            named.get(each.object_id) or papers.get(each.object_id),
            _reason_of(each, said),
        )
        for each in found
        if each.kind != outside.KIND
    ]


def _reason_of(look: AccessRecord, said: Sequence[AccessRecord]) -> str | None:
    """What the one who looked had said why, as long as it held; `said`: the newest first."""
    return next(
        (
            each.why
            for each in said
            if each.person_id == look.person_id and each.at <= look.at and outside.holds(each.at, look.at)
        ),
        None,
    )


def told_to_owner(dossier_id: UUID, actor: Actor) -> SeenByOut:
    """Who looked at a dossier of the actor's own, and why; her own looks are none. Raises NotFound for any other."""
    dossier = db.session.get(Dossier, dossier_id)
    owners = facts.told(dossier_id)[0] if dossier is not None else []
    if dossier is None or actor.principal not in owners:
        raise errors.NotFound("dossier")
    others = [each for each in at(dossier) if each.record.principal not in owners]
    persons = {each.record.person_id for each in others if each.record.person_id is not None}
    names, offices = people.names(persons), _offices(persons)
    found: list[SeenOut] = []
    for each in others:
        next_ = _seen(each, dossier, names, offices)
        if found and _alike(found[-1], next_):
            found[-1].times += 1
        else:
            found.append(next_)
    return SeenByOut(looks=found, as_of=clock.now())


@dataclass(frozen=True)
class Use:
    """A look at a dossier to use again what is in it: when, and of which office the official was."""

    at: datetime
    unit_id: UUID | None


def uses(dossiers: Mapping[UUID, UUID]) -> dict[UUID, list[Use]]:
    """The looks at dossiers (with their offices) to use them again, the newest first."""
    by_id = {str(each): each for each in dossiers}
    wanted = (AccessRecord.kind == "dossier") & AccessRecord.object_id.in_(list(by_id)) & (AccessRecord.why == "reuse")
    rows = list(db.session.scalars(select(AccessRecord).where(wanted).order_by(AccessRecord.at.desc())))
    offices = _offices({each.person_id for each in rows if each.person_id is not None})
    found: dict[UUID, list[Use]] = {}
    for each in rows:
        dossier_id = by_id[each.object_id]
        held = _held(offices.get(each.person_id, ()) if each.person_id else (), dossiers[dossier_id], each.at)
        found.setdefault(dossier_id, []).append(Use(each.at, held.unit_id if held else None))
    return found


def _seen(
    each: Seen, dossier: Dossier, names: Mapping[UUID, str], offices: Mapping[UUID, Sequence[people.Held]]
) -> SeenOut:
    who = each.record.person_id
    held = _held(offices.get(who, ()) if who else (), dossier.unit_id, each.record.at)
    helps = who is not None and who == dossier.helper_id
    return SeenOut(
        at=each.record.at,
        by=names.get(who, "") if who else "",
        role="helper" if helps else held.role if held else None,
        unit_name=units.get(held.unit_id).name if held else "",
        what=each.what,  # type: ignore[arg-type]  # one of the three of `at`
        why="help" if helps else why(each.record.why),  # type: ignore[arg-type]  # one of the codes above
        times=1,
        reason=outside.words_of(each.reason) if each.reason else None,
    )


def why(word: str) -> str:
    """The reason of a look, as a code, from the word of its record."""
    begins = (code for start, code in _WHY_BEGINS.items() if word.startswith(start))
    return _WHY.get(word) or next(begins, "handling")


def _alike(one: SeenOut, other: SeenOut) -> bool:
    """Whether somebody only went on looking: within the hour, for the same reason."""
    same = _alikeness(one) == _alikeness(other)
    return same and abs((one.at - other.at).total_seconds()) < 3600


def _alikeness(each: SeenOut) -> tuple[object, ...]:
    return each.by, each.role, each.why, each.unit_name, each.reason


def _held(roles: Sequence[people.Held], unit_id: UUID, moment: datetime) -> people.Held | None:
    """The role somebody had then: at the dossier's unit, or else anywhere."""
    day = moment.astimezone(clock.VN).date()
    then = [each for each in roles if each.valid_from <= day and (each.valid_to is None or each.valid_to >= day)]
    return next((each for each in then if each.unit_id == unit_id), then[0] if then else None)


def _offices(persons: set[UUID]) -> dict[UUID, list[people.Held]]:
    found: dict[UUID, list[people.Held]] = {}
    for person_id, held in people.roles_ever(persons):
        found.setdefault(person_id, []).append(held)
    return found
