"""What the catalogue says, kept in memory by load and day: a submission asks the database which load it is, no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.catalogue import queries as catalogue
from app.catalogue.models import CatalogueLoad
from app.core import clock, errors
from app.core.calendar import Notices
from app.db import db, once
from app.forms import queries as forms
from app.forms.rules.definition import Form, read
from app.forms.rules.superseded import lacking
from app.units import worktime

Json = dict[str, Any]


@dataclass(frozen=True)
class Procedure:
    """A procedure as it is served, and the form that is filled for it now."""

    code: str
    body: Json

    @property
    def name(self) -> Json:
        """Its name in both languages."""
        name: Json = self.body["name"]
        return name


@dataclass(frozen=True)
class KnownForm:
    """A version of a form, read once."""

    hash: str
    code: str
    form: Form


@dataclass
class Knowledge:
    """Everything of one load on one day that was asked for so far. What it holds never changes."""

    load_id: UUID
    day: date
    lists: dict[str, frozenset[str]]
    calendar: Json
    _procedures: dict[str, Procedure] = field(default_factory=dict)
    _notices: set[tuple[str, str]] = field(default_factory=set)

    def procedure(self, code: str) -> Procedure:
        """The version in force, by its code or an alias; raises NotFound where none is."""
        if code not in self._procedures:
            version = catalogue.current_version(code, self.day)
            self._procedures[code] = Procedure(version.code, catalogue.procedure_body(version))
        return self._procedures[code]

    def latest(self, code: str) -> Procedure:
        """The version in force, or the last one there was: a dossier outlives its procedure. Raises NotFound."""
        try:
            return self.procedure(code)
        except errors.NotFound:
            last = catalogue.latest_versions().get(code)
            if last is None:
                raise
            return Procedure(code, catalogue.procedure_body(last))

    def knows_text(self, kind: str, text_hash: str, version: str) -> bool:
        """Whether these words were ever shown by this server."""
        if (kind, text_hash) in self._notices:
            return True
        try:
            known = catalogue.text(kind, text_hash)
        except errors.NotFound:
            return False
        if known.version != version:
            return False
        self._notices.add((kind, text_hash))
        return True


_kept: dict[tuple[UUID, date], Knowledge] = {}


def current() -> Knowledge:
    """What the newest load says today; raises Unavailable where nothing was loaded."""
    return once("knowledge.current", _current)


def _current() -> Knowledge:
    newest = db.session.scalar(select(CatalogueLoad.id).order_by(CatalogueLoad.number.desc()).limit(1))
    if newest is None:
        raise errors.Unavailable("catalogue_empty")
    key = (newest, clock.today())
    if key not in _kept:
        if len(_kept) > 8:
            _kept.clear()
        _kept[key] = Knowledge(newest, key[1], catalogue.list_values(), catalogue.calendar())
    return _kept[key]


def calendar_at(unit_id: UUID) -> Notices:
    """The calendar of a service point: that of the country with the days and the hours of its own."""
    return once(("knowledge.calendar", unit_id), lambda: worktime.at(unit_id, current().calendar))


def asked_since(form: KnownForm, procedure: Procedure, answers: Json, known: Knowledge) -> list[Json]:
    """What the law asks today that an older form of this procedure did not: questions of the present form."""
    present = procedure.body["form"]["ref"].partition("@")[2]
    if form.hash == present:
        return []
    through, ways = forms.way(form.hash, present)
    return [dict(each) for each in lacking(through, ways, answers, known.day.isoformat(), known.lists)]


_forms: dict[str, KnownForm] = {}


def form(form_hash: str) -> KnownForm:
    """A form by its hash; raises NotFound. Named by content, so what is kept stays true."""
    if form_hash not in _forms:
        version = forms.version(form_hash)
        _forms[form_hash] = KnownForm(form_hash, version.code, read(forms.body(form_hash)))
    return _forms[form_hash]


def fixed(version_id: UUID) -> Procedure:
    """The procedure version that was fixed at a reception."""
    if version_id not in _fixed:
        if len(_fixed) > 1000:
            _fixed.clear()
        version = catalogue.version(version_id)
        _fixed[version_id] = Procedure(version.code, catalogue.procedure_body(version))
    return _fixed[version_id]


_fixed: dict[UUID, Procedure] = {}
