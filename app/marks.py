"""What is done from outside and shown inside: backups, verifications; a row each, written at their end.

A mark tells what a command found. It never stands in the way of the command: whoever keeps one says so when it cannot.
"""

from __future__ import annotations

import logging
import socket
from typing import Literal

from sqlalchemy import Index, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped

from app.core import clock
from app.core.ids import uuid7
from app.core.living import InUseError
from app.db import JsonDict, Model, Moment, Short, UuidPk, append_only, db, transaction

log = logging.getLogger(__name__)

Kind = Literal["backup", "backup_verify", "audit_verify"]


class Mark(Model):
    """One run of a command, with its verdict; never changed, never removed."""

    __tablename__ = "mark"
    __table_args__ = (Index("ix_mark_kind", "kind", "at"),)

    id: Mapped[UuidPk]
    at: Mapped[Moment]
    kind: Mapped[Short]
    """backup, backup_verify, audit_verify."""
    ok: Mapped[bool]
    host: Mapped[Short]
    """The machine it ran on: a folder of another machine cannot be looked at from here."""
    said: Mapped[JsonDict]


append_only(Mark)


def keep(kind: Kind, *, ok: bool, **said: str | int) -> bool:
    """Keep a mark in a transaction of its own; whether that went well. Never fails: the command has done its work."""
    try:
        with transaction(writes=True):
            row = Mark(id=uuid7(), at=clock.now(), kind=kind, ok=ok, host=host(), said=said)
            db.session.add(row)
    except (SQLAlchemyError, InUseError, OSError) as fault:
        log.warning("the mark of %s could not be kept: %s", kind, type(fault).__name__)
        return False
    return True


def last(kind: Kind, *, ok: bool | None = None) -> Mark | None:
    """The newest mark of a kind; with `ok` the newest of those that went so."""
    rows = select(Mark).where(Mark.kind == kind)
    if ok is not None:
        rows = rows.where(Mark.ok.is_(ok))
    return db.session.scalar(rows.order_by(Mark.at.desc(), Mark.id.desc()).limit(1))


def host() -> str:
    """What this machine calls itself."""
    return socket.gethostname()[:80]
