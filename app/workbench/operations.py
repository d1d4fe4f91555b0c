"""What people of the office keep for their own work. Ids are made at the desk: the same again is the same thing."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from app.core import clock, errors
from app.core.access import Actor
from app.db import db
from app.workbench import queries
from app.workbench.models import DossierLabel, KeptApart, Label, Note, SavedFilter, Snippet
from app.workbench.schemas import FilterIn, LabelIn, SnippetIn

FILTERS_AT_MOST, LABELS_AT_MOST, SNIPPETS_AT_MOST = 60, 100, 300


def keep_filter(filter_id: UUID, given: FilterIn, actor: Actor) -> None:
    """Keep one's own filter, or change it. Raises Conflict where the name stands for another one."""
    assert actor.person_id is not None
    row = db.session.get(SavedFilter, filter_id)
    if row is not None and row.person_id != actor.person_id:
        raise errors.NotFound("saved_filter")
    mine = select(SavedFilter).where(SavedFilter.person_id == actor.person_id, SavedFilter.id != filter_id)
    others = list(db.session.scalars(mine))
    if any(each.name == given.name for each in others):
        raise errors.Conflict("name_taken")
    if row is None:
        _room(len(others), FILTERS_AT_MOST)
        row = SavedFilter(id=filter_id, person_id=actor.person_id, made_at=clock.now())
        db.session.add(row)
    row.name, row.pinned = given.name, given.pinned
    row.asked = given.asked.model_dump(mode="json", exclude_defaults=True)
    db.session.flush()


def drop_filter(filter_id: UUID, actor: Actor) -> None:
    """Give one's own filter up; one that is gone stays gone."""
    row = db.session.get(SavedFilter, filter_id)
    if row is not None and row.person_id == actor.person_id:
        db.session.delete(row)
        db.session.flush()


def set_label(label_id: UUID, given: LabelIn) -> None:
    """Keep a label of a unit's list, or change it; who may is asked in app/admin. Raises Conflict for a taken name."""
    row = db.session.get(Label, label_id)
    if row is not None and row.unit_id != given.unit_id:
        raise errors.NotFound("label")
    others = list(db.session.scalars(select(Label).where(Label.unit_id == given.unit_id, Label.id != label_id)))
    if any(each.name == given.name and each.retired_at is None for each in others) and not given.retired:
        raise errors.Conflict("name_taken")
    if row is None:
        _room(len(others), LABELS_AT_MOST)
        row = Label(id=label_id, unit_id=given.unit_id)
        db.session.add(row)
    row.name, row.colour = given.name, given.colour
    row.retired_at = (row.retired_at or clock.now()) if given.retired else None
    db.session.flush()


def put_labels(dossier_id: UUID, unit_id: UUID, wanted: Collection[UUID], actor: Actor) -> None:
    """Have exactly these labels lie on a dossier. Raises Invalid for one that its unit does not have any more."""
    here = {row.label_id: row for row in db.session.scalars(select(DossierLabel).filter_by(dossier_id=dossier_id))}
    new = set(wanted) - set(here)
    fitting = select(Label.id).where(Label.id.in_(new), Label.unit_id == unit_id, Label.retired_at.is_(None))
    if set(db.session.scalars(fitting)) != new:
        raise errors.Invalid("label", errors=[{"path": "labels", "code": "label", "params": {}}])
    for label_id in new:
        row = DossierLabel(dossier_id=dossier_id, label_id=label_id, put_by=actor.name, put_at=clock.now())
        db.session.add(row)
    for label_id in set(here) - set(wanted):
        db.session.delete(here[label_id])
    db.session.flush()


def keep_snippet(snippet_id: UUID, given: SnippetIn, actor: Actor) -> None:
    """Keep a piece of text of one's own, or change it."""
    there = db.session.get(Snippet, snippet_id)
    if there is not None and there.person_id != actor.person_id:
        raise errors.NotFound("snippet")
    set_snippet(snippet_id, None, given, actor)


def set_snippet(snippet_id: UUID, unit_id: UUID | None, given: SnippetIn, actor: Actor) -> None:
    """Keep a piece of text, one's own or a unit's; whether she may is asked before (app/admin for a unit's)."""
    row = db.session.get(Snippet, snippet_id)
    if row is None:
        mine = select(func.count()).select_from(Snippet)
        whose = Snippet.unit_id == unit_id if unit_id else Snippet.person_id == actor.person_id
        _room(db.session.scalar(mine.where(whose)) or 0, SNIPPETS_AT_MOST)
        row = Snippet(id=snippet_id, made_by=actor.name, made_at=clock.now())
        db.session.add(row)
    row.person_id = None if unit_id else actor.person_id
    row.unit_id, row.name, row.text = unit_id, given.name, given.text
    db.session.flush()


def drop_snippet(snippet_id: UUID, actor: Actor) -> None:
    """Give a piece of text of one's own up; one that is gone stays gone."""
    row = db.session.get(Snippet, snippet_id)
    if row is not None and row.person_id == actor.person_id:
        db.session.delete(row)
        db.session.flush()


def write_note(dossier_id: UUID, note_id: UUID, text: str, actor: Actor) -> None:
    """Write a note on a dossier; the same id again is the same note. Raises Conflict where it says something else."""
    assert actor.person_id is not None
    there = db.session.get(Note, note_id)
    if there is not None:
        if (there.dossier_id, there.by_id, there.text) != (dossier_id, actor.person_id, text):
            raise errors.Conflict("op_reused")
        return
    made = Note(id=note_id, dossier_id=dossier_id, text=text, by_id=actor.person_id, by_name=actor.name, at=clock.now())
    db.session.add(made)
    db.session.flush()


def strike_note(dossier_id: UUID, note_id: UUID, reason: str, actor: Actor) -> None:
    """Strike a note out, with a reason; it stays readable. One that is struck stays as it was struck."""
    row = queries.note(dossier_id, note_id)
    if row.struck_at is None:
        row.struck_at, row.struck_by, row.struck_reason = clock.now(), actor.name, reason
        db.session.flush()


def keep_apart(one: UUID, other: UUID, reason: str, actor: Actor) -> None:
    """Note that two dossiers are two, so that nobody is asked again."""
    first, second = sorted((one, other))
    if db.session.get(KeptApart, (first, second)) is None:
        row = KeptApart(one_id=first, other_id=second, reason=reason, by_name=actor.name, at=clock.now())
        db.session.add(row)
        db.session.flush()


def _room(there: int, at_most: int) -> None:
    if there >= at_most:
        raise errors.Conflict("list_full", extra={"max": at_most})
