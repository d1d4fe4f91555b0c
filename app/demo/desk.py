"""What the office of the demo does with a dossier: the desk's own operations, at the moments of its story."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.db import db, transaction
from app.demo import made_up, place
from app.demo.phones import is_done
from app.dossiers import facts, money, operations, twins
from app.dossiers.models import Dossier, Supplement
from app.handover import operations as handover
from app.handover.schemas import GiveIn, LineIn, ReceiverIn
from app.notifications import operations as notifications
from app.notifications.models import CallTask
from app.opinions import operations as opinions
from app.opinions.schemas import AskIn
from app.payments import queries as payments
from app.payments.models import Payment
from app.payments.schemas import CashIn, ChargeOut, RefundIn, StatementLineIn

Act = Callable[[Actor, UUID, int], object]
"""Something done by an actor, under an id, on a version."""


@dataclass(frozen=True)
class Folder:
    """A dossier on its way through the office; its name is that of its filing."""

    name: str

    @property
    def id(self) -> UUID:
        """The dossier's id."""
        return made_up.made_id(self.name)

    def move(self, who: str, move: str, at: datetime, reason: str = "", **data: Any) -> None:
        """Make a move of the table."""
        self._do(
            move,
            who,
            at,
            lambda actor, op_id, seen: operations.move(
                self.id, move, op_id=op_id, seen=seen, reason=reason, data=data, actor=actor
            ),
        )

    def compare(self, who: str, at: datetime) -> None:
        """Write down that every original that the procedure asks for was seen."""
        with transaction(writes=False):
            dossier = db.session.get_one(Dossier, self.id)
            owed = [each.key for each in facts.originals(dossier, facts.procedure(dossier)) if not each.settled]
        for paper in owed:
            self._compare(who, at, paper)

    def _compare(self, who: str, at: datetime, paper: str) -> None:
        self._do(
            f"compare:{paper}",
            who,
            at,
            lambda actor, op_id, seen: operations.compare(
                self.id, op_id=op_id, seen=seen, paper=paper, compared=True, reason="", actor=actor
            ),
        )

    def draft(self, who: str, at: datetime, title: str, *paragraphs: str) -> None:
        """Bring the draft of the result."""
        self._do(
            "draft",
            who,
            at,
            lambda actor, op_id, seen: operations.draft_result(
                self.id, op_id=op_id, seen=seen, pdf=None, title=title, paragraphs=list(paragraphs), actor=actor
            ),
        )

    def pay_in_cash(self, who: str, at: datetime, receipt_number: str) -> None:
        """Take what is owed at the counter."""
        charge = self._charge()
        body = CashIn(
            op_id=self._op("cash"), charge_id=charge.charge_id, amount=charge.amount, receipt_number=receipt_number
        )
        with clock.at(at), transaction(writes=True):
            money.cash(place.acting(who), body)

    def pay_by_transfer(self, who: str, at: datetime, bank_ref: str, *, too_much: int = 0) -> None:
        """Book the line of the bank's statement that pays what is owed, or more."""
        charge = self._charge()
        with transaction(writes=False):
            unit_id = db.session.get_one(Dossier, self.id).unit_id
        line = StatementLineIn(
            op_id=self._op("transfer"),
            unit_id=unit_id,
            bank_ref=bank_ref,
            amount=charge.amount + too_much,
            booked_on=at.astimezone(clock.VN).date(),
            content=f"{charge.reference} chuyen khoan",
        )
        with clock.at(at), transaction(writes=True):
            money.statement_line(place.acting(who), line)

    def give_back(self, who: str, at: datetime, amount: int, proof: str, reason: str) -> None:
        """Book money of the transfer that went back by the bank."""
        body = RefundIn(
            op_id=self._op("refund"),
            method="bank",
            amount=amount,
            proof=proof,
            paid_on=at.astimezone(clock.VN).date(),
            reason=reason,
        )
        with clock.at(at), transaction(writes=True):
            paid = select(Payment.id).where(Payment.op_id == self._op("transfer"))
            money.give_back(place.acting(who), db.session.scalars(paid).one(), body)

    def ask_more(self, who: str, at: datetime, respond_by: date, *items: Mapping[str, str]) -> None:
        """Ask the owner for things that are missing or wrong."""
        self.move(who, "ask_supplement", at, items=[dict(each) for each in items], respond_by=respond_by.isoformat())

    def asked_for(self) -> UUID:
        """The id of the last supplement request."""
        with transaction(writes=False):
            found = select(Supplement.id).where(Supplement.dossier_id == self.id).order_by(Supplement.number.desc())
            return db.session.scalars(found.limit(1)).one()

    def ask_opinion(self, who: str, at: datetime, to_unit: UUID, respond_by: date, question: str, *paths: str) -> None:
        """Ask another office, sharing these answers."""

        def act(actor: Actor, op_id: UUID, seen: int) -> object:
            given = AskIn(
                op_id=op_id, seen=seen, to_unit=to_unit, question=question, paths=list(paths), respond_by=respond_by
            )
            return opinions.ask(self.id, given, actor)

        self._do("opinion", who, at, act)

    def merge(self, who: str, at: datetime, other: Folder, reason: str) -> None:
        """Find that another dossier is the same request: the one that must goes on."""

        def act(actor: Actor, op_id: UUID, seen: int) -> object:
            versions = (seen, db.session.get_one(Dossier, other.id).version)
            return twins.decide(
                self.id, other.id, op_id=op_id, decision="merge", seen=versions, reason=reason, actor=actor
            )

        self._do("merge", who, at, act)

    def hand_over(self, who: str, at: datetime, receiver: ReceiverIn, *, strokes: Sequence[list[int]] = ()) -> None:
        """Give the result out: to whom, against which paper, signed on the glass or on paper."""

        def act(actor: Actor, op_id: UUID, seen: int) -> object:
            done = handover.hand_over(
                GiveIn(
                    op_id=op_id,
                    dossiers=[LineIn(dossier_id=self.id, seen=seen)],
                    method="counter",
                    receiver=receiver,
                    id_checked=True,
                    signed="glass" if strokes else "paper",
                    strokes=list(strokes),
                ),
                actor,
            )
            assert all(each.done for each in done.results), done
            return done

        self._do("hand_over", who, at, act)

    def call(self, who: str, at: datetime, note: str) -> None:
        """Reach by telephone whoever no message reached."""
        with clock.at(at), transaction(writes=True):
            waiting = select(CallTask.id).where(CallTask.dossier_id == self.id, CallTask.done_at.is_(None))
            for task in db.session.scalars(waiting).all():
                notifications.finish_call(place.acting(who), task, "reached", note)

    def _charge(self) -> ChargeOut:
        with transaction(writes=False):
            [charge] = payments.charges_of(self.id)
            return charge

    def _op(self, step: str) -> UUID:
        return made_up.made_id(f"op:{self.name}:{step}")

    def _do(self, step: str, who: str, at: datetime, act: Act) -> None:
        op_id = self._op(step)
        if is_done(op_id):
            return
        with clock.at(at), transaction(writes=True):
            act(place.acting(who), op_id, db.session.get_one(Dossier, self.id).version)
