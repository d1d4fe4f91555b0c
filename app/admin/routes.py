"""The administrator's rooms over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from flask import Response, request
from flask_openapi3 import RawModel

from app import settings
from app.admin import accounts, days, hours, sheet, taking_in, waiting
from app.admin.account_schemas import (
    AccountChangeIn,
    AccountFullOut,
    AccountIn,
    AccountPath,
    AccountsOut,
    AccountsQuery,
    CloseIn,
    RoleIn,
    SecretOut,
    SheetQuery,
    StaffSheetOut,
    StaffTakenOut,
)
from app.admin.schemas import (
    DaysIn,
    DaysSaveIn,
    HoursIn,
    HoursSaveIn,
    MovingOut,
    PointOut,
    PointsOut,
    YearIn,
    YearOut,
    YearQuery,
)
from app.admin.unit_routes import api
from app.admin.waiting_schemas import (
    PairedOut,
    PairIn,
    TabletCodeOut,
    TabletIn,
    TabletPath,
    WaitingRoomOut,
    WaitingRoomsOut,
)
from app.core import clock, errors
from app.core.access import Permission
from app.db import transaction
from app.identity import audit, passwords, rules, throttle
from app.identity.throttle import Key
from app.queueing import queries as queueing
from app.queueing.schemas import QueuePath, QueuePlanSaveIn
from app.web.api import EACH, Binary
from app.web.session import actor

PAIRINGS = rules.Limit(10, timedelta(minutes=10))
"""Codes of tablets that are tried from one address; the right one does not count."""


class SheetBody(RawModel):
    """A spreadsheet (.xlsx)."""

    mimetypes: ClassVar[list[str]] = ["application/octet-stream"]  # type: ignore[misc]  # as flask-openapi3 reads it


@api.get("/desk/admin/calendar", allow=Permission.UNITS_MANAGE, answers=YearOut, problems=(503,))
def calendar_year(query: YearQuery) -> YearOut:
    """A year at a glance: days of the country and of the administrator's units, each with its source."""
    return days.year_of(actor(), query.year or clock.today().year)


@api.post("/desk/admin/calendar/preview", allow=Permission.UNITS_MANAGE, answers=MovingOut, problems=(404, 409, 503))
def preview_days(body: DaysIn) -> MovingOut:
    """The due dates these days would move; nothing is saved."""
    return days.preview(actor(), body)


@api.post("/desk/admin/calendar", allow=Permission.UNITS_MANAGE, writes=True, answers=YearOut, problems=(404, 409, 503))
def save_days(body: DaysSaveIn) -> YearOut:
    """Set or remove days, after what they move was shown."""
    days.save(actor(), body)
    return days.year_of(actor(), body.days[0].day.year)


@api.post("/desk/admin/calendar/year", allow=Permission.UNITS_MANAGE, writes=True, answers=YearOut, problems=(409, 503))
def save_year(body: YearIn) -> YearOut:
    """Say whether the notice of a year is out, and which."""
    days.set_year(actor(), body)
    return days.year_of(actor(), body.year)


@api.get("/desk/admin/hours", allow=Permission.UNITS_MANAGE, answers=PointsOut)
def list_hours() -> PointsOut:
    """The service points with their hours, planned ones too."""
    return hours.points(actor())


@api.post("/desk/admin/hours/preview", allow=Permission.UNITS_MANAGE, answers=MovingOut, problems=(404, 503))
def preview_hours(body: HoursIn) -> MovingOut:
    """The due dates these hours would move; nothing is saved."""
    return hours.preview(actor(), body)


@api.post("/desk/admin/hours", allow=Permission.UNITS_MANAGE, writes=True, answers=PointOut, problems=(404, 409, 503))
def save_hours(body: HoursSaveIn) -> PointOut:
    """Set the hours of a service point from a day on, after what they move was shown."""
    return hours.save(actor(), body)


@api.get("/desk/admin/waiting-rooms", allow=Permission.UNITS_MANAGE, answers=WaitingRoomsOut)
def list_waiting_rooms() -> WaitingRoomsOut:
    """The waiting rooms of the administrator's counters, and what was set for them."""
    return waiting.rooms(actor())


@api.post(
    "/desk/admin/waiting-rooms", allow=Permission.UNITS_MANAGE, writes=True, answers=WaitingRoomOut, problems=(404,)
)
def save_waiting_room(body: QueuePlanSaveIn) -> WaitingRoomOut:
    """Set kinds, counters, limits and days of a waiting room from a day on."""
    return waiting.save(actor(), body)


@api.post(
    "/desk/admin/waiting-rooms/tablets",
    allow=Permission.UNITS_MANAGE,
    writes=True,
    answers=TabletCodeOut,
    problems=(404, 409),
)
def offer_tablet(body: TabletIn) -> TabletCodeOut:
    """A code, used once and for some minutes, that pairs a tablet with the door of a waiting room."""
    return waiting.offer(actor(), body, secret=settings().secret_key)


@api.post(
    "/desk/admin/waiting-rooms/tablets/<uuid:tablet_id>/unpair",
    allow=Permission.UNITS_MANAGE,
    writes=True,
    answers=WaitingRoomOut,
    problems=(404,),
)
def unpair_tablet(path: TabletPath) -> WaitingRoomOut:
    """A tablet gives no number from now on; a code that waits for one pairs nothing."""
    return waiting.unpair(actor(), path.tablet_id)


@api.post(
    "/queue/<slug>/tablets",
    allow=Permission.PUBLIC,
    writes=EACH,
    answers=PairedOut,
    problems=(404, 409, 410, 429),
)
def pair_tablet(path: QueuePath, body: PairIn) -> PairedOut:
    """A tablet brings its code; the same code and key again are the same pairing."""
    tries = [Key("queue:pair", request.remote_addr or "", PAIRINGS)]
    throttle.take(tries)
    with transaction(writes=True):
        found = waiting.pair(queueing.unit_of(path.slug).id, body, secret=settings().secret_key)
        throttle.give_back(tries)
        return found


@api.get("/desk/admin/accounts", allow=Permission.STAFF_MANAGE, answers=AccountsOut)
def list_accounts(query: AccountsQuery) -> AccountsOut:
    """Who works at the administrator's units; numbers are shown, so the look is recorded."""
    found = accounts.listed(actor(), query.q, closed=query.closed)
    audit.look(actor(), "accounts", "list", "closed" if query.closed else "open")
    return found


@api.get(
    "/desk/admin/accounts/<uuid:person_id>", allow=Permission.STAFF_MANAGE, answers=AccountFullOut, problems=(404,)
)
def show_account(path: AccountPath) -> AccountFullOut:
    """Somebody's account with what was changed about it; the look is recorded."""
    found = accounts.one(actor(), path.person_id)
    audit.look(actor(), "account", path.person_id, "administration")
    return found


@api.post("/desk/admin/accounts", allow=Permission.STAFF_MANAGE, writes=EACH, answers=SecretOut, problems=(404, 409))
def add_account(body: AccountIn) -> SecretOut:
    """Add a person with a first role; the password is in this answer and nowhere else."""
    password = rules.new_password()
    kept = passwords.hashed(password, cost=settings().password_cost)
    with transaction(writes=True):
        return SecretOut(account=accounts.add(actor(), body, kept), password=password)


@api.patch(
    "/desk/admin/accounts/<uuid:person_id>",
    allow=Permission.STAFF_MANAGE,
    writes=True,
    answers=AccountFullOut,
    problems=(404,),
)
def change_account(path: AccountPath, body: AccountChangeIn) -> AccountFullOut:
    """Change a name or the number to call."""
    return accounts.change(actor(), path.person_id, name=body.name, phone=body.phone)


@api.post(
    "/desk/admin/accounts/<uuid:person_id>/roles",
    allow=Permission.STAFF_MANAGE,
    writes=True,
    answers=AccountFullOut,
    problems=(404, 409),
)
def give_role(path: AccountPath, body: RoleIn) -> AccountFullOut:
    """Give a role from today."""
    return accounts.grant(actor(), path.person_id, body)


@api.post(
    "/desk/admin/accounts/<uuid:person_id>/roles/end",
    allow=Permission.STAFF_MANAGE,
    writes=True,
    answers=AccountFullOut,
    problems=(404, 409),
)
def end_role(path: AccountPath, body: RoleIn) -> AccountFullOut:
    """End a role from today; what was done with it stays."""
    return accounts.revoke(actor(), path.person_id, body)


@api.post(
    "/desk/admin/accounts/<uuid:person_id>/close",
    allow=Permission.STAFF_MANAGE,
    writes=True,
    answers=AccountFullOut,
    problems=(404, 409),
)
def close_account(path: AccountPath, body: CloseIn) -> AccountFullOut:
    """Close an account: its sessions and roles end now.

    Refused while the person holds dossiers or tasks, unless they are to be handed over in the same step.
    """
    return accounts.close(actor(), path.person_id, body)


@api.post(
    "/desk/admin/accounts/<uuid:person_id>/password",
    allow=Permission.STAFF_MANAGE,
    writes=EACH,
    answers=SecretOut,
    problems=(404, 409),
)
def give_password(path: AccountPath) -> SecretOut:
    """A new password, in this answer and nowhere else; every session of the person ends."""
    password = rules.new_password()
    kept = passwords.hashed(password, cost=settings().password_cost)
    with transaction(writes=True):
        return SecretOut(account=accounts.new_password(actor(), path.person_id, kept), password=password)


@api.post(
    "/desk/admin/accounts/<uuid:person_id>/sign-out",
    allow=Permission.STAFF_MANAGE,
    writes=True,
    answers=AccountFullOut,
    problems=(404,),
)
def sign_out(path: AccountPath) -> AccountFullOut:
    """End every session of a person, on every computer and phone."""
    return accounts.end_sessions(actor(), path.person_id)


@api.get("/desk/admin/staff-sheet/example", allow=Permission.STAFF_MANAGE, answers=Binary(sheet.MEDIA))
def example_sheet() -> Response:
    """A spreadsheet to fill in, with the units and roles that may stand in it."""
    response = Response(taking_in.example(actor()), mimetype=sheet.MEDIA)
    response.headers["Content-Disposition"] = 'attachment; filename="danh-sach-can-bo.xlsx"'
    return response


@api.post("/desk/admin/staff-sheet/preview", allow=Permission.STAFF_MANAGE, answers=StaffSheetOut)
def preview_sheet(raw: SheetBody) -> StaffSheetOut:  # noqa: ARG001 - names the body's type  # noqa: ARG001 - names the body's type
    """What a spreadsheet of staff says, and what is wrong with it by row and column; nothing is kept."""
    return taking_in.shown(taking_in.judged(actor(), request.get_data(cache=True)))


@api.post("/desk/admin/staff-sheet", allow=Permission.STAFF_MANAGE, writes=EACH, answers=StaffTakenOut, problems=(409,))
def take_sheet_in(query: SheetQuery, raw: SheetBody) -> StaffTakenOut:  # noqa: ARG001 - names the body's type  # noqa: ARG001 - names the body's type
    """Take everybody of a spreadsheet in, or nobody. The passwords are in this answer and nowhere else."""
    content = request.get_data(cache=True)
    with transaction(writes=False):
        wanted = taking_in.ready(taking_in.judged(actor(), content), query.seen)
    made = {name: rules.new_password() for name in wanted}
    hashes = {name: passwords.hashed(password, cost=settings().password_cost) for name, password in made.items()}
    with transaction(writes=True):
        found = taking_in.judged(actor(), content)
        if taking_in.ready(found, query.seen) != wanted:
            raise errors.Conflict("sheet_changed")
        return StaffTakenOut(taken=taking_in.take_in(actor(), found, made, hashes))
