"""Shapes of second proofs and of the policy of sign-in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Given, Shape
from app.identity.schemas import SignIn


class FactorOut(Shape):
    """How one stands: whether an app is set up, how many codes on paper are left, how long a proof holds."""

    enrolled_at: datetime | None
    asked: bool
    """Whether the office asks for it."""
    codes_left: int
    proven_until: datetime | None
    proof_minutes: int


class EnrolmentOut(Shape):
    """A secret for the app: as a QR code says it, and to be typed. Shown once."""

    secret: str
    uri: str


class CodeGiven(Given):
    """Six digits of the app, or one of the codes on paper."""

    code: str = Field(min_length=6, max_length=20)


class CodesOut(Shape):
    """Ten codes for paper; they are shown this once."""

    codes: list[str]


class StaffFactor(Shape):
    """One of the staff, and whether her second step is set up."""

    person_id: UUID
    name: str
    unit_name: str
    roles: list[str]
    asked: bool
    enrolled_at: datetime | None
    codes_left: int
    reset_at: datetime | None
    reset_by: str | None
    reset_reason: str | None


class StaffFactorsOut(Shape):
    people: list[StaffFactor]


class PersonPath(Given):
    person_id: UUID


class ResetIn(Given):
    reason: str = Field(min_length=1, max_length=2000)


class VneidBegin(SignIn):
    """Go to the identity provider; `taken` as with every other way to sign in on a phone."""

    where: Literal["phone", "desk"]


class VneidBegun(Shape):
    """Where to go."""

    url: str


class VneidReturn(Given):
    """What the provider sent back with the person: a code, or why there is none."""

    state: str = Field(min_length=10, max_length=100)
    code: str = Field(default="", max_length=4000)
    error: str = Field(default="", max_length=200)


class SignInWaysOut(Shape):
    """What the sign-in pages offer, and what they say of themselves."""

    second_factor: bool
    provider: str | None
    """The name of the identity provider, where one is set."""
