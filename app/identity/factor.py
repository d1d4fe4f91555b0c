"""The second proof of who somebody is: codes of an app (RFC 6238), ten codes on paper, and what becomes of them."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, select, update

from app.core import clock, errors, sealing
from app.core.access import Actor
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db, insert_missing
from app.identity import operations, rules
from app.identity.models import FactorEvent, Person, RecoveryCode, SecondFactor, Session

STEP = 30
CODES = 10
FAR = 20
"""So many steps either way a first code is looked for, to say by how much a clock is wrong."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def begin(person_id: UUID, *, folder: Path) -> str:
    """A new secret for somebody's app; it counts for nothing until a code confirms it."""
    secret = pyotp.random_base32()
    insert_missing(SecondFactor, person_id=person_id, sealed=None, confirmed_at=None, waiting=None, last_step=0)
    _row(person_id).waiting = _sealed(folder, person_id, secret)
    db.session.flush()
    return secret


def confirm(session_id: UUID, code: str, *, actor: Actor, folder: Path, key: str) -> list[str]:
    """Take a secret into use by its first code; returns the recovery codes, which are shown this once.

    Raises Conflict where none waits, Invalid for a wrong code: where only the clock is wrong, by how much.
    """
    person_id = _person(actor)
    row = db.session.get(SecondFactor, person_id, with_for_update=True)
    if row is None or row.waiting is None:
        raise errors.Conflict("factor_not_begun")
    step = _step_of(_opened(folder, person_id, row.waiting), code, FAR)
    if step is None:
        raise _wrong()
    off = step - _now()
    if abs(off) > 1:
        minutes = max(1, round(abs(off) * STEP / 60))
        raise errors.Invalid("factor_fast" if off > 0 else "factor_slow", clock=_time(), minutes=minutes)
    row.sealed, row.waiting, row.confirmed_at, row.last_step = row.waiting, None, clock.now(), step
    note(person_id, "enrolled", actor)
    _prove(session_id)
    return new_codes(person_id, key=key)


def prove(session_id: UUID, code: str, *, actor: Actor, folder: Path, key: str) -> None:
    """Note a second proof for a session: a code of the app, or one of the paper, each good once; raises Invalid."""
    person_id = _person(actor)
    row = db.session.get(SecondFactor, person_id, with_for_update=True)
    if row is None or row.sealed is None:
        raise errors.Conflict("factor_not_begun")
    plain = code.replace(" ", "")
    if plain.isdecimal() and len(plain) == 6:
        step = _step_of(_opened(folder, person_id, row.sealed), plain, 1)
        if step is None:
            raise _wrong()
        if step <= row.last_step:
            raise errors.Invalid("factor_used")
        row.last_step = step
    else:
        _use_paper(person_id, plain, key)
        note(person_id, "recovery_used", actor)
    _prove(session_id)


def new_codes(person_id: UUID, *, key: str) -> list[str]:
    """Ten new codes for paper; the ones before open nothing any more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made = ["-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(2)) for _ in range(CODES)]
    for code in made:
        kept = rules.code_hash(key, str(person_id), code.replace("-", ""))
        db.session.add(RecoveryCode(id=uuid7(), person_id=person_id, code_hash=kept))
    db.session.flush()
    return made


def codes_left(person_id: UUID) -> int:
    """How many of the codes on paper are still good."""
    rows = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(rows) or 0


def reset(person_id: UUID, *, reason: str, actor: Actor) -> None:
    """Take somebody's lost app away: her sessions end, and she sets up another at the next sign-in. On record.

    Raises Forbidden where she does it for herself, Invalid where nobody says why, NotFound where there is none.
    """
    if actor.person_id == person_id:
        raise errors.Forbidden("factor_own_reset")
    if not nfc(reason):
        raise errors.Invalid("invalid", errors=[{"path": "reason", "code": "required", "params": {}}])
    row = db.session.get(SecondFactor, person_id, with_for_update=True)
    if row is None:
        raise errors.NotFound("factor_none")
    db.session.delete(row)
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    operations.end_sessions_of(person_id)
    note(person_id, "reset", actor, nfc(reason)[:2000])


def note(person_id: UUID, what: str, actor: Actor, reason: str = "") -> None:
    """Write down what became of a second factor."""
    row = FactorEvent(
        id=uuid7(),
        person_id=person_id,
        at=clock.now(),
        what=what,
        by_person_id=actor.person_id,
        by_name=actor.name,
        reason=reason,
    )
    db.session.add(row)
    db.session.flush()


def events(person_id: UUID) -> list[FactorEvent]:
    """What became of somebody's second factor, the latest first."""
    rows = select(FactorEvent).where(FactorEvent.person_id == person_id)
    return list(db.session.scalars(rows.order_by(FactorEvent.at.desc(), FactorEvent.id.desc())))


def address(person: Person, username: str, secret: str, issuer: str) -> str:
    """What the QR code says to an app."""
    return pyotp.TOTP(secret).provisioning_uri(name=username or person.name, issuer_name=issuer)


def _person(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def _row(person_id: UUID) -> SecondFactor:
    return db.session.get_one(SecondFactor, person_id, with_for_update=True)


def _now() -> int:
    return int(clock.now().timestamp()) // STEP


def _time() -> str:
    return f"{clock.now().astimezone(clock.VN):%H:%M:%S}"


def _wrong() -> errors.Invalid:
    field = {"path": "code", "code": "factor_wrong", "params": {"clock": _time()}}
    return errors.Invalid("factor_wrong", errors=[field], clock=_time())


def _step_of(secret: str, code: str, reach: int) -> int | None:
    """The step near now that a code belongs to, the nearest first; every one is compared."""
    totp, now, found = pyotp.TOTP(secret), _now(), None
    for step in sorted(range(now - reach, now + reach + 1), key=lambda each: -abs(each - now)):
        if rules.same(totp.generate_otp(step), code):
            found = step
    return found


def _use_paper(person_id: UUID, code: str, key: str) -> None:
    kept = rules.code_hash(key, str(person_id), code.replace("-", "").lower())
    mine = (RecoveryCode.person_id == person_id, RecoveryCode.code_hash == kept, RecoveryCode.used_at.is_(None))
    used = update(RecoveryCode).where(*mine).values(used_at=clock.now()).returning(RecoveryCode.id)
    if db.session.execute(used).first() is None:
        raise _wrong()


def _prove(session_id: UUID) -> None:
    db.session.get_one(Session, session_id).proven_at = clock.now()
    db.session.flush()


def _sealed(folder: Path, person_id: UUID, secret: str) -> str:
    content = person_id.bytes + secret.encode()
    return base64.b64encode(sealing.seal(sealing.office_key(folder), content)).decode()


def _opened(folder: Path, person_id: UUID, sealed: str) -> str:
    content = sealing.unseal(folder, base64.b64decode(sealed))
    if content[:16] != person_id.bytes:
        raise sealing.NotSealedHereError("sealed_for_other")
    return content[16:].decode()
