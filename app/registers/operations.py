"""Printing sheets of the books under their numbers, asking for files, and setting titles and numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app import jobs, settings
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.ids import uuid7
from app.db import db
from app.documents import operations as documents
from app.documents import store
from app.dossiers import inbox, papers
from app.dossiers.models import Dossier
from app.letters import operations as letters
from app.letters import style_rules
from app.letters.book_rules import Book
from app.letters.models import LetterStyle
from app.letters.operations import Letter
from app.registers import queries, words
from app.registers.models import Export, PrintedSheet
from app.registers.rules.columns import printed
from app.registers.schemas import ExportIn, RegisterChosen, StyleIn
from app.units import queries as units

PRINTED_AT_MOST = 3_000
AT_ONCE = 2_000
"""Rows of a file that is made while one waits; longer ones are made aside."""
KEPT_FOR = timedelta(days=1)
UNFINISHED_AT_MOST = 5
_UNFINISHED = ("waiting", "running")


def print_register(op_id: UUID, chosen: RegisterChosen, actor: Actor) -> PrintedSheet:
    """Print a part of the register under the unit's next number of the year; kept, so that it can be printed again."""
    if (done := _printed_before(op_id, actor)) is not None:
        return done
    unit_id = queries.unit_of(chosen.unit_id, actor)
    now, numbered = clock.now(), queries.numbered(chosen, unit_id)
    if len(numbered) > PRINTED_AT_MOST:
        params = {"rows": len(numbered), "max": PRINTED_AT_MOST}
        raise errors.Invalid(
            "register_too_long", errors=[{"path": "until", "code": "register_too_long", "params": params}]
        )
    said = Book(
        period=words.period(chosen),
        chosen=words.chosen(chosen, dict(queries.procedures(unit_id, chosen.since.year))),
        lines=[printed(line) for _, line in queries.lines(numbered, now)],
        as_of=now,
        signer=actor.name,
    )
    count = documents.next_number(f"form_07:{unit_id}:{clock.today().year}")
    letter = letters.form_07(papers.office_of(units.get(unit_id)), said, count=count, at=now)
    kept = _keep(op_id, letter, unit_id, actor)
    kept.rows, kept.chosen = len(numbered), chosen.model_dump(mode="json")
    db.session.flush()
    return kept


def print_slip(op_id: UUID, dossier: Dossier, actor: Actor) -> PrintedSheet:
    """Print a dossier's control slip; where nothing happened since the last one, that very sheet is given again."""
    last = select(PrintedSheet).where(
        PrintedSheet.dossier_id == dossier.id, PrintedSheet.dossier_version == dossier.version
    )
    if (same := db.session.scalar(last.order_by(PrintedSheet.made_at.desc()).limit(1))) is not None:
        return same
    if (done := _printed_before(op_id, actor)) is not None:
        return done
    now = clock.now()
    found = queries.control(dossier, now)
    said = words.slip(found, dossier, now, f"{settings().public_url}/t/{dossier.local_code}", actor.name)
    count = documents.next_number(f"form_06:{dossier.unit_id}:{clock.today().year}")
    office = papers.office_of(units.get(dossier.unit_id))
    letter = letters.form_06(office, papers.subject_of(dossier), said, count=count, at=now)
    kept = _keep(op_id, letter, dossier.unit_id, actor)
    kept.dossier_id, kept.dossier_version, kept.rows = dossier.id, dossier.version, len(found.rows)
    db.session.flush()
    return kept


def ask_export(given: ExportIn, actor: Actor) -> Export:
    """Note that a file is wanted; a long one is made aside. The same op_id again is the same file."""
    if actor.person_id is None:
        raise errors.Forbidden("forbidden")
    if (known := db.session.get(Export, given.op_id)) is not None:
        if known.person_id != actor.person_id:
            raise errors.Conflict("op_reused")
        return known
    if (given.book is None) == (given.box is None):
        raise errors.Invalid("export_what", errors=[{"path": "book", "code": "export_what", "params": {}}])
    _not_too_many(actor.person_id)
    unit_id, total, chosen = _wanted(given, actor)
    now = clock.now()
    what = "register" if given.book is not None else "inbox"
    export = Export(
        id=given.op_id,
        person_id=actor.person_id,
        unit_id=unit_id,
        what=what,
        format=given.format,
        chosen=chosen,
        state="waiting",
        total=total,
        done=0,
        name=words.file_name(what, chosen, now, given.format),
        created_at=now,
        until=now + KEPT_FOR,
    )
    db.session.add(export)
    db.session.flush()
    if total > AT_ONCE:
        jobs.later("registers.export", export_id=export.id)
    return export


def cancel(export_id: UUID, actor: Actor) -> Export:
    """Give up a file that is not ready; whoever makes it stops at its next look. Raises NotFound for another's."""
    export = queries.export(export_id, actor, locked=True)
    if export.state in _UNFINISHED:
        export.state = "cancelled"
        db.session.flush()
    return export


def set_style(given: StyleIn, actor: Actor) -> LetterStyle:
    """Set how a unit (and every unit below it that sets nothing itself) titles and numbers a letter from a day on."""
    actor.need(Permission.UNITS_MANAGE, given.unit_id)
    code = "style_day_past" if given.from_day < clock.today() else None
    if code is not None:
        raise errors.Invalid(code, errors=[{"path": "from_day", "code": code, "params": {}}])
    if (code := style_rules.fault_of_shape(given.shape)) is not None:
        raise errors.Invalid(code, errors=[{"path": "shape", "code": code, "params": {}}])
    row = LetterStyle(
        id=uuid7(),
        unit_id=given.unit_id,
        kind=given.kind,
        level=given.level,
        from_day=given.from_day,
        form=given.form,
        basis=given.basis,
        title={"vi": given.title_vi} | ({"en": given.title_en} if given.title_en else {}),
        mark=given.mark,
        shape=given.shape,
        legal_ref=given.legal_ref,
        made_at=clock.now(),
        made_by=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _wanted(given: ExportIn, actor: Actor) -> tuple[UUID | None, int, dict[str, Any]]:
    """The unit, how many rows there will be, and what was chosen."""
    if given.book is not None:
        unit_id = queries.unit_of(given.book.unit_id, actor)
        return unit_id, queries.count(given.book, unit_id), given.book.model_dump(mode="json")
    assert given.box is not None
    return None, len(inbox.listed(given.box.view, given.box.q, actor)), given.box.model_dump(mode="json")


def _not_too_many(person_id: UUID) -> None:
    waiting = (
        select(func.count())
        .select_from(Export)
        .where(Export.person_id == person_id, Export.state.in_(_UNFINISHED), Export.until > clock.now())
    )
    if (db.session.scalar(waiting) or 0) >= UNFINISHED_AT_MOST:
        raise errors.Conflict("export_too_many", params={"max": UNFINISHED_AT_MOST})


def _printed_before(op_id: UUID, actor: Actor) -> PrintedSheet | None:
    known = db.session.get(PrintedSheet, op_id)
    if known is not None and known.made_by_id != actor.person_id:
        raise errors.Conflict("op_reused")
    return known


def _keep(op_id: UUID, letter: Letter, unit_id: UUID, actor: Actor) -> PrintedSheet:
    now = clock.now()
    sheet = PrintedSheet(
        id=op_id,
        kind=letter.kind,
        unit_id=unit_id,
        number=letter.number,
        year=now.astimezone(clock.VN).year,
        title=letter.title,
        chosen={},
        rows=0,
        made_at=now,
        made_by_id=actor.person_id,
        made_by=actor.name,
        sha256=store.put(letter.pdf),
        size=len(letter.pdf),
    )
    db.session.add(sheet)
    return sheet
