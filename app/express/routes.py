"""The express lane over HTTP."""

from __future__ import annotations

from app.core.access import Permission
from app.dossiers import desk as desk_view
from app.dossiers.schemas import DeskDossierOut, DossierPath
from app.express import operations, queries
from app.express.schemas import ExpressIn, ExpressListOut
from app.identity import audit
from app.web.api import Api
from app.web.session import actor

api = Api("express")


@api.get("/desk/express", allow=Permission.DOSSIERS_READ, answers=ExpressListOut)
def lane() -> ExpressListOut:
    """What can be settled today."""
    audit.look(actor(), "inbox", "express", "desk")
    return queries.lane(actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/express",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=DeskDossierOut,
    problems=(404, 409),
)
def mark(path: DossierPath, body: ExpressIn) -> DeskDossierOut:
    """Settle this one at once: it goes to the top of the next desk's list."""
    return desk_view.view(operations.mark(path.dossier_id, body, actor()), actor())
