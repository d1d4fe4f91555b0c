"""What of a dossier another office gets to see: pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from app.dossiers.asked import ROW

Json = Any
MAX_DAYS = 60
MAX_SHARED = 60


def faults(
    paths: Sequence[str], papers: Sequence[str], respond_by: date, today: date, known: tuple[Collection[str], ...]
) -> list[dict[str, Any]]:
    """What is wrong with a question: `known` are the questions and the papers that this dossier has."""
    found = [
        {"path": f"{name}[{number}]", "code": "item_unknown", "params": {}}
        for name, given, there in (("paths", paths, known[0]), ("papers", papers, known[1]))
        for number, each in enumerate(given)
        if each not in there
    ]
    if not 0 <= (respond_by - today).days <= MAX_DAYS:
        found.append({"path": "respond_by", "code": "respond_by_wrong", "params": {"max": MAX_DAYS}})
    return found


def shared_answers(answers: Mapping[str, Json], paths: Collection[str]) -> dict[str, Json]:
    """The answers at these paths and nothing beside them."""
    found: dict[str, Json] = {}
    for path in paths:
        row = ROW.fullmatch(path)
        if row is None:
            if path in answers:
                found[path] = answers[path]
            continue
        given = answers.get(row["group"])
        for each in given if isinstance(given, list) else []:
            if isinstance(each, dict) and each.get("_id") == row["row"] and row["key"] in each:
                kept = found.setdefault(row["group"], [])
                same = next((one for one in kept if one["_id"] == row["row"]), None)
                if same is None:
                    kept.append(same := {"_id": row["row"]})
                same[row["key"]] = each[row["key"]]
    return found


def shared_form(form: Mapping[str, Json], paths: Collection[str]) -> dict[str, Json]:
    """The questions at these paths, so that the answers can be read."""
    wanted = {(row["group"], row["key"]) if (row := ROW.fullmatch(path)) else (None, path) for path in paths}
    sections = []
    for section in form["sections"]:
        group = section["key"] if section.get("repeat") else None
        fields = [field for field in section["fields"] if (group, field["key"]) in wanted]
        if fields:
            sections.append({**section, "fields": fields})
    return {"title": form["title"], "sections": sections}
