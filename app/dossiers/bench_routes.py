"""What lies beside a dossier at the desk, over HTTP; the desk's other endpoints are in routes.py."""

from __future__ import annotations

from app.core.access import Permission
from app.core.text import nfc, nfc_lines
from app.dossiers import beside, operations, outside, sides, twins
from app.dossiers.bench_schemas import (
    BesideOut,
    LabelsIn,
    ManyIn,
    ManyOut,
    NoteIn,
    NotePath,
    StrikeIn,
    TwinIn,
    TwinOut,
    TwinPath,
)
from app.dossiers.look_schemas import LookReasonIn, LookReasonsOut
from app.dossiers.schemas import DeskDossierOut, DossierPath
from app.web.api import Api
from app.web.session import actor
from app.workbench import operations as workbench

api = Api("desk")


@api.get("/desk/dossiers/<uuid:dossier_id>/beside", allow=Permission.DOSSIERS_READ, answers=BesideOut, problems=(404,))
def read_beside(path: DossierPath) -> BesideOut:
    """The office's notes and labels on a dossier, and who looked at it."""
    return beside.beside(operations.for_desk(path.dossier_id, actor()), actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/notes",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=BesideOut,
    problems=(404, 409),
)
def write_note(path: DossierPath, body: NoteIn) -> BesideOut:
    """Write a note for colleagues; the resident never sees it."""
    dossier = operations.for_desk(path.dossier_id, actor(), locked=True)
    workbench.write_note(dossier.id, body.note_id, nfc_lines(body.text), actor())
    return beside.beside(dossier, actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/notes/<uuid:note_id>/strike",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=BesideOut,
    problems=(404,),
)
def strike_note(path: NotePath, body: StrikeIn) -> BesideOut:
    """Strike a note out, with a reason; it stays readable."""
    dossier = operations.for_desk(path.dossier_id, actor(), locked=True)
    workbench.strike_note(dossier.id, path.note_id, nfc_lines(body.reason), actor())
    return beside.beside(dossier, actor())


@api.put(
    "/desk/dossiers/<uuid:dossier_id>/labels",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=BesideOut,
    problems=(404,),
)
def put_labels(path: DossierPath, body: LabelsIn) -> BesideOut:
    """Have exactly these labels lie on a dossier."""
    dossier = operations.for_desk(path.dossier_id, actor(), locked=True)
    workbench.put_labels(dossier.id, dossier.unit_id, body.labels, actor())
    return beside.beside(dossier, actor())


@api.get(
    "/desk/dossiers/<uuid:dossier_id>/twins/<uuid:other_id>",
    allow=Permission.DOSSIERS_READ,
    answers=TwinOut,
    problems=(404,),
)
def read_twins(path: TwinPath) -> TwinOut:
    """Two dossiers that look alike, side by side."""
    return sides.side_by_side(path.dossier_id, path.other_id, actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/twins/<uuid:other_id>",
    allow=Permission.DOSSIERS_MERGE,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def decide_twins(path: TwinPath, body: TwinIn) -> DeskDossierOut:
    """Keep two apart, or merge them; answers with the one that goes on."""
    stays = twins.decide(
        path.dossier_id,
        path.other_id,
        op_id=body.op_id,
        decision=body.decision,
        seen=(body.seen, body.other_seen),
        reason=nfc_lines(body.reason),
        actor=actor(),
    )
    return sides.view(stays, actor())


@api.post("/desk/many", allow=Permission.DOSSIERS_READ, answers=ManyOut)
def read_many(body: ManyIn) -> ManyOut:
    """What may be done with each of the marked dossiers, and what is in the way."""
    return beside.many(body.dossier_ids, actor())


@api.get("/desk/look-reasons", allow=Permission.DOSSIERS_READ, answers=LookReasonsOut)
def read_look_reasons() -> LookReasonsOut:
    """What people mostly say when they look outside their own work."""
    return outside.usual()


@api.post("/desk/dossiers/<uuid:dossier_id>/look-reason", allow=Permission.DOSSIERS_READ, writes=True, problems=(404,))
def say_why(path: DossierPath, body: LookReasonIn) -> None:
    """Say why one looks at a dossier outside one's own work; it stands on the access record, and its owner reads it."""
    dossier = operations.for_desk(path.dossier_id, actor(), shown=False)
    outside.say(dossier, body.key, nfc(body.text), actor())
