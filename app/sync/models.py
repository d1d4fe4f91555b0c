"""Who this server is, and since when its history is unbroken."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Moment


class ServerState(Model):
    """One row. The epoch changes when a backup is restored: cursors and acknowledgements of before count no more."""

    __tablename__ = "server_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    server_id: Mapped[UUID]
    epoch: Mapped[UUID]
    since: Mapped[Moment]
