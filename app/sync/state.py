"""Who this server is: made at the first question, changed only by a restore."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from app.core import clock, errors
from app.db import db, insert_missing, transaction
from app.sync import rules
from app.sync.models import ServerState
from app.sync.schemas import Envelope

ENVELOPES = {1: date(2026, 11, 22)}
"""When each number of operation envelopes was released. All of them can be read for ever: what an old app queued is
carried by a new one as it was signed. What ends is that an app goes on writing one (`need_current_app`)."""
LEVEL = "Phone-App"
"""The header in which an app says what it is: `envelope=1; release=1`."""


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


def taken() -> tuple[int, ...]:
    """The envelopes that apps may write today."""
    return rules.envelopes_taken(ENVELOPES, clock.today())


def need_current_app(said: str, required: int) -> None:
    """Raise UpgradeFirst for an app that is too old for this server; it keeps everything it holds.

    Too old is an envelope that is no longer taken, or a release before the one the office requires (APP_REQUIRED).
    """
    numbers = dict(part.strip().split("=", 1) for part in said.split(";") if "=" in part)
    envelope, release = numbers.get("envelope", ""), numbers.get("release", "")
    if envelope.isdecimal() and int(envelope) < min(taken()):
        raise errors.UpgradeFirst("update_first")
    if release.isdecimal() and int(release) < required:
        raise errors.UpgradeFirst("update_first")


def begin_new_epoch() -> UUID:
    """Say that history was cut, as by a restored backup, in the present transaction; returns the new epoch."""
    known = db.session.get(ServerState, 1, with_for_update=True)
    if known is None:
        known = ServerState(id=1, server_id=uuid4())
        db.session.add(known)
    known.epoch, known.since = uuid4(), clock.now()
    db.session.flush()
    return known.epoch
