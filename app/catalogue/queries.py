"""Reads about the catalogue. All of it is public: nothing here needs an actor."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.catalogue import bundle as assembling
from app.catalogue.models import (
    CalendarYear,
    CatalogueLoad,
    CatalogueText,
    CodeList,
    Procedure,
    ProcedureAlias,
    ProcedureVersion,
)
from app.catalogue.packing import Packed, pack
from app.core import clock, errors
from app.core.canonical import canonical
from app.db import db
from app.forms import queries as forms

Json = dict[str, Any]


def canonical_code(code: str) -> str:
    """The code a procedure has today, given that one or an alias; raises NotFound."""
    if db.session.get(Procedure, code) is not None:
        return code
    alias = db.session.get(ProcedureAlias, code)
    if alias is None:
        raise errors.NotFound("procedure_not_found")
    return alias.code


def current_version(code: str, on: date | None = None) -> ProcedureVersion:
    """The version of a procedure in force on a day (today by default); raises NotFound where there is none."""
    day = on or clock.today()
    known = (
        select(ProcedureVersion)
        .where(ProcedureVersion.code == canonical_code(code), ProcedureVersion.valid_from <= day)
        .order_by(ProcedureVersion.valid_from.desc(), ProcedureVersion.version.desc())
        .limit(1)
    )
    found = db.session.scalar(known)
    if found is None or _ended(found, day):
        raise errors.NotFound("procedure_not_in_force")
    return found


def version(version_id: UUID) -> ProcedureVersion:
    """A version by its id, also one no longer in force; raises NotFound."""
    found = db.session.get(ProcedureVersion, version_id)
    if found is None:
        raise errors.NotFound("procedure_not_found")
    return found


def procedure_body(of: ProcedureVersion) -> Json:
    """A version as it is served: with its number, its hash and the form that is filled for it now."""
    procedure = db.session.get_one(Procedure, of.code)
    fields = {item["key"]: item for item in _load().index["parts"]["fields"]}
    return assembling.procedure(_entry(of, procedure), fields)


def form_body(form_hash: str) -> Json:
    """The definition of a form by its hash, also a superseded one; raises NotFound."""
    return forms.body(form_hash)


def form_ref(code: str) -> str:
    """The form that is filled for a procedure now: `<code>@<hash>`."""
    procedure = db.session.get_one(Procedure, canonical_code(code))
    return f"{procedure.code}@{procedure.form_hash}"


def packed_form(form_hash: str) -> Packed:
    """A form as it is served."""
    return pack(form_hash, forms.version(form_hash).text.encode())


def packed_list(name: str, list_hash: str) -> Packed:
    """A code list as it is served, also a superseded one; raises NotFound."""
    found = db.session.get(CodeList, (name, list_hash))
    if found is None:
        raise errors.NotFound("list_not_found")
    return pack(list_hash, found.text.encode())


def list_values() -> dict[str, frozenset[str]]:
    """The values of every current code list, as the form engine takes them."""
    load = _load()
    return _values(load.id, tuple(sorted(load.index["lists"].items())))


def list_labels(name: str) -> dict[str, Json]:
    """The words of a current list by value, for papers and screens of the office."""
    found = db.session.get_one(CodeList, (name, _load().index["lists"][name]))
    return {item["value"]: item["label"] for item in _parsed(found.hash, found.text)["items"]}


def calendar() -> Json:
    """The calendar of all known years, as the legal clock reads it."""
    return assembling.calendar(_years(_load()))


def current_text(kind: str) -> CatalogueText:
    """The text of a kind (`privacy`, `consent_help`) that is shown now."""
    return db.session.get_one(CatalogueText, (kind, _load().index["texts"][kind]))


def text(kind: str, text_hash: str) -> CatalogueText:
    """A text by its hash, also a superseded one; raises NotFound."""
    found = db.session.get(CatalogueText, (kind, text_hash))
    if found is None:
        raise errors.NotFound("text_not_found")
    return found


def bundle() -> Packed:
    """What phones keep, for today; put together once for each load and day."""
    load, day = _load(), clock.today()
    kept = _bundles.get((load.id, day))
    if kept is None:
        content = _assemble(load, day)
        kept = pack(content["hash"], canonical(content))
        _bundles.clear()
        _bundles[load.id, day] = kept
    return kept


def to_check() -> list[Json]:
    """The facts of the catalogue that somebody must check, the least certain first."""
    order = {"low": 0, "medium": 1, "high": 2}
    bodies = [entry.body for entry in _entries(_load(), clock.today())]
    found = [body for body in bodies if body["check"] or body["confidence"] != "high"]
    return sorted(found, key=lambda body: (order[body["confidence"]], body["code"]))


_bundles: dict[tuple[UUID, date], Packed] = {}


def latest_load() -> CatalogueLoad | None:
    """The newest load, if there was any."""
    return db.session.scalar(select(CatalogueLoad).order_by(CatalogueLoad.number.desc()).limit(1))


def latest_versions() -> dict[str, ProcedureVersion]:
    """The newest version of every procedure, whether in force yet or not."""
    rows = db.session.scalars(select(ProcedureVersion).order_by(ProcedureVersion.version))
    return {row.code: row for row in rows}


def _load() -> CatalogueLoad:
    found = latest_load()
    if found is None:
        raise errors.Unavailable("catalogue_empty")
    return found


def _assemble(load: CatalogueLoad, day: date) -> Json:
    index = load.index
    texts = {kind: db.session.get_one(CatalogueText, (kind, index["texts"][kind])).body for kind in index["texts"]}
    return assembling.assemble(
        _entries(load, day), lists=index["lists"], years=_years(load), texts=texts, parts=index["parts"]
    )


def _entries(load: CatalogueLoad, day: date) -> list[assembling.Entry]:
    in_force: dict[str, ProcedureVersion] = {}
    rows = select(ProcedureVersion).where(
        ProcedureVersion.code.in_(load.index["codes"]), ProcedureVersion.valid_from <= day
    )
    for row in db.session.scalars(rows.order_by(ProcedureVersion.valid_from, ProcedureVersion.version)):
        in_force[row.code] = row
    procedures = {row.code: row for row in db.session.scalars(select(Procedure))}
    return [_entry(row, procedures[code]) for code, row in in_force.items() if not _ended(row, day)]


def _ended(row: ProcedureVersion, day: date) -> bool:
    return row.valid_to is not None and row.valid_to < day


def _entry(row: ProcedureVersion, procedure: Procedure) -> assembling.Entry:
    return assembling.Entry(
        body=row.body,
        version=row.version,
        hash=row.hash,
        valid_from=row.valid_from.isoformat(),
        form_hash=procedure.form_hash,
        form_full=procedure.form_full,
        minutes=procedure.form_minutes,
    )


def _years(load: CatalogueLoad) -> list[Json]:
    hashes = load.index["years"]
    return [db.session.get_one(CalendarYear, (int(year), hashes[year])).body for year in hashes]


@lru_cache(maxsize=2)
def _values(_load_id: UUID, lists: tuple[tuple[str, str], ...]) -> dict[str, frozenset[str]]:
    found = {}
    for name, list_hash in lists:
        row = db.session.get_one(CodeList, (name, list_hash))
        found[name] = frozenset(item["value"] for item in _parsed(row.hash, row.text)["items"])
    return found


@lru_cache(maxsize=32)
def _parsed(_content_hash: str, content: str) -> Json:
    parsed: Json = json.loads(content)
    return parsed
