"""The resident's side of a sitting: one paired screen, which sees this sitting and nothing else, and agrees."""

from __future__ import annotations

from sqlalchemy import select

from app.core import clock, errors
from app.counter import reuse, sittings
from app.counter.models import Sitting
from app.counter.sitting_schemas import AgreeIn, BesideSaidIn, ConfirmedOut, SeatIn, SeatOut, ShownOut
from app.db import db
from app.identity.rules import same, token_hash
from app.units.models import Unit

LEAST_STROKES = 12
"""So many numbers a signature has at least: a dot is none."""


def _opened(token: str, seat: str) -> Sitting:
    """The sitting of a token, for the screen that is paired with it; raises NotFound, Conflict."""
    wanted = select(Sitting).where(Sitting.token_hash == token_hash(token)).with_for_update()
    sitting = db.session.scalars(wanted).one_or_none()
    if sitting is None:
        raise errors.NotFound("sitting_not_found")
    if sittings.is_over(sitting):
        return sitting
    if sitting.seat_hash is None:
        sitting.seat_hash = token_hash(seat)
        sitting.version += 1
    elif not same(sitting.seat_hash, token_hash(seat)):
        raise errors.Conflict("sitting_seat_taken")
    return sitting


def look(given: SeatIn) -> SeatOut:
    """What the other screen shows now; the first screen that asks is paired."""
    sitting = _opened(given.token, given.seat)
    over = sittings.is_over(sitting)
    if not over:
        sitting.seat_seen_at = clock.now()
        db.session.flush()
    newer = not over and bool(sitting.shown) and sitting.version != given.seen
    return SeatOut(
        over=over,
        version=sitting.version,
        unit_name="" if over else db.session.get_one(Unit, sitting.unit_id).name,
        official_name="" if over else sitting.official_name,
        shown=ShownOut.model_validate(sitting.shown) if newer else None,
        question=reuse.question(sitting) if not over and sitting.shown.get("kind") == "reuse" else None,
        code_sent=not over and sitting.code_hash is not None,
        phone_end="" if over else (sitting.phone or "")[-3:],
        confirmed=not over
        and sitting.confirmed_sha256 is not None
        and sitting.confirmed_sha256 == sitting.asked_sha256,
    )


def say(given: BesideSaidIn) -> SeatOut:
    """Her own tap on yes or no. Raises Conflict where the question is not asked now, or its words are others."""
    sitting = _opened(given.token, given.seat)
    if sittings.is_over(sitting):
        raise errors.Conflict("sitting_over")
    reuse.say(sitting, given, "screen")
    return look(SeatIn(token=given.token, seat=given.seat, seen=sitting.version))


def agree(given: AgreeIn, *, secret: str) -> ConfirmedOut:
    """Agree to exactly the text that is asked now. Raises Conflict where it has changed since it was shown."""
    sitting = _opened(given.token, given.seat)
    if sittings.is_over(sitting):
        raise errors.Conflict("sitting_over")
    if sitting.asked_sha256 is None or sitting.asked_sha256 != given.sha256:
        raise errors.Conflict("sitting_changed")
    if given.code:
        return sittings.confirm_by_code(sitting, given.code, secret=secret)
    if sum(len(stroke) for stroke in given.strokes) < LEAST_STROKES:
        raise errors.Invalid("sitting_not_signed")
    sittings.agree(sitting, "signature", given.strokes)
    return ConfirmedOut(right=True, left=0)
