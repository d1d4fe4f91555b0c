"""Shapes of the room of accounts, and of taking in many at once."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.admin.schemas import ChangeOut
from app.core.access import Role
from app.core.shapes import Clean, Given, OneLine, Sha256Hex, Shape, Words


class HeldRoleOut(Shape):
    """A role somebody holds or held."""

    unit_id: UUID
    unit_name: str
    role: str
    valid_from: date
    valid_to: date | None
    mine: bool
    """Whether the asker may end it."""


class AccountOut(Shape):
    """Somebody with an account, as the administrator's list shows it."""

    person_id: UUID
    name: str
    username: str | None
    phone: str | None
    active: bool
    closed_at: datetime | None
    roles: list[HeldRoleOut]
    sessions: int
    last_used: datetime | None
    dossiers: int
    """Open dossiers this person holds."""
    password_until: datetime | None
    """Of somebody who still has to choose her own password: until when the given one is good."""


class AccountUnitOut(Shape):
    """A unit at which the asker gives roles."""

    unit_id: UUID
    name: str
    kind: str


class AccountsOut(Shape):
    accounts: list[AccountOut]
    units: list[AccountUnitOut]
    roles: list[str]
    left_off: int


class AccountFullOut(Shape):
    account: AccountOut
    history: list[ChangeOut]


class SecretOut(Shape):
    """An account with the password that is shown this once and kept nowhere."""

    account: AccountOut
    password: str


class AccountsQuery(Given):
    q: str = Field(default="", max_length=80)
    closed: bool = False


class AccountPath(Given):
    person_id: UUID


class RoleIn(Given):
    unit_id: UUID
    role: Role


class AccountIn(RoleIn):
    """A new person with a first role."""

    name: Clean = Field(min_length=2, max_length=200)
    username: str = Field(min_length=3, max_length=40, pattern=r"^[a-z0-9][a-z0-9._-]{2,39}$")
    phone: str | None = Field(default=None, max_length=20)


class AccountChangeIn(Given):
    name: Clean = Field(min_length=2, max_length=200)
    phone: str | None = Field(default=None, max_length=20)


class CloseIn(Given):
    """Close an account; `hand_over`: what still lies with the person goes to others first, by rule or to one named."""

    reason: OneLine = Field(min_length=3)
    hand_over: bool = False
    to: UUID | None = None


class FaultOut(Shape):
    """What is wrong with a cell of the sheet."""

    row: int
    column: str
    say: Words


class StaffRowOut(Shape):
    """A row of the sheet as it was understood. `known`: this person has an account, and only gets the role."""

    row: int
    name: str
    username: str
    phone: str | None
    unit_name: str
    role: str
    known: bool


class StaffSheetOut(Shape):
    """What a sheet says; it can be taken in where nothing is wrong."""

    fingerprint: Sha256Hex
    rows: list[StaffRowOut]
    faults: list[FaultOut]
    new: int
    known: int


class TakenInOut(Shape):
    """Somebody who was taken in; the password is shown this once."""

    name: str
    username: str
    unit_name: str
    role: str
    password: str | None


class StaffTakenOut(Shape):
    taken: list[TakenInOut]


class SheetQuery(Given):
    seen: Sha256Hex | None = None
