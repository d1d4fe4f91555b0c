"""What people and phones do to get in and out: devices, codes, sessions, adoption, passwords."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from app.core import clock, errors
from app.core.access import Actor
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db, insert_missing
from app.identity import policy, queries, rules
from app.identity.models import Account, Adoption, Device, OneTimeCode, Person, Session, SmsOut
from app.jobs import later

log = logging.getLogger(__name__)

NOTHING: Mapping[UUID, str] = {}

ON_ADOPT: list[Callable[[str, str, Collection[UUID]], None]] = []
"""Called with (device principal, person principal, what others on the phone have taken over already) in the transaction
of every sign-in on a phone; safe to repeat."""


@dataclass(frozen=True)
class Opened:
    """A new session; the token is known here and at the phone, nowhere else."""

    session: Session
    token: str


def know_device(*, device_id: UUID, public_key: dict[str, str], label: str) -> Device:
    """Know a phone by its key without opening a session; raises Conflict where the id is another key's."""
    now = clock.now()
    key = {name: public_key[name] for name in ("kty", "crv", "x", "y")}
    insert_missing(Device, id=device_id, public_key=key, label=nfc(label)[:400], registered_at=now, last_seen_at=now)
    device = db.session.get_one(Device, device_id, with_for_update=True)
    if device.public_key != key:
        raise errors.Conflict("device_taken")
    return device


def register_device(*, device_id: UUID, public_key: dict[str, str], label: str) -> Opened:
    """Know a phone by its key and open a session for it.

    Again with the same key is the same device and a fresh session: the first answer may have been lost. Raises
    Conflict where the id is another key's, NotSignedIn where the phone was blocked as lost.
    """
    now = clock.now()
    device = know_device(device_id=device_id, public_key=public_key, label=label)
    if device.blocked_at is not None:
        raise errors.NotSignedIn("device_blocked")
    device.last_seen_at = now
    device.label = nfc(label)[:400] or device.label
    _end_old_device_sessions(device_id, now)
    return open_session(kind="device", device_id=device_id, label=device.label)


def open_session(
    *,
    kind: rules.SessionKind,
    person_id: UUID | None = None,
    device_id: UUID | None = None,
    label: str = "",
    desk_idle: timedelta = timedelta(hours=8),
    desk_day: timedelta = rules.DESK_DAY,
    must_choose: bool = False,
) -> Opened:
    """Open a session and make its token."""
    now, token = clock.now(), rules.new_token()
    session = Session(
        id=uuid7(),
        token_hash=rules.token_hash(token),
        kind=kind,
        person_id=person_id,
        device_id=device_id,
        label=label[:400],
        csrf=rules.new_token() if kind == "desk" else None,
        created_at=now,
        seen_at=now,
        expires_at=rules.slides_to(kind, now, desk_idle=desk_idle),
        ends_at=now + desk_day if kind == "desk" else None,
        idle_minutes=desk_idle // timedelta(minutes=1) if kind == "desk" else None,
        must_choose=must_choose,
    )
    db.session.add(session)
    db.session.flush()
    return Opened(session, token)


def open_desk(person_id: UUID, *, label: str, must_choose: bool = False) -> Opened:
    """Open a session at a desk, for as long as the policy of the person's roles lets it live."""
    terms = policy.terms(queries.grants_of(person_id))
    return open_session(
        kind="desk",
        person_id=person_id,
        label=label,
        desk_idle=terms.idle,
        desk_day=terms.day,
        must_choose=must_choose,
    )


def touch(session_id: UUID, *, desk_idle: timedelta) -> None:
    """Note that a session was used, and let it live on.

    Its first use proves that its token arrived: only then end the older sessions of the same person on the same
    phone, which a repeated sign-in left behind; and only then is hers what the phone held. Where the answer was lost
    the phone knows nothing of it, and whoever signs in on it next takes the same over.
    """
    now = clock.now()
    session = db.session.get(Session, session_id, with_for_update=True)
    if session is None or session.revoked_at is not None:
        return
    session.seen_at = max(session.seen_at, now)
    _hear_of(session, now)
    idle = timedelta(minutes=session.idle_minutes) if session.idle_minutes else desk_idle
    session.expires_at = rules.slides_to(session.kind, now, desk_idle=idle)
    if not session.used:
        session.used = True
        _end_older_siblings(session, now)
        if session.person_id is not None and session.device_id is not None:
            _adopt(session.device_id, session.person_id, [UUID(each) for each in session.leaves])
            session.leaves = []


def end_session(session_id: UUID, actor: Actor) -> None:
    """End one of the actor's own sessions; raises NotFound for any other."""
    session = db.session.get(Session, session_id)
    mine = session is not None and (
        session.person_id == actor.person_id if actor.person_id else _is_devices_own(session, actor)
    )
    if session is None or not mine:
        raise errors.NotFound("session_not_found")
    session.revoked_at = session.revoked_at or clock.now()


def end_sessions_of(person_id: UUID, *, but: UUID | None = None) -> None:
    """End every session of a person, or every other one."""
    open_ones = select(Session).where(Session.person_id == person_id, Session.revoked_at.is_(None))
    for session in db.session.scalars(open_ones):
        if session.id != but:
            session.revoked_at = clock.now()


def end_desks_of(person_id: UUID) -> None:
    """End a person's sessions at desks: she has no room there any more."""
    at_desks = update(Session).where(Session.person_id == person_id, Session.kind == "desk")
    db.session.execute(at_desks.where(Session.revoked_at.is_(None)).values(revoked_at=clock.now()))


def end_unused_sessions() -> None:
    """End people's sessions on phones that no request had come with when the present data were backed up.

    Their phones may have used them since, and what a phone made afterwards as nobody must not become theirs by a
    first use that only the restored server takes for the first.
    """
    unused = update(Session).where(Session.kind == "phone", Session.used.is_(False), Session.revoked_at.is_(None))
    db.session.execute(unused.values(revoked_at=clock.now()))


def seconds_until_next_code(phone: str) -> int:
    """How long until another code may be sent to a number; 0 when it may be now."""
    since = clock.now() - rules.CODE_PAUSE
    latest = db.session.scalar(
        select(OneTimeCode.created_at)
        .where(OneTimeCode.phone == phone, OneTimeCode.created_at > since)
        .order_by(OneTimeCode.created_at.desc())
        .limit(1)
    )
    return 0 if latest is None else max(1, int((latest - since).total_seconds()))


def send_code(phone: str, *, secret: str, host: str, gateway: bool) -> None:
    """Make a one-time code and put its message on the way; known numbers and unknown ones alike."""
    now, code_id, code = clock.now(), uuid7(), rules.new_code()
    expires = now + rules.CODE_LIFE
    kept = rules.code_hash(secret, str(code_id), code)
    db.session.add(OneTimeCode(id=code_id, phone=phone, code_hash=kept, created_at=now, expires_at=expires))
    minutes = rules.CODE_LIFE // timedelta(minutes=1)
    text = (
        f"Cua Lang: ma dang nhap {code}, dung trong {minutes} phut. "
        f"Khong doc ma nay cho bat ky ai, ke ca can bo.\n@{host} #{code}"
    )
    queue_sms(phone, text, expires_at=expires, gateway=gateway)


def queue_sms(phone: str, text: str, *, expires_at: datetime, gateway: bool) -> UUID:
    """Keep a text message; with a gateway it leaves by a job, without one (a demo) it waits in the console inbox."""
    message = SmsOut(id=uuid7(), phone=phone, text=text, created_at=clock.now(), expires_at=expires_at)
    db.session.add(message)
    db.session.flush()
    if gateway:
        later("identity.send_sms", sms_id=message.id)
    else:
        log.info("no gateway: a message to %s waits in the console inbox (flask sms inbox): %s", phone, text)
    return message.id


def sign_in_by_code(
    *,
    phone: str,
    code: str,
    name: str,
    secret: str,
    device_id: UUID | None,
    label: str,
    taken: Mapping[UUID, str] = NOTHING,
) -> Opened | None:
    """Open a person's session on a phone if the code fits; nothing when it does not.

    The caller keeps the transaction in both cases, because a wrong code counts. A code that was used is good again
    on the same device while it lives: the first answer may have been lost.
    """
    if not _use_code(phone, code, secret=secret, device_id=device_id):
        return None
    account = queries.account_of_phone(phone) or new_resident(phone)
    if not account.active:
        return None
    person = db.session.get_one(Person, account.person_id)
    person.name = person.name or nfc(name)
    return open_for(person.id, device_id=device_id, label=label, taken=taken)


def open_for(person_id: UUID, *, device_id: UUID | None, label: str, taken: Mapping[UUID, str] = NOTHING) -> Opened:
    """Open a person's session on a phone; with its first use the person adopts what the phone held.

    `taken` says of drafts and dossiers that the phone once had whose they are: those of others stay where they are.
    """
    opened = open_session(kind="phone", person_id=person_id, device_id=device_id, label=label)
    opened.session.leaves = [str(what) for what, whose in taken.items() if whose != f"person:{person_id}"]
    db.session.flush()
    if device_id is not None:
        _note_on(device_id, person_id)
    return opened


def _note_on(device_id: UUID, person_id: UUID) -> None:
    """Record that a person signed in on a phone: what is made on it may be hers."""
    now = clock.now()
    if not insert_missing(Adoption, id=uuid7(), device_id=device_id, person_id=person_id, first_at=now, last_at=now):
        pair = (Adoption.device_id == device_id, Adoption.person_id == person_id)
        db.session.execute(update(Adoption).where(*pair).values(last_at=now))


def _adopt(device_id: UUID, person_id: UUID, but: Collection[UUID]) -> None:
    """Tell those who hold a phone's drafts and dossiers that they are a person's now, but some."""
    for hook in ON_ADOPT:
        hook(f"device:{device_id}", f"person:{person_id}", but)


def set_password(
    account: Account, password_hash: str, *, keep_session: UUID | None = None, given: bool = False
) -> None:
    """Set an account's password and end its other sessions; `given`: by somebody else, for one use."""
    account.password_hash = password_hash
    account.password_given_at = clock.now() if given else None
    end_sessions_of(account.person_id, but=keep_session)
    if keep_session is not None and not given:
        db.session.get_one(Session, keep_session).must_choose = False


def forget_old() -> None:
    """Blank messages that expired, and remove codes and sessions that have long ended."""
    now = clock.now()
    for message in db.session.scalars(select(SmsOut).where(SmsOut.expires_at <= now, SmsOut.text.is_not(None))):
        message.text = None
    long_ago, very_long_ago = now - timedelta(days=30), now - rules.SESSION_REMEMBERED
    for code in db.session.scalars(select(OneTimeCode).where(OneTimeCode.expires_at < now - timedelta(days=1))):
        db.session.delete(code)
    for old in db.session.scalars(select(SmsOut).where(SmsOut.expires_at < long_ago)):
        db.session.delete(old)
    for session in db.session.scalars(
        select(Session).where((Session.expires_at < very_long_ago) | (Session.revoked_at < very_long_ago))
    ):
        db.session.delete(session)


def _hear_of(session: Session, now: datetime) -> None:
    """Note that a device, and the person on it, were in touch: what she signs there counts as hers for a time."""
    if session.device_id is None:
        return
    db.session.execute(update(Device).where(Device.id == session.device_id).values(last_seen_at=now))
    if session.person_id is not None:
        pair = (Adoption.device_id == session.device_id, Adoption.person_id == session.person_id)
        db.session.execute(update(Adoption).where(*pair).values(last_at=now))


def _is_devices_own(session: Session, actor: Actor) -> bool:
    return session.kind == "device" and session.device_id == actor.device_id


def _end_old_device_sessions(device_id: UUID, now: datetime) -> None:
    """Leave room for one more: the newest stay, since any of them may be the one the phone kept."""
    newest_first = (
        select(Session)
        .where(Session.device_id == device_id, Session.kind == "device", Session.revoked_at.is_(None))
        .order_by(Session.created_at.desc(), Session.id.desc())
    )
    for session in list(db.session.scalars(newest_first))[rules.DEVICE_SESSIONS - 1 :]:
        session.revoked_at = now


def _end_older_siblings(session: Session, now: datetime) -> None:
    if session.kind != "phone" or session.device_id is None:
        return
    older = select(Session).where(
        Session.person_id == session.person_id,
        Session.device_id == session.device_id,
        Session.id != session.id,
        Session.created_at <= session.created_at,
        Session.revoked_at.is_(None),
    )
    for sibling in db.session.scalars(older):
        sibling.revoked_at = now


def _use_code(phone: str, code: str, *, secret: str, device_id: UUID | None) -> bool:
    """Whether a code fits one of the number's living codes; a wrong one counts against all of them."""
    now = clock.now()
    living = db.session.scalars(
        select(OneTimeCode)
        .where(OneTimeCode.phone == phone, OneTimeCode.expires_at > now, OneTimeCode.tries < rules.CODE_TRIES)
        .order_by(OneTimeCode.created_at.desc())
        .with_for_update()
    ).all()
    for each in living:
        if not rules.same(each.code_hash, rules.code_hash(secret, str(each.id), code)):
            continue
        again = device_id is not None and each.used_by_device_id == device_id
        if each.used_at is None or again:
            each.used_at, each.used_by_device_id = now, device_id
            return True
    for each in living:
        each.tries += 1
    return False


def new_resident(phone: str) -> Account:
    """The account of a number that nobody had; two at once make one."""
    now, person_id = clock.now(), uuid7()
    db.session.add(Person(id=person_id, name="", phone=phone, created_at=now))
    db.session.flush()
    insert_missing(Account, id=uuid7(), person_id=person_id, phone=phone, active=True, created_at=now)
    account = queries.account_of_phone(phone)
    assert account is not None
    if account.person_id != person_id:
        db.session.delete(db.session.get_one(Person, person_id))
    return account
