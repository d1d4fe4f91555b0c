"""Puts together what phones keep: one bundle of the procedures, the calendar, the texts and the lists' hashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.canonical import digest

Json = dict[str, Any]
FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """One procedure as it goes into the bundle."""

    body: Json
    version: int
    hash: str
    valid_from: str
    form_hash: str
    form_full: bool
    minutes: int


def procedure(entry: Entry, fields: Mapping[str, Json]) -> Json:
    """A procedure as it is served: its body, its version and its form."""
    body = entry.body
    return {
        **body,
        "field": fields[body["field"]],
        "version": entry.version,
        "hash": entry.hash,
        "valid_from": entry.valid_from,
        "form": {
            "ref": f"{body['code']}@{entry.form_hash}",
            "kind": "full" if entry.form_full else "plain",
            "minutes": entry.minutes,
        },
    }


def _for_phones(body: Json) -> Json:
    """Without the office's own steps: whoever wants them asks for the procedure by its code."""
    return {name: value for name, value in body.items() if name != "steps"}


def calendar(years: Iterable[Json]) -> Json:
    """The calendar by year and by day, as the legal clock reads it."""
    ordered = sorted(years, key=lambda year: int(year["year"]))
    return {
        "years": {str(year["year"]): {"status": year["status"], "source": year["source"]} for year in ordered},
        "days": {
            day["date"]: {"kind": day["kind"], "name": day["name"]}
            for year in ordered
            for day in sorted(year["days"], key=lambda day: str(day["date"]))
        },
    }


def text(body: Json) -> Json:
    """A text as it is served, named by the hash that is recorded when somebody was shown it."""
    return {**body, "hash": digest(body)}


def assemble(
    entries: Iterable[Entry],
    *,
    lists: Mapping[str, str],
    years: Iterable[Json],
    texts: Mapping[str, Json],
    parts: Mapping[str, list[Json]],
    office_key: Json,
) -> Json:
    """The bundle; its hash is the digest of everything else in it."""
    fields = {item["key"]: item for item in parts["fields"]}
    content: Json = {
        "format": FORMAT,
        "procedures": [
            _for_phones(procedure(entry, fields))
            for entry in sorted(entries, key=lambda entry: str(entry.body["code"]))
        ],
        "fields": parts["fields"],
        "life_events": parts["life_events"],
        "banks": parts["banks"],
        "lists": dict(lists),
        "calendar": calendar(years),
        "texts": {kind: text(body) for kind, body in texts.items()},
        "office_key": office_key,
    }
    return {**content, "hash": digest(content)}
