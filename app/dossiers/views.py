"""A dossier as its owner, submitter or helper may see it; many of them in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core import clock
from app.core.calendar import Notices
from app.core.shapes import Words
from app.db import db
from app.documents import queries as documents
from app.documents.schemas import DocumentOut
from app.dossiers import allowed, facts, knowledge, owning, stepping
from app.dossiers import supplement_views as supplements
from app.dossiers.flags import OFFICE_ONLY
from app.dossiers.handed_views import handed_out
from app.dossiers.knowledge import Knowledge, Procedure
from app.dossiers.models import Dossier, DossierAccess, DossierEvent, DossierFile, DossierPaper
from app.dossiers.reused import reused
from app.dossiers.schemas import DossierOut, DueDay, DueOut, EventOut, Parties, StepOut
from app.dossiers.step_schemas import ResultDraftOut
from app.dossiers.steps import Passed, Standing, steps
from app.dossiers.supplement_schemas import SupplementOut
from app.dossiers.supplement_views import Request
from app.payments import queries as payments
from app.payments.schemas import ChargeOut
from app.units.models import Unit
from app.workflow.deadline import time_for
from app.workflow.reception import receive_before, working_days_left
from app.workflow.table import RUNNING, State

OWNING = facts.OWNING
_WITHDRAWABLE = frozenset({State.SUBMITTED, State.RECEIVED, State.APPRAISING})
_AMONG_US = frozenset({"ask_again", "by_hand", "kept_apart", owning.ASSIGN})
"""What the office says among itself."""
_DAY_MEMBERS = ("date", "kind", "n", "name")


@dataclass
class Gathered:
    """What stands around some dossiers, by dossier."""

    known: Knowledge
    now: datetime
    units: dict[UUID, Unit]
    events: Mapping[UUID, list[DossierEvent]]
    files: Mapping[UUID, list[DossierFile]]
    seen: Mapping[UUID, list[DossierPaper]]
    charges: Mapping[UUID, list[ChargeOut]] = field(default_factory=dict)
    documents: Mapping[UUID, list[DocumentOut]] = field(default_factory=dict)
    supplements: Mapping[UUID, list[Request]] = field(default_factory=dict)
    calendars: dict[UUID, Notices] = field(default_factory=dict)

    def calendar_of(self, unit_id: UUID) -> Notices:
        """A unit's calendar, read once."""
        if unit_id not in self.calendars:
            self.calendars[unit_id] = knowledge.calendar_at(unit_id)
        return self.calendars[unit_id]


def as_out(dossier: Dossier, principal: str) -> DossierOut:
    """One dossier as a principal sees it; whoever is none of its people (the office) sees what the owner sees."""
    return many([dossier], principal)[0]


def many(dossiers: Sequence[Dossier], principal: str) -> list[DossierOut]:
    """Dossiers as a principal sees them, in the same order."""
    roles = roles_of([each.id for each in dossiers], principal)
    around = gather(dossiers)
    return [_out(each, principal, roles.get(each.id), around) for each in dossiers]


def roles_of(dossier_ids: Collection[UUID], principal: str) -> dict[UUID, str]:
    """What a principal is to dossiers at present."""
    rows = select(DossierAccess.dossier_id, DossierAccess.role).where(
        DossierAccess.principal == principal,
        DossierAccess.dossier_id.in_(dossier_ids),
        DossierAccess.until.is_(None),
    )
    return {row.dossier_id: row.role for row in db.session.execute(rows)}


def gather(dossiers: Sequence[Dossier]) -> Gathered:
    """Read what stands around some dossiers."""
    ids = [each.id for each in dossiers]
    handled = [each.id for each in dossiers if each.version > 1]
    return Gathered(
        known=knowledge.current(),
        now=clock.now(),
        units={unit.id: unit for unit in db.session.scalars(_all(Unit, Unit.id, {each.unit_id for each in dossiers}))},
        events=_grouped(db.session.scalars(_all(DossierEvent, DossierEvent.dossier_id, ids, DossierEvent.version))),
        files=_grouped(
            db.session.scalars(_all(DossierFile, DossierFile.dossier_id, ids, DossierFile.paper, DossierFile.page))
        ),
        seen=_grouped(db.session.scalars(_all(DossierPaper, DossierPaper.dossier_id, handled))) if handled else {},
        charges=payments.charges_by_dossier(handled),
        documents=documents.documents_by_dossier(handled),
        supplements=supplements.by_dossier(handled),
    )


def procedure_of(dossier: Dossier, known: Knowledge) -> Procedure:
    """The rules a dossier is handled by: those fixed at reception, before that today's."""
    if dossier.procedure_version_id is not None:
        return knowledge.fixed(dossier.procedure_version_id)
    return known.latest(dossier.procedure_code)


def due_out(dossier: Dossier, unit: Unit, around: Gathered) -> DueOut | None:
    """The due moment with its explanation and where today stands to it; nothing where none is set."""
    due = dossier.due
    if dossier.due_at is None or not due:
        return None
    open_ = dossier.state in RUNNING
    overdue = open_ and dossier.due_at < around.now
    left = working_days_left(dossier.due_at, around.now, unit.hours, around.calendar_of(unit.id)) if open_ else None
    return DueOut.model_validate(
        {
            "due_at": dossier.due_at,
            "estimated": due["estimated"],
            "starts_on": due["starts_on"],
            "value": due["value"],
            "unit": due["unit"],
            "days": [_day(line) for line in due["days"]],
            "overdue": overdue,
            "due_soon": left is not None and not overdue and left <= 1,
            "days_left": left,
        }
    )


def steps_of(dossier: Dossier, events: Iterable[DossierEvent]) -> list[StepOut]:
    """The five steps of a dossier with its events in order."""
    passed = [Passed(each.move, each.at, each.actor_name, each.actor_role) for each in events]
    return steps(Standing(dossier.state, dossier.step_since, dossier.holder_name), passed)


def _day(line: Mapping[str, Any]) -> DueDay:
    return DueDay.model_validate({key: line[key] for key in _DAY_MEMBERS if key in line})


def _out(dossier: Dossier, principal: str, role: str | None, around: Gathered) -> DossierOut:
    unit, procedure = around.units[dossier.unit_id], procedure_of(dossier, around.known)
    events, every = around.events.get(dossier.id, []), around.files.get(dossier.id, [])
    files = [each for each in every if each.replaced_by is None]
    asked = supplements.requests(around.supplements.get(dossier.id, []), every, for_office=role is None)
    charges, papers = around.charges.get(dossier.id, []), around.documents.get(dossier.id, [])
    to_bring = _originals(dossier, procedure, files, around)
    due = due_out(dossier, unit, around)
    return DossierOut(
        dossier_id=dossier.id,
        version=dossier.version,
        procedure_code=dossier.procedure_code,
        procedure_name=Words.model_validate(procedure.name),
        form_ref=f"{dossier.procedure_code}@{dossier.form_hash}",
        unit_id=unit.id,
        unit_name=unit.name,
        channel=dossier.channel,  # type: ignore[arg-type]  # checked when it is built, as all of these
        state=dossier.state,  # type: ignore[arg-type]  # a name of the table
        outcome=dossier.outcome,  # type: ignore[arg-type]  # granted or rejected
        local_code=dossier.local_code,
        official_number=dossier.official_number,
        title=dossier.title,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        closed_at=dossier.closed_at,
        receive_before=_receive_before(dossier, procedure, unit, around),
        awaiting_files=dossier.files_missing,
        flags=_flags(dossier, charges, due, for_office=role is None),
        steps=steps_of(dossier, events),
        due=due,
        attachments=[supplements.page(each) for each in files],
        originals_to_bring=to_bring,
        supplements=asked,
        events=_told(events, principal, for_office=role is None),
        **_own(dossier, role, charges, papers, events),
        my_role=role or "owner",  # type: ignore[arg-type]  # one of the three
        helper_name=dossier.helper_name,
        contact=unit.phone,
        may=_may(dossier, role, papers, to_bring, asked),
    )


def _own(
    dossier: Dossier,
    role: str | None,
    charges: Sequence[ChargeOut],
    papers: Sequence[DocumentOut],
    events: Sequence[DossierEvent],
) -> dict[str, Any]:
    """What is the owner's and the submitter's, and the office's; of it a helper knows no more than names."""
    if role == "helper":
        names = Parties.model_validate(_names_only(dossier.parties))
        return {"charges": [], "documents": [], "answers": {}, "parties": names}
    people = Parties.model_validate(dossier.parties)
    return {
        "charges": charges,
        "documents": papers,
        "answers": dossier.answers,
        "parties": people,
        "draft": _draft(dossier),
        "handed": handed_out(dossier, events),
        "reused": reused(events),
        "filled": allowed.filled(events),
        "allowed": allowed.told(events),
    }


def _draft(dossier: Dossier) -> ResultDraftOut | None:
    """The draft that waits for its owner's word."""
    shown = documents.draft_out(dossier.id) if dossier.state == State.CONFIRMING else None
    return ResultDraftOut(document=shown, until=stepping.confirm_until(dossier)) if shown else None


def _told(events: Sequence[DossierEvent], principal: str, *, for_office: bool) -> list[EventOut]:
    """The history as the owner reads it; what the office says among itself about asking again is its own."""
    shown = [_event(each, principal) for each in events if for_office or each.move not in _AMONG_US]
    if for_office:
        given = {each.version: (each.data.get(owning.OWNER) or {}).get("to_name") for each in events}
        return [each.model_copy(update={"given_to": given[each.version]}) for each in shown]
    for each in shown:
        if each.move == "allow_supplement":
            each.reason = None
    return shown


def _receive_before(dossier: Dossier, procedure: Procedure, unit: Unit, around: Gathered) -> datetime | None:
    if dossier.state != State.SUBMITTED or dossier.complete_at is None:
        return None
    rule = time_for(procedure.body["times"], dossier.channel)
    return receive_before(rule, dossier.complete_at, unit.hours, around.calendar_of(unit.id))


def _flags(dossier: Dossier, charges: Sequence[ChargeOut], due: DueOut | None, *, for_office: bool) -> list[str]:
    flags = [each for each in dossier.flags if for_office or each not in OFFICE_ONLY]
    if dossier.files_missing:
        flags.append("awaiting_files")
    if any(each.status in {"open", "under"} for each in charges):
        flags.append("awaiting_payment")
    if due is not None and due.overdue:
        flags.append("overdue")
    if due is not None and due.due_soon:
        flags.append("due_soon")
    return flags


def _originals(dossier: Dossier, procedure: Procedure, files: Sequence[DossierFile], around: Gathered) -> list[str]:
    """The papers whose originals must still be brought and compared."""
    if dossier.closed_at is not None:
        return []
    handed_in = {each.paper for each in files}
    settled = {each.paper for each in around.seen.get(dossier.id, []) if each.compared_at or each.waived_at}
    return [
        paper["key"]
        for paper in procedure.body["papers"]
        if paper["compare"] != "none"
        and paper["key"] not in settled
        and facts.applies(paper, dossier.answers, handed_in)
    ]


def _may(
    dossier: Dossier,
    role: str | None,
    papers: Sequence[DocumentOut],
    to_bring: Sequence[str],
    asked: Sequence[SupplementOut],
) -> list[str]:
    """What this principal may do now by itself."""
    if role is None:
        return []
    waits = any(each.status == "open" and each.answered_at is None for each in asked)
    answer = ["supplement"] if waits else []
    if role not in OWNING:
        return answer
    if dossier.state == State.CONFIRMING:
        return [*answer, "confirm"]
    if dossier.state in _WITHDRAWABLE:
        return [*answer, "withdraw"]
    has_result = any(each.kind == "result" and not each.replaced for each in papers)
    return ["result.open"] if dossier.state == State.READY and has_result and not to_bring else []


def _event(event: DossierEvent, principal: str) -> EventOut:
    return EventOut(
        version=event.version,
        at=event.at,
        move=event.move,
        from_state=event.from_state,  # type: ignore[arg-type]  # a name of the table
        to_state=event.to_state,  # type: ignore[arg-type]  # a name of the table
        by="you" if event.principal == principal else event.actor_name,
        role=event.actor_role,
        reason=event.reason,
    )


def _names_only(people: Mapping[str, Any]) -> dict[str, Any]:
    """Those whom a helper has to recognise, without anything about them."""
    found = {"owner": {"name": (people.get("owner") or {}).get("name", "")}}
    if people.get("helper"):
        found["helper"] = people["helper"]
    return found


def _all(model: Any, column: Any, values: Collection[UUID], *order: Any) -> Any:
    return select(model).where(column.in_(values)).order_by(*order)


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(row)
    return found
