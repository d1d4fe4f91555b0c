"""What the office keeps for its own work, as those see it whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.core import errors
from app.core.access import Actor, Permission
from app.core.text import sort_key
from app.db import db
from app.workbench.models import DossierLabel, KeptApart, Label, Note, SavedFilter, Snippet
from app.workbench.schemas import Asked, FilterOut, LabelOut, NoteOut, SnippetOut


def filters_of(actor: Actor) -> list[FilterOut]:
    """The actor's filters, by name."""
    rows = db.session.scalars(select(SavedFilter).where(SavedFilter.person_id == actor.person_id))
    made = [FilterOut(id=each.id, name=each.name, asked=asked_of(each), pinned=each.pinned) for each in rows]
    return sorted(made, key=lambda each: sort_key(each.name))


def asked_of(kept: SavedFilter) -> Asked:
    """What a filter asks for, without what an older server knew and this one does not."""
    known = {name: value for name, value in kept.asked.items() if name in Asked.model_fields}
    return Asked.model_validate(known)


def labels_of(actor: Actor) -> list[LabelOut]:
    """The labels of the actor's units, by name; retired ones last."""
    reach = actor.units(Permission.DOSSIERS_READ)
    rows = db.session.scalars(select(Label).where(Label.unit_id.in_(reach)))
    return sorted(map(label_out, rows), key=lambda each: (each.retired, sort_key(each.name)))


def label_out(label: Label) -> LabelOut:
    """One label as it is shown."""
    return LabelOut.model_validate(
        {
            "id": label.id,
            "unit_id": label.unit_id,
            "name": label.name,
            "colour": label.colour,
            "retired": label.retired_at is not None,
        }
    )


def labels_on(dossier_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Which labels lie on these dossiers."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = select(DossierLabel.dossier_id, DossierLabel.label_id).where(DossierLabel.dossier_id.in_(dossier_ids))
    for row in db.session.execute(rows.order_by(DossierLabel.put_at, DossierLabel.label_id)):
        found[row.dossier_id].append(row.label_id)
    return found


def labelled(label_id: UUID) -> frozenset[UUID]:
    """The dossiers on which a label lies."""
    return frozenset(db.session.scalars(select(DossierLabel.dossier_id).where(DossierLabel.label_id == label_id)))


def snippets_of(actor: Actor) -> list[SnippetOut]:
    """The actor's own pieces of text, then those of the units, each by name."""
    reach = actor.units(Permission.DOSSIERS_READ)
    whose = or_(Snippet.person_id == actor.person_id, Snippet.unit_id.in_(reach))
    return _shown(whose)


def _shown(whose: ColumnElement[bool]) -> list[SnippetOut]:
    rows = list(db.session.scalars(select(Snippet).where(whose)))
    rows.sort(key=lambda each: (each.unit_id is not None, sort_key(each.name)))
    return [
        SnippetOut(
            id=each.id,
            unit_id=each.unit_id,
            name=each.name,
            text=each.text,
            made_by=each.made_by,
            mine=each.unit_id is None,
        )
        for each in rows
    ]


def snippets_at(unit_id: UUID) -> list[SnippetOut]:
    """The pieces of text of a unit, by name; who may see them is asked before."""
    return _shown(Snippet.unit_id == unit_id)


def labels_at(unit_id: UUID) -> list[LabelOut]:
    """The labels of a unit, by name, retired ones last; who may see them is asked before."""
    rows = db.session.scalars(select(Label).where(Label.unit_id == unit_id))
    return sorted(map(label_out, rows), key=lambda each: (each.retired, sort_key(each.name)))


def notes_on(dossier_id: UUID, actor: Actor) -> list[NoteOut]:
    """The office's notes on a dossier, the oldest first."""
    rows = select(Note).where(Note.dossier_id == dossier_id).order_by(Note.at, Note.id)
    return [
        NoteOut(
            id=each.id,
            text=each.text,
            by=each.by_name,
            mine=each.by_id == actor.person_id,
            at=each.at,
            struck_by=each.struck_by,
            struck_at=each.struck_at,
            struck_reason=each.struck_reason,
        )
        for each in db.session.scalars(rows)
    ]


def note(dossier_id: UUID, note_id: UUID) -> Note:
    """One note of a dossier; raises NotFound."""
    found = db.session.get(Note, note_id)
    if found is None or found.dossier_id != dossier_id:
        raise errors.NotFound("note")
    return found


def apart_from(dossier_id: UUID) -> frozenset[UUID]:
    """The dossiers that somebody found to be another than this one."""
    rows = select(KeptApart).where(or_(KeptApart.one_id == dossier_id, KeptApart.other_id == dossier_id))
    return frozenset(each.other_id if each.one_id == dossier_id else each.one_id for each in db.session.scalars(rows))
