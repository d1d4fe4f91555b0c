"""What is late is said to whoever waits for it, once for each due moment that has passed."""

from __future__ import annotations

from sqlalchemy import exists, select

from app.core import clock, ids
from app.core.access import SYSTEM
from app.db import db
from app.dossiers import log, telling
from app.dossiers.models import Dossier, DossierEvent
from app.workflow.table import RUNNING

OVERDUE = "overdue"
"""The event of the log, and the kind of the message."""
AT_ONCE = 200


def tell_overdue() -> int:
    """Tell the owners of up to AT_ONCE dossiers whose due moment has passed and who were not told yet; how many.

    A due moment that moved since (a supplement, an extension) is another one: when it passes, they are told again.
    """
    said = exists().where(
        DossierEvent.dossier_id == Dossier.id, DossierEvent.move == OVERDUE, DossierEvent.at > Dossier.due_at
    )
    late = (
        select(Dossier)
        .where(Dossier.state.in_([each.value for each in RUNNING]), Dossier.due_at < clock.now(), ~said)
        .order_by(Dossier.due_at, Dossier.id)
        .limit(AT_ONCE)
        .with_for_update()
    )
    found = list(db.session.scalars(late.execution_options(populate_existing=True)))
    for dossier in found:
        log.append(dossier, move=OVERDUE, to_state=dossier.state, actor=SYSTEM, op_id=ids.uuid7(), role="system")
        telling.tell(dossier, SYSTEM, OVERDUE)
    return len(found)
