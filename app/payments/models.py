"""Charges, payments and the ledger. Ledger rows are only ever added; every balance is a sum of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, Line, MaybeMoment, Model, Moment, Short, UuidPk

_UNSETTLED = text("voided_at IS NULL AND receipt_number IS NULL")


class Charge(Model):
    """What one dossier has to pay at reception, line by line, with the facts its lists show."""

    __tablename__ = "charge"
    __table_args__ = (
        Index("ix_charge_dossier", "dossier_id"),
        Index("ix_charge_reference", "unit_id", "reference"),
        Index("ix_charge_unsettled", "unit_id", sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    id: Mapped[UuidPk]
    dossier_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    amount: Mapped[int]
    reference: Mapped[str] = mapped_column(String(25))
    blocking: Mapped[bool]
    lines: Mapped[JsonList]
    bank: Mapped[JsonDict]
    """The office's account at that moment (bin, account, holder); empty where it has none."""
    owner_name: Mapped[str] = mapped_column(String(400))
    procedure_name: Mapped[JsonDict]
    official_number: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[Moment]
    receipt_number: Mapped[str | None] = mapped_column(String(80))
    voided_at: Mapped[MaybeMoment]
    void_reason: Mapped[str | None] = mapped_column(String(2000))


class Payment(Model):
    """Money that came, once: a line of the bank's statement or cash with its paper receipt."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("account", "bank_ref"),
        UniqueConstraint("op_id"),
        CheckConstraint("amount > 0", name="amount_positive"),
        Index("ix_payment_unit", "unit_id", "recorded_at"),
    )

    id: Mapped[UuidPk]
    op_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    method: Mapped[Short]
    """bank or cash."""
    account: Mapped[Short]
    """The account at the bank, or `cash:<unit>`."""
    bank_ref: Mapped[Short]
    """The bank's reference, or the number of the paper receipt."""
    amount: Mapped[int]
    booked_on: Mapped[date]
    content: Mapped[Line]
    status: Mapped[Short]
    charge_id: Mapped[UUID | None] = mapped_column(ForeignKey("charge.id"))
    """The charge it settles or seems meant for."""
    assigned_op_id: Mapped[UUID | None] = mapped_column(unique=True)
    assigned_reason: Mapped[str | None] = mapped_column(String(400))
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[str] = mapped_column(String(200))


class Refund(Model):
    """Money of one payment that went back, once: in cash with its voucher, or by a transfer and its reference."""

    __tablename__ = "refund"
    __table_args__ = (
        UniqueConstraint("op_id"),
        UniqueConstraint("unit_id", "method", "proof"),
        CheckConstraint("amount > 0", name="amount_positive"),
        Index("ix_refund_payment", "payment_id"),
    )

    id: Mapped[UuidPk]
    op_id: Mapped[UUID]
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    method: Mapped[Short]
    """bank or cash."""
    proof: Mapped[Short]
    """The bank's reference, or the number of the payment voucher."""
    amount: Mapped[int]
    paid_on: Mapped[date]
    reason: Mapped[Line]
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[str] = mapped_column(String(200))


class LedgerEntry(Model):
    """One leg of a booking. The legs of one booking sum to nothing."""

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ix_ledger_account", "account"), Index("ix_ledger_booking", "booking_id"))

    id: Mapped[UuidPk]
    booking_id: Mapped[UUID]
    at: Mapped[Moment]
    account: Mapped[Short]
    """due:<charge>, income:<unit>, bank:<unit>, cash:<unit> or loose:<unit> (money whose purpose is not known)."""
    amount: Mapped[int]
    what: Mapped[Short]
    charge_id: Mapped[UUID | None] = mapped_column(ForeignKey("charge.id"))
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment.id"))
