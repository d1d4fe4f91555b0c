"""What one file of the catalogue cannot know of another: references between procedures, forms, fields and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.catalogue.format import ProcedureFile
from app.forms.rules.validate import validate
from app.forms.rules.validate_expr import Known, faults
from app.workflow import process_faults


def between(files: Mapping[str, ProcedureFile], parts: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Unknown fields and life events, and aliases that two procedures claim."""
    fields = {item["key"] for item in parts["fields"]}
    events = {item["key"] for item in parts["life_events"]}
    # a procedure that has an end may go on under another's code: that one is its successor
    owners: dict[str, str] = {code: code for code, file in files.items() if file.valid_to is None}
    said = []
    for code, file in files.items():
        place = f"procedures/{code}.yaml"
        if file.field not in fields:
            said.append(f"{place}: field: {file.field!r} is not in fields.yaml")
        said += [
            f"{place}: life_events: {event!r} is not in life_events.yaml"
            for event in file.life_events
            if event not in events
        ]
        for alias in file.aliases:
            if (other := owners.setdefault(alias, code)) != code or alias == code:
                said.append(f"{place}: aliases: {alias} already belongs to {other}")
    return said


def steps(body: Mapping[str, Any]) -> list[str]:
    """Faults of the steps that a procedure names for its process in the office."""
    return process_faults.faults(body.get("steps", []))


def form(definition: dict[str, Any], procedure: Mapping[str, Any], lists: set[str]) -> list[str]:
    """Every fault of a form, also a paper it asks a picture of that the procedure does not know."""
    return validate(definition, {paper["key"] for paper in procedure["papers"]}, lists)


def rules(definition: Mapping[str, Any], procedure: Mapping[str, Any]) -> list[str]:
    """Faults of the conditions and quantities with which a procedure refers to its form."""
    top, groups = _fields(definition)
    known = Known(top, frozenset(groups))
    said = []
    for name in ("fees", "papers"):
        for number, rule in enumerate(procedure[name]):
            if "when" in rule:
                said += [f"{name}[{number}].when: {words}" for words in faults(rule["when"], known)]
    for number, fee in enumerate(procedure["fees"]):
        said += [f"fees[{number}].{words}" for words in _quantities(fee, top, groups)]
    return said


def _quantities(
    fee: Mapping[str, Any], top: Mapping[str, str], groups: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    group = fee.get("each")
    if group is not None and group not in groups:
        yield f"each: {group!r} is not a repeat group of the form"
        return
    fields = groups[group] if group is not None else top
    for name in ("quantity_from", "times_from"):
        key = fee.get(name)
        if key is not None and fields.get(key) != "number":
            yield f"{name}: {key!r} is not a number that the form asks for"


def _fields(definition: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    top: dict[str, str] = {}
    groups: dict[str, dict[str, str]] = {}
    for section in definition["sections"]:
        target = groups.setdefault(section["key"], {}) if section.get("repeat") else top
        for item in section["fields"]:
            target[item["key"]] = item["type"]
    return top, groups
