"""Posters that are many are drawn while nobody waits."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from app import settings
from app.catalogue import poster_sets
from app.catalogue.models import PosterSet
from app.db import db
from app.jobs import task


@task(poster_sets.TASK)
def draw_posters(set_id: str) -> None:
    """Draw a set; one that was dropped in the meantime is none."""
    made = db.session.get(PosterSet, UUID(set_id))
    if made is not None:
        poster_sets.fill(made, public_url=settings().public_url)


@task("catalogue.forget_posters", every=timedelta(days=1))
def forget_posters() -> None:
    """Drop sets that nobody fetches any more."""
    poster_sets.forget_old()
