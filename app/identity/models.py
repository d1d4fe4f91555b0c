"""Tables of people, accounts, roles, browsers, devices, sessions, codes, throttles and looks."""

from __future__ import annotations

from datetime import date
from typing import get_args
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, Line, MaybeMoment, Model, Moment, Sha256, Short, UuidPk, append_only
from app.identity.rules import SessionKind

SESSION_KINDS = get_args(SessionKind)


class Person(Model):
    """Somebody who signs in, or did once."""

    __tablename__ = "person"

    id: Mapped[UuidPk]
    name: Mapped[Line]
    phone: Mapped[str | None] = mapped_column(String(20))
    """Where to call; it proves nothing and signs nobody in (Account.phone does)."""
    created_at: Mapped[Moment]


class Account(Model):
    """How a person signs in: with a password (staff, volunteers) or with a number that receives a code (residents)."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("(username IS NULL) = (password_hash IS NULL)", name="password_with_username"),)

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    username: Mapped[str | None] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_given_at: Mapped[MaybeMoment]
    """When somebody else gave this password, for one use; null: its holder chose it."""
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    id_number: Mapped[str | None] = mapped_column(String(12), unique=True)
    """By which an identity provider is believed who it is; never typed by the person herself."""
    active: Mapped[bool] = mapped_column(default=True)
    closed_at: Mapped[MaybeMoment]
    """Since when it is not active: what was made before is looked at, what was made later is refused."""
    created_at: Mapped[Moment]


class RoleGrant(Model):
    """A role of a person at a unit, from a day to the day before another."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_unit_role", "unit_id", "role"),)

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Browser(Model):
    """A browser that devices live in, known by its cookie, which stays when the browser clears what pages keep."""

    __tablename__ = "browser"

    id: Mapped[UuidPk]
    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    first_at: Mapped[Moment]


class Device(Model):
    """A phone that made itself known by a key that never leaves it."""

    __tablename__ = "device"

    id: Mapped[UuidPk]
    browser_id: Mapped[UUID | None] = mapped_column(ForeignKey("browser.id"), index=True)
    followed_by: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    """The device that took over what this one had, in the same browser, after its storage was cleared."""
    public_key: Mapped[JsonDict]
    label: Mapped[Line]
    registered_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    blocked_at: Mapped[MaybeMoment]
    """Since when it counts as lost; who said so and why stands in its blocks."""


class DeviceBlock(Model):
    """A phone was blocked as lost, by whom and why, and perhaps found again. Never removed."""

    __tablename__ = "device_block"

    id: Mapped[UuidPk]
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"), index=True)
    at: Mapped[Moment]
    by_person_id: Mapped[UUID | None]
    by_name: Mapped[Line]
    reason: Mapped[str] = mapped_column(String(2000))
    ended_at: Mapped[MaybeMoment]
    ended_by: Mapped[str | None] = mapped_column(String(400))
    ended_reason: Mapped[str | None] = mapped_column(String(2000))


class DeviceState(Model):
    """How much of a principal a device last said it held; counts only (design/sync.md, section 11)."""

    __tablename__ = "device_state"
    __table_args__ = (Index("ix_device_state_principal", "principal", "at"),)

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"), primary_key=True)
    principal: Mapped[Short] = mapped_column(primary_key=True)
    drafts: Mapped[int]
    unsent: Mapped[int]
    oldest: Mapped[MaybeMoment]
    installed: Mapped[bool]
    """Whether it was the app on the home screen, and not a tab."""
    at: Mapped[Moment]


class Session(Model):
    """One revocable sign-in, known by the hash of an opaque token (design/sync.md, section 2)."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint(f"kind IN {SESSION_KINDS}", name="kind"),
        CheckConstraint("(kind = 'device') = (person_id IS NULL)", name="person_unless_device"),
        CheckConstraint("(kind = 'desk') = (csrf IS NOT NULL)", name="csrf_with_cookie"),
    )

    id: Mapped[UuidPk]
    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    kind: Mapped[SessionKind] = mapped_column(String(10))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"), index=True)
    label: Mapped[Line]
    csrf: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    used: Mapped[bool] = mapped_column(default=False)
    """Whether a request ever came with it; the answer that brought the token may have been lost."""
    leaves: Mapped[JsonList] = mapped_column(default=list)
    """Of a phone's session that was not used yet: what it does not take over of the phone's drafts and dossiers."""
    expires_at: Mapped[Moment]
    """Slides with use."""
    ends_at: Mapped[MaybeMoment]
    """Does not slide (desk)."""
    idle_minutes: Mapped[int | None]
    """How long it may rest (desk), by the policy that was in force when it was opened."""
    proven_at: Mapped[MaybeMoment]
    """When its holder last gave a second proof."""
    must_choose: Mapped[bool] = mapped_column(default=False)
    """Whether it was opened with a password that somebody else gave, and she has not chosen her own."""
    revoked_at: Mapped[MaybeMoment]


class StaffPolicy(Model):
    """How staff prove who they are and how long they stay signed in, decided for a time; null: as it was."""

    __tablename__ = "staff_policy"

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str | None] = mapped_column(String(20))
    second_factor: Mapped[bool | None]
    proof_minutes: Mapped[int | None]
    idle_minutes: Mapped[int | None]
    day_minutes: Mapped[int | None]
    given_days: Mapped[int | None]
    """How many days a password that somebody else gave stays good."""
    by_vneid: Mapped[bool | None]
    """Whether staff may sign in through the identity provider."""
    reason: Mapped[Line]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_by: Mapped[Line]
    recorded_at: Mapped[Moment]


class SecondFactor(Model):
    """The app of a person that makes codes (RFC 6238); its secret is sealed with the office's key."""

    __tablename__ = "second_factor"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[str | None] = mapped_column(String(400))
    confirmed_at: Mapped[MaybeMoment]
    waiting: Mapped[str | None] = mapped_column(String(400))
    """A secret that was shown and not yet confirmed by a code."""
    last_step: Mapped[int] = mapped_column(BigInteger)
    """The step of the last code that was taken: it and those before are refused."""


class RecoveryCode(Model):
    """One of ten codes on paper, good once, for who has lost the app."""

    __tablename__ = "recovery_code"

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[Sha256]
    used_at: Mapped[MaybeMoment]


class FactorEvent(Model):
    """What became of a second factor, by whom and why. Never changed, never removed."""

    __tablename__ = "factor_event"

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[Moment]
    what: Mapped[Short]
    by_person_id: Mapped[UUID | None]
    by_name: Mapped[Line]
    reason: Mapped[str] = mapped_column(String(2000))


append_only(FactorEvent)


class VneidAttempt(Model):
    """Somebody went to the identity provider and may come back once, to the same phone or browser."""

    __tablename__ = "vneid_attempt"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[Short]
    verifier: Mapped[Short]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    browser_hash: Mapped[str | None] = mapped_column(String(64))
    taken: Mapped[JsonDict]
    """What others have taken over already of what the phone once had."""
    expires_at: Mapped[Moment] = mapped_column(index=True)
    used_at: Mapped[MaybeMoment]


class OneTimeCode(Model):
    """A code sent to a number; several may live at once, because messages overtake each other."""

    __tablename__ = "one_time_code"
    __table_args__ = (Index("ix_one_time_code_phone", "phone", "expires_at"),)

    id: Mapped[UuidPk]
    phone: Mapped[str] = mapped_column(String(20))
    code_hash: Mapped[Sha256]
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[MaybeMoment]
    used_by_device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))


class SmsOut(Model):
    """A text message on its way; the text is blanked when it was sent or has expired."""

    __tablename__ = "sms_out"

    id: Mapped[UuidPk]
    phone: Mapped[str] = mapped_column(String(20))
    text: Mapped[str | None] = mapped_column(String(600))
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)
    sent_at: Mapped[MaybeMoment]


class Throttle(Model):
    """How often something was tried in the present window; the key is a hash, so that it names nobody."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    since: Mapped[Moment]
    until: Mapped[MaybeMoment]
    window_ends: Mapped[Moment] = mapped_column(index=True)


class Adoption(Model):
    """A person signed in on a device; what it held is hers with the first use of that session."""

    __tablename__ = "adoption"
    __table_args__ = (UniqueConstraint("device_id", "person_id"),)

    id: Mapped[UuidPk]
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    first_at: Mapped[Moment]
    last_at: Mapped[Moment]
    """When the person was last heard of on that device, by signing in or by her session."""


class AccessRecord(Model):
    """Somebody looked at another person's data."""

    __tablename__ = "access_record"
    __table_args__ = (
        Index("ix_access_record_object", "kind", "object_id"),
        Index("ix_access_record_person", "person_id", "at"),
        Index("ix_access_record_at", "at"),
    )

    id: Mapped[UuidPk]
    at: Mapped[Moment]
    principal: Mapped[Short]
    person_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(60))
    why: Mapped[Line]


append_only(AccessRecord)
