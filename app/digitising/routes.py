"""HTTP of digitising."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import request
from flask_openapi3 import FileStorage
from pydantic import BeforeValidator

from app.core import errors
from app.core.access import Permission
from app.core.shapes import Given
from app.core.text import nfc
from app.digitising import operations, splitting
from app.digitising.schemas import AttachIn, CutIn, FileOut, OffersOut, PageOut, ReuseIn
from app.dossiers import desk
from app.dossiers import operations as dossiers
from app.dossiers.schemas import DeskDossierOut, DossierPath
from app.web.api import EACH, Api
from app.web.session import actor

api = Api("digitising")


class ScannedFileIn(Given):
    """A file from a scanner or a camera, as a form."""

    file_id: Annotated[UUID, BeforeValidator(str)]
    file: FileStorage


@api.post(
    "/desk/digitised-files",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=EACH,
    answers=FileOut,
    problems=(409, 429),
)
def take_file(form: ScannedFileIn) -> FileOut:
    """Take a file apart into pages; what is wrong with it is said with its name. The same id again answers the same."""
    upload = request.files.get("file")
    if upload is None:
        raise errors.Invalid("invalid", errors=[{"path": "file", "code": "required", "params": {}}])
    name = nfc(upload.filename or "")[:200] or "tệp"
    return splitting.take(form.file_id, name, upload.read(), actor())


@api.post(
    "/desk/digitised-pages",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=EACH,
    answers=PageOut,
    problems=(404, 409, 429),
)
def cut_page(body: CutIn) -> PageOut:
    """Turn and cut an own page into a new one; the same id again answers the same."""
    return splitting.cut(body, actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/pages",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def attach_pages(path: DossierPath, body: AttachIn) -> DeskDossierOut:
    """Add digitised pages to a dossier that is here, and note which originals were compared."""
    return desk.view(operations.attach(path.dossier_id, body, actor()), actor())


@api.get(
    "/desk/dossiers/<uuid:dossier_id>/held",
    allow=Permission.DOSSIERS_RECEIVE,
    answers=OffersOut,
    problems=(404,),
)
def read_held(path: DossierPath) -> OffersOut:
    """What the office holds of the owner already; asked when she wants it used again, and every look is recorded."""
    return OffersOut(offers=operations.offers(dossiers.for_desk(path.dossier_id, actor()), actor()))


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/reuses",
    allow=Permission.DOSSIERS_RECEIVE,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def reuse(path: DossierPath, body: ReuseIn) -> DeskDossierOut:
    """Link papers that the office holds to a dossier, as its owner asks."""
    return desk.view(operations.reuse(path.dossier_id, body, actor()), actor())
