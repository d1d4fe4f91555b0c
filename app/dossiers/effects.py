"""What follows a move, each as rows of the same transaction; the only place that knows how the parts meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.catalogue import queries as catalogue
from app.catalogue.rules import fees
from app.core import clock, errors
from app.core.access import Actor
from app.core.text import nfc
from app.db import db
from app.documents import operations as documents
from app.documents import queries as drafts
from app.dossiers import facts, knowledge, papers, telling
from app.dossiers.intake import CAME_BACK
from app.dossiers.models import Dossier, DossierEvent
from app.payments import operations as payments
from app.payments.operations import Debtor
from app.units import queries as units
from app.workflow.deadline import due, time_for
from app.workflow.rules import Decision
from app.workflow.table import Effect

_MOST = 1_000_000_000
"""More đồng than any fee of a commune; beyond it is a slip of the finger."""


@dataclass(frozen=True)
class Done:
    """A decision that was recorded on a dossier by somebody; effects are carried out on it."""

    decision: Decision
    dossier: Dossier
    actor: Actor
    by_owner: bool = False


def carry_out(decision: Decision, dossier: Dossier, actor: Actor, *, by_owner: bool = False) -> None:
    """Do everything that follows a decision, in the table's order; call after its event was appended."""
    done = Done(decision, dossier, actor, by_owner)
    for effect in decision.effects:
        _EFFECTS[effect](done)
    db.session.flush()


def _forward(done: Done) -> None:
    unit = units.get(UUID(str(done.decision.data["unit_id"])))
    level = facts.procedure(done.dossier)["level"]
    if unit.id == done.dossier.unit_id or not units.receives(unit.id, level):
        raise errors.Invalid(
            "unit_not_competent", errors=[{"path": "data.unit_id", "code": "unit_not_competent", "params": {}}]
        )
    done.dossier.unit_id = unit.id


def _number(done: Done) -> None:
    unit = units.get(done.dossier.unit_id)
    if not unit.e_identifier:
        raise errors.Conflict("unit_without_identifier")
    day = f"{clock.today():%y%m%d}"
    count = documents.next_number(f"dossier:{unit.e_identifier}:{day}")
    done.dossier.official_number = f"{unit.e_identifier}-{day}-{count:04d}"
    # received again after a restore: nothing is left to be told about it
    done.dossier.flags = [flag for flag in done.dossier.flags if flag != CAME_BACK]


def _fix_procedure(done: Done) -> None:
    try:
        version = catalogue.current_version(done.dossier.procedure_code, clock.today())
    except errors.NotFound as ended:
        raise errors.Conflict("procedure_closed") from ended
    done.dossier.procedure_version_id = version.id


def _start_clock(done: Done) -> None:
    dossier, moment = done.dossier, clock.now()
    dossier.received_at = moment
    rule = time_for(facts.procedure(dossier)["times"], dossier.channel)
    if rule is None:
        return
    answer = due(rule, moment, units.hours_of(dossier.unit_id), knowledge.current().calendar)
    dossier.due_at = answer.due_at
    dossier.due = {
        "due_at": answer.due_at.isoformat() if answer.due_at else None,
        "estimated": answer.estimated,
        "starts_on": answer.starts_on.isoformat(),
        "value": rule.get("value"),
        "unit": rule.get("unit"),
        "days": answer.days,
    }


def _charges(done: Done) -> None:
    dossier, unit = done.dossier, units.get(done.dossier.unit_id)
    body = facts.procedure(dossier)
    shown, typed = done.decision.data.get("exempt"), done.decision.data.get("amounts")
    exempt = [str(key) for key in shown] if isinstance(shown, list) else []
    found = fees.lines(body, dossier.answers, dossier.channel, clock.today(), exempt)
    lines = [_line(each, typed if isinstance(typed, dict) else {}) for each in found]
    bank: dict[str, Any] = {}
    if unit.bank_bin and unit.bank_account:
        bank = {"bin": unit.bank_bin, "account": unit.bank_account, "holder": unit.bank_holder or unit.name}
    # whatever was asked of this dossier before was asked under other terms
    payments.void(dossier.id, "fee_anew")
    debtor = Debtor(
        dossier_id=dossier.id,
        unit_id=dossier.unit_id,
        local_code=dossier.local_code,
        official_number=dossier.official_number,
        owner_name=dossier.parties.get("owner", {}).get("name") or dossier.title,
        procedure_name=body["name"],
        bank=bank,
    )
    asked = [line for line in lines if line["amount"] is not None]
    payments.ask(debtor, asked, blocking=True)
    _note_fee(dossier, sum(int(line["amount"]) for line in asked))


def _note_fee(dossier: Dossier, asked: int) -> None:
    """The event of this reception says that its sender was shown another fee than is asked for."""
    seen = facts.fee_seen(dossier.id)
    if seen is None or seen == asked:
        return
    event = db.session.get_one(DossierEvent, (dossier.id, dossier.version))
    event.data = {**event.data, facts.FEE_CHANGED: {"seen": seen, "asked": asked}}


def _line(line: fees.FeeLine, typed: Mapping[str, Any]) -> dict[str, Any]:
    """A line as it is kept; an amount that the province sets is the one typed at the counter."""
    amount, by_hand = line.amount, typed.get(line.key)
    if amount is None and isinstance(by_hand, int) and 0 <= by_hand <= _MOST:
        amount = int(by_hand)
    return {
        "key": line.key,
        "kind": line.kind,
        "label": dict(line.label),
        "quantity": line.quantity,
        "amount": amount,
        "why": dict(line.why) if line.why else None,
    }


def _settle_charges(done: Done) -> None:
    payments.void(done.dossier.id, done.decision.reason or done.decision.move.name)


def _form_01(done: Done) -> None:
    papers.form_01(done.dossier, done.actor)


def _form_03(done: Done) -> None:
    papers.form_03(done.dossier, done.actor, done.decision.reason)


def _form_05(done: Done) -> None:
    papers.form_05(
        done.dossier,
        done.actor,
        done.decision.reason,
        came_from=done.decision.move.start,
        asked_by_owner=done.decision.move.name == "withdraw",
        signer="" if done.by_owner else done.actor.name,
    )


def _hold(done: Done) -> None:
    done.dossier.holder_id, done.dossier.holder_name = done.actor.person_id, done.actor.name


def _give_back(done: Done) -> None:
    last = db.session.scalars(
        select(DossierEvent)
        .where(DossierEvent.dossier_id == done.dossier.id, DossierEvent.move == "propose")
        .order_by(DossierEvent.version.desc())
        .limit(1)
    ).one()
    done.dossier.holder_id, done.dossier.holder_name = last.person_id, last.actor_name
    done.dossier.outcome = None


def _release(done: Done) -> None:
    done.dossier.holder_id, done.dossier.holder_name = None, None


def _outcome(done: Done) -> None:
    done.dossier.outcome = str(done.decision.data["outcome"])


def _issue_result(done: Done) -> None:
    """Put the draft in force; one made from words is set again, so that its number and date stand on it."""
    draft = drafts.draft_of(done.dossier.id)
    if draft is None:
        raise errors.Conflict("result_missing")
    given = nfc(str(done.decision.data.get("number") or ""))[:80]
    number = given or documents.result_number(done.dossier.unit_id)
    pdf = papers.plain_result(done.dossier, draft.words, number).pdf if draft.words else None
    documents.issue_result(draft, number, pdf)


def _tell(done: Done) -> None:
    telling.tell(done.dossier, done.actor, done.decision.move.name, reason=done.decision.reason)


_EFFECTS: dict[Effect, Callable[[Done], None]] = {
    Effect.FORWARD: _forward,
    Effect.NUMBER: _number,
    Effect.FIX_PROCEDURE: _fix_procedure,
    Effect.START_CLOCK: _start_clock,
    Effect.CHARGES: _charges,
    Effect.SETTLE_CHARGES: _settle_charges,
    Effect.FORM_01: _form_01,
    Effect.FORM_03: _form_03,
    Effect.FORM_05: _form_05,
    Effect.HOLD: _hold,
    Effect.GIVE_BACK: _give_back,
    Effect.RELEASE: _release,
    Effect.OUTCOME: _outcome,
    Effect.ISSUE_RESULT: _issue_result,
    Effect.TELL: _tell,
}
