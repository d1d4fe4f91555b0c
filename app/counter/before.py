"""What a person gave before, filled in at a sitting: only by a consent that holds, or from the sitting right before.

Only the official whose sitting it is, only at the office the consent was given to, only with the full identity number,
only for a few people a sitting and so many an hour; every asking and every dossier shown is a recorded look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

from app.consents import queries as consents
from app.consents.operations import Proof
from app.consents.rules import Consent
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.canonical import digest
from app.core.shapes import Words
from app.counter import sittings
from app.counter.before_schemas import ConsentOut, EndReuseIn, GivenBeforeIn, GivenBeforeOut, OfferedOut
from app.counter.models import Sitting
from app.db import db
from app.dossiers import allowed, facts, knowledge, log
from app.dossiers.models import Dossier
from app.forms.rules import meanings
from app.forms.rules.meanings import Said, Table
from app.identity import audit
from app.identity.rules import token_hash
from app.units import queries as units

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Limits:
    """How far may be asked, by dated data."""

    numbers_per_sitting: int
    numbers_per_hour: int
    dossiers: int


@dataclass(frozen=True)
class Source:
    """A dossier whose answers may be used now; `here`: of the sitting right before."""

    dossier: Dossier
    here: bool


@lru_cache(maxsize=4)
def _dated(path: Path) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return sorted(told, key=lambda each: str(each["since"]))


def _on(path: Path, day: date) -> dict[str, Any]:
    rows = _dated(path)
    return ([each for each in rows if date.fromisoformat(each["since"]) <= day] or rows[:1])[-1]


def limits_on(day: date) -> Limits:
    """The limits of a day."""
    row = _on(_HERE / "limits.yaml", day)
    return Limits(row["numbers_per_sitting"], row["numbers_per_official_and_hour"], row["dossiers"])


def table_on(day: date) -> Table:
    """What questions mean on a day."""
    return meanings.table_of(_on(_HERE.parent / "forms" / "meanings.yaml", day))


def ask(sitting_id: UUID, given: GivenBeforeIn, officer: Actor) -> GivenBeforeOut:
    """What she gave before that belongs in this form. Raises NotFound, Conflict, Forbidden."""
    sitting = _open(sitting_id, officer)
    _count(sitting, given.id_number)
    audit.look(officer, "sitting", sitting.id, "reuse")
    held, sources = _sources(sitting, given.id_number)
    found = _offers(sitting, given, sources)
    for dossier_id in {each.dossier.id for each in sources if _code(each.dossier) in {one.from_code for one in found}}:
        audit.look(officer, "dossier", dossier_id, "reuse")
    _remember(sitting, found, sources)
    return GivenBeforeOut(offered=found, consents=[_consent(each) for each in held])


def end(sitting_id: UUID, given: EndReuseIn, officer: Actor) -> GivenBeforeOut:
    """Take back, at her word, consents of hers that this office holds; nothing is filled in from them any more."""
    sitting = _open(sitting_id, officer)
    _count(sitting, given.id_number)
    audit.look(officer, "sitting", sitting.id, "reuse")
    held = {each.dossier_id for each in _held(sitting, given.id_number)}
    for dossier_id in given.dossier_ids:
        dossier = db.session.get(Dossier, dossier_id, with_for_update=True, populate_existing=True)
        if dossier is not None and dossier_id in held:
            op_id = uuid5(NAMESPACE_URL, f"{given.op_id}/{dossier_id}")
            allowed.end(dossier, Proof("spoken", officer, op_id, {"sitting": str(sitting.id)}), role="clerk")
    gone = {str(each) for each in given.dossier_ids}
    sitting.offered = {path: each for path, each in sitting.offered.items() if each["dossier"] not in gone}
    db.session.flush()
    return GivenBeforeOut(offered=[], consents=[_consent(each) for each in _held(sitting, given.id_number)])


def note(sitting: Sitting, dossier: Dossier, officer: Actor, op_id: UUID) -> None:
    """Put on record which answers of a dossier stand as they were offered, and where each of them is from."""
    fields = [
        {
            "path": path,
            "from_dossier": each["dossier"],
            "from_code": each["code"],
            "given_at": each["at"],
            "here": each["here"],
            "asked_again": each["again"],
        }
        for path, each in sitting.offered.items()
        if path in dossier.answers and digest(dossier.answers[path]) == each["sha256"]
    ]
    if fields:
        log.append(
            dossier,
            move=allowed.FILLED,
            to_state=dossier.state,
            actor=officer,
            op_id=uuid5(NAMESPACE_URL, f"{op_id}/filled"),
            data={"fields": fields},
            role="clerk",
        )


def _open(sitting_id: UUID, officer: Actor) -> Sitting:
    sitting = sittings.going_on(sitting_id, officer)
    officer.need(Permission.DOSSIERS_RECEIVE, sitting.unit_id)
    return sitting


def _count(sitting: Sitting, id_number: str) -> None:
    """A sitting is one person's: the next number but a few is refused. The numbers themselves are not kept."""
    key = token_hash(f"{sitting.id}:{id_number}")
    if key in sitting.numbers:
        return
    if len(sitting.numbers) >= limits_on(clock.today()).numbers_per_sitting:
        raise errors.Conflict("sitting_another_person")
    sitting.numbers = [*sitting.numbers, key]


def _held(sitting: Sitting, id_number: str) -> list[Consent]:
    """Her consents that hold at the sitting's office; where a unit has ended, at the one that carries on for it."""
    return [
        each
        for each in consents.living(id_number)
        if each.unit_id == sitting.unit_id or _heir(each.unit_id) == sitting.unit_id
    ]


def _heir(unit_id: UUID) -> UUID | None:
    found = units.heir_of(unit_id)
    return found.id if found else None


def _sources(sitting: Sitting, id_number: str) -> tuple[list[Consent], list[Source]]:
    held = _held(sitting, id_number)[: limits_on(clock.today()).dossiers]
    sources = [Source(db.session.get_one(Dossier, each.dossier_id), here=False) for each in held]
    # what the office has not taken in nobody has compared with anything
    sources = [each for each in sources if each.dossier.received_at is not None]
    before = db.session.get(Sitting, sitting.after_id) if sitting.after_id else None
    if before is not None and before.dossier_id is not None:
        just_now = db.session.get_one(Dossier, before.dossier_id)
        sources = [each for each in sources if each.dossier.id != just_now.id]
        if just_now.owner_id_number == id_number:
            sources.append(Source(just_now, here=True))
    return held, sources


def _offers(sitting: Sitting, given: GivenBeforeIn, sources: Iterable[Source]) -> list[OfferedOut]:
    known, table = knowledge.current(), table_on(clock.today())
    form = knowledge.form(given.form_ref.partition("@")[2])
    if form.code != known.procedure(sitting.procedure_code).code:
        raise errors.Invalid("sitting_other_procedure")
    seat = meanings.seat_of(form.form, given.number_path, table)
    if seat is None:
        return []
    by_id = {str(each.dossier.id): each for each in sources}
    best = meanings.newest(said for each in by_id.values() for said in _said(each.dossier, given.id_number, table))
    found = []
    for place in meanings.places(form.form, seat, table):
        said = best.get(place.means)
        if said is None or not meanings.fits(place.field, said.value, clock.today().isoformat(), known.lists):
            continue
        source = by_id[said.source]
        found.append(
            OfferedOut(
                path=place.field.key,
                means=place.means,
                value=said.value,
                unless=place.unless,
                from_code=_code(source.dossier),
                from_procedure=Words.model_validate(facts.procedure(source.dossier)["name"]),
                given_at=said.at,
                again=not source.here and place.means in table.changes,
                here=source.here,
            )
        )
    return found


def _said(dossier: Dossier, id_number: str, table: Table) -> list[Said]:
    form = knowledge.form(dossier.form_hash).form
    told = meanings.said_by(form, dossier.answers, id_number, table, owns=dossier.owner_id_number == id_number)
    return [Said(means, value, str(dossier.id), dossier.submitted_at) for means, value in told.items()]


def _remember(sitting: Sitting, found: Iterable[OfferedOut], sources: Iterable[Source]) -> None:
    by_code = {_code(each.dossier): each.dossier.id for each in sources}
    offered = {
        each.path: {
            "dossier": str(by_code[each.from_code]),
            "code": each.from_code,
            "at": each.given_at.isoformat(),
            "again": each.again,
            "here": each.here,
            "sha256": digest(each.value),
        }
        for each in found
    }
    sitting.offered = {**sitting.offered, **offered}
    db.session.flush()


def _consent(each: Consent) -> ConsentOut:
    dossier = db.session.get_one(Dossier, each.dossier_id)
    return ConsentOut(
        dossier_id=dossier.id,
        code=_code(dossier),
        procedure=Words.model_validate(facts.procedure(dossier)["name"]),
        given_at=each.given_at,
        until=each.until,
    )


def _code(dossier: Dossier) -> str:
    return dossier.official_number or dossier.local_code
