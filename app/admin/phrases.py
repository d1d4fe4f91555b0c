"""The room of phrases: a unit's reasons, its pieces of text and its labels, and who changed which."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from app.admin import reach, record
from app.admin.account_schemas import AccountUnitOut
from app.admin.phrase_schemas import (
    OrderIn,
    PhrasesOut,
    PlannedOut,
    ReasonIn,
    ReasonRowOut,
    UnitLabelIn,
    UnitSnippetIn,
)
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.shapes import Words
from app.db import db
from app.reasons import operations as reasons
from app.reasons import queries, rules
from app.units import queries as units
from app.units.models import Unit
from app.workbench import operations as workbench
from app.workbench import queries as kept
from app.workbench.models import Label, Snippet
from app.workbench.schemas import LabelIn, SnippetIn

_MANAGE = Permission.UNITS_MANAGE


def shown(actor: Actor, unit_id: UUID | None) -> PhrasesOut:
    """The room for a unit, by default the first the actor looks after that has an office. Raises NotFound."""
    there = [unit for unit in reach.named(reach.managed(actor, _MANAGE)) if unit.kind != "village"]
    if not there:
        raise errors.NotFound("unit_not_found")
    unit = reach.need(actor, _MANAGE, unit_id) if unit_id else next((u for u in there if u.levels), there[0])
    said = queries.said_by([unit.id])
    return PhrasesOut(
        units=[AccountUnitOut(unit_id=each.id, name=each.name, kind=each.kind) for each in there],
        unit_id=unit.id,
        reasons=[_row(each, unit, said) for each in queries.of_unit(unit.id)],
        snippets=kept.snippets_at(unit.id),
        labels=kept.labels_at(unit.id),
        history=record.history("reasons", unit.id),
    )


def keep_reason(actor: Actor, asked: ReasonIn) -> None:
    """Add a reason, change its words, end it, or offer it again, from a day on; events keep what stood there."""
    unit = reach.need(actor, _MANAGE, asked.unit_id)
    before = _stands(unit, asked.use, asked.value, asked.since)
    words = _words(asked)
    row = reasons.keep(unit.id, asked.use, asked.value, words, ended=asked.ended, since=asked.since, by=actor.name)
    after = {"use": asked.use, "label": asked.label, "ended": asked.ended, "since": asked.since.isoformat()}
    after |= {"basis": asked.basis, "procedure": asked.procedure, "value": row.reason}
    what = "reason_added" if asked.value is None else "reason_ended" if asked.ended else "reason_changed"
    record.keep(actor, "reasons", unit.id, what, unit_id=unit.id, before=before, after=after)


def order(actor: Actor, asked: OrderIn) -> None:
    """Put the reasons for a use into another order from today."""
    unit = reach.need(actor, _MANAGE, asked.unit_id)
    moved = reasons.order(unit.id, asked.use, asked.values, by=actor.name)
    if moved:
        record.keep(actor, "reasons", unit.id, "reasons_ordered", unit_id=unit.id, after={"use": asked.use})


def keep_snippet(actor: Actor, snippet_id: UUID, asked: UnitSnippetIn) -> None:
    """Keep a piece of text for everybody of a unit. Raises NotFound for one of somewhere else."""
    unit = reach.need(actor, _MANAGE, asked.unit_id)
    there = db.session.get(Snippet, snippet_id)
    if there is not None and there.unit_id != unit.id:
        raise errors.NotFound("snippet")
    before = {"name": there.name, "text": there.text} if there else {}
    workbench.set_snippet(snippet_id, unit.id, SnippetIn(name=asked.name, text=asked.text), actor)
    after = {"name": asked.name, "text": asked.text}
    what = "snippet_changed" if before else "snippet_added"
    record.keep(actor, "reasons", unit.id, what, unit_id=unit.id, before=before, after=after)


def drop_snippet(actor: Actor, snippet_id: UUID, unit_id: UUID) -> None:
    """Give a unit's piece of text up; one that is gone stays gone."""
    unit = reach.need(actor, _MANAGE, unit_id)
    there = db.session.get(Snippet, snippet_id)
    if there is None or there.unit_id != unit.id:
        return
    before = {"name": there.name, "text": there.text}
    db.session.delete(there)
    record.keep(actor, "reasons", unit.id, "snippet_dropped", unit_id=unit.id, before=before)


def keep_label(actor: Actor, label_id: UUID, asked: UnitLabelIn) -> None:
    """Keep a label of a unit, change it, or retire it."""
    unit = reach.need(actor, _MANAGE, asked.unit_id)
    there = db.session.get(Label, label_id)
    before = {"name": there.name, "retired": there.retired_at is not None} if there else {}
    given = LabelIn(unit_id=unit.id, name=asked.name, colour=asked.colour, retired=asked.retired)
    workbench.set_label(label_id, given)
    after = {"name": asked.name, "retired": asked.retired}
    what = "label_retired" if asked.retired else "label_changed" if before else "label_added"
    record.keep(actor, "reasons", unit.id, what, unit_id=unit.id, before=before, after=after)


def _words(asked: ReasonIn) -> dict[str, Any]:
    words: dict[str, Any] = {"label": {"vi": asked.label} | ({"en": asked.label_en} if asked.label_en else {})}
    words["hint"] = {"vi": asked.hint} if asked.hint else None
    words["basis"] = asked.basis or None
    words["procedure"] = asked.procedure or None
    if asked.use == "supplement" and asked.kind:
        words["kind"] = asked.kind
    return words


def _stands(unit: Unit, use: str, value: str | None, on: date) -> dict[str, Any]:
    found = next((each for each in queries.of_unit(unit.id, on) if (each.use, each.value) == (use, value)), None)
    return {"label": found.label["vi"], "basis": found.basis or "", "ended": found.ended} if found else {}


def _row(reason: rules.Reason, unit: Unit, said: list[rules.Said]) -> ReasonRowOut:
    coming = [
        PlannedOut(
            since=each.since,
            label=Words.model_validate(each.words.get("label", reason.label)),
            ended=each.ended,
        )
        for each in said
        if (each.use, each.value) == (reason.use, reason.value) and each.since > clock.today()
    ]
    return ReasonRowOut.model_validate(
        {
            "use": reason.use,
            "value": reason.value,
            "kind": reason.kind,
            "procedure": reason.procedure,
            "label": Words.model_validate(reason.label),
            "hint": Words.model_validate(reason.hint) if reason.hint else None,
            "basis": reason.basis,
            "ended": reason.ended,
            "said_by": units.get(reason.said_by).name if reason.said_by else None,
            "mine": reason.said_by == unit.id,
            "planned": coming,
        }
    )
