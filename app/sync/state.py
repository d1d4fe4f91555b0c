"""Who this server is: made at the first question, changed only by a restore."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from app.core import clock
from app.db import db, insert_missing, transaction
from app.sync.models import ServerState
from app.sync.schemas import Envelope

ENVELOPES = (1,)
"""Numbers of operation envelopes that are taken."""


@dataclass(frozen=True)
class Self:
    """The server as its answers name it."""

    server_id: UUID
    epoch: UUID

    def envelope(self) -> Envelope:
        """What proves that this server answered."""
        return Envelope(server_id=self.server_id, epoch=self.epoch, server_time=clock.now())


def this_server() -> Self:
    """This server's id and epoch; opens transactions of its own."""
    with transaction(writes=False):
        known = db.session.get(ServerState, 1)
        if known is not None:
            return Self(known.server_id, known.epoch)
    with transaction(writes=True):
        insert_missing(ServerState, id=1, server_id=uuid4(), epoch=uuid4(), since=clock.now())
        made = db.session.get_one(ServerState, 1)
        return Self(made.server_id, made.epoch)


def begin_new_epoch() -> UUID:
    """Say that history was cut, as by a restored backup, in the present transaction; returns the new epoch."""
    known = db.session.get(ServerState, 1, with_for_update=True)
    if known is None:
        known = ServerState(id=1, server_id=uuid4())
        db.session.add(known)
    known.epoch, known.since = uuid4(), clock.now()
    db.session.flush()
    return known.epoch
