"""What the books leave to the job executor."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from app.jobs import task
from app.registers import making


@task("registers.export", outside=True)
def export(export_id: str) -> None:
    """Make a long file that somebody asked for."""
    making.make(UUID(export_id))


@task("registers.forget_exports", outside=True, every=timedelta(hours=1))
def forget_exports() -> None:
    """Remove files that have lain for their day."""
    making.forget_old()
