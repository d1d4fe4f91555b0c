"""HTTP of the counter."""

from __future__ import annotations

from datetime import timedelta

from app import settings
from app.core import clock, errors
from app.core.access import Permission
from app.counter import before, beside, filing, opening, reuse, reusing, scanning, sittings
from app.counter.before_schemas import EndReuseIn, GivenBeforeIn, GivenBeforeOut
from app.counter.schemas import ScanIn, ScanOut
from app.counter.sitting_schemas import (
    AgreeIn,
    BesideSaidIn,
    CodeToIn,
    ConfirmedOut,
    ConfirmIn,
    FiledOut,
    FileIn,
    SaidIn,
    SeatIn,
    SeatOut,
    ShownIn,
    SittingIn,
    SittingOut,
    SittingPath,
)
from app.db import transaction
from app.digitising.schemas import LinkedOut, OffersOut, OwnerIn, SittingReuseIn
from app.identity import throttle
from app.identity.rules import Limit, phone_number
from app.identity.throttle import Key
from app.web.api import EACH, Api
from app.web.session import actor

api = Api("counter")

HOUR = timedelta(hours=1)
CODES_PER_NUMBER = Limit(6, HOUR)
CODES_PER_OFFICIAL = Limit(60, HOUR)


@api.post("/counter/scans", allow=Permission.DOSSIERS_RECEIVE, writes=EACH, answers=ScanOut, problems=(409,))
def take_scan(body: ScanIn) -> ScanOut:
    """Take in what a phone showed at the counter; the same frames again do nothing twice."""
    return scanning.take(opening.opened(body.sealed, settings().office_keys_dir), actor())


@api.post("/counter/sittings", allow=Permission.DOSSIERS_RECEIVE, writes=True, answers=SittingOut, problems=(404, 409))
def begin_sitting(body: SittingIn) -> SittingOut:
    """Begin to fill in a form for a resident who sits at the counter."""
    return sittings.out(sittings.begin(body, actor()))


@api.get("/counter/sittings/<uuid:sitting_id>", allow=Permission.DOSSIERS_RECEIVE, answers=SittingOut, problems=(404,))
def read_sitting(path: SittingPath) -> SittingOut:
    """How an own sitting stands: whether the other screen is there, whether she has agreed."""
    return sittings.out(sittings.own(path.sitting_id, actor()))


@api.post(
    "/counter/sittings/<uuid:sitting_id>/shown",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=SittingOut,
    problems=(404, 409),
)
def show(path: SittingPath, body: ShownIn) -> SittingOut:
    """Show the resident what is asked and what was typed, or ask her to agree to it."""
    return sittings.out(sittings.show(path.sitting_id, body, actor()))


@api.post(
    "/counter/sittings/<uuid:sitting_id>/codes",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=EACH,
    answers=SittingOut,
    problems=(404, 409, 429),
)
def send_code(path: SittingPath, body: CodeToIn) -> SittingOut:
    """Send a one-time code for what is asked now to the resident's phone."""
    config, phone = settings(), phone_number(body.phone)
    if phone is None:
        raise errors.Invalid("invalid", errors=[{"path": "phone", "code": "bad_phone_number", "params": {}}])
    if not (config.sms_url or config.demo):
        raise errors.Unavailable("sms_off")
    throttle.take(
        [
            Key("counter:number", phone, CODES_PER_NUMBER),
            Key("counter:official", str(actor().person_id), CODES_PER_OFFICIAL),
        ]
    )
    with transaction(writes=True):
        return sittings.out(
            sittings.send_code(path.sitting_id, phone, actor(), secret=config.secret_key, gateway=bool(config.sms_url))
        )


@api.post(
    "/counter/sittings/<uuid:sitting_id>/confirm",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=ConfirmedOut,
    problems=(404, 409),
)
def confirm_at_desk(path: SittingPath, body: ConfirmIn) -> ConfirmedOut:
    """The code she reads from her phone, typed at the desk where there is no other screen."""
    sitting = sittings.going_on(path.sitting_id, actor())
    return sittings.confirm_by_code(sitting, body.code, secret=settings().secret_key)


@api.post(
    "/counter/sittings/<uuid:sitting_id>/dossier",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=FiledOut,
    problems=(404, 409),
)
def file_dossier(path: SittingPath, body: FileIn) -> FiledOut:
    """Submit exactly what she agreed to; the same again changes nothing."""
    return filing.file(path.sitting_id, body.text, body.compared, actor())


@api.post(
    "/counter/sittings/<uuid:sitting_id>/held",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=OffersOut,
    problems=(404, 409),
)
def held_at_sitting(path: SittingPath, body: OwnerIn) -> OffersOut:
    """What the office holds already of whom is typed, as she asks for it; every look is recorded."""
    return reusing.offers(path.sitting_id, body, actor())


@api.post(
    "/counter/sittings/<uuid:sitting_id>/reuses",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=LinkedOut,
    problems=(404, 409),
)
def reuse_at_sitting(path: SittingPath, body: SittingReuseIn) -> LinkedOut:
    """Link papers that the office holds to what is filed at this sitting."""
    return reusing.reuse(path.sitting_id, body, actor())


@api.post(
    "/counter/sittings/<uuid:sitting_id>/unpair",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=SittingOut,
    problems=(404, 409),
)
def unpair(path: SittingPath) -> SittingOut:
    """Let another screen be paired."""
    return sittings.out(sittings.unpair(path.sitting_id, actor()))


@api.post(
    "/counter/sittings/<uuid:sitting_id>/end",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=SittingOut,
    problems=(404,),
)
def end_sitting(path: SittingPath) -> SittingOut:
    """End a sitting; the other screen shows nothing of it any more."""
    return sittings.out(sittings.end(path.sitting_id, actor()))


@api.post(
    "/counter/sittings/<uuid:sitting_id>/before",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=EACH,
    answers=GivenBeforeOut,
    problems=(404, 409, 429),
)
def given_before(path: SittingPath, body: GivenBeforeIn) -> GivenBeforeOut:
    """What the person with this number gave before and allowed to be filled in; every asking is recorded."""
    per_hour = Limit(before.limits_on(clock.today()).numbers_per_hour, HOUR)
    throttle.take([Key("counter:before", str(actor().person_id), per_hour)])
    with transaction(writes=True):
        return before.ask(path.sitting_id, body, actor())


@api.post(
    "/counter/sittings/<uuid:sitting_id>/before/end",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=GivenBeforeOut,
    problems=(404, 409),
)
def end_reuse(path: SittingPath, body: EndReuseIn) -> GivenBeforeOut:
    """She takes back, at the counter, that what she said may be filled in again; it counts at once."""
    return before.end(path.sitting_id, body, actor())


@api.post(
    "/counter/sittings/<uuid:sitting_id>/reuse",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=SittingOut,
    problems=(404, 409),
)
def say_reuse(path: SittingPath, body: SaidIn) -> SittingOut:
    """Her word to the question whether her answers may be filled in again, where she has no screen of her own."""
    sitting = sittings.going_on(path.sitting_id, actor())
    reuse.say(sitting, body, "spoken")
    return sittings.out(sitting)


@api.post("/counter/beside/reuse", allow=Permission.PUBLIC, writes=True, answers=SeatOut, problems=(404, 409))
def say_beside(body: BesideSaidIn) -> SeatOut:
    """Her own tap on yes or no to the question whether her answers may be filled in again."""
    return beside.say(body)


@api.post("/counter/beside", allow=Permission.PUBLIC, writes=True, answers=SeatOut, problems=(404, 409))
def look_beside(body: SeatIn) -> SeatOut:
    """What the resident's side of a sitting shows; the first screen that asks is paired."""
    return beside.look(body)


@api.post("/counter/beside/agree", allow=Permission.PUBLIC, writes=True, answers=ConfirmedOut, problems=(404, 409))
def agree_beside(body: AgreeIn) -> ConfirmedOut:
    """The resident agrees to what is asked, by code or by signing on glass."""
    return beside.agree(body, secret=settings().secret_key)
