"""Work that waits for an officer and phones that are lost, over HTTP."""

from __future__ import annotations

from flask import Response, request

from app.attachments import routes as receiving
from app.attachments import uploads
from app.attachments.schemas import UploadHeaders, UploadOut, UploadPath
from app.core import errors
from app.core.access import Actor, Permission
from app.core.text import nfc_lines
from app.db import transaction
from app.identity import audit, devices, throttle
from app.identity.devices import HAND_OVERS_PER_ADDRESS
from app.identity.throttle import Key
from app.quarantine import desk, operations, phones, queries, stumbling
from app.quarantine.schemas import (
    BlockIn,
    DecideIn,
    DevicePath,
    HandOverIn,
    HeldCountOut,
    HeldListOut,
    HeldPagePath,
    HeldPageQuery,
    HeldPath,
    HeldQuery,
    PhonesOut,
    PhonesQuery,
    QuarantinedOut,
    StumblingOut,
)
from app.sync import push, quarantine
from app.sync.schemas import PushOut
from app.sync.state import this_server
from app.web.api import EACH, Api, Binary
from app.web.session import actor

api = Api("quarantine")

SHOWN = Binary("image/jpeg", "image/png", "image/webp", "application/pdf")


@api.get("/desk/quarantine", allow=Permission.QUARANTINE_READ, answers=HeldListOut)
def list_held(query: HeldQuery) -> HeldListOut:
    """What waits for an officer, the oldest first, or what was decided; names are shown, so the look is recorded."""
    rows = queries.listed(actor(), done=query.done)
    audit.look(actor(), "quarantine", "list", "done" if query.done else "open")
    return HeldListOut(held=queries.rows_out(rows), open=queries.count_open(actor()))


@api.get("/desk/quarantine/count", allow=Permission.QUARANTINE_READ, answers=HeldCountOut)
def count_held() -> HeldCountOut:
    """How many wait; it names nobody, so no look is recorded."""
    return HeldCountOut(open=queries.count_open(actor()), stumbling=stumbling.count_lately(actor()))


@api.get("/desk/quarantine/stumbling", allow=Permission.QUARANTINE_READ, answers=StumblingOut)
def list_stumbling() -> StumblingOut:
    """What phones cannot get through because this server fails at it; names are shown, so the look is recorded."""
    audit.look(actor(), "quarantine", "list", "stumbling")
    return StumblingOut(stumbling=stumbling.listed(actor()))


@api.get("/desk/quarantine/<uuid:op_id>", allow=Permission.QUARANTINE_READ, answers=QuarantinedOut, problems=(404,))
def read_held(path: HeldPath) -> QuarantinedOut:
    """One of them, readable; the look is recorded."""
    return desk.view(path.op_id, actor())


@api.get(
    "/desk/quarantine/<uuid:op_id>/pages/<uuid:attachment_id>",
    allow=Permission.QUARANTINE_READ,
    answers=SHOWN,
    problems=(404,),
)
def read_held_page(path: HeldPagePath, query: HeldPageQuery) -> Response:
    """A page of it; the look is recorded."""
    file, media_type = desk.page(path.op_id, path.attachment_id, query.size, actor())
    return Response(file.read_bytes(), mimetype=media_type)


@api.post(
    "/desk/quarantine/<uuid:op_id>/decision",
    allow=Permission.QUARANTINE_DECIDE,
    writes=True,
    answers=QuarantinedOut,
    problems=(404, 409),
)
def decide_held(path: HeldPath, body: DecideIn) -> QuarantinedOut:
    """Adopt it as its author's act, or refuse it with a reason; the same again changes nothing."""
    decide = operations.adopt if body.decision == "adopted" else operations.refuse
    decide(path.op_id, reason=nfc_lines(body.reason), officer=actor())
    return desk.view(path.op_id, actor())


@api.get("/phones", allow=Permission.DEVICES_BLOCK, answers=PhonesOut)
def list_phones(query: PhonesQuery) -> PhonesOut:
    """The phones one may block, with who uses them; the look is recorded."""
    audit.look(actor(), "devices", "list", query.q and "search")
    return PhonesOut(phones=phones.seen_by(actor(), query.q))


@api.post("/devices/<uuid:device_id>/block", allow=Permission.DEVICES_BLOCK, writes=True, problems=(404,))
def block_device(path: DevicePath, body: BlockIn) -> None:
    """Block a lost phone: its sessions end now; at its next contact it hands over what it holds and is wiped."""
    phones.need_reach(path.device_id, actor())
    devices.block(path.device_id, reason=body.reason, actor=actor())


@api.post("/devices/<uuid:device_id>/unblock", allow=Permission.DEVICES_BLOCK, writes=True, problems=(404,))
def unblock_device(path: DevicePath, body: BlockIn) -> None:
    """The phone was found again before it was wiped."""
    phones.need_reach(path.device_id, actor())
    devices.unblock(path.device_id, reason=body.reason, actor=actor())


@api.post("/sync/handover", allow=Permission.PUBLIC, writes=EACH, answers=PushOut, problems=(404, 409, 429))
def hand_over(body: HandOverIn) -> PushOut:
    """Take what a blocked phone still holds, each operation proven by the phone's signature; all of it is put aside."""
    throttle.take([Key("handover:address", request.remote_addr or "", HAND_OVERS_PER_ADDRESS)])
    with transaction(writes=False):
        devices.blocked(body.device_id)
    return push.answer(this_server(), body.nonce, push.push_proven(body.operations, Actor()))


@api.patch(
    "/sync/handover/<uuid:attachment_id>",
    allow=Permission.PUBLIC,
    writes=EACH,
    answers=UploadOut,
    problems=(404, 409, 423, 429, 460),
)
def hand_over_piece(path: UploadPath, header: UploadHeaders, raw: receiving.UploadBody) -> Response:  # noqa: ARG001 - names the body's type
    """Add bytes of a page that undecided work names: its hash stands in a signed text, and proves it."""
    try:
        author = _awaiting(path, header.upload_sha256)
        announced = receiving.announced(path, header)
        return receiving.answer(
            uploads.append(announced, header.upload_offset, receiving.length(), receiving.pieces(), author)
        )
    finally:
        receiving.drain()


@api.get(
    "/sync/handover/<uuid:attachment_id>", allow=Permission.PUBLIC, writes=EACH, answers=UploadOut, problems=(404,)
)
def look_at_handed_over(path: UploadPath) -> Response:
    """How far such a page has come."""
    author = _awaiting(path)
    with transaction(writes=False):
        return receiving.answer(uploads.status(path.attachment_id, author))


@api.post(
    "/sync/handover/<uuid:attachment_id>/finish",
    allow=Permission.PUBLIC,
    writes=EACH,
    answers=UploadOut,
    problems=(404, 423, 460),
)
def finish_handed_over(path: UploadPath) -> Response:
    """Whether such a page is kept."""
    return receiving.answer(uploads.finish(path.attachment_id, _awaiting(path)))


def _awaiting(path: UploadPath, sha256: str | None = None) -> Actor:
    """The author of the work that waits for a page; raises NotFound where none does."""
    with transaction(writes=False):
        author = quarantine.author_of_page(path.attachment_id, sha256)
        if author is None:
            raise errors.NotFound("page_not_awaited")
        return author
