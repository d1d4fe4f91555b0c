"""Shapes of charges at the desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, Shape, Words


class ChargeLineOut(Shape):
    """One line of a charge: phí or lệ phí."""

    key: str
    kind: Literal["phi", "le_phi"]
    label: Words
    quantity: int
    amount: int
    why: Words | None = None


class ChargeOut(Shape):
    """What is to be paid; the phone draws the VietQR from `bank`, `amount` and `reference`."""

    charge_id: UUID
    amount: int
    status: Literal["open", "paid", "under", "over", "void"]
    paid: int
    given_back: int = 0
    """Of what was paid, how much went back."""
    reference: str
    blocking: bool
    lines: list[ChargeLineOut]
    bank_bin: str | None = None
    bank_account: str | None = None
    bank_holder: str | None = None
    receipt_number: str | None = None
    paid_at: datetime | None = None
    method: Literal["bank", "cash"] | None = None


class StatementLineIn(Given):
    """A line of the bank's statement, as the clerk reads it; the same bank_ref again is the same line."""

    op_id: UUID
    unit_id: UUID
    bank_ref: Clean = Field(min_length=1, max_length=60)
    amount: int = Field(gt=0, le=1_000_000_000)
    booked_on: date
    content: Clean = Field(max_length=400)


class CashIn(Given):
    """Cash taken at the counter, with the number of the paper receipt."""

    op_id: UUID
    charge_id: UUID
    amount: int = Field(gt=0, le=1_000_000_000)
    receipt_number: Clean = Field(min_length=1, max_length=40)


class RefundIn(Given):
    """Money that was paid back, with the number of its voucher or the bank's reference."""

    op_id: UUID
    method: Literal["bank", "cash"]
    amount: int = Field(gt=0, le=1_000_000_000)
    proof: Clean = Field(min_length=1, max_length=60)
    paid_on: date
    reason: Clean = Field(min_length=3, max_length=400)


class PaymentOut(Shape):
    """What became of a payment; mismatches have names (product.md, "Money")."""

    payment_id: UUID
    status: Literal["matched", "under", "over", "duplicate", "wrong_memo", "late"]
    charge_id: UUID | None
    dossier_id: UUID | None
    amount: int
    bank_ref: str | None
    booked_on: date
    content: str
    receipt_number: str | None
    given_back: int
    """How much of it went back."""
    owed_back: int
    """How much of it is surely the payer's: too much came, it settles nothing, or nothing is asked any more."""


class OpenChargeOut(Shape):
    charge_id: UUID
    dossier_id: UUID
    official_number: str | None
    owner_name: str
    procedure_name: str
    amount: int
    paid: int
    reference: str
    created_at: datetime


class ChargesOut(Shape):
    open: list[OpenChargeOut]
    payments: list[PaymentOut]


class AssignIn(Given):
    """Give an unmatched payment to the charge it belongs to, with a reason."""

    op_id: UUID
    charge_id: UUID
    reason: Clean = Field(min_length=3, max_length=400)


class PaymentPath(Given):
    payment_id: UUID
