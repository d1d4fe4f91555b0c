"""Handing results over: several in one act, each by its own rules, once however often it is asked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.shapes import Words
from app.counter import sittings
from app.db import db
from app.dossiers import facts, log, passing
from app.dossiers import operations as desk
from app.dossiers.handed import HANDED, POST
from app.dossiers.models import Dossier
from app.handover import queries, rules
from app.handover.models import Handover
from app.handover.rules import Given, Receiver
from app.handover.schemas import GiveIn, GiveOut, LineIn, ResultOut
from app.workflow import rules as workflow
from app.workflow.rules import Decision

KIND = "desk.hand_over"
_MOVE = "hand_over"


@dataclass(frozen=True)
class _Taken:
    """A result that may go: the decision on its dossier, and what the receiver is to it."""

    dossier: Dossier
    decision: Decision
    whom: str


def hand_over(asked: GiveIn, actor: Actor) -> GiveOut:
    """Hand over what may go, and say of the rest why not. The same act again answers the same.

    Raises Invalid where it is not said who receives, how that was checked, or how it was signed for.
    """
    text = _text(asked)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if done := log.already(asked.op_id, sha256):
        if done.principal != actor.principal:
            raise errors.Conflict("op_reused")
        return GiveOut.model_validate(done.result)
    strokes = _drawn(asked, actor)
    given = _given(asked, strokes)
    if faults := rules.missing(given):
        paths = [{"path": path, "code": code, "params": {}} for path, code in faults]
        raise errors.Invalid(faults[0][1] if len(faults) == 1 else "handover_incomplete", errors=paths)
    out = _carry_out(asked, given, strokes, actor)
    log.remember(asked.op_id, sha256, actor.principal, KIND, None, text, out.model_dump(mode="json"))
    db.session.flush()
    return out


def _drawn(asked: GiveIn, actor: Actor) -> list[list[int]]:
    """The signature: drawn at the desk, or on the other screen of the official's own sitting, for these very results.

    Raises Conflict where what was signed there is something else by now.
    """
    if asked.sitting_id is None or asked.signed != "glass":
        return asked.strokes
    sitting = sittings.own(asked.sitting_id, actor)
    who = Receiver(asked.receiver.name, asked.receiver.id_number, asked.receiver.capacity)
    text = rules.signed_for((str(each.dossier_id) for each in asked.dossiers), who)
    if sitting.confirmed_sha256 != hashlib.sha256(text.encode()).hexdigest():
        raise errors.Conflict("sitting_not_confirmed")
    return [list(stroke) for stroke in sitting.signature]


def _carry_out(asked: GiveIn, given: Given, strokes: list[list[int]], actor: Actor) -> GiveOut:
    """Decide all before anything is written, then record those that may go."""
    lines = {each.dossier_id: each for each in asked.dossiers}
    # locked in one order, so that two desks with the same dossiers wait for each other and never in a ring
    decided = {each: _decided(lines[each], given, actor) for each in sorted(lines)}
    taken = [each for each in decided.values() if isinstance(each, _Taken)]
    if taken:
        unit_id = taken[0].dossier.unit_id
        for each in taken:
            if each.dossier.unit_id != unit_id:
                decided[each.dossier.id] = _refused(each.dossier.id, errors.Conflict("handover_two_units"), actor)
        going = [each for each in decided.values() if isinstance(each, _Taken)]
        drawn = strokes if given.signed == "glass" and given.method != POST else []
        row = _keep(asked, given, unit_id, [each.dossier.id for each in going], drawn, actor)
        for each in going:
            _record(each, row, actor)
    results = [_result(decided[each]) for each in lines]
    return GiveOut(op_id=asked.op_id, at=clock.now(), results=results)


def _decided(line: LineIn, given: Given, actor: Actor) -> _Taken | ResultOut:
    try:
        dossier = desk.for_desk(line.dossier_id, actor, locked=True)
        desk.must_be_seen(dossier, line.seen)
        body = facts.procedure(dossier)
        known, doer = facts.facts_of(dossier, body), facts.doer_of(dossier, actor)
        told = {"receiver": given.receiver.name}
        decision = workflow.decide(_MOVE, known, doer, clock.now(), "", told)
        if given.method == POST:
            return _Taken(dossier, decision, "owner")
        whom = rules.as_whom(dossier.parties, given.receiver)
        code = rules.hindrance(whom, given.receiver, queries.others_of(body))
        if whom is None or code:
            raise errors.Conflict(code or "handover_not_in_dossier")
    except errors.AppError as fault:
        return _refused(line.dossier_id, fault, actor)
    return _Taken(dossier, decision, whom)


def _keep(
    asked: GiveIn, given: Given, unit_id: UUID, dossiers: list[UUID], drawn: list[list[int]], actor: Actor
) -> Handover:
    assert actor.person_id is not None
    counter = given.method != POST
    row = Handover(
        id=asked.op_id,
        unit_id=unit_id,
        official_id=actor.person_id,
        official_name=actor.name,
        at=clock.now(),
        method=given.method,
        receiver=given.receiver.name,
        receiver_id_number=rules.plain_id(given.receiver.id_number) if counter else "",
        capacity=given.receiver.capacity,
        authority=given.receiver.authority,
        certified=given.receiver.certified,
        id_checked=given.id_checked and counter,
        signed=given.signed if counter else None,
        strokes=drawn,
        carrier=given.carrier,
        tracking=given.tracking,
        dossiers=[str(each) for each in dossiers],
    )
    db.session.add(row)
    return row


def _record(each: _Taken, row: Handover, actor: Actor) -> None:
    """The event of the dossier says who has the result and how; the full number and the drawing stay with the act."""
    how: dict[str, Any] = {
        "id": str(row.id),
        "method": row.method,
        "as_whom": each.whom,
        "authority": row.authority,
        "certified": row.certified,
        "id_end": rules.end_of(row.receiver_id_number),
        "id_checked": row.id_checked,
        "signed": row.signed,
        "carrier": row.carrier,
        "tracking": row.tracking,
    }
    data = {"receiver": row.receiver, HANDED: how}
    passing.record(
        replace(each.decision, data=data),
        each.dossier,
        actor,
        op_id=uuid5(NAMESPACE_URL, f"{row.id}/{each.dossier.id}"),
        role=desk.role_for(actor, each.dossier, Permission.DOSSIERS_HAND_OVER),
        data=data,
    )


def _given(asked: GiveIn, strokes: list[list[int]]) -> Given:
    """What was typed, without what does not belong to the way that was chosen."""
    who, post = asked.receiver, asked.method == POST
    receiver = Receiver(
        name=who.name,
        id_number="" if post else who.id_number,
        capacity="self" if post else who.capacity,
        authority="" if post or who.capacity == "self" else who.authority,
        certified=not post and who.capacity == "authorised" and who.certified,
    )
    return Given(
        method=asked.method,
        receiver=receiver,
        id_checked=asked.id_checked,
        signed=asked.signed,
        strokes=sum(len(stroke) for stroke in strokes),
        carrier=asked.carrier if post else "",
        tracking=asked.tracking.upper() if post else "",
    )


def _text(asked: GiveIn) -> str:
    """The act as it is kept for good: the drawing by its hash, for it stands in the record itself."""
    plain = asked.model_dump(mode="json")
    drawn = json.dumps(plain.pop("strokes"), separators=(",", ":"))
    plain["strokes_sha256"] = hashlib.sha256(drawn.encode()).hexdigest()
    return json.dumps({"kind": KIND, **plain}, ensure_ascii=False, sort_keys=True)


def _result(each: _Taken | ResultOut) -> ResultOut:
    if isinstance(each, ResultOut):
        return each
    return ResultOut.model_validate({**_named(each.dossier), "done": True, "as_whom": each.whom})


def _refused(dossier_id: UUID, fault: errors.AppError, actor: Actor) -> ResultOut:
    found = db.session.get(Dossier, dossier_id)
    known = found is not None and actor.may(Permission.DOSSIERS_READ, found.unit_id)
    named = _named(found) if found is not None and known else _unnamed(dossier_id)
    return ResultOut.model_validate({**named, "done": False, "fault": fault.code, "why": queries.said(fault)})


def _named(dossier: Dossier) -> dict[str, Any]:
    owner = dossier.parties.get("owner") or {}
    return {
        "dossier_id": dossier.id,
        "code": dossier.official_number or dossier.local_code,
        "owner_name": owner.get("name") or dossier.title,
        "procedure_name": Words.model_validate(facts.procedure(dossier)["name"]),
    }


def _unnamed(dossier_id: UUID) -> dict[str, Any]:
    return {"dossier_id": dossier_id, "code": "", "owner_name": "", "procedure_name": Words(vi="")}
