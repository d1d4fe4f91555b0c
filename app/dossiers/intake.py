"""Taking a dossier in: what was sent is checked by reading alone, then kept in one short transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from app import feed
from app.attachments import operations as attachments
from app.attachments import queries as attached
from app.attachments.models import Attachment
from app.core import clock, errors, ids
from app.core.access import SYSTEM, Actor
from app.db import db
from app.dossiers import answering, knowledge, log, rules
from app.dossiers.flags import CAME_BACK, QUARANTINED, UNCLEAR
from app.dossiers.judging import Desk
from app.dossiers.knowledge import KnownForm, Procedure
from app.dossiers.models import Dossier, DossierFile, Operation
from app.dossiers.schemas import ManifestItem, SubmitPayload
from app.forms.rules import evaluate, parties
from app.forms.rules.definition import Form
from app.mandates import operations as mandates
from app.workflow import rules as workflow
from app.workflow.table import Party, State


@dataclass(frozen=True)
class Sent:
    """A submission as a phone sent it."""

    op_id: UUID
    dossier_id: UUID
    form_ref: str
    principal: str
    mandate_id: UUID | None
    device_time: datetime
    clock_offset_ms: int
    payload: SubmitPayload
    manifest: Sequence[ManifestItem]


@dataclass(frozen=True)
class Sound:
    """A submission that may be kept: understood, complete, and for an office that takes it."""

    sent: Sent
    procedure: Procedure
    form_hash: str
    unit_id: UUID
    channel: str
    answers: dict[str, Any]
    people: dict[str, Any]


def check(sent: Sent, desk: Desk) -> Sound:
    """Judge a submission without writing anything.

    Raises Invalid where the content was understood and is refused, NeedsOfficer where the world has changed since it
    was filled in, Unavailable where this server does not know yet what it would need to judge it.
    """
    known, payload = desk.known, sent.payload
    procedure = desk.procedure(payload.procedure_code)
    form = _form(sent.form_ref, procedure)
    unit = desk.receiver(payload.unit_id, procedure)
    if payload.local_code != ids.local_code(sent.dossier_id):
        raise errors.Invalid("bad_local_code")
    if not known.knows_text("privacy", payload.notice.hash, payload.notice.version):
        raise errors.Unavailable("notice_unknown")
    if payload.reuse and not known.knows_text("consent_reuse", payload.reuse.hash, payload.reuse.version):
        raise errors.Unavailable("notice_unknown")
    judged = evaluate(form.form, payload.answers, desk.day, known.lists)
    if judged["errors"]:
        raise errors.Invalid("answers_refused", errors=[dict(each) for each in judged["errors"]])
    answers: dict[str, Any] = dict(judged["answers"])
    if lacking := knowledge.asked_since(form, procedure, answers, known):
        raise errors.Invalid("form_superseded", errors=lacking)
    _check_manifest(sent.manifest, form.form, answers)
    return Sound(
        sent=sent,
        procedure=procedure,
        form_hash=form.hash,
        unit_id=unit.id,
        channel="online" if unit.receives_online else "prepared",
        answers=answers,
        people=_people(form.form, answers, payload),
    )


def is_here(dossier_id: UUID) -> bool:
    """Whether a dossier was sent before."""
    return db.session.scalar(select(Dossier.id).where(Dossier.id == dossier_id)) is not None


@dataclass(frozen=True)
class Sending:
    """Which text of a draft a dossier was made from, as far as its phone said, and which phone that was."""

    draft_seen: str | None
    device_id: UUID | None


def sending_of(dossier_id: UUID) -> Sending | None:
    """How a dossier that is here was sent; nothing where it was not."""
    sent = select(Operation).where(
        Operation.dossier_id == dossier_id, Operation.kind == "dossier.submit", Operation.status == "applied"
    )
    row = db.session.scalars(sent).first()
    if row is None:
        return None
    payload = json.loads(row.text).get("payload") or {}
    return Sending(payload.get("draft_seen"), row.device_id)


def submit(sound: Sound, actor: Actor, *, reader: str) -> None:
    """Keep a sound submission as a dossier that is the resident's; `reader` is the principal it is for.

    Raises Invalid for a page that is another's and where a mandate refuses, IntegrityError where the dossier is here.
    """
    sent = sound.sent
    assisted = sent.mandate_id is not None
    facts = workflow.Facts(State.DRAFT, form_valid=True, notice_shown=True, parties_named=True)
    doer = workflow.Doer(frozenset({Party.HELPER if assisted else Party.OWNER}))
    decision = workflow.decide("submit", facts, doer, clock.now())
    if assisted:
        _use_mandate(sent, actor)
    files = _files(sent, actor, reader)
    role = "helper" if assisted else "submitter" if "submitter" in sound.people else "owner"
    access = {"principal": reader, "role": role, "since": decision.at, "until": None, "how": "submit"}
    log.begin(
        {**_dossier(sound, actor, files, decision.at), "state": decision.to_state.value},
        access=access,
        files=files,
        event=_event(sound, actor, decision, role),
    )


def arrived(attachment: Attachment) -> None:
    """Bytes came, or turned out to be unusable: the dossiers that name them are told, and complete with the last."""
    waiting = select(DossierFile).where(
        DossierFile.attachment_id == attachment.id, DossierFile.sha256 == attachment.sha256
    )
    files = db.session.scalars(waiting).all()
    if files:
        attachments.bind([attachment])
    for file in files:
        dossier = db.session.get_one(Dossier, file.dossier_id, with_for_update=True, populate_existing=True)
        counts = file.replaced_by is None
        if file.stored_at is None:
            file.stored_at = clock.now()
            dossier.files_missing -= int(counts)
        if attachment.code and file.refused is None:
            _quarantine(dossier, file, attachment.code)
        if dossier.files_missing == 0 and dossier.complete_at is None:
            dossier.complete_at = clock.now()
            log.append(
                dossier, move="files_complete", to_state=dossier.state, actor=SYSTEM, op_id=ids.uuid7(), role="system"
            )
            answering.complete(dossier)
        feed.tell("dossier", dossier.id, log.principals(dossier.id))


attachments.ON_ARRIVED.append(arrived)


def came_back(dossier_id: UUID | None) -> None:
    """This dossier was here before a backup was restored, and its phone gave it back: the office must know.

    What the office had done with it since the backup (number, appointment slip, steps) is gone.
    """
    dossier = db.session.get_one(Dossier, dossier_id)
    dossier.flags = [*dossier.flags, CAME_BACK]


def find_overlooked() -> int:
    """Tell dossiers of bytes that are held while they still wait for them; how many there were."""
    overlooked = (
        select(Attachment)
        .join(DossierFile, DossierFile.attachment_id == Attachment.id)
        .where(DossierFile.stored_at.is_(None), DossierFile.sha256 == Attachment.sha256, Attachment.state != "partial")
    )
    found = list(db.session.scalars(overlooked).unique())
    for attachment in found:
        arrived(attachment)
    return len(found)


def _form(form_ref: str, procedure: Procedure) -> KnownForm:
    """The exact form that was filled, also a superseded one of this procedure."""
    _, _, form_hash = form_ref.partition("@")
    try:
        form = knowledge.form(form_hash)
    except errors.NotFound as missing:
        raise errors.Unavailable("form_unknown") from missing
    if form.code != procedure.code and form_hash not in procedure.body["form"]["ref"]:
        raise errors.Invalid("form_of_other_procedure")
    return form


def _people(form: Form, answers: dict[str, Any], payload: SubmitPayload) -> dict[str, Any]:
    given = rules.cleaned(payload.parties.model_dump(mode="json", exclude_none=True))
    people = rules.merged_parties(parties(form, answers), given)
    if not rules.is_known(people.get("owner")):
        raise errors.Invalid("owner_missing")
    factor = payload.second_factor
    if not rules.factor_is_theirs(factor.kind, factor.last4, people):
        raise errors.Invalid("bad_factor")
    if payload.submitter_authority:
        people["submitter_authority"] = rules.cleaned(payload.submitter_authority)
    return people


def _check_manifest(manifest: Sequence[ManifestItem], form: Form, answers: Mapping[str, Any]) -> None:
    items = [(item.attachment_id, item.paper, item.page) for item in manifest]
    if faults := rules.manifest_faults(items, dict(_named_pages(form, answers))):
        raise errors.Invalid("manifest_refused", errors=faults)


def _named_pages(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The attachments that answers name, by field."""
    for section in form.sections:
        slots = [field.key for field in section.fields if field.type == "attachment"]
        if not slots:
            continue
        rows = answers.get(section.key, []) if section.repeat else [answers]
        for row in rows:
            where = f"{section.key}[{row['_id']}]." if section.repeat else ""
            for key in slots:
                if row.get(key):
                    yield where + key, row[key]


def _use_mandate(sent: Sent, actor: Actor) -> None:
    """Record that the helper typed, and photographed, as the resident allowed. Raises NotFound, Invalid."""
    assert sent.mandate_id is not None
    made_at = sent.device_time + rules.corrected(sent.clock_offset_ms)
    purposes = ["type", "photograph"] if sent.manifest else ["type"]
    try:
        for purpose in purposes:
            mandates.use(
                sent.mandate_id,
                actor=actor,
                purpose=purpose,
                op_id=sent.op_id,
                at=made_at,
                dossier_id=sent.dossier_id,
            )
    except errors.Conflict as refused:
        raise errors.Invalid("mandate_not_valid", extra={"why": refused.code}) from refused


def _files(sent: Sent, actor: Actor, reader: str) -> list[dict[str, Any]]:
    """The lines of the manifest, those marked whose bytes went ahead, also from before somebody signed in."""
    held = attached.for_binding([item.attachment_id for item in sent.manifest])
    mine = attached.principals_of(actor) | {sent.principal, reader}
    for number, item in enumerate(sent.manifest):
        row = held.get(item.attachment_id)
        if row is not None and (row.principal not in mine or row.sha256 != item.sha256):
            fault = {"path": f"manifest[{number}]", "code": "upload_differs", "params": {}}
            raise errors.Invalid("manifest_refused", errors=[fault])
    attachments.bind(held.values())
    return [_file(item, held.get(item.attachment_id)) for item in sent.manifest]


def _file(item: ManifestItem, row: Attachment | None) -> dict[str, Any]:
    return {
        "attachment_id": item.attachment_id,
        "sha256": item.sha256,
        "size": item.size,
        "type": item.type,
        "paper": item.paper,
        "page": item.page,
        "required": item.required,
        "name": rules.cleaned(item.name),
        "stored_at": row.stored_at if row else None,
        "refused": row.code if row else None,
    }


def _dossier(sound: Sound, actor: Actor, files: Sequence[Mapping[str, Any]], at: datetime) -> dict[str, Any]:
    sent, payload, people = sound.sent, sound.sent.payload, sound.people
    missing = sum(1 for file in files if file["stored_at"] is None)
    assisted = sent.mandate_id is not None
    if assisted:
        people["helper"] = {"name": actor.name}
    id_number = people["owner"].get("id_number") or None
    return {
        "id": sent.dossier_id,
        "version": 1,
        "procedure_code": sound.procedure.code,
        "form_hash": sound.form_hash,
        "unit_id": sound.unit_id,
        "channel": sound.channel,
        "local_code": payload.local_code,
        "title": rules.title(sound.procedure.name["vi"], people),
        "answers": sound.answers,
        "parties": people,
        "search_text": rules.search_text(people, [payload.local_code]),
        "owner_id_number": id_number,
        "claim_hash": payload.claim_hash,
        "factor_kind": payload.second_factor.kind,
        "factor_hash": rules.factor_hash(sent.dossier_id, payload.second_factor.last4),
        "notice": rules.cleaned(payload.notice.model_dump(mode="json")),
        "wishes": rules.cleaned(payload.wishes),
        "mandate_id": sent.mandate_id,
        "helper_id": actor.person_id if assisted else None,
        "helper_name": actor.name if assisted else None,
        "submitted_at": at,
        "device_time": sent.device_time,
        "files_missing": missing,
        "complete_at": None if missing else at,
        "due": {},
        "step_since": at,
        "flags": _flags(sound, files, id_number),
    }


def _event(sound: Sound, actor: Actor, decision: workflow.Decision, role: str) -> dict[str, Any]:
    """The first event: who did it as the log names them, whoever's session carried it."""
    sent, people = sound.sent, sound.people
    filer = people.get("submitter") or people.get("owner") or {}
    signed_in = sent.principal == actor.principal and actor.person_id is not None
    return {
        "at": decision.at,
        "move": decision.move.name,
        "from_state": decision.move.start.value,
        "to_state": decision.to_state.value,
        "principal": sent.principal,
        "person_id": actor.person_id if signed_in else None,
        "actor_name": (actor.name if signed_in else "") or str(filer.get("name") or ""),
        "actor_role": role,
        "reason": None,
        "data": _seen(sent.payload),
        "op_id": sent.op_id,
        "device_time": sent.device_time,
    }


def _seen(payload: SubmitPayload) -> dict[str, Any]:
    """What the sender was shown: the notice by its hash, and the fee and the limit she agreed to."""
    seen: dict[str, Any] = {"notice": payload.notice.hash}
    if payload.terms is not None:
        seen["terms"] = rules.cleaned(payload.terms.model_dump(mode="json"))
    return seen


def _flags(sound: Sound, files: Sequence[Mapping[str, Any]], id_number: str | None) -> list[str]:
    flags = ["assisted"] if sound.sent.mandate_id else []
    if id_number and _open_twin(id_number, sound.procedure.code):
        flags.append("duplicate_suspected")
    if any(file["refused"] and file["required"] for file in files):
        flags.append(QUARANTINED)
    if any(item.warned for item in sound.sent.manifest):
        flags.append(UNCLEAR)
    return flags


_TWIN = (
    select(Dossier.id)
    .where(
        Dossier.owner_id_number == bindparam("number"),
        Dossier.procedure_code == bindparam("code"),
        Dossier.closed_at.is_(None),
    )
    .limit(1)
)


def _open_twin(id_number: str, procedure_code: str) -> bool:
    """Whether the same person has the same request open; it is never refused for that."""
    found = db.session.connection().execute(_TWIN, {"number": id_number, "code": procedure_code})
    return found.first() is not None


def _quarantine(dossier: Dossier, file: DossierFile, code: str) -> None:
    """A page cannot be used; where it was required, the office must ask for it again."""
    file.refused = code
    if file.required and file.replaced_by is None and QUARANTINED not in dossier.flags:
        dossier.flags = [*dossier.flags, QUARANTINED]
