"""Every kind of operation a phone may send: how it is judged by reading alone, and how it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.consents.operations import Proof
from app.core import errors
from app.core.access import Actor, Permission
from app.core.shapes import Kept, Reason
from app.dossiers import allowances, allowed, answering, confirming, facts, intake, knowledge, owners
from app.dossiers.judging import Desk
from app.dossiers.models import Dossier
from app.dossiers.rules import corrected
from app.dossiers.schemas import SubmitPayload
from app.dossiers.supplement_schemas import SupplementAnswer
from app.dossiers.supplements import Answer
from app.drafts import operations as drafts
from app.drafts.rules import Ender
from app.identity import queries as people
from app.mandates import operations as mandates
from app.mandates.schemas import MandateGrant
from app.notifications import operations as notifications
from app.sync.schemas import Operation


class WaitsError(Exception):
    """It needs something that has not arrived yet: not refused, not done."""

    def __init__(self, code: str, needs: Sequence[UUID] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.needs = list(needs)


@dataclass(frozen=True)
class Asker:
    """Whose operation it is, and whose session brought it."""

    actor: Actor
    """As the log names the doer: the operation's principal."""
    session: Actor
    careful: bool = False
    """The first try met something that was here already: now everything is asked before it is done."""
    adopted: bool = False
    """An officer adopts it: that the author's access has ended since does not stand in its way."""

    @property
    def principals(self) -> list[str]:
        """The names under which this asker has dossiers."""
        return sorted({self.actor.principal, self.session.principal})


@dataclass(frozen=True)
class Kind:
    """`check` reads and judges, `do` writes; what `check` found out is handed to `do`."""

    check: Callable[[Operation, Desk], Any]
    do: Callable[[Operation, Any, Asker], None]
    bold: bool = False
    """Done without asking first whether it was done before: doing it twice fails by itself."""
    mark: bool = False
    """A note of what somebody did on the phone: where it cannot be taken nobody is asked about it."""


class Withdraw(Kept):
    """The payload of dossier.withdraw."""

    reason: Reason = ""


class ConfirmDraft(Kept):
    """The payload of dossier.confirm: the owner's word on the draft she saw, named by its hash."""

    agrees: bool
    draft: str = Field(max_length=64)
    reason: Reason = ""


class EndReuse(Kept):
    """The payload of reuse.end: no reason is asked."""


class OpenResult(Kept):
    """The payload of result.open."""

    document_id: UUID


class ReadMessage(Kept):
    """The payload of message.read."""

    message_id: UUID


class RefuseMandate(BaseModel):
    """The payload of mandate.refuse; whatever else a phone says is dropped, so that nothing personal is kept."""

    model_config = ConfigDict(extra="ignore")

    unit_id: UUID = Field()


def _check_submit(op: Operation, desk: Desk) -> intake.Sound:
    if op.dossier_id is None or op.form_ref is None:
        raise errors.Unavailable("unreadable_operation")
    sent = intake.Sent(
        op_id=op.op_id,
        dossier_id=op.dossier_id,
        form_ref=op.form_ref,
        principal=op.principal,
        mandate_id=op.mandate_id,
        device_time=op.device_time,
        clock_offset_ms=op.clock_offset_ms,
        payload=SubmitPayload.model_validate(op.payload),
        manifest=op.manifest,
    )
    return intake.check(sent, desk)


def _submit(op: Operation, sound: intake.Sound, asker: Asker) -> None:
    # what a phone made before somebody signed in on it is that person's as soon as it arrives
    reader = op.principal if op.mandate_id else asker.session.principal
    if asker.careful and intake.is_here(sound.sent.dossier_id):
        raise errors.Invalid("dossier_exists")
    try:
        intake.submit(sound, asker.actor, reader=reader)
    except errors.NotFound as missing:
        raise WaitsError("mandate_unknown") from missing
    except errors.Forbidden as forbidden:
        raise _role_over(asker) from forbidden
    allowed.keep(sound, reader=reader, proof=Proof("phone", asker.actor, op.op_id))
    ender = Ender(sound.sent.payload.draft_seen, op.device_id)
    drafts.sent(sound.sent.dossier_id, {op.principal, *asker.principals}, ender)


def _role_over(asker: Asker) -> errors.AppError:
    """What to say of help that is no longer allowed: where it once was, an officer looks at it."""
    person_id = asker.actor.person_id
    once = person_id is not None and Actor(grants=people.grants_ever(person_id)).may(Permission.HELP)
    return errors.NeedsOfficer("role_over") if once else errors.Forbidden("forbidden")


def _withdraw(op: Operation, payload: Withdraw, asker: Asker) -> None:
    dossier, role = _own(op, asker)
    owners.withdraw(
        dossier, role=role, actor=asker.actor, op_id=op.op_id, reason=payload.reason, device_time=op.device_time
    )


def _confirm(op: Operation, payload: ConfirmDraft, asker: Asker) -> None:
    """The owner says whether the draft of her result is right."""
    dossier, role = _own(op, asker)
    confirming.answer(
        dossier,
        agrees=payload.agrees,
        draft=payload.draft,
        reason=payload.reason,
        role=role,
        actor=asker.actor,
        op_id=op.op_id,
        device_time=op.device_time,
    )


def _end_reuse(op: Operation, _payload: EndReuse, asker: Asker) -> None:
    """The owner takes back that what she said may be filled in again."""
    known = allowances.by_her_number(op.dossier_id, asker.actor) if op.dossier_id else None
    dossier, role = (known, "owner") if known is not None else _own(op, asker)
    allowed.end(dossier, Proof("phone", asker.actor, op.op_id), role=role, device_time=op.device_time)


def _answer(op: Operation, payload: SupplementAnswer, asker: Asker) -> None:
    """The owner or the helper sends what was asked for; a draft it was written as has ended with that."""
    dossier, role = _own(op, asker, owning=False)
    if role not in facts.OWNING:
        _use_mandate(op, asker)
    given = Answer(payload, op.manifest, [op.principal, *asker.principals])
    answering.answer(dossier, given, role=role, actor=asker.actor, op_id=op.op_id, device_time=op.device_time)
    if payload.draft_id is not None:
        drafts.sent_one(payload.draft_id, {op.principal, *asker.principals}, Ender(payload.draft_seen, op.device_id))


def _use_mandate(op: Operation, asker: Asker) -> None:
    """A helper types and photographs under the resident's consent, also what is asked for later."""
    if op.mandate_id is None:
        raise errors.Invalid("mandate_not_valid", extra={"why": "mandate_missing"})
    made_at = op.device_time + corrected(op.clock_offset_ms)
    try:
        for purpose in ["type", "photograph"] if op.manifest else ["type"]:
            mandates.use(
                op.mandate_id, actor=asker.actor, purpose=purpose, op_id=op.op_id, at=made_at, dossier_id=op.dossier_id
            )
    except errors.Conflict as refused:
        raise errors.Invalid("mandate_not_valid", extra={"why": refused.code}) from refused
    except errors.NotFound as missing:
        raise WaitsError("mandate_unknown") from missing
    except errors.Forbidden as forbidden:
        raise _role_over(asker) from forbidden


def _open_result(op: Operation, payload: OpenResult, asker: Asker) -> None:
    dossier, role = _own(op, asker)
    owners.open_result(
        dossier, payload.document_id, role=role, actor=asker.actor, op_id=op.op_id, device_time=op.device_time
    )


def _own(op: Operation, asker: Asker, *, owning: bool = True) -> tuple[Dossier, str]:
    """The asker's own dossier and role; a dossier that is absent or another's has not arrived, as far as it is told."""
    found = owners.own(op.dossier_id, asker.principals, owning=owning, ever=True) if op.dossier_id else None
    if found is None:
        raise WaitsError("dossier_unknown")
    if found[1].until is not None and not asker.adopted:
        raise errors.NeedsOfficer("out_of_scope")
    return found[0], found[1].role


def _read_message(_op: Operation, payload: ReadMessage, asker: Asker) -> None:
    try:
        notifications.read(payload.message_id, asker.actor.principal)
    except errors.NotFound as missing:
        raise errors.Invalid("message") from missing


def _grant(op: Operation, payload: MandateGrant, asker: Asker) -> None:
    known = knowledge.current()
    try:
        mandates.grant(
            payload,
            actor=asker.actor,
            op_id=op.op_id,
            known_text=lambda version, text_hash: known.knows_text("consent_help", text_hash, version),
            clock_offset=corrected(op.clock_offset_ms),
        )
    except errors.Forbidden as forbidden:
        raise _role_over(asker) from forbidden


def _refuse(op: Operation, payload: RefuseMandate, asker: Asker) -> None:
    made_at = op.device_time + corrected(op.clock_offset_ms)
    mandates.refuse(unit_id=payload.unit_id, actor=asker.actor, at=made_at)


def _payload(shape: type[BaseModel]) -> Callable[[Operation, Desk], Any]:
    return lambda op, _desk: shape.model_validate(op.payload)


KINDS: dict[str, Kind] = {
    "dossier.submit": Kind(_check_submit, _submit, bold=True),
    "dossier.withdraw": Kind(_payload(Withdraw), _withdraw),
    "dossier.confirm": Kind(_payload(ConfirmDraft), _confirm),
    "dossier.supplement": Kind(_payload(SupplementAnswer), _answer),
    "reuse.end": Kind(_payload(EndReuse), _end_reuse),
    "result.open": Kind(_payload(OpenResult), _open_result, mark=True),
    "message.read": Kind(_payload(ReadMessage), _read_message, mark=True),
    "mandate.grant": Kind(_payload(MandateGrant), _grant),
    "mandate.refuse": Kind(_payload(RefuseMandate), _refuse, mark=True),
}
