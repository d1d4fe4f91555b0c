"""What units need looked after while nobody acts on them."""

from __future__ import annotations

from datetime import timedelta

from app.jobs import task
from app.units import worktime


@task("units.turn_hours", every=timedelta(minutes=15))
def turn_hours() -> None:
    """The hours that begin today become those of their unit."""
    worktime.turn_all()
