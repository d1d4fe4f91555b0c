"""Opinions of other offices over HTTP: asked and taken back beside the dossier, answered where they are asked."""

from __future__ import annotations

from flask import Response

from app.core.access import Permission
from app.dossiers import desk as desk_view
from app.dossiers import operations as desk
from app.dossiers.schemas import DeskDossierOut, DossierPath
from app.opinions import operations, queries
from app.opinions.schemas import (
    AnswerIn,
    AskedOut,
    AskIn,
    OfficesOut,
    OpinionPath,
    SharedPagePath,
    SizeQuery,
    TakeBackIn,
    TakeBackPath,
    WantedListOut,
    WantedOut,
    WantedQuery,
)
from app.web.api import Api, Binary
from app.web.session import actor

api = Api("opinions")
SHOWN = Binary("image/jpeg", "application/pdf")


@api.get("/desk/dossiers/<uuid:dossier_id>/opinions", allow=Permission.DOSSIERS_READ, answers=AskedOut, problems=(404,))
def asked(path: DossierPath) -> AskedOut:
    """What other offices were asked about a dossier, and what they said."""
    return queries.of(desk.for_desk(path.dossier_id, actor()), actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/opinions",
    allow=Permission.OPINIONS_ASK,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def ask(path: DossierPath, body: AskIn) -> DeskDossierOut:
    """Ask another office by a date, sharing the answers and papers that are named."""
    return desk_view.view(operations.ask(path.dossier_id, body, actor()), actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/opinions/<uuid:opinion_id>/take-back",
    allow=Permission.OPINIONS_ASK,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def take_back(path: TakeBackPath, body: TakeBackIn) -> DeskDossierOut:
    """No longer ask; from then on nothing is shared."""
    return desk_view.view(operations.take_back(path.dossier_id, path.opinion_id, body, actor()), actor())


@api.get("/desk/opinions/offices", allow=Permission.OPINIONS_ASK, answers=OfficesOut)
def offices() -> OfficesOut:
    """The offices that can be asked."""
    return OfficesOut(offices=queries.offices(actor()))


@api.get("/desk/opinions", allow=Permission.OPINIONS_ANSWER, answers=WantedListOut)
def wanted(query: WantedQuery) -> WantedListOut:
    """What this office is asked."""
    return queries.wanted(actor(), done=query.done)


@api.get("/desk/opinions/<uuid:opinion_id>", allow=Permission.OPINIONS_ANSWER, answers=WantedOut, problems=(404,))
def wanted_one(path: OpinionPath) -> WantedOut:
    """One question with what is shared; the look is recorded."""
    return queries.wanted_one(path.opinion_id, actor())


@api.post(
    "/desk/opinions/<uuid:opinion_id>/answer",
    allow=Permission.OPINIONS_ANSWER,
    writes=True,
    answers=WantedOut,
    problems=(404, 409),
)
def answer(path: OpinionPath, body: AnswerIn) -> WantedOut:
    """Answer with words, and yes or no where that is asked."""
    operations.answer(path.opinion_id, body, actor())
    return queries.wanted_one(path.opinion_id, actor())


@api.get(
    "/desk/opinions/<uuid:opinion_id>/pages/<uuid:attachment_id>",
    allow=Permission.OPINIONS_ANSWER,
    answers=SHOWN,
    problems=(404,),
)
def shared_page(path: SharedPagePath, query: SizeQuery) -> Response:
    """A page of a paper that is shared; the look is recorded."""
    file, media_type = queries.shared_page(path.opinion_id, path.attachment_id, query.size, actor())
    answer = Response(file.read_bytes(), mimetype=media_type)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
