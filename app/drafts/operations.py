"""What happens to draft copies: saved in turn, ended for a reason, handed over with a sign-in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import delete, select

from app import feed
from app.attachments import operations as attachments
from app.core import clock, errors
from app.core.access import Actor
from app.core.text import nfc
from app.db import db, insert_missing
from app.dossiers import intake
from app.drafts import queries, rules
from app.drafts.models import DraftCopy, DraftCopyFile
from app.drafts.schemas import DraftIn, DraftText
from app.identity import operations as identity
from app.mandates import operations as mandates
from app.mandates import queries as consents
from app.mandates import rules as consent


def save(draft_id: UUID, given: DraftIn, actor: Actor, *, label: str, days: int) -> DraftCopy:
    """Keep a draft's text as its next version, if the phone saw the present one; the same text again changes nothing.

    Raises Conflict("draft_newer") with the present copy, Gone("draft_ended") with the reason, NotFound for another's
    draft, and Invalid, TooLarge or TooMany where the text is not taken.
    """
    read = _read(draft_id, given)
    copy = queries.for_change(draft_id)
    if copy is not None and not queries.is_own(copy, actor):
        raise errors.NotFound("draft_not_found")
    verdict = rules.judge(_stand(copy), given.seen, given.sha256)
    if copy is not None and verdict == "same":
        _give(copy, actor.principal)
        return copy
    if copy is not None and verdict == "gone":
        raise errors.Gone("draft_ended", extra=queries.gone_out(copy).model_dump(mode="json"))
    if copy is not None and verdict == "stale":
        present = queries.as_out(copy, queries.pages_of([copy.id]).get(copy.id, []), days)
        raise errors.Conflict("draft_newer", extra={"present": present.model_dump(mode="json")})
    _may_be_kept(read, actor, given, copy)
    copy = copy or _begin(draft_id, read, actor)
    _write(copy, read, given, actor, label)
    return copy


def end(draft_id: UUID, reason: str, actor: Actor, *, seen: str | None = None) -> None:
    """Leave a tombstone at the word of whoever has the draft; what is not here, or has ended before, stays so.

    Said again of what was left of an ended draft, by somebody who has seen it: that goes too.
    """
    copy = queries.for_change(draft_id)
    if copy is None or not queries.is_own(copy, actor):
        return
    if copy.gone_at is None:
        _finish(copy, reason, rules.Ender(seen, actor.device_id))
    elif copy.text is not None and copy.sha256 == seen:
        let_go(copy)


def sent(dossier_id: UUID, principals: Collection[str], ender: rules.Ender) -> None:
    """A dossier was sent: the draft it was made from has ended, on every phone."""
    rows = select(DraftCopy).where(
        DraftCopy.dossier_id == dossier_id, DraftCopy.principal.in_(principals), DraftCopy.gone_at.is_(None)
    )
    for copy in db.session.scalars(rows.with_for_update()):
        _finish(copy, "sent", ender)


def sent_one(draft_id: UUID, principals: Collection[str], ender: rules.Ender) -> None:
    """What was written in this draft was sent about a dossier that is here already; nothing where it has no copy."""
    copy = queries.for_change(draft_id)
    if copy is not None and copy.principal in principals and copy.gone_at is None:
        _finish(copy, "sent", ender)


def _finish(copy: DraftCopy, reason: str, ender: rules.Ender) -> None:
    """A person ended a draft. What she had not seen of it is left for all her phones, and none of it was sent."""
    stand = _stand(copy)
    if stand is not None and not rules.saw(stand, ender):
        _mark(copy, reason)
    else:
        bury(copy, reason)


def bury(copy: DraftCopy, reason: str) -> None:
    """Blank a copy and tell its phones why.

    Pages that went ahead stay for a while (`rules.KEEP_PAGES`): another phone of hers that has not heard yet may have
    sent the draft, with pages that are nowhere but here.
    """
    _mark(copy, reason)
    _blank(copy, name_pages=reason != "mandate_ended")


def let_go(copy: DraftCopy) -> None:
    """What was left of an ended draft goes: a person has decided about it, or its time is over."""
    _blank(copy, name_pages=copy.mandate_id is None)
    feed.tell("draft", copy.id, [copy.principal])


def _mark(copy: DraftCopy, reason: str) -> None:
    copy.gone_at, copy.gone_reason = clock.now(), reason
    copy.version += 1
    db.session.flush()
    feed.tell("draft", copy.id, [copy.principal])


def _blank(copy: DraftCopy, *, name_pages: bool) -> None:
    if not name_pages:
        forget_pages([copy.id])
    copy.text, copy.size, copy.title, copy.device_label = None, 0, "", ""
    db.session.flush()


def forget_pages(draft_ids: Collection[UUID]) -> None:
    """These drafts name no page any more: what belongs to no dossier is swept in its time."""
    db.session.execute(delete(DraftCopyFile).where(DraftCopyFile.draft_id.in_(draft_ids)))


def adopt(old: str, new: str, but: Collection[UUID]) -> None:
    """Whoever signed in has the drafts of the phone from now on, with the pages that went ahead."""
    rows = select(DraftCopy).where(DraftCopy.principal == old, DraftCopy.text.is_not(None), DraftCopy.id.not_in(but))
    for copy in db.session.scalars(rows.with_for_update()):
        _give(copy, new)
        # a restored server may have it as the phone's draft, and as a dossier that another phone of hers gave back
        if copy.gone_at is None and copy.dossier_id is not None and (sending := intake.sending_of(copy.dossier_id)):
            _finish(copy, "sent", rules.Ender(sending.draft_seen, sending.device_id))


def _give(copy: DraftCopy, principal: str) -> None:
    """A copy and the pages it names are this principal's from now on."""
    if copy.principal == principal:
        return
    attachments.hand_over(_named_by(copy.id), copy.principal, principal)
    copy.principal = principal
    feed.tell("draft", copy.id, [principal])


def mandate_ended(mandate_id: UUID) -> None:
    """A resident took her consent back: what was typed for her leaves the server."""
    for copy in queries.of_mandate(mandate_id):
        end_of_consent(copy)


def end_of_consent(copy: DraftCopy) -> None:
    """No word that was typed under a consent outlives it here; why a draft had ended before stays."""
    if copy.gone_at is None:
        bury(copy, "mandate_ended")
    else:
        let_go(copy)


identity.ON_ADOPT.append(adopt)
mandates.ON_REVOKED.append(mandate_ended)


def _read(draft_id: UUID, given: DraftIn) -> DraftText:
    raw = given.text.encode()
    if len(raw) > rules.MAX_TEXT:
        raise errors.TooLarge("draft_too_large")
    if hashlib.sha256(raw).hexdigest() != given.sha256:
        raise errors.BadRequest("hash_differs")
    try:
        read = DraftText.model_validate(json.loads(raw))
    except (ValidationError, ValueError, RecursionError) as fault:
        raise errors.Invalid("draft_unreadable") from fault
    if read.id != draft_id:
        raise errors.Invalid("draft_unreadable")
    return read


def _stand(copy: DraftCopy | None) -> rules.Stand | None:
    return None if copy is None else rules.Stand(copy.version, copy.sha256, copy.gone_reason, copy.device_id)


def _may_be_kept(read: DraftText, actor: Actor, given: DraftIn, copy: DraftCopy | None) -> None:
    """Raises for a draft that was sent, whose mandate does not hold, or that is too much."""
    if read.dossier_id is not None and intake.is_here(read.dossier_id):
        raise errors.Gone("draft_ended", extra={"what": "draft", "reason": "sent", "at": clock.now().isoformat()})
    if read.mandate_id is not None:
        _check_mandate(read.mandate_id, actor)
    if copy is None or copy.gone_at is not None:
        count, total = queries.held(actor.principal)
        if code := rules.fits(count, total, len(given.text.encode())):
            raise errors.TooMany(code, retry_after=3600)


def _check_mandate(mandate_id: UUID, actor: Actor) -> None:
    mandate = consents.get(mandate_id)
    if mandate.helper_id != actor.person_id:
        raise errors.NotFound("mandate_not_found")
    period = consent.Period(mandate.granted_at, mandate.expires_at, mandate.revoked_at)
    if consent.why_not(period, mandate.purposes, "type", clock.now()):
        at = mandate.revoked_at or mandate.expires_at
        raise errors.Gone("draft_ended", extra={"what": "draft", "reason": "mandate_ended", "at": at.isoformat()})


def _begin(draft_id: UUID, read: DraftText, actor: Actor) -> DraftCopy:
    """The row of a new copy. Two phones at once: the second waits, and finds the first one's text."""
    insert_missing(
        DraftCopy,
        id=draft_id,
        principal=actor.principal,
        version=0,
        sha256="",
        text="",
        size=0,
        procedure_code=read.procedure,
        title="",
        device_label="",
        saved_at=clock.now(),
    )
    copy = queries.for_change(draft_id)
    if copy is None or copy.version != 0 or copy.principal != actor.principal:
        raise errors.Locked("draft_busy")
    return copy


def _write(copy: DraftCopy, read: DraftText, given: DraftIn, actor: Actor, label: str) -> None:
    copy.version += 1
    copy.text, copy.sha256, copy.size = given.text, given.sha256, len(given.text.encode())
    copy.principal, copy.dossier_id, copy.mandate_id = actor.principal, read.dossier_id, read.mandate_id
    copy.procedure_code, copy.title = read.procedure, nfc(read.title)[:400]
    copy.device_id, copy.device_label, copy.saved_at = actor.device_id, label[:400], clock.now()
    copy.gone_at = copy.gone_reason = None
    db.session.execute(delete(DraftCopyFile).where(DraftCopyFile.draft_id == copy.id))
    for attachment_id in {page.attachment_id for page in read.files}:
        db.session.add(DraftCopyFile(draft_id=copy.id, attachment_id=attachment_id))
    db.session.flush()
    feed.tell("draft", copy.id, [copy.principal])


def _named_by(draft_id: UUID) -> list[UUID]:
    return list(db.session.scalars(select(DraftCopyFile.attachment_id).where(DraftCopyFile.draft_id == draft_id)))
