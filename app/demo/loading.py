"""Loading the demo: once, through the doors of the house; a second time it finds everything as it left it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app import settings
from app.catalogue import queries as catalogue
from app.core import clock
from app.db import db, transaction
from app.demo import asked, closed, place, put_right, under_way, waiting_room, world
from app.dossiers.models import Dossier, Operation
from app.units.models import Unit


class NotHereError(RuntimeError):
    """The demo does not belong in this database; the text says why and what to do."""


@dataclass(frozen=True)
class Loaded:
    """What came of a load."""

    dossiers: int
    new: int
    """Acts that this load added; none the second time."""


def load() -> Loaded:
    """Bring the demo commune into the database; raises NotHereError where it does not belong there."""
    with transaction(writes=False):
        _may_load()
        founded = place.founded_at() or clock.now() - place.LONG_AGO
        before = _count(Operation)
    with clock.at(founded):
        with transaction(writes=True):
            made = place.found()
        with transaction(writes=False):
            told = world.at(made)
        for stories in (closed, put_right, under_way, asked, waiting_room):
            stories.tell(told)
    with transaction(writes=False):
        return Loaded(_count(Dossier), _count(Operation) - before)


def _may_load() -> None:
    if not settings().demo:
        raise NotHereError("This server is no demo: set DEMO=1, and the invented commune can be loaded.")
    if place.founded_at() is None and _count(Unit):
        raise NotHereError("The database has units that are not the demo's: a demo begins with an empty database.")
    if catalogue.latest_load() is None:
        raise NotHereError("There are no procedures yet: flask catalogue load catalogue")


def _count(model: type[Dossier | Operation | Unit]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
