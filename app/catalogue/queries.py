"""Reads about the catalogue. All of it is public: nothing here needs an actor."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app import settings
from app.catalogue import bundle as assembling
from app.catalogue import delta
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
from app.core.sealing import OfficeKey
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
    return assembling.procedure(_entry(of, _form_of(procedure)), fields)


def form_body(form_hash: str) -> Json:
    """The definition of a form by its hash, also a superseded one; raises NotFound."""
    return forms.body(form_hash)


def form_ref(code: str) -> str:
    """The form that is filled for a procedure now: `<code>@<hash>`."""
    procedure = db.session.get_one(Procedure, canonical_code(code))
    return f"{procedure.code}@{procedure.form_hash}"


def form_hashes() -> dict[str, str]:
    """The hash of the form that is filled for each procedure now."""
    rows = select(Procedure.code, Procedure.form_hash).order_by(Procedure.code)
    return {row.code: row.form_hash for row in db.session.execute(rows)}


def packed_form(form_hash: str) -> Packed:
    """A form as it is served."""
    return pack(form_hash, forms.version(form_hash).text.encode(), settings().packed_dir)


def packed_list(name: str, list_hash: str) -> Packed:
    """A code list as it is served, also a superseded one; raises NotFound."""
    found = db.session.get(CodeList, (name, list_hash))
    if found is None:
        raise errors.NotFound("list_not_found")
    return pack(list_hash, found.text.encode(), settings().packed_dir)


def list_values() -> dict[str, frozenset[str]]:
    """The values of every current code list, as the form engine takes them."""
    load = _load()
    return _values(load.id, tuple(sorted(load.index["lists"].items())))


def list_labels(name: str) -> dict[str, Json]:
    """The words of a current list by value, for papers and screens of the office."""
    return {item["value"]: item["label"] for item in list_items(name)}


def list_items(name: str) -> list[Json]:
    """The entries of a current list; none where the catalogue has no such list yet."""
    of_load = _load().index["lists"]
    if name not in of_load:
        return []
    found = db.session.get_one(CodeList, (name, of_load[name]))
    items: list[Json] = _parsed(found.hash, found.text)["items"]
    return items


def calendar() -> Json:
    """The calendar of all known years, as the legal clock reads it."""
    return assembling.calendar(_years(_load()))


def current_text(kind: str) -> CatalogueText:
    """The text of a kind (`privacy`, `consent_help`, `consent_reuse`) that is shown now."""
    return db.session.get_one(CatalogueText, (kind, _load().index["texts"][kind]))


def text(kind: str, text_hash: str) -> CatalogueText:
    """A text by its hash, also a superseded one; raises NotFound."""
    found = db.session.get(CatalogueText, (kind, text_hash))
    if found is None:
        raise errors.NotFound("text_not_found")
    return found


def bundle(office_key: OfficeKey) -> Packed:
    """What phones keep, for today; put together once for each load, day and key of the office."""
    return _today(office_key).packed


def bundle_since(known: str, office_key: OfficeKey) -> Packed | None:
    """What changed since a bundle that this server once served; nothing where it cannot say."""
    today = _today(office_key)
    if known == today.packed.hash:
        return None
    if known not in today.deltas:
        old = _assemble_named(known, today)
        if old is None:
            return None
        said = delta.between(old, _assemble(_load(), today.day, office_key), named=known)
        if len(today.deltas) >= MOST_DELTAS:
            today.deltas.clear()
        today.deltas[known] = pack(
            f"{known}:{today.packed.hash}", canonical(said), settings().packed_dir, named=today.packed.hash
        )
    return today.deltas[known]


def to_check() -> list[Json]:
    """The facts of the catalogue that somebody must check, the least certain first."""
    order = {"low": 0, "medium": 1, "high": 2}
    bodies = [entry.body for entry in _entries(_load(), clock.today())]
    found = [body for body in bodies if body["check"] or body["confidence"] != "high"]
    return sorted(found, key=lambda body: (order[body["confidence"]], body["code"]))


@dataclass
class _Today:
    """The bundle of a load and a day, and what is known of those before it."""

    day: date
    office_key: OfficeKey
    packed: Packed
    deltas: dict[str, Packed] = field(default_factory=dict)
    earlier: dict[str, tuple[int, date]] | None = None
    """Hashes of bundles served before, with their load's number and a day; looked for at the first question."""


_kept: dict[tuple[UUID, date, OfficeKey], _Today] = {}
MOST_DELTAS = 32
EARLIER_LOADS = 12
"""From the bundle of a load older than this many the whole one is fetched."""


def _today(office_key: OfficeKey) -> _Today:
    load, day = _load(), clock.today()
    kept = _kept.get((load.id, day, office_key))
    if kept is None:
        content = _assemble(load, day, office_key)
        kept = _Today(day, office_key, pack(content["hash"], canonical(content), settings().packed_dir))
        _kept.clear()
        _kept[load.id, day, office_key] = kept
    return kept


def _assemble_named(known: str, today: _Today) -> Json | None:
    """The content of an earlier bundle, made again, if this is one."""
    if today.earlier is None:
        today.earlier = {
            _assemble(load, day, today.office_key)["hash"]: (load.number, day)
            for load, day in _earlier_bundles(today.day)
        }
    if known not in today.earlier:
        return None
    number, day = today.earlier[known]
    load = db.session.scalars(select(CatalogueLoad).where(CatalogueLoad.number == number)).one()
    return _assemble(load, day, today.office_key)


def _earlier_bundles(today: date) -> Iterator[tuple[CatalogueLoad, date]]:
    """The last loads, each with the days on which its bundle changed while it was the newest."""
    rows = select(CatalogueLoad).order_by(CatalogueLoad.number.desc()).limit(EARLIER_LOADS)
    until = today
    turns = {turn for row in db.session.scalars(select(ProcedureVersion)) for turn in _turns(row)}
    for load in db.session.scalars(rows).all():
        first = load.at.astimezone(clock.VN).date()
        if "procedures" in load.index:
            for day in sorted({first} | {turn for turn in turns if first < turn <= until}):
                yield load, day
        until = first


def _turns(row: ProcedureVersion) -> list[date]:
    """The days on which a version begins to be in force and is no longer."""
    return [row.valid_from] + ([row.valid_to + timedelta(days=1)] if row.valid_to else [])


def latest_load() -> CatalogueLoad | None:
    """The newest load, if there was any."""
    return db.session.scalar(select(CatalogueLoad).order_by(CatalogueLoad.number.desc()).limit(1))


def latest_versions() -> dict[str, ProcedureVersion]:
    """The newest version of every procedure, whether in force yet or not."""
    rows = db.session.scalars(select(ProcedureVersion).order_by(ProcedureVersion.version))
    return {row.code: row for row in rows}


def in_force(on: date | None = None) -> dict[str, Json]:
    """The body of every procedure in force on a day, by its code."""
    day = on or clock.today()
    begun = select(ProcedureVersion).where(ProcedureVersion.valid_from <= day)
    rows = db.session.scalars(begun.order_by(ProcedureVersion.valid_from, ProcedureVersion.version))
    newest = {row.code: row for row in rows}
    return {code: row.body for code, row in newest.items() if not _ended(row, day)}


def _load() -> CatalogueLoad:
    found = latest_load()
    if found is None:
        raise errors.Unavailable("catalogue_empty")
    return found


def _assemble(load: CatalogueLoad, day: date, office_key: OfficeKey) -> Json:
    index = load.index
    texts = {kind: db.session.get_one(CatalogueText, (kind, index["texts"][kind])).body for kind in index["texts"]}
    return assembling.assemble(
        _entries(load, day),
        lists=index["lists"],
        years=_years(load),
        texts=texts,
        parts=index["parts"],
        office_key=office_key.as_json(),
    )


def _entries(load: CatalogueLoad, day: date) -> list[assembling.Entry]:
    in_force: dict[str, ProcedureVersion] = {}
    known = _procedures(load)
    rows = select(ProcedureVersion).where(
        ProcedureVersion.code.in_(load.index["codes"]), ProcedureVersion.valid_from <= day
    )
    for row in db.session.scalars(rows.order_by(ProcedureVersion.valid_from, ProcedureVersion.version)):
        # what a later load brought was not there yet
        if row.code in known and row.version <= known[row.code].get("version", row.version):
            in_force[row.code] = row
    return [_entry(row, known[code]) for code, row in in_force.items() if not _ended(row, day)]


def _procedures(load: CatalogueLoad) -> Mapping[str, Json]:
    """The form of each procedure at a load; a load from before that was noted is the newest, and means today's."""
    noted: Mapping[str, Json] | None = load.index.get("procedures")
    if noted is not None:
        return noted
    return {row.code: _form_of(row) for row in db.session.scalars(select(Procedure))}


def _form_of(row: Procedure) -> Json:
    return {"form_hash": row.form_hash, "form_full": row.form_full, "form_minutes": row.form_minutes}


def _ended(row: ProcedureVersion, day: date) -> bool:
    return row.valid_to is not None and row.valid_to < day


def _entry(row: ProcedureVersion, form: Json) -> assembling.Entry:
    return assembling.Entry(
        body=row.body,
        version=row.version,
        hash=row.hash,
        valid_from=row.valid_from.isoformat(),
        form_hash=form["form_hash"],
        form_full=form["form_full"],
        minutes=form["form_minutes"],
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
