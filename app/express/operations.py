"""Saying that a dossier is to be settled at once."""

from __future__ import annotations

from uuid import UUID

from app.core import errors
from app.core.access import Actor, Permission
from app.dossiers import operations as desk
from app.dossiers.flags import EXPRESS
from app.dossiers.models import Dossier
from app.express import queries
from app.express.schemas import ExpressIn


def mark(dossier_id: UUID, given: ExpressIn, actor: Actor) -> Dossier:
    """From now on it stands at the top of the list of whoever has its next step. Raises Conflict where it is too late.

    The moves themselves are made as ever, each with its needs and by whom the table lets make it.
    """

    def do(dossier: Dossier) -> None:
        if queries.until(dossier) is None:
            raise errors.Conflict("express_not_today", extra={"state": dossier.state})
        if EXPRESS in dossier.flags:
            return
        dossier.flags = [*dossier.flags, EXPRESS]
        desk.note(dossier, "express", given.op_id, {}, actor, Permission.DOSSIERS_READ, "")

    return desk.act(dossier_id, given.op_id, given.seen, "desk.express", {"seen": given.seen}, actor, do)
