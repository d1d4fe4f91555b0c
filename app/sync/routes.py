"""What phones call: who the server is, push, changes, taking over, following, and the bytes they may see."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from app import settings
from app.attachments.schemas import ThumbQuery, UploadPath
from app.core import errors
from app.core.access import Permission
from app.core.sealing import office_key
from app.core.shapes import OfficeKeyOut
from app.db import transaction
from app.dossiers import allowances, looks, owners, papers_shown
from app.dossiers.look_schemas import SeenByOut
from app.dossiers.page_schemas import AllowancesOut
from app.dossiers.schemas import DocumentPath, DossierOut, DossierPath, TrackIn, TrackOut
from app.identity import browsers, throttle
from app.identity.rules import Limit
from app.identity.schemas import ClaimIn, ClaimOut
from app.identity.throttle import Key
from app.notifications import push as ringing
from app.sync import changes, comeback, push
from app.sync.schemas import (
    BeforeOut,
    ChangesOut,
    ChangesQuery,
    PhoneRules,
    PushIn,
    PushOut,
    RestoreIn,
    RestoreOut,
    ServerOut,
)
from app.sync.state import LEVEL, need_current_app, taken, this_server
from app.units import queries as units
from app.web.api import EACH, Api, Binary
from app.web.session import actor

api = Api("sync")

HOUR = timedelta(hours=1)
TRIES_PER_CODE = Limit(8, HOUR)
TRIES_PER_ADDRESS = Limit(100, HOUR)
SHOWN = Binary("image/jpeg", "image/png", "image/webp", "application/pdf")
PRODUCT = "Cửa Làng"


@api.get("/server", allow=Permission.PUBLIC, writes=EACH, answers=ServerOut)
def server() -> ServerOut:
    """Who this server is; the first thing a phone asks."""
    me = this_server()
    with transaction(writes=False):
        name = next((unit.name for unit in units.current() if unit.kind == "province"), PRODUCT)
    config = settings()
    return ServerOut(
        **me.envelope().model_dump(),
        name=name,
        demo=config.demo,
        public_url=config.public_url,
        vapid_public_key=ringing.public_key(config),
        office_key=OfficeKeyOut(**office_key(config.office_keys_dir).as_json()),
        phone_rules=PhoneRules(
            pin_tries=config.phone_pin_tries,
            grace_days=config.phone_grace_days,
            lock_minutes=config.phone_lock_minutes,
            key_hours=config.phone_key_hours,
        ),
        envelopes=list(taken()),
    )


@api.post("/sync/push", allow=Permission.PRINCIPAL, writes=EACH, answers=PushOut, problems=(426,))
def push_operations(body: PushIn) -> PushOut:
    """Take operations, exactly once each, and answer each with its own verdict."""
    _need_current_app()
    me = this_server()
    return push.answer(me, body.nonce, push.push(body.operations, actor()))


@api.get("/sync/changes", allow=Permission.PRINCIPAL, writes=EACH, answers=ChangesOut, problems=(410, 426))
def read_changes(query: ChangesQuery) -> ChangesOut:
    """What changed for this principal after a cursor; without one everything, the most urgent first."""
    _need_current_app()
    me = this_server()
    with transaction(writes=False):
        found, cursor, more = changes.page(actor().principal, query.cursor, query.limit, me, settings().secret_key)
        return ChangesOut(**me.envelope().model_dump(), cursor=cursor, more=more, changes=found)


@api.post("/claims", allow=Permission.PRINCIPAL, writes=EACH, answers=ClaimOut, problems=(404, 429))
def claim(body: ClaimIn) -> ClaimOut:
    """Take a dossier over with its slip: code, claim secret and second factor. Absent and wrong answer alike."""
    tries = _tries("claim", body.local_code)
    throttle.take(tries)
    with transaction(writes=True):
        found = owners.claim(body.local_code, body.claim_secret, body.factor, actor())
        if found is None:
            raise errors.NotFound("not_found_or_wrong")
        _right(tries)
    return ClaimOut(dossier_id=found)


@api.get("/devices/before", allow=Permission.PRINCIPAL, answers=BeforeOut)
def read_before() -> BeforeOut:
    """What this browser held before its storage was cleared, or what a person's other devices hold; counts only."""
    return comeback.before(actor(), request.cookies.get(browsers.COOKIE))


@api.post("/devices/restore", allow=Permission.PRINCIPAL, writes=EACH, answers=RestoreOut, problems=(404, 429))
def restore(body: RestoreIn) -> RestoreOut:
    """Make what this browser held the present device's. No cookie, nothing left and a wrong factor answer alike."""
    tries = _tries("restore", str(actor().device_id))
    throttle.take(tries)
    with transaction(writes=True):
        browser = browsers.of_token(request.cookies.get(browsers.COOKIE))
        found = comeback.restore(actor(), browser, body.factor) if browser else None
        if found is None:
            raise errors.NotFound("not_found_or_wrong")
        _right(tries)
    return found


@api.post("/tracking", allow=Permission.PUBLIC, writes=EACH, answers=TrackOut, problems=(404, 429))
def track(body: TrackIn) -> TrackOut:
    """Follow a dossier without signing in: code and second factor. Absent and wrong answer alike."""
    tries = _tries("track", body.code)
    throttle.take(tries)
    with transaction(writes=True):
        found = owners.track(body.code, body.factor)
        if found is None:
            raise errors.NotFound("not_found_or_wrong")
        _right(tries)
    return found


@api.get("/dossiers/<uuid:dossier_id>", allow=Permission.PRINCIPAL, answers=DossierOut, problems=(404,))
def read_dossier(path: DossierPath) -> DossierOut:
    """One of the principal's own dossiers."""
    return papers_shown.dossier(path.dossier_id, actor())


@api.get("/dossiers/<uuid:dossier_id>/looks", allow=Permission.PRINCIPAL, answers=SeenByOut, problems=(404,))
def read_looks(path: DossierPath) -> SeenByOut:
    """Who looked at one of the principal's own dossiers, and why."""
    return looks.told_to_owner(path.dossier_id, actor())


@api.get("/allowances", allow=Permission.PRINCIPAL, answers=AllowancesOut)
def read_allowances() -> AllowancesOut:
    """Everything the principal allowed to be filled in again, in all her dossiers, also what is over."""
    return allowances.told(actor())


@api.get(
    "/dossiers/<uuid:dossier_id>/documents/<uuid:document_id>",
    allow=Permission.PRINCIPAL,
    answers=Binary("application/pdf"),
    problems=(404,),
)
def read_document(path: DocumentPath) -> Response:
    """A letter or result, for the dossier's own people and for the office, whose look is recorded."""
    content, media_type = papers_shown.document(path.dossier_id, path.document_id, actor())
    return Response(content, mimetype=media_type)


@api.get("/attachments/<uuid:attachment_id>", allow=Permission.PRINCIPAL, answers=SHOWN, problems=(404,))
def read_attachment(path: UploadPath, query: ThumbQuery) -> Response:
    """An attached page, for those who sent it and for the office, whose look is recorded."""
    file, media_type = papers_shown.attachment(path.attachment_id, query.size, actor())
    return Response(file.read_bytes(), mimetype=media_type)


def _need_current_app() -> None:
    need_current_app(request.headers.get(LEVEL, ""), settings().app_required)


def _tries(what: str, code: str) -> list[Key]:
    plain = "".join(char for char in code.upper() if char.isalnum())
    address = request.remote_addr or ""
    return [Key(f"{what}:code", plain, TRIES_PER_CODE), Key(f"{what}:address", address, TRIES_PER_ADDRESS)]


def _right(tries: list[Key]) -> None:
    """Whoever knows the secrets does not use up the tries of others at the same counter."""
    by_code, by_address = tries
    throttle.forgive([by_code])
    throttle.give_back([by_address])
