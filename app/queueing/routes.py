"""The waiting room over HTTP: open to the door, the screen and the phones; the desk's part asks for its permission."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from app.core import errors
from app.core.access import Permission
from app.db import transaction
from app.identity import audit, throttle
from app.identity.rules import Limit, phone_number, token_hash
from app.identity.throttle import Key
from app.queueing import bookings, operations, queries, tablets, views
from app.queueing.schemas import (
    ArriveIn,
    BoardOut,
    BookIn,
    BookingCodeIn,
    BookingMoveIn,
    BookingOut,
    CallNextIn,
    CallNextOut,
    DeskQueueOut,
    DeskQueueQuery,
    DeskTicketOut,
    DoorIn,
    DoorOut,
    DoorTicketIn,
    HandArriveIn,
    HandTicketIn,
    QueueActIn,
    QueuePath,
    SlotsOut,
    SlotsQuery,
    TicketOut,
    TicketPath,
)
from app.web.api import EACH, Api
from app.web.session import actor

api = Api("queueing")

TEN_MINUTES = timedelta(minutes=10)
NUMBERS = Limit(40, TEN_MINUTES, longest_wait=timedelta(minutes=1))
"""From one tablet: a door with a queue before it is not slowed down, a child at the tablet is."""
BOOKINGS = Limit(12, timedelta(hours=1))
CODES = Limit(30, TEN_MINUTES)


def _count(kind: str, limit: Limit) -> None:
    throttle.take([Key(f"queue:{kind}", request.remote_addr or "", limit)])


@api.get("/queue/<slug>", allow=Permission.PUBLIC, answers=DoorOut, problems=(404,))
def read_door(path: QueuePath) -> DoorOut:
    """Whether numbers are given now, of which kinds, and how many wait."""
    return views.door(queries.unit_of(path.slug))


@api.post("/queue/<slug>/door", allow=Permission.PUBLIC, answers=DoorOut, problems=(404,))
def read_own_door(path: QueuePath, body: DoorIn) -> DoorOut:
    """The same for a tablet, with whether it is paired with this door."""
    unit = queries.unit_of(path.slug)
    tablet = tablets.known(unit.id, body.key)
    return views.door(unit, tablet.name if tablet else None)


@api.post(
    "/queue/<slug>/tickets", allow=Permission.PUBLIC, writes=EACH, answers=TicketOut, problems=(403, 404, 409, 429)
)
def take_ticket(path: QueuePath, body: DoorTicketIn) -> TicketOut:
    """Take a number on the spot, at a tablet that is paired with the door."""
    with transaction(writes=False):
        tablet_id = tablets.need(queries.unit_of(path.slug).id, body.key).id
    throttle.take([Key("queue:number", str(tablet_id), NUMBERS)])
    with transaction(writes=True):
        unit = queries.unit_of(path.slug)
        tablets.use(unit.id, body.key)
        row = operations.take(unit.id, body.ticket_id, body.kind, priority=body.priority, source="door")
        return views.ticket(row)


@api.post("/queue/<slug>/arrivals", allow=Permission.PUBLIC, writes=EACH, answers=TicketOut, problems=(404, 409, 429))
def arrive(path: QueuePath, body: ArriveIn) -> TicketOut:
    """Somebody with an appointment is here and gets her number."""
    _count("code", CODES)
    with transaction(writes=True):
        return views.ticket(bookings.arrive(queries.unit_of(path.slug).id, body.code, priority=body.priority))


@api.get("/queue/<slug>/calls", allow=Permission.PUBLIC, answers=BoardOut, problems=(404,))
def read_board(path: QueuePath) -> BoardOut:
    """What the screen in the waiting room shows."""
    return views.board(queries.unit_of(path.slug))


@api.get("/queue/tickets/<uuid:ticket_id>", allow=Permission.PUBLIC, answers=TicketOut, problems=(404,))
def read_ticket(path: TicketPath) -> TicketOut:
    """How a number stands, for whoever has its paper."""
    return views.ticket(queries.ticket(path.ticket_id))


@api.post(
    "/queue/tickets/<uuid:ticket_id>/leave",
    allow=Permission.PUBLIC,
    writes=True,
    answers=TicketOut,
    problems=(404, 409),
)
def leave(path: TicketPath) -> TicketOut:
    """Give one's own number up."""
    return views.ticket(operations.leave(path.ticket_id))


@api.get("/queue/<slug>/slots", allow=Permission.PUBLIC, answers=SlotsOut, problems=(404, 409))
def read_slots(path: QueuePath, query: SlotsQuery) -> SlotsOut:
    """The half hours for which appointments are made, full ones too."""
    return views.slots(queries.unit_of(path.slug), query.kind)


@api.post("/queue/<slug>/bookings", allow=Permission.PUBLIC, writes=EACH, answers=BookingOut, problems=(404, 409, 429))
def book(path: QueuePath, body: BookIn) -> BookingOut:
    """Make an appointment."""
    phone = phone_number(body.phone) if body.phone else None
    if body.phone and phone is None:
        raise errors.Invalid("invalid", errors=[{"path": "phone", "code": "queue_bad_phone", "params": {}}])
    _count("booking", BOOKINGS)
    with transaction(writes=True):
        made = bookings.book(
            body.booking_id,
            queries.unit_of(path.slug).id,
            body.kind,
            body.slot,
            holder=token_hash(body.holder),
            phone=phone,
            procedure_code=body.procedure_code or None,
        )
        return views.booking(made)


@api.post("/queue/<slug>/bookings/look", allow=Permission.PUBLIC, writes=EACH, answers=BookingOut, problems=(404, 429))
def look_at_booking(path: QueuePath, body: BookingCodeIn) -> BookingOut:
    """How an appointment stands, by its code."""
    _count("code", CODES)
    with transaction(writes=False):
        return views.booking(queries.booking_of(queries.unit_of(path.slug).id, body.code))


@api.post(
    "/queue/<slug>/bookings/cancel", allow=Permission.PUBLIC, writes=EACH, answers=BookingOut, problems=(404, 409, 429)
)
def cancel_booking(path: QueuePath, body: BookingCodeIn) -> BookingOut:
    """Give an appointment up."""
    _count("code", CODES)
    with transaction(writes=True):
        return views.booking(bookings.cancel(queries.unit_of(path.slug).id, body.code))


@api.post(
    "/queue/<slug>/bookings/move", allow=Permission.PUBLIC, writes=EACH, answers=BookingOut, problems=(404, 409, 429)
)
def move_booking(path: QueuePath, body: BookingMoveIn) -> BookingOut:
    """Put an appointment into another half hour."""
    _count("code", CODES)
    with transaction(writes=True):
        return views.booking(bookings.move(queries.unit_of(path.slug).id, body.code, body.slot))


@api.get("/desk/queue", allow=Permission.QUEUE_CALL, answers=DeskQueueOut)
def read_desk(query: DeskQueueQuery) -> DeskQueueOut:
    """The waiting room of one's unit; where numbers to call are shown, the look is recorded."""
    found = views.desk(actor(), query.unit_id)
    if any(each.phone for each in found.bookings):
        audit.look(actor(), "bookings", str(found.unit_id), "queue")
    return found


@api.post("/desk/queue/next", allow=Permission.QUEUE_CALL, writes=True, answers=CallNextOut, problems=(409,))
def call_next(body: CallNextIn) -> CallNextOut:
    """Call whoever is next; the same op_id again calls nobody else."""
    row = operations.call_next(body.op_id, body.unit_id, body.point, actor())
    return CallNextOut(ticket=views.desk_ticket(row) if row else None)


@api.post("/desk/queue/tickets", allow=Permission.QUEUE_CALL, writes=True, answers=TicketOut, problems=(409,))
def give_ticket(body: HandTicketIn) -> TicketOut:
    """Give somebody a number by hand."""
    row = operations.take_by_hand(body.unit_id, body.ticket_id, body.kind, priority=body.priority, actor=actor())
    return views.ticket(row)


@api.post("/desk/queue/arrivals", allow=Permission.QUEUE_CALL, writes=True, answers=TicketOut, problems=(404, 409))
def arrive_at_desk(body: HandArriveIn) -> TicketOut:
    """Somebody with an appointment came to the desk."""
    actor().need(Permission.QUEUE_CALL, body.unit_id)
    return views.ticket(bookings.arrive(body.unit_id, body.code, priority=body.priority))


@api.post(
    "/desk/queue/tickets/<uuid:ticket_id>/acts",
    allow=Permission.QUEUE_CALL,
    writes=True,
    answers=DeskTicketOut,
    problems=(404, 409),
)
def act_on_ticket(path: TicketPath, body: QueueActIn) -> DeskTicketOut:
    """Call it, call it again, say that she is here, done, absent or back."""
    return views.desk_ticket(operations.act(body.op_id, path.ticket_id, body.what, body.point, actor()))
