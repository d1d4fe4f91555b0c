"""The books as the desk's screens show them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from app.core import clock
from app.core.access import Actor, Permission
from app.core.shapes import Words
from app.dossiers.models import Dossier
from app.dossiers.steps import NAMES
from app.letters import queries as letters
from app.letters import style_rules
from app.letters.models import LetterStyle
from app.registers import queries
from app.registers.models import Export, PrintedSheet
from app.registers.rules.book import CHANNELS, TIMINGS, Line, Said
from app.registers.rules.slip import Handing
from app.registers.schemas import (
    ExportOut,
    HandingOut,
    ProcedureChoice,
    RegisterChosen,
    RegisterOut,
    RegisterQuery,
    RegisterRow,
    SheetOut,
    SlipOut,
    StyleChange,
    StyleRow,
    StylesOut,
)
from app.units import queries as units


def asked(query: RegisterQuery) -> RegisterChosen:
    """What a page is of; without days the present month."""
    first = clock.today().replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return RegisterChosen(
        unit_id=query.unit_id,
        since=query.since or first,
        until=query.until or last,
        procedure=query.procedure,
        channel=query.channel,
        state=query.state,
    )


def register(query: RegisterQuery, actor: Actor) -> RegisterOut:
    """A page of the register of one of the actor's units."""
    chosen, now = asked(query), clock.now()
    unit_id = queries.unit_of(chosen.unit_id, actor)
    numbered, total = queries.page_of(chosen, unit_id, query.page, query.limit)
    found = queries.procedures(unit_id, chosen.since.year)
    return RegisterOut(
        unit_id=unit_id,
        unit_name=units.get(unit_id).name,
        rows=[_row(dossier_id, line) for dossier_id, line in queries.lines(numbered, now)],
        total=total,
        page=query.page,
        pages=max(1, -(-total // query.limit)),
        procedures=[ProcedureChoice(code=code, name=name) for code, name in found],
        now=now,
    )


def slip(dossier: Dossier) -> SlipOut:
    """A dossier's control slip as it stands now."""
    now = clock.now()
    found = queries.control(dossier, now)
    owner = dossier.parties.get("owner") or {}
    return SlipOut.model_validate(
        {
            "dossier_id": dossier.id,
            "version": dossier.version,
            "code": dossier.official_number or dossier.local_code,
            "owner": str(owner.get("name") or dossier.title),
            "procedure_name": queries.procedure_name(dossier),
            "received_at": dossier.received_at,
            "due_at": dossier.due_at,
            "timing": found.timing,
            "timing_name": _words(TIMINGS[found.timing]),
            "rows": [_handing(each) for each in found.rows],
            "now": now,
        }
    )


def sheet(found: PrintedSheet) -> SheetOut:
    """A printed sheet as lists show it."""
    return SheetOut.model_validate(
        {
            "sheet_id": found.id,
            "kind": found.kind,
            "title": Words.model_validate(found.title),
            "number": found.number,
            "dossier_id": found.dossier_id,
            "since": found.chosen.get("since"),
            "until": found.chosen.get("until"),
            "rows": found.rows,
            "made_at": found.made_at,
            "made_by": found.made_by,
            "size": found.size,
        }
    )


def export(found: Export) -> ExportOut:
    """How far a file is."""
    return ExportOut.model_validate(
        {
            "export_id": found.id,
            "what": found.what,
            "format": found.format,
            "state": found.state,
            "total": found.total,
            "done": found.done,
            "size": found.size,
            "name": found.name,
            "created_at": found.created_at,
            "until": found.until,
        }
    )


def styles(wanted: UUID | None, actor: Actor) -> StylesOut:
    """How a unit titles and numbers its letters today, and every change it set."""
    unit_id, day = queries.unit_of(wanted, actor, Permission.UNITS_MANAGE), clock.today()
    rows = letters.rows_of(unit_id)
    both = [(kind, level) for level in ("", *letters.levels()) for kind in letters.kinds_of(level)]
    return StylesOut(
        unit_id=unit_id,
        unit_name=units.get(unit_id).name,
        today=[_style(unit_id, kind, level, day, rows) for kind, level in both],
        changes=[_change(row) for row in rows],
    )


def _style(unit_id: UUID, kind: str, level: str, day: date, rows: list[LetterStyle]) -> StyleRow:
    style = letters.style(unit_id, kind, day, level)
    own = any(row.kind == kind and row.level == level and row.from_day <= day for row in rows)
    return StyleRow(
        kind=kind,
        level=level,
        form=style.form,
        basis=style.basis,
        title=Words.model_validate(style.title),
        mark=style.mark,
        shape=style.shape,
        example=style_rules.number(style, 1, day.year),
        own=own,
    )


def _change(row: LetterStyle) -> StyleChange:
    return StyleChange(
        kind=row.kind,
        level=row.level,
        from_day=row.from_day,
        form=row.form,
        title=str(row.title["vi"]),
        mark=row.mark,
        shape=row.shape,
        legal_ref=row.legal_ref,
        made_by=row.made_by,
        made_at=row.made_at,
    )


def _row(dossier_id: UUID, line: Line) -> RegisterRow:
    known = line.known
    return RegisterRow.model_validate(
        {
            "dossier_id": dossier_id,
            "number": line.number,
            "official_number": known.official_number,
            "local_code": known.local_code,
            "procedure_code": known.procedure_code,
            "procedure_name": known.procedure_name,
            "sets": 1,
            "owner": known.owner,
            "address": known.address,
            "phone": known.phone,
            "channel": _words(CHANNELS.get(known.channel, (known.channel, known.channel))),
            "received_at": line.received_at,
            "due_at": known.due_at,
            "handed_over_at": line.handed_over_at,
            "ready_at": line.ready_at,
            "returned_at": line.returned_at,
            "ended_at": line.ended_at,
            "state": line.state,
            "timing": line.timing,
            "timing_name": _words(TIMINGS[line.timing]),
            "method": _words(line.method) if line.method else None,
            "receiver": line.receiver,
            "notes": [_words(each) for each in line.notes],
        }
    )


def _handing(each: Handing) -> HandingOut:
    return HandingOut.model_validate(
        {
            "step": each.step,
            "name": NAMES[each.step - 1],
            "given_by": each.given_by,
            "given_role": each.given_role,
            "given_at": each.given_at,
            "taken_by": each.taken_by,
            "taken_role": each.taken_role,
            "taken_at": each.taken_at,
            "done_at": each.done_at,
            "due_at": each.due_at,
            "timing": each.timing,
            "timing_name": _words(TIMINGS[each.timing]),
            "notes": [_words(note) for note in each.notes],
        }
    )


def _words(said: Said) -> Words:
    return Words(vi=said[0], en=said[1])
