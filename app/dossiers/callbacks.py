"""What comes back about money: lines of the bank's statement, cash at the counter, and what goes back to the payer."""

from __future__ import annotations

from app.core.access import Permission
from app.dossiers import money
from app.payments.schemas import AssignIn, CashIn, ChargesOut, PaymentOut, PaymentPath, RefundIn, StatementLineIn
from app.web.api import Api
from app.web.session import actor

api = Api("payments")


@api.get("/desk/payments", allow=Permission.PAYMENTS_READ, answers=ChargesOut)
def payments() -> ChargesOut:
    """What is still to be paid, and what came."""
    return money.overview(actor())


@api.post(
    "/desk/payments/statement-lines",
    allow=Permission.PAYMENTS_CONFIRM,
    writes=True,
    answers=PaymentOut,
    problems=(404, 409),
)
def statement_line(body: StatementLineIn) -> PaymentOut:
    """Book a line of the bank's statement; the same reference again is the same line."""
    return money.statement_line(actor(), body)


@api.post(
    "/desk/payments/cash", allow=Permission.PAYMENTS_CONFIRM, writes=True, answers=PaymentOut, problems=(404, 409)
)
def cash(body: CashIn) -> PaymentOut:
    """Book cash taken at the counter under the number of its paper receipt."""
    return money.cash(actor(), body)


@api.post(
    "/desk/payments/<uuid:payment_id>/assign",
    allow=Permission.PAYMENTS_CONFIRM,
    writes=True,
    answers=PaymentOut,
    problems=(404, 409),
)
def assign(path: PaymentPath, body: AssignIn) -> PaymentOut:
    """Give money whose purpose was not clear to the charge it was meant for."""
    return money.assign(actor(), path.payment_id, body)


@api.post(
    "/desk/payments/<uuid:payment_id>/refunds",
    allow=Permission.PAYMENTS_CONFIRM,
    writes=True,
    answers=PaymentOut,
    problems=(404, 409),
)
def give_back(path: PaymentPath, body: RefundIn) -> PaymentOut:
    """Book money of a payment that was paid back, in part or whole; the same voucher again is the same refund."""
    return money.give_back(actor(), path.payment_id, body)
