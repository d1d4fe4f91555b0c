"""Handing over results, over HTTP."""

from __future__ import annotations

from app.core.access import Permission
from app.handover import operations, queries
from app.handover.schemas import GiveIn, GiveOut, HandoverOut, HandoverPath, WaitingOut, WaitingQuery
from app.identity import audit
from app.web.api import Api
from app.web.session import actor

api = Api("handover")


@api.get("/desk/handovers", allow=Permission.DOSSIERS_HAND_OVER, answers=WaitingOut)
def read_waiting(query: WaitingQuery) -> WaitingOut:
    """Whose results lie ready. Searching for people is recorded, and so is every dossier that is shown for it."""
    found = queries.waiting(query.q, actor())
    if query.q:
        audit.look(actor(), "inbox", "search", "desk")
        for person in found.people:
            for row in person.rows:
                audit.look(actor(), "dossier", row.dossier_id, "desk")
    return found


@api.post("/desk/handovers", allow=Permission.DOSSIERS_HAND_OVER, writes=True, answers=GiveOut, problems=(404, 409))
def hand_over(body: GiveIn) -> GiveOut:
    """Hand over several results to one person or parcel; says of each what came of it."""
    return operations.hand_over(body, actor())


@api.get("/desk/handovers/<uuid:handover_id>", allow=Permission.DOSSIERS_READ, answers=HandoverOut, problems=(404,))
def read_handover(path: HandoverPath) -> HandoverOut:
    """The record of an act, with the signature; the look is recorded on each of its dossiers."""
    found = queries.record(path.handover_id, actor())
    for dossier_id in found.dossiers:
        audit.look(actor(), "dossier", dossier_id, "desk")
    return found
