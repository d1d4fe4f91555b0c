"""What is decided for a day to come, done on that day."""

from __future__ import annotations

from datetime import timedelta

from app.admin import unit_following
from app.jobs import task


@task("admin.follow_units", every=timedelta(minutes=15))
def follow_units() -> None:
    """Units are called and stand as was decided; people and groups of ended ones go on at their heirs."""
    unit_following.follow()
