"""Loads catalogue files into the database: all of them or nothing, and nothing twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.catalogue import national, plain, queries
from app.catalogue.models import (
    CatalogueLoad,
    CatalogueText,
    CodeList,
    Procedure,
    ProcedureAlias,
    ProcedureVersion,
)
from app.catalogue.reading import BadCatalogueError, Content, ReadProcedure, read
from app.core import clock
from app.core.canonical import canonical, digest
from app.core.ids import uuid7
from app.db import db
from app.forms import operations as forms
from app.forms import queries as form_queries
from app.forms.rules.validate_mapping import faults_between

Json = dict[str, Any]


@dataclass
class LoadReport:
    """What a load did, by code of procedure and by name of everything else."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    """Ways from older forms that this server never had: nothing here is pinned to them, and nobody could check them."""

    def note(self, name: str, *, before: object, same: bool) -> None:
        """Sort one thing by what was there before it."""
        (self.new if before is None else self.unchanged if same else self.changed).append(name)


def load(folder: Path) -> LoadReport:
    """Load a folder inside the caller's transaction; where any file is wrong, nothing is written and errors say why."""
    try:
        content = read(folder)
    except BadCatalogueError as bad:
        return LoadReport(errors=bad.errors)
    return store(content)


def _kept_promises(content: Content) -> list[str]:
    """A text that people agreed to never changes under its version."""
    said = []
    for kind, body in content.texts.items():
        known = db.session.scalar(select(CatalogueText).filter_by(kind=kind, version=body["version"]))
        if known is not None and known.hash != digest(body):
            said.append(f"texts/{kind}.yaml: version: {body['version']} was loaded with other words, give it a new one")
    return said


def _ways(content: Content) -> tuple[list[str], list[str]]:
    """Faults of the ways from older forms, and those ways whose older form is not known here."""
    wrong, unchecked = [], []
    for code, given in content.procedures.items():
        place = f"forms/{code}.yaml: from" if given.full else f"procedures/{code}.yaml: questions_from"
        for older, way in given.form.get("from", {}).items():
            old = form_queries.known(older)
            if old is None:
                unchecked.append(f"{place}[{older[:8]}]")
                continue
            faults = faults_between(old, given.form, way["rules"])
            wrong += [f"{place}[{older[:8]}].{words}" for words in faults]
    return wrong, unchecked


def store(content: Content) -> LoadReport:
    """Keep a content that was read; what is already there stays as it is."""
    wrong, unchecked = _ways(content)
    if wrong := [*_kept_promises(content), *wrong]:
        return LoadReport(errors=wrong)
    report = LoadReport(unchecked=unchecked)
    before = queries.latest_load()
    index: Json = before.index if before else {"codes": [], "lists": {}, "texts": {}, "years": {}, "parts": {}}
    latest = queries.latest_versions()
    for code, read_procedure in content.procedures.items():
        _procedure(code, read_procedure, latest.get(code), report)
    _aliases(content)
    fresh: Json = {
        "codes": sorted({*index["codes"], *content.procedures}),
        "lists": {name: _list(name, body, index, report) for name, body in content.lists.items()},
        "texts": {kind: _text(kind, body, index, report) for kind, body in content.texts.items()},
        "years": {},
        "years_read": {str(year): _year(year, body, index, report) for year, body in content.years.items()},
        "parts": content.parts,
        "procedures": _current(),
    }
    fresh["years"] = national.laid_over(fresh["years_read"])
    for name, part in content.parts.items():
        old = index["parts"].get(name)
        report.note(name, before=old, same=old == part)
    if report.new or report.changed:
        number = (before.number if before else 0) + 1
        db.session.add(CatalogueLoad(id=uuid7(), number=number, at=clock.now(), index=fresh))
    db.session.flush()
    return report


def _procedure(code: str, given: ReadProcedure, latest: ProcedureVersion | None, report: LoadReport) -> None:
    form_hash = forms.keep(code, given.form)
    known = db.session.get(Procedure, code)
    same_form = known is not None and (known.form_hash, known.form_full) == (form_hash, given.full)
    if known is None:
        known = Procedure(code=code, form_hash=form_hash, form_full=given.full, form_minutes=plain.minutes(given.form))
        db.session.add(known)
    else:
        known.form_hash, known.form_full = form_hash, given.full
        known.form_minutes = plain.minutes(given.form)
    db.session.flush()
    body_hash = digest(given.body)
    same = latest is not None and latest.hash == body_hash
    report.note(code, before=latest, same=same and same_form)
    if not same:
        db.session.add(_version(code, given.body, body_hash, latest))


def _current() -> Json:
    """Which form and which versions of every procedure this load left, so that its bundle can be made again."""
    db.session.flush()
    versions = queries.latest_versions()
    return {
        row.code: {
            "form_hash": row.form_hash,
            "form_full": row.form_full,
            "form_minutes": row.form_minutes,
            "version": versions[row.code].version,
        }
        for row in db.session.scalars(select(Procedure))
    }


def _version(code: str, body: Json, body_hash: str, latest: ProcedureVersion | None) -> ProcedureVersion:
    valid_to = body.get("valid_to")
    return ProcedureVersion(
        id=uuid7(),
        code=code,
        version=(latest.version if latest else 0) + 1,
        hash=body_hash,
        body=body,
        valid_from=_first_day(date.fromisoformat(body["valid_from"]), latest),
        valid_to=date.fromisoformat(valid_to) if valid_to else None,
        loaded_at=clock.now(),
    )


def _first_day(said: date, latest: ProcedureVersion | None) -> date:
    """The day the file says, or today where the file changed without saying a new day: no rule changes backwards."""
    if latest is None or said > latest.valid_from:
        return said
    return max(clock.today(), latest.valid_from)


def _aliases(content: Content) -> None:
    for code, given in content.procedures.items():
        for alias in given.body["aliases"]:
            known = db.session.get(ProcedureAlias, alias)
            if known is None:
                db.session.add(ProcedureAlias(alias=alias, code=code))
            else:
                known.code = code


def _list(name: str, body: Json, index: Json, report: LoadReport) -> str:
    list_hash = digest(body)
    if db.session.get(CodeList, (name, list_hash)) is None:
        text = canonical(body).decode()
        db.session.add(CodeList(name=name, hash=list_hash, text=text, loaded_at=clock.now()))
    old = index["lists"].get(name)
    report.note(f"lists/{name}", before=old, same=old == list_hash)
    return list_hash


def _text(kind: str, body: Json, index: Json, report: LoadReport) -> str:
    text_hash = digest(body)
    if db.session.get(CatalogueText, (kind, text_hash)) is None:
        version = body["version"]
        db.session.add(CatalogueText(kind=kind, hash=text_hash, version=version, body=body, loaded_at=clock.now()))
    old = index["texts"].get(kind)
    report.note(f"texts/{kind}", before=old, same=old == text_hash)
    return text_hash


def _year(year: int, body: Json, index: Json, report: LoadReport) -> str:
    year_hash = national.keep(year, body)
    old = national.read_years(index).get(str(year))
    report.note(f"calendar/{year}", before=old, same=old == year_hash)
    return year_hash
