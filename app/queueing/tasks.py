"""Jobs of the waiting room: a day that is over is closed, and what was left of appointments is forgotten."""

from __future__ import annotations

from datetime import timedelta

from app.jobs import task
from app.queueing import bookings, operations, tablets


@task("queueing.end_of_day", every=timedelta(hours=1))
def end_of_day() -> None:
    """Close the days before today, and forget what has served."""
    operations.end_of_day()
    bookings.forget()
    tablets.forget()
