"""The desk over HTTP: the inbox, a dossier, and what is done to it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from flask import Response, request
from flask_openapi3 import FileStorage
from pydantic import BeforeValidator, Field

from app.core import errors
from app.core.access import Permission
from app.core.shapes import Given
from app.core.text import nfc, nfc_lines
from app.documents import queries as documents
from app.dossiers import desk, forwarding, inbox, operations
from app.dossiers.bench_routes import api
from app.dossiers.forwarding_schemas import CompetentOut
from app.dossiers.rules import cleaned
from app.dossiers.schemas import (
    CompareIn,
    DeskDossierOut,
    DocumentPath,
    DossierPath,
    InboxOut,
    InboxQuery,
    MoveIn,
    ReassignIn,
    VoidIn,
)
from app.identity import audit
from app.web.api import Binary
from app.web.session import actor

_TITLE_AT_MOST, _BODY_AT_MOST = 200, 8000
Typed = Annotated[str, BeforeValidator(str)]


def _may_be_missing(schema: dict[str, Any]) -> None:
    """A missing file is no file, and `null` is not one either."""
    schema.pop("default", None)


class DraftResultIn(Given):
    """A draft result, sent as a form: `file` with a PDF, or `title` and `body` (a paragraph a line) to make one."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
    title: Typed = ""
    body: Typed = ""
    file: FileStorage = Field(default=None, json_schema_extra=_may_be_missing)  # type: ignore[assignment]  # a union would not be taken for a file


@api.get("/desk/inbox", allow=Permission.DOSSIERS_READ, answers=InboxOut)
def read_inbox(query: InboxQuery) -> InboxOut:
    """What stands open, the most pressing first; a search looks in all of it. Searching for people is recorded."""
    if query.q:
        audit.look(actor(), "inbox", "search", "desk")
    return inbox.inbox(query, actor())


@api.get("/desk/dossiers/<uuid:dossier_id>", allow=Permission.DOSSIERS_READ, answers=DeskDossierOut, problems=(404,))
def read_dossier(path: DossierPath) -> DeskDossierOut:
    """A dossier with its answers, papers and open moves."""
    return desk.view(operations.for_desk(path.dossier_id, actor()), actor())


@api.get(
    "/desk/dossiers/<uuid:dossier_id>/competent-unit",
    allow=Permission.DOSSIERS_FORWARD,
    answers=CompetentOut,
    problems=(404,),
)
def competent_unit(path: DossierPath) -> CompetentOut:
    """Where a dossier belongs and why; the look at its owner's address is recorded."""
    dossier = operations.for_desk(path.dossier_id, actor())
    audit.look(actor(), "dossier", dossier.id, "desk")
    return forwarding.proposal(dossier, actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/moves",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def make_move(path: DossierPath, body: MoveIn) -> DeskDossierOut:
    """Make a move; the same op_id again answers the same without doing it twice."""
    moved = operations.move(
        path.dossier_id,
        body.move,
        op_id=body.op_id,
        seen=body.seen,
        reason=nfc_lines(body.reason),
        data=cleaned(body.data),
        actor=actor(),
    )
    return desk.view(moved, actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/originals",
    allow=Permission.DOSSIERS_COMPARE,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def compare_original(path: DossierPath, body: CompareIn) -> DeskDossierOut:
    """Write down that an original was compared, or why it is not asked for."""
    done = operations.compare(
        path.dossier_id,
        op_id=body.op_id,
        seen=body.seen,
        paper=body.paper,
        compared=body.compared,
        reason=nfc_lines(body.reason),
        actor=actor(),
    )
    return desk.view(done, actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/helper",
    allow=Permission.DOSSIERS_FORWARD,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def reassign(path: DossierPath, body: ReassignIn) -> DeskDossierOut:
    """Give a dossier into another helper's care, with a reason; both phones hear of it."""
    done = operations.reassign(
        path.dossier_id,
        op_id=body.op_id,
        seen=body.seen,
        helper_id=body.helper_id,
        reason=nfc_lines(body.reason),
        actor=actor(),
    )
    return desk.view(done, actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/results",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def keep_result(path: DossierPath, form: DraftResultIn) -> DeskDossierOut:
    """Keep the draft result: a PDF, or one made from a title and a body of lines."""
    # The words come raw: the form's reader takes whatever looks like JSON for JSON, also a title of digits.
    title, body = nfc(request.form.get("title", "")), nfc_lines(request.form.get("body", ""))
    if len(title) > _TITLE_AT_MOST or len(body) > _BODY_AT_MOST:
        raise errors.Invalid("invalid", errors=[{"path": "body", "code": "too_long", "params": {}}])
    upload = request.files.get("file")
    pdf = upload.read() if upload is not None else None
    if pdf is None and not (title and body):
        raise errors.Invalid("result_empty", errors=[{"path": "title", "code": "required", "params": {}}])
    done = operations.draft_result(
        path.dossier_id,
        op_id=form.op_id,
        seen=form.seen,
        pdf=pdf,
        title=title,
        paragraphs=[line for line in body.split("\n") if line],
        actor=actor(),
    )
    return desk.view(done, actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/documents/<uuid:document_id>/void",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def void_letter(path: DocumentPath, body: VoidIn) -> DeskDossierOut:
    """Mark a letter as void; it stays, and says so on every page. Its number is never given again."""
    done = operations.void_letter(
        path.dossier_id,
        path.document_id,
        op_id=body.op_id,
        seen=body.seen,
        reason=nfc_lines(body.reason),
        again=body.again,
        actor=actor(),
    )
    return desk.view(done, actor())


@api.get(
    "/desk/dossiers/<uuid:dossier_id>/documents/<uuid:document_id>",
    allow=Permission.DOSSIERS_READ,
    answers=Binary("application/pdf"),
    problems=(404,),
)
def read_document(path: DocumentPath) -> Response:
    """A paper of a dossier, also a draft, to be shown in the page."""
    dossier = operations.for_desk(path.dossier_id, actor())
    audit.look(actor(), "document", path.document_id, "desk")
    found = documents.document(dossier.id, path.document_id, drafts=True)
    answer = Response(documents.content(found), mimetype=found.type)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
