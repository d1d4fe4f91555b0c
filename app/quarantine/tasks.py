"""What work that waits for an officer needs looked after."""

from __future__ import annotations

from datetime import timedelta

from app.jobs import task
from app.quarantine import operations


@task("quarantine.forget_refused", every=timedelta(days=1))
def forget_refused() -> None:
    """Forget what was written in work that was refused long ago."""
    operations.forget_refused()
