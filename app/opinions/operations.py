"""Asking another office, its answer, the question taken back. Exactly once, each an event of the dossier."""

from __future__ import annotations

import hashlib
import json
from uuid import UUID

from sqlalchemy import select

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.ids import uuid7
from app.core.text import nfc_lines
from app.db import db
from app.dossiers import clocks, facts, log, stepping, supplements
from app.dossiers import operations as desk
from app.dossiers.flags import OPINION_ANSWERED, OPINION_ASKED
from app.dossiers.models import Dossier, Opinion
from app.opinions import queries, rules
from app.opinions.schemas import AnswerIn, AskIn, TakeBackIn
from app.workflow.process import Kind, stops_clock
from app.workflow.table import State


def ask(dossier_id: UUID, given: AskIn, actor: Actor) -> Dossier:
    """Ask another office, sharing what is named and nothing else. Raises Conflict, Forbidden, Invalid."""

    def do(dossier: Dossier) -> None:
        if State(dossier.state) not in queries.ASKING:
            raise errors.Conflict("opinion_not_now", extra={"state": dossier.state})
        if not queries.holds_step(dossier, actor):
            raise errors.Forbidden("opinion_not_yours")
        _can_be_asked(dossier, given.to_unit, actor)
        _is_sound(dossier, given)
        row = _row(dossier, given, actor)
        db.session.add(row)
        passed = stepping.aside(dossier, Kind.OPINION)
        data = {"opinion_id": str(row.id), "unit_id": str(row.unit_id), "respond_by": row.respond_by.isoformat()}
        desk.note(dossier, "ask_opinion", given.op_id, {**data, **passed.data}, actor, Permission.OPINIONS_ASK, "")
        stepping.stand(dossier, passed)
        _flag(dossier, OPINION_ASKED, but=OPINION_ANSWERED)
        if row.stops_clock:
            db.session.flush()
            clocks.reckon(dossier)

    asked = given.model_dump(mode="json", exclude={"op_id"})
    return desk.act(dossier_id, given.op_id, given.seen, "desk.ask_opinion", asked, actor, do)


def take_back(dossier_id: UUID, opinion_id: UUID, given: TakeBackIn, actor: Actor) -> Dossier:
    """No longer ask; the other office sees nothing of the dossier any more. Raises Conflict, Forbidden, NotFound."""

    def do(dossier: Dossier) -> None:
        row = db.session.get(Opinion, opinion_id, with_for_update=True, populate_existing=True)
        if row is None or row.dossier_id != dossier.id:
            raise errors.NotFound("opinion")
        if not (queries.holds_step(dossier, actor) or row.asked_by_id == actor.person_id):
            raise errors.Forbidden("opinion_not_yours")
        _close(row, "withdrawn")
        row.close_reason = nfc_lines(given.reason)
        data = {"opinion_id": str(row.id)}
        desk.note(dossier, "opinion_withdrawn", given.op_id, data, actor, Permission.OPINIONS_ASK, "")
        _after(dossier, row)

    asked = {"opinion_id": str(opinion_id), "seen": given.seen, "reason": given.reason}
    return desk.act(dossier_id, given.op_id, given.seen, "desk.take_opinion_back", asked, actor, do)


def answer(opinion_id: UUID, given: AnswerIn, actor: Actor) -> Opinion:
    """Answer for the office that is asked; the same op_id again changes nothing. Raises NotFound, Conflict."""
    asked = {"kind": "desk.answer_opinion", "opinion_id": str(opinion_id), "given": given.model_dump(mode="json")}
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    done = log.already(given.op_id, sha256)
    found = queries.for_answer(opinion_id, actor)
    if done is not None:
        return found
    # the dossier first, as whoever asks or takes back does: nobody waits for the other
    dossier = db.session.get_one(Dossier, found.dossier_id, with_for_update=True, populate_existing=True)
    row = queries.for_answer(opinion_id, actor, locked=True)
    _close(row, "answered")
    row.verdict, row.answer, row.answered_by = given.verdict, nfc_lines(given.answer), actor.name
    data = {
        "opinion_id": str(row.id),
        "unit_id": str(row.unit_id),
        "verdict": given.verdict,
        "in_time": row.respond_by >= clock.today(),
    }
    log.append(dossier, move="opinion_answered", to_state=dossier.state, actor=actor, op_id=given.op_id, data=data)
    _flag(dossier, OPINION_ANSWERED)
    _after(dossier, row)
    log.remember(given.op_id, sha256, actor.principal, "desk.answer_opinion", dossier.id, text, {"status": row.status})
    db.session.flush()
    return row


def _row(dossier: Dossier, given: AskIn, actor: Actor) -> Opinion:
    return Opinion(
        id=uuid7(),
        dossier_id=dossier.id,
        unit_id=given.to_unit,
        status="open",
        question=nfc_lines(given.question),
        paths=list(dict.fromkeys(given.paths)),
        papers=list(dict.fromkeys(given.papers)),
        respond_by=given.respond_by,
        stops_clock=stops_clock(facts.procedure(dossier), Kind.OPINION),
        asked_by_id=actor.person_id,
        asked_by=actor.name,
        asked_at=clock.now(),
    )


def _can_be_asked(dossier: Dossier, unit_id: UUID, actor: Actor) -> None:
    if unit_id == dossier.unit_id:
        raise _invalid("opinion_own_unit")
    if unit_id not in {each.unit_id for each in queries.offices(actor)}:
        raise _invalid("opinion_unit_cannot")
    there = select(Opinion.id).where(
        Opinion.dossier_id == dossier.id, Opinion.unit_id == unit_id, Opinion.status == "open"
    )
    if db.session.scalars(there).first() is not None:
        raise errors.Conflict("opinion_asked_already")


def _is_sound(dossier: Dossier, given: AskIn) -> None:
    papers = [paper["key"] for paper in facts.procedure(dossier).get("papers", [])]
    known = (supplements.question_labels(dossier), papers)
    if wrong := rules.faults(given.paths, given.papers, given.respond_by, clock.today(), known):
        raise errors.Invalid("opinion_wrong", errors=wrong)


def _invalid(code: str) -> errors.Invalid:
    return errors.Invalid(code, errors=[{"path": "to_unit", "code": code, "params": {}}])


def _close(row: Opinion, status: str) -> None:
    if row.status != "open":
        raise errors.Conflict("opinion_closed", extra={"by": row.answered_by})
    row.status, row.closed_at = status, clock.now()


def _after(dossier: Dossier, row: Opinion) -> None:
    """The flag falls with the last open question, and the clock goes on where it waited for this one."""
    db.session.flush()
    open_ = select(Opinion.id).where(Opinion.dossier_id == dossier.id, Opinion.status == "open")
    if db.session.scalars(open_).first() is None:
        _flag(dossier, "", but=OPINION_ASKED)
    if row.stops_clock:
        clocks.reckon(dossier)


def _flag(dossier: Dossier, flag: str, but: str = "") -> None:
    kept = [each for each in dossier.flags if each not in {flag, but}]
    dossier.flags = [*kept, flag] if flag else kept
