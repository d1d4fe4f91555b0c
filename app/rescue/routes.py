"""HTTP of rescue files."""

from __future__ import annotations

from typing import ClassVar

from flask import request
from flask_openapi3 import RawModel

from app import settings
from app.core import errors
from app.core.access import Permission
from app.identity import throttle
from app.identity.devices import HAND_OVERS_PER_ADDRESS
from app.identity.throttle import Key
from app.rescue import container, importing, locked, opening
from app.rescue.container import Part
from app.rescue.schemas import LockedOut, LockedQuery, RescueOut
from app.sync.state import this_server
from app.web.api import EACH, Api
from app.web.session import actor

api = Api("rescue")


class RescueBody(RawModel):
    """One part of a rescue file."""

    mimetypes: ClassVar[list[str]] = ["application/octet-stream"]  # type: ignore[misc]  # as flask-openapi3 reads it


@api.post("/rescue", allow=Permission.DOSSIERS_RECEIVE, writes=EACH, answers=RescueOut)
def take_rescue_file(raw: RescueBody) -> RescueOut:  # noqa: ARG001 - names the body's type
    """Take one part of a rescue file; parts come in any order, and each thing in them is done once."""
    config = settings()
    part = opening.with_opened(_part(), config.office_keys_dir)
    return importing.take(part, actor(), limit_mb=config.upload_limit_mb)


@api.post(
    "/sync/handover/locked", allow=Permission.PUBLIC, writes=EACH, answers=LockedOut, problems=(404, 409, 413, 429)
)
def hand_over_locked(query: LockedQuery, raw: RescueBody) -> LockedOut:  # noqa: ARG001 - names the body's type
    """Take rows of a store that is locked on a blocked phone; only the office can open them, all is put aside."""
    throttle.take([Key("handover:address", request.remote_addr or "", HAND_OVERS_PER_ADDRESS)])
    if (request.content_length or 0) > locked.MOST_BYTES:
        raise errors.TooLarge("too_large")
    config = settings()
    whole, wanted = locked.take(_part(), config.office_keys_dir, limit_mb=config.upload_limit_mb)
    return LockedOut(**this_server().envelope().model_dump(), nonce=query.nonce, whole=whole, wanted=wanted)


def _part() -> Part:
    return container.read(request.get_data(cache=False), settings().office_keys_dir)
