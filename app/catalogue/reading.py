"""Reads the catalogue's files into one content, or says everything that is wrong with them; touches no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from app.catalogue import checking, divisions, plain
from app.catalogue.format import (
    BanksFile,
    CalendarFile,
    FieldsFile,
    LifeEventsFile,
    ListFile,
    ProcedureFile,
    TextFile,
    UnitChangesFile,
    faults,
)
from app.core import clock
from app.core.canonical import digest

M = TypeVar("M", bound=BaseModel)
TEXTS = ("privacy", "consent_help", "consent_reuse")
_UNITS = "lists/unit_changes.yaml"
_OLD = "lists/old_units.tsv"


@dataclass(frozen=True)
class ReadProcedure:
    """A procedure with the form that belongs to it."""

    body: dict[str, Any]
    form: dict[str, Any]
    form_hash: str
    full: bool


@dataclass
class Content:
    """Everything the files say."""

    procedures: dict[str, ReadProcedure] = field(default_factory=dict)
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    years: dict[int, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


class BadCatalogueError(Exception):
    """Some files are wrong; `errors` names each file and field in plain words."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def read(folder: Path) -> Content:
    """The content of a catalogue folder; raises BadCatalogueError with every fault at once."""
    reader = _Reader(folder)
    reader.parts()
    reader.lists()
    reader.calendar()
    reader.texts()
    reader.procedures()
    if reader.errors:
        raise BadCatalogueError(reader.errors)
    return reader.content


class _Strict(yaml.CSafeLoader):
    """YAML in which a key standing twice is a fault, and dates stay text."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    keys = [loader.construct_object(key) for key, _ in node.value]
    if twice := {str(key) for key in keys if keys.count(key) > 1}:
        raise yaml.constructor.ConstructorError(None, None, f"{sorted(twice)} stands twice", node.start_mark)
    return dict(zip(keys, [loader.construct_object(value, deep=True) for _, value in node.value], strict=True))


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Strict.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Reader:
    """Reads one folder and remembers what is wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = Content()
        self.errors: list[str] = []

    def parts(self) -> None:
        """Fields of work, life events, banks."""
        fields = self._file("fields.yaml", FieldsFile)
        events = self._file("life_events.yaml", LifeEventsFile)
        banks = self._file("banks.yaml", BanksFile)
        self.content.parts = {
            "fields": _dump(fields, "fields"),
            "life_events": _dump(events, "life_events"),
            "banks": _dump(banks, "banks"),
        }

    def lists(self) -> None:
        """Code lists from files, and the units of the land from the package with the changes whose day has come."""
        for path in sorted((self.folder / "lists").glob("*.yaml")):
            if path.name != Path(_UNITS).name and (found := self._file(f"lists/{path.name}", ListFile)):
                if found.name != path.stem:
                    self._say(path, "name: must be the file's name")
                self.content.lists[found.name] = _lean(found)
        changes = self._file(_UNITS, UnitChangesFile)
        old = self._old_units()
        if changes is None or old is None:
            return
        come = [change for change in changes.changes if change.date <= clock.today().isoformat()]
        for made in (
            divisions.provinces(come),
            divisions.communes(come),
            divisions.old_communes(old),
        ):
            self.content.lists[made["name"]] = made

    def calendar(self) -> None:
        """The years of the calendar."""
        for path in sorted((self.folder / "calendar").glob("*.yaml")):
            found = self._file(f"calendar/{path.name}", CalendarFile)
            if found is None:
                continue
            if str(found.year) != path.stem:
                self._say(path, "year: must be the file's name")
            self.content.years[found.year] = found.model_dump(mode="json")
        if not self.content.years:
            self.errors.append("calendar: there is no year at all")

    def texts(self) -> None:
        """The texts that people are shown before they send or accept help."""
        for kind in TEXTS:
            if found := self._file(f"texts/{kind}.yaml", TextFile):
                self.content.texts[kind] = _lean(found)

    def procedures(self) -> None:
        """The procedures with their forms, and whatever one file cannot know of another."""
        files: dict[str, ProcedureFile] = {}
        for path in sorted((self.folder / "procedures").glob("*.yaml")):
            found = self._file(f"procedures/{path.name}", ProcedureFile)
            if found is None:
                continue
            if found.code != path.stem:
                self._say(path, "code: must be the file's name")
            files[found.code] = found
        if not files:
            self.errors.append("procedures: there is no procedure at all")
        self.errors += checking.between(files, self.content.parts)
        for code, file in files.items():
            self._with_form(code, file)
        for path in sorted((self.folder / "forms").glob("*.yaml")):
            if not (self.folder / "procedures" / path.name).exists():
                self._say(path, "there is no procedure with this code")

    def _with_form(self, code: str, file: ProcedureFile) -> None:
        body = file.body()
        path = self.folder / "forms" / f"{code}.yaml"
        full = path.exists()
        place = f"forms/{code}.yaml" if full else f"procedures/{code}.yaml"
        form = self._yaml(path) if full else plain.build({**body, "questions": file.questions})
        if not isinstance(form, dict):
            self.errors.append(f"{place}: must be a form with title and sections")
            return
        if not full and file.questions_from:
            form["from"] = file.questions_from
        if full and (file.questions or file.questions_from):
            self.errors.append(f"procedures/{code}.yaml: questions: belong into the form, it has one of its own")
        self.errors += [f"procedures/{code}.yaml: {words}" for words in checking.steps(body)]
        wrong = checking.form(form, body, set(self.content.lists))
        self.errors += [f"{place}: {words}" for words in wrong]
        if not wrong:
            self.errors += [f"procedures/{code}.yaml: {words}" for words in checking.rules(form, body)]
        self.content.procedures[code] = ReadProcedure(body, form, digest(form), full)

    def _old_units(self) -> list[divisions.OldUnits] | None:
        try:
            return divisions.read_old_units((self.folder / _OLD).read_text())
        except (OSError, ValueError) as problem:
            self.errors.append(f"{_OLD}: {_plainly(problem)}")
            return None

    def _file(self, name: str, shape: type[M]) -> M | None:
        raw = self._yaml(self.folder / name)
        if raw is None:
            return None
        try:
            return shape.model_validate(raw)
        except ValidationError as error:
            self.errors += [f"{name}: {words}" for words in faults(error)]
            return None

    def _yaml(self, path: Path) -> Any:
        name = path.relative_to(self.folder).as_posix()
        try:
            raw = yaml.load(path.read_text(), Loader=_Strict)  # noqa: S506  # a SafeLoader, only stricter
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
            self.errors.append(f"{name}: {_plainly(problem)}")
            return None
        if not isinstance(raw, dict):
            self.errors.append(f"{name}: must hold named fields")
            return None
        return raw

    def _say(self, path: Path, words: str) -> None:
        self.errors.append(f"{path.relative_to(self.folder).as_posix()}: {words}")


def _plainly(problem: Exception) -> str:
    if isinstance(problem, FileNotFoundError):
        return "the file is missing"
    return " ".join(str(problem).split())


def _dump(found: BaseModel | None, name: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = found.model_dump(mode="json", exclude_none=True)[name] if found else []
    return items


def _lean(found: BaseModel) -> dict[str, Any]:
    """The content without members that say nothing."""
    return _without_empty(found.model_dump(mode="json", exclude_none=True))


def _without_empty(value: Mapping[str, Any]) -> dict[str, Any]:
    lean: dict[str, Any] = {}
    for key, item in value.items():
        if item in ([], {}):
            continue
        lean[key] = (
            [_without_empty(part) if isinstance(part, dict) else part for part in item]
            if isinstance(item, list)
            else _without_empty(item)
            if isinstance(item, dict)
            else item
        )
    return lean
