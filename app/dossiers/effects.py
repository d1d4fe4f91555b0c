"""What follows a move, each as rows of the same transaction; the only place that knows how the parts meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.catalogue import queries as catalogue
from app.catalogue.models import ProcedureVersion
from app.catalogue.rules import fees
from app.core import clock, errors, ids
from app.core.access import SYSTEM, Actor
from app.db import db
from app.documents import operations as documents
from app.documents import queries as drafts
from app.documents import voiding
from app.dossiers import clocks, facts, finding, handed, papers, supplements, telling, todo
from app.dossiers.flags import CAME_BACK, EXTENDED
from app.dossiers.models import Dossier
from app.payments import operations as payments
from app.payments.operations import Debtor
from app.units import queries as units
from app.workflow.rules import Decision
from app.workflow.table import ENDS, Effect

_MOST = 1_000_000_000
"""More đồng than any fee of a commune; beyond it is a slip of the finger."""


@dataclass(frozen=True)
class Done:
    """A decision that was recorded on a dossier by somebody; effects are carried out on it."""

    decision: Decision
    dossier: Dossier
    actor: Actor
    by_owner: bool = False
    due_before: datetime | None = None
    """The due moment as it stood before the decision."""


def carry_out(decision: Decision, dossier: Dossier, actor: Actor, *, by_owner: bool = False) -> None:
    """Do everything that follows a decision, in the table's order; call after its event was appended."""
    done = Done(decision, dossier, actor, by_owner, dossier.due_at)
    for effect in decision.effects:
        _EFFECTS[effect](done)
    db.session.flush()
    todo.refresh(dossier)


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
    done.dossier.number_key = ids.number_key(done.dossier.official_number)
    finding.note(done.dossier)
    # received again after a restore: nothing is left to be told about it
    done.dossier.flags = [flag for flag in done.dossier.flags if flag != CAME_BACK]


def _fix_procedure(done: Done) -> None:
    done.dossier.procedure_version_id = _version_today(done.dossier).id


def _version_today(dossier: Dossier) -> ProcedureVersion:
    try:
        return catalogue.current_version(dossier.procedure_code, clock.today())
    except errors.NotFound as ended:
        raise errors.Conflict("procedure_closed") from ended


def _start_clock(done: Done) -> None:
    done.dossier.received_at = clock.now()
    clocks.reckon(done.dossier)


def _charges(done: Done) -> None:
    dossier, unit = done.dossier, units.get(done.dossier.unit_id)
    body = facts.procedure(dossier)
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
    payments.ask(debtor, _asked(done.decision, dossier, body), blocking=True)


def noted(decision: Decision, dossier: Dossier) -> dict[str, Any]:
    """What the event of a decision says beside what came with it: that its sender was shown another fee than is asked.

    Call before the event is appended, for it is never changed.
    """
    seen = facts.fee_seen(dossier.id) if Effect.CHARGES in decision.effects else None
    if seen is None:
        return {}
    lines = _asked(decision, dossier, _version_today(dossier).body)
    asked = sum(int(line["amount"]) for line in lines)
    return {} if asked == seen else {facts.FEE_CHANGED: {"seen": seen, "asked": asked}}


def _asked(decision: Decision, dossier: Dossier, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lines of the fee whose amounts are known."""
    shown, typed = decision.data.get("exempt"), decision.data.get("amounts")
    exempt = [str(key) for key in shown] if isinstance(shown, list) else []
    found = fees.lines(body, dossier.answers, dossier.channel, clock.today(), exempt)
    lines = [_line(each, typed if isinstance(typed, dict) else {}) for each in found]
    return [line for line in lines if line["amount"] is not None]


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
    """The appraiser who proposed has it again: owning.pass_on has seen to that."""
    done.dossier.outcome = None


def _release(done: Done) -> None:
    """Nobody has what has ended; what goes on was passed on with the event (owning.pass_on)."""
    if done.decision.to_state in ENDS:
        done.dossier.holder_id, done.dossier.holder_name = None, None


def _outcome(done: Done) -> None:
    done.dossier.outcome = str(done.decision.data["outcome"])


def _issue_result(done: Done) -> None:
    """Put the draft in force; one made from words is set again, so that its number and date stand on it."""
    draft = drafts.draft_of(done.dossier.id)
    if draft is None:
        raise errors.Conflict("result_missing")
    given = ids.issued_number(str(done.decision.data.get("number") or ""))[:80]
    number = given or documents.result_number(done.dossier.unit_id)
    pdf = papers.plain_result(done.dossier, draft.words, number).pdf if draft.words else None
    documents.issue_result(draft, number, pdf)


def _note_supplement(done: Done) -> None:
    again = done.decision.reason if done.decision.move.name == "ask_again" else ""
    supplements.note(done.dossier, done.actor, done.decision.data, again)


def _open_supplement(done: Done) -> None:
    supplements.open_(done.dossier, done.actor, done.decision.reason)


def _end_supplement(done: Done) -> None:
    supplements.end(done.dossier, _ENDED_BY.get(done.decision.move.name, "ended"), done.decision.reason)


def _reckon(done: Done) -> None:
    clocks.reckon(done.dossier)


def _extend(done: Done) -> None:
    """Grant another due day; the clock is read anew by the event that says so. Raises Invalid for an earlier one."""
    until = clocks.closing_on(done.dossier, date.fromisoformat(str(done.decision.data["due_on"])))
    if done.due_before is None or until <= done.due_before:
        fault = {"path": "data.due_on", "code": "due_on_too_early", "params": {}}
        raise errors.Invalid("due_on_too_early", errors=[fault])
    done.dossier.flags = [*(flag for flag in done.dossier.flags if flag != EXTENDED), EXTENDED]


def _form_04(done: Done) -> None:
    made = papers.form_04(done.dossier, done.actor, done.decision.reason, before=done.due_before)
    voiding.due_replaced(done.dossier.id, made, reason=done.decision.reason)


def _form_02(done: Done) -> None:
    asked = supplements.there(done.dossier.id)
    assert asked is not None
    papers.form_02(done.dossier, done.actor, asked, supplements.items_of(asked.id))


def _tell(done: Done) -> None:
    asked, name = supplements.there(done.dossier.id), done.decision.move.name
    # who is asked for more is told what; an approver's reason to ask again is the office's own
    reason = supplements.summary(asked) if asked is not None and name in _ASKING else done.decision.reason
    if name == "hand_over":
        reason = handed.noted(done.decision.data)
        name = "hand_over_post" if handed.is_sent(done.decision.data) else name
    if name == "receive" and done.actor == SYSTEM:
        name = "receive_automatic"
    telling.tell(done.dossier, done.actor, name, reason=reason)


_ENDED_BY = {"withdraw_supplement": "withdrawn", "supplement_arrived": "answered"}
_ASKING = frozenset({"ask_supplement", "allow_supplement"})


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
    Effect.NOTE_SUPPLEMENT: _note_supplement,
    Effect.OPEN_SUPPLEMENT: _open_supplement,
    Effect.END_SUPPLEMENT: _end_supplement,
    Effect.RECKON: _reckon,
    Effect.FORM_02: _form_02,
    Effect.EXTEND: _extend,
    Effect.FORM_04: _form_04,
    Effect.TELL: _tell,
}
