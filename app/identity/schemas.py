"""Shapes of devices, sign-in and sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from app.core.shapes import Given, OneLine, Shape


class PublicKey(Given):
    """A P-256 public key as a JWK (RFC 7517)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str = Field(max_length=60)
    y: str = Field(max_length=60)


def _aware(text: str) -> str:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("a moment needs its offset")
    return text


MomentText = Annotated[str, Field(max_length=40, json_schema_extra={"format": "date-time"}), AfterValidator(_aware)]
"""A moment exactly as it was written, because a signature covers its text."""


class DeviceIn(Given):
    """A phone makes itself known.

    `signature` is ES256 (raw r||s, base64url) over `cua-lang-device:<device_id>:<signed_at>`, with `signed_at` exactly
    as sent. The moment may be wrong by years, as the clocks of phones are.
    """

    device_id: UUID
    public_key: PublicKey
    signed_at: MomentText
    signature: str = Field(max_length=200)
    label: OneLine = ""


class CodeIn(Given):
    """Ask for a one-time code by SMS; the answer never says whether the number is known."""

    phone: str = Field(pattern=r"^\+?[0-9 .]{9,16}$")


class TakenOver(Given):
    """A draft or dossier that somebody on this phone has taken over already."""

    id: UUID
    principal: str = Field(max_length=80)


class SignIn(Given):
    """What every way to sign in on a phone says.

    `taken` names what is other people's of what this phone once had: a server that was restored from a backup may have
    it as the phone's own again, and whoever signs in next must not be given it.
    """

    taken: list[TakenOver] = Field(default=[], max_length=2000)


class PhoneSignIn(SignIn):
    phone: str = Field(pattern=r"^\+?[0-9 .]{9,16}$")
    code: str = Field(pattern=r"^[0-9]{6}$")
    name: OneLine = ""


class PasswordSignIn(SignIn):
    username: str = Field(min_length=1, max_length=80)
    password: str = Field(min_length=1, max_length=200)
    where: Literal["desk", "phone"]
    new: str | None = Field(default=None, max_length=200)
    """On a phone: the password she chooses in place of one that was given for one use."""


class RoleOut(Shape):
    unit_id: UUID
    unit_name: str
    role: str


class MeOut(Shape):
    """Who this session is. `csrf` is set where a cookie carries the session."""

    principal: str
    person_id: UUID | None
    name: str
    phone: str | None
    roles: list[RoleOut]
    permissions: list[str]
    csrf: str | None = None
    session_id: UUID
    device_id: UUID | None
    username: str | None = None
    second: Literal["", "ask", "enrol"] = ""
    """What the session waits for: a code of the app (`ask`), or an app (`enrol`)."""
    must_choose: bool = False
    """Whether nothing opens until she has chosen a password of her own, after the second step (desk)."""
    idle_minutes: int | None = None
    """After so many minutes of rest the session ends (desk)."""
    ends_at: datetime | None = None
    """When it ends in any case (desk)."""


class TokenOut(Shape):
    """A session for a phone: the token is shown once and kept by the phone."""

    token: str
    me: MeOut


class AcceptedOut(Shape):
    """Always the same answer; `wait` is the number of seconds before another code may be asked for."""

    wait: int


class SessionOut(Shape):
    session_id: UUID
    kind: Literal["device", "phone", "desk"]
    label: str
    created_at: datetime
    seen_at: datetime
    current: bool


class SessionsOut(Shape):
    sessions: list[SessionOut]


class SessionPath(Given):
    session_id: UUID


class ClaimIn(Given):
    """Take a dossier over with its slip (product.md): code, claim secret and the second factor."""

    local_code: str = Field(max_length=20)
    claim_secret: str = Field(min_length=16, max_length=60)
    factor: str = Field(min_length=4, max_length=12)


class ClaimOut(Shape):
    dossier_id: UUID


class ChosenIn(Given):
    """The password of one's own, in place of the one that was given."""

    new: str = Field(max_length=200)


class PasswordIn(Given):
    """Change one's own password."""

    old: str = Field(max_length=200)
    new: str = Field(min_length=10, max_length=200)
