"""What was typed at an abandoned sitting does not stay."""

from __future__ import annotations

from datetime import timedelta

from app.counter import keeping
from app.jobs import task


@task("counter.forget_abandoned", every=timedelta(hours=1))
def forget_abandoned() -> None:
    """Forget what people typed at sittings that nobody ended, once its time is over."""
    keeping.forget_abandoned()
