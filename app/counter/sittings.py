"""The official's side of a sitting: begin, show, ask for agreement, end. Only her own, and only while they last."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.counter import rules
from app.counter.models import Sitting
from app.counter.sitting_schemas import ConfirmedOut, ShownIn, SittingIn, SittingOut
from app.db import db
from app.identity import operations as identity
from app.identity.rules import code_hash, new_code, same, token_hash
from app.queueing import operations as queueing

LASTS = timedelta(hours=1)
"""A sitting that nobody goes on with is over after this."""
CODE_LIFE = timedelta(minutes=10)
CODE_PAUSE = timedelta(seconds=60)
CODE_TRIES = 5


def begin(given: SittingIn, officer: Actor) -> Sitting:
    """Begin a sitting; the same id again is the same one. Raises Forbidden, Conflict."""
    officer.need(Permission.DOSSIERS_RECEIVE, given.unit_id)
    assert officer.person_id is not None
    now = clock.now()
    if found := db.session.get(Sitting, given.sitting_id):
        if found.official_id != officer.person_id or found.token_hash != token_hash(given.token):
            raise errors.Conflict("sitting_taken")
        return found
    if given.ticket_id is not None:
        queueing.seat(given.ticket_id, given.unit_id, officer)
    before = _before(given, officer)
    made = Sitting(
        id=given.sitting_id,
        unit_id=given.unit_id,
        official_id=officer.person_id,
        official_name=officer.name,
        procedure_code=given.procedure_code,
        ticket_id=given.ticket_id,
        started_at=now,
        until=now + LASTS,
        token_hash=token_hash(given.token),
        seat_hash=before.seat_hash if before else None,
        seat_seen_at=before.seat_seen_at if before else None,
        after_id=before.id if before else None,
        shown={},
        version=before.version + 1 if before else 0,
        code_tries=0,
        signature=[],
        numbers=[],
        offered={},
    )
    if before is not None:
        before.token_hash, before.seat_hash = token_hash(f"over:{before.id}"), None
        before.shown, before.ended_at = {}, now
        db.session.flush()
    db.session.add(made)
    db.session.flush()
    return made


def _before(given: SittingIn, officer: Actor) -> Sitting | None:
    """The sitting of the same person right before; raises NotFound, or Conflict where that is over or filed nothing."""
    if given.after is None:
        return None
    sitting = own(given.after, officer, locked=True)
    if sitting.dossier_id is None or sitting.unit_id != given.unit_id or is_over(sitting):
        raise errors.Conflict("sitting_over")
    return sitting


def own(sitting_id: UUID, officer: Actor, *, locked: bool = False) -> Sitting:
    """An official's own sitting; anybody else's is not found."""
    found = db.session.get(Sitting, sitting_id, with_for_update=locked, populate_existing=locked)
    if found is None or found.official_id != officer.person_id:
        raise errors.NotFound("sitting_not_found")
    return found


def is_over(sitting: Sitting) -> bool:
    """Whether nothing more happens in it."""
    return sitting.ended_at is not None or clock.now() >= sitting.until


def going_on(sitting_id: UUID, officer: Actor) -> Sitting:
    """An official's own sitting that goes on; what she does keeps it going. Raises NotFound, Conflict."""
    sitting = own(sitting_id, officer, locked=True)
    if is_over(sitting):
        raise errors.Conflict("sitting_over")
    sitting.until = clock.now() + LASTS
    return sitting


def show(sitting_id: UUID, given: ShownIn, officer: Actor) -> Sitting:
    """Show this on the other side. A text that is asked anew is not agreed to yet, whatever was before."""
    sitting = going_on(sitting_id, officer)
    anew = given.kind == "reuse" and sitting.shown.get("kind") != "reuse"
    sitting.shown = given.model_dump(mode="json")
    sitting.version += 1
    if anew:
        sitting.reuse_said = sitting.reuse_how = sitting.reuse_hash = sitting.reuse_at = None
    if given.kind in {"confirm", "receive"} and given.sha256 != sitting.asked_sha256:
        sitting.asked_sha256 = given.sha256
        sitting.code_hash = sitting.code_at = None
    if given.kind == "asking":
        sitting.asked_sha256 = sitting.code_hash = sitting.code_at = None
    db.session.flush()
    return sitting


def send_code(sitting_id: UUID, phone: str, officer: Actor, *, secret: str, gateway: bool) -> Sitting:
    """Send a code for exactly the text that is asked now to the resident's phone. Raises Conflict, TooMany."""
    sitting = going_on(sitting_id, officer)
    if sitting.asked_sha256 is None:
        raise errors.Conflict("sitting_nothing_asked")
    now = clock.now()
    if sitting.code_at is not None and now - sitting.code_at < CODE_PAUSE:
        left = CODE_PAUSE - (now - sitting.code_at)
        raise errors.TooMany("too_many", retry_after=max(1, int(left.total_seconds())))
    code = new_code()
    sitting.phone, sitting.code_at, sitting.code_tries = phone, now, 0
    sitting.code_hash = code_hash(secret, _code_of(sitting), code)
    sitting.version += 1
    minutes = CODE_LIFE // timedelta(minutes=1)
    text = rules.code_text(code, sitting.official_name, minutes=minutes, reuse=sitting.reuse_said == "yes")
    identity.queue_sms(phone, text, expires_at=now + CODE_LIFE, gateway=gateway)
    return sitting


def confirm_by_code(sitting: Sitting, code: str, *, secret: str) -> ConfirmedOut:
    """Agree by the code that was sent for this text; a wrong one counts, and the fifth ends the code."""
    alive = sitting.code_at is not None and clock.now() - sitting.code_at < CODE_LIFE
    if sitting.code_hash is None or not alive:
        raise errors.Conflict("sitting_no_code")
    right = same(sitting.code_hash, code_hash(secret, _code_of(sitting), code))
    if right:
        agree(sitting, "code", [])
    else:
        sitting.code_tries += 1
        if sitting.code_tries >= CODE_TRIES:
            sitting.code_hash = None
    db.session.flush()
    return ConfirmedOut(right=right, left=max(0, CODE_TRIES - sitting.code_tries))


def agree(sitting: Sitting, how: str, strokes: list[list[int]]) -> None:
    """The resident agreed to the text that is asked."""
    sitting.confirmed_sha256, sitting.confirmed_at = sitting.asked_sha256, clock.now()
    sitting.confirmed_how, sitting.signature = how, strokes
    sitting.code_hash = None
    sitting.version += 1
    db.session.flush()


def unpair(sitting_id: UUID, officer: Actor) -> Sitting:
    """Let another screen be paired instead of the present one."""
    sitting = going_on(sitting_id, officer)
    sitting.seat_hash = sitting.seat_seen_at = None
    db.session.flush()
    return sitting


def end(sitting_id: UUID, officer: Actor) -> Sitting:
    """End it, again changes nothing; what the other side showed is forgotten."""
    sitting = own(sitting_id, officer, locked=True)
    if sitting.ended_at is None:
        sitting.ended_at = clock.now()
        sitting.shown, sitting.code_hash, sitting.seat_hash = {}, None, None
        sitting.version += 1
        db.session.flush()
    return sitting


def out(sitting: Sitting) -> SittingOut:
    """How it stands, for the official."""
    return SittingOut(
        sitting_id=sitting.id,
        procedure_code=sitting.procedure_code,
        over=is_over(sitting),
        paired=sitting.seat_hash is not None,
        seat_seen_at=sitting.seat_seen_at,
        version=sitting.version,
        code_sent=sitting.code_hash is not None,
        confirmed=sitting.confirmed_sha256,
        how=sitting.confirmed_how,  # type: ignore[arg-type]  # checked when it is built
        reuse=sitting.reuse_said,  # type: ignore[arg-type]  # checked when it is built
        dossier_id=sitting.dossier_id,
    )


def _code_of(sitting: Sitting) -> str:
    """What a code is for: this text of this sitting and nothing else."""
    return f"{sitting.id}:{sitting.asked_sha256}"
