"""The waiting room of the commune: its tablet, a day that is over, whoever waits now, and an appointment."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from app import settings
from app.admin import waiting
from app.admin.waiting_schemas import PairIn, TabletIn
from app.core import clock
from app.core.calendar import local
from app.db import db, transaction
from app.demo import made_up, people, place
from app.demo.people import ADMIN, CLERK
from app.demo.world import World
from app.identity.rules import token_hash
from app.queueing import bookings, operations, queries, tablets, views
from app.queueing.models import QueueBooking, QueueTicket
from app.queueing.schemas import QueuePlanSaveIn
from app.units.models import Unit

POINT = "1"


def tell(world: World) -> None:
    """All of it."""
    _switch_on(world)
    _a_day_that_is_over(world)
    _who_waits_now(world)
    _appointment(world)


def _switch_on(world: World) -> None:
    """As the administrator does, from the first day of the demo on."""
    unit_id = world.place.commune
    with clock.at(world.place.now - place.LONG_AGO), transaction(writes=True):
        if queries.rules_of(unit_id):
            return
        given = {
            "unit_id": unit_id,
            "since": clock.today(),
            "used": True,
            "source": "Quy chế tiếp công dân 09/QĐ-UBND",
            "plan": queries.defaults(),
        }
        waiting.save(place.acting(ADMIN), QueuePlanSaveIn.model_validate(given))
        _pair(unit_id)


def _pair(unit_id: UUID) -> None:
    """The tablet by the main door, once: who unpairs it in the demo does not find it back at the next start."""
    secret = settings().secret_key
    asked = TabletIn(tablet_id=made_up.made_id("queue:tablet"), unit_id=unit_id, name="Máy ở cửa chính")
    code = waiting.offer(place.acting(ADMIN), asked, secret=secret).code
    waiting.pair(unit_id, PairIn(code=code, key=_key()), secret=secret)


def _key() -> str:
    return made_up.secret("queue:tablet").hex()[:48]


def _a_day_that_is_over(world: World) -> None:
    days = world.commune
    for number, (kind, at) in enumerate((("nop", "07:32"), ("nhan", "07:41"), ("nop", "08:03"))):
        name, came = f"queue:before:{number}", days.back(1, at)
        ticket_id = _take(world, name, kind, came)
        _call(world, name, came + timedelta(minutes=4))
        _say(name, ticket_id, "serve", came + timedelta(minutes=5))
        _say(name, ticket_id, "done", came + timedelta(minutes=13))


def _who_waits_now(world: World) -> None:
    """Only where the door gives numbers at the moment of loading; who came first is being served."""
    first, last = (world.place.now - timedelta(minutes=minutes) for minutes in (26, 3))
    if not all(_gives_numbers(world, at) for at in (first, last)):
        return
    _take(world, "queue:now:0", "nop", first)
    called = world.place.now - timedelta(minutes=14)
    for number, (kind, minutes) in enumerate((("nop", 21), ("hoi", 9), ("nhan", 3)), start=1):
        at = world.place.now - timedelta(minutes=minutes)
        _take(world, f"queue:now:{number}", kind, at, priority=kind == "nhan")
        if number == 1 and world.commune.is_open_at(called):
            _call(world, "queue:now:0", called)
            _say("queue:now:0", made_up.made_id("queue:now:0"), "serve", called + timedelta(minutes=1))


def _gives_numbers(world: World, at: datetime) -> bool:
    with clock.at(at), transaction(writes=False):
        plan = queries.plan_on(world.place.commune, clock.today())
        return plan is not None and queries.door_of(world.place.commune, plan).state == "open"


def _appointment(world: World) -> None:
    """Somebody made one from her phone for the next day on which there are any."""
    booking_id = made_up.made_id("queue:booking")
    with clock.at(world.place.now - timedelta(hours=2)), transaction(writes=True):
        if db.session.get(QueueBooking, booking_id) is not None:
            return
        unit = db.session.get_one(Unit, world.place.commune)
        days = [each for each in views.slots(unit, "nop").days if each.day > local(world.place.now).date()]
        slots = next(each.slots for each in days if each.slots)
        holder = token_hash(made_up.secret("queue:holder").hex())
        bookings.book(
            booking_id,
            unit.id,
            "nop",
            slots[min(2, len(slots) - 1)].at,
            holder=holder,
            phone=people.PHUONG.phone,
            procedure_code="1.004194",
        )


def _take(world: World, name: str, kind: str, at: datetime, *, priority: bool = False) -> UUID:
    ticket_id = made_up.made_id(name)
    with clock.at(at), transaction(writes=True):
        if db.session.get(QueueTicket, ticket_id) is None and tablets.known(world.place.commune, _key()):
            tablets.use(world.place.commune, _key())
        operations.take(world.place.commune, ticket_id, kind, priority=priority, source="door")
    return ticket_id


def _call(world: World, name: str, at: datetime) -> None:
    with clock.at(at), transaction(writes=True):
        operations.call_next(made_up.made_id(f"op:{name}:call"), world.place.commune, POINT, place.acting(CLERK))


def _say(name: str, ticket_id: UUID, what: str, at: datetime) -> None:
    with clock.at(at), transaction(writes=True):
        operations.act(made_up.made_id(f"op:{name}:{what}"), ticket_id, what, None, place.acting(CLERK))
