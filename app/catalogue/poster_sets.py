"""Posters of many procedures of a unit in one PDF: sheets for the wall (A4) or cards to take home (A6, four a page)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete

from app import jobs
from app.catalogue import poster, queries
from app.catalogue.models import PosterSet
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.ids import uuid7
from app.db import db
from app.units import queries as units
from app.units.models import Unit

Size = Literal["a4", "a6"]
AT_ONCE = 8
"""So many posters are drawn while one waits; more are drawn by a job."""
KEPT = timedelta(days=7)
TASK = "catalogue.draw_posters"


def choose(unit: Unit, *, codes: Sequence[str] = (), life_event: str | None = None) -> list[str]:
    """The codes of the procedures whose posters are wanted: the named ones, a life event's, or all of the unit.

    Raises NotFound for a procedure that is not in force, Invalid where the unit receives none of them.
    """
    named = {queries.current_version(code).code for code in codes}
    fitting = [
        body
        for code, body in queries.in_force().items()
        if (not codes or code in named)
        and body["level"] in unit.levels
        and (life_event is None or life_event in body["life_events"])
    ]
    if not fitting:
        raise errors.Invalid("no_posters", errors=[{"path": "codes", "code": "no_posters", "params": {}}])
    return [body["code"] for body in sorted(fitting, key=lambda body: (body["field"], body["name"]["vi"]))]


def draw(unit: Unit, codes: Sequence[str], size: Size, *, public_url: str) -> bytes:
    """The posters in this order as one PDF; the same facts give the same bytes."""
    bodies = [queries.procedure_body(queries.current_version(code)) for code in codes]
    return poster.draw_set(bodies, unit, size, public_url=public_url)


def ask(actor: Actor, unit_id: UUID, size: Size, codes: Sequence[str], life_event: str | None) -> PosterSet:
    """Ask for a set: a small one is there at once, a large one is drawn by a job. May be refused."""
    actor.need(Permission.CATALOGUE_REVIEW, unit_id)
    chosen = choose(units.get(unit_id), codes=codes, life_event=life_event)
    made = PosterSet(
        id=uuid7(), unit_id=unit_id, size=size, codes=chosen, asked_by=actor.principal, asked_at=clock.now()
    )
    db.session.add(made)
    db.session.flush()
    if len(chosen) > AT_ONCE:
        jobs.later(TASK, set_id=made.id)
    return made


def fill(made: PosterSet, *, public_url: str) -> PosterSet:
    """Draw a set that was asked for; one that is there stays as it is."""
    if made.pdf is None:
        made.pdf = draw(units.get(made.unit_id), made.codes, made.size, public_url=public_url)  # type: ignore[arg-type]  # checked when it was asked for
        made.made_at = clock.now()
        db.session.flush()
    return made


def get(set_id: UUID, actor: Actor) -> PosterSet:
    """A set of one of the actor's units; raises NotFound."""
    found = db.session.get(PosterSet, set_id)
    if found is None or not actor.may(Permission.CATALOGUE_REVIEW, found.unit_id):
        raise errors.NotFound("poster_set_not_found")
    return found


def shown(made: PosterSet) -> dict[str, Any]:
    """A set in the shape of PosterSetOut."""
    return {
        "set_id": made.id,
        "unit_id": made.unit_id,
        "size": made.size,
        "count": len(made.codes),
        "pages": -(-len(made.codes) // 4) if made.size == "a6" else len(made.codes),
        "asked_at": made.asked_at,
        "made_at": made.made_at,
    }


def forget_old() -> None:
    """Drop the sets that were asked for a week ago: they can be drawn again."""
    db.session.execute(delete(PosterSet).where(PosterSet.asked_at < clock.now() - KEPT))
