"""Broken builds of the server, to see that the simulation would find them. A torture's server is told which by MUTANT;
nothing outside the tests knows this door."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from app import create_app
from app.core.access import Actor
from app.db import db, transaction
from app.dossiers import log
from app.dossiers.models import Dossier, Operation
from app.feed import FeedRow
from app.sync import changes, schemas
from app.sync import push as pushing


def doubled_apply() -> None:
    """An operation that comes again has its effect again."""
    read = pushing._read

    def read_and_do_again(given: schemas.SignedText) -> pushing.Item:
        item = read(given)
        if item.op is not None and item.op.dossier_id is not None:
            with transaction(writes=True):
                known = db.session.get(Operation, item.op.op_id)
                dossier = db.session.get(Dossier, item.op.dossier_id)
                if known is not None and known.status == "applied" and dossier is not None:
                    again = Actor(principal=item.op.principal)
                    log.append(dossier, move="submit", to_state=dossier.state, actor=again, op_id=known.op_id)
        return item

    pushing._read = read_and_do_again


def skipped_feed_row() -> None:
    """Every third line of a feed is passed over, and the cursor stands behind it."""
    tell = changes._changes

    def tell_less(principal: str, rows: Sequence[FeedRow], *more: Any) -> list[changes.Change]:
        return tell(principal, [row for row in rows if row.seq % 3], *more)

    changes._changes = tell_less


MUTANTS = {"doubled_apply": doubled_apply, "skipped_feed_row": skipped_feed_row}
MUTANTS[os.environ["MUTANT"]]()
app = create_app()
