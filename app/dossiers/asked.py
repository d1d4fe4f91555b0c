"""Pure rules of a supplement request: what may be asked for, where an answer goes, whether everything was answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.dossiers.rules import cleaned
from app.forms.rules.definition import Field, Form

Json = Any
Fault = dict[str, Any]
MAX_ITEMS = 40
MAX_TEXT = 2000
MAX_DAYS = 365
MIN_NOTE = 3
ROW = re.compile(r"(?P<group>\w+)\[(?P<row>[^\]]+)\]\.(?P<key>\w+)")
_NOT_ASKED = frozenset({"info", "attachment"})


@dataclass(frozen=True)
class Item:
    """One thing to ask for, as it was typed at the desk."""

    kind: Literal["answer", "paper"]
    key: str
    reason: str
    reason_code: str | None = None
    guidance: str = ""
    example: str | None = None


@dataclass(frozen=True)
class Given:
    """What somebody sends in answer: values by path, the papers that pages came for, words by item."""

    answers: Mapping[str, Json]
    papers: frozenset[str]
    notes: Mapping[str, str]


def read_items(given: Sequence[Json], *, paths: Iterable[str], papers: Iterable[str]) -> tuple[list[Item], list[Fault]]:
    """The items of a request and what is wrong with them; `paths` and `papers` are what may be asked for."""
    may = {("answer", path) for path in paths} | {("paper", key) for key in papers}
    items: list[Item] = []
    faults: list[Fault] = []
    for number, each in enumerate(given[:MAX_ITEMS]):
        item = _item(each)
        where = f"data.items[{number}]"
        if item is None or (item.kind, item.key) not in may:
            faults.append({"path": where, "code": "item_unknown", "params": {}})
        elif any((item.kind, item.key) == (other.kind, other.key) for other in items):
            faults.append({"path": where, "code": "duplicate", "params": {}})
        elif not item.reason:
            faults.append({"path": f"{where}.reason", "code": "reason_needed", "params": {}})
        else:
            items.append(item)
    if len(given) > MAX_ITEMS:
        faults.append({"path": "data.items", "code": "too_many_rows", "params": {"max": MAX_ITEMS}})
    return items, faults


def respond_by(given: Json, today: date) -> date | None:
    """Until when the owner is asked to answer; nothing where the day has passed or is too far away."""
    day = date.fromisoformat(str(given))
    return day if 0 <= (day - today).days <= MAX_DAYS else None


def _item(given: Json) -> Item | None:
    if not isinstance(given, dict):
        return None
    text = {name: cleaned(str(given.get(name) or ""))[:MAX_TEXT].strip() for name in _MEMBERS}
    kind = text["kind"]
    if kind not in ("answer", "paper"):
        return None
    return Item(
        kind="answer" if kind == "answer" else "paper",
        key=text["key"],
        reason=text["reason"],
        reason_code=text["reason_code"][:80] or None,
        guidance=text["guidance"],
        example=text["example"][:80] or None,
    )


_MEMBERS = ("kind", "key", "reason", "reason_code", "guidance", "example")


def askable(form: Form, visible: Sequence[str]) -> dict[str, Field]:
    """The questions of a form that were shown and typed, by path."""
    by_key = {field.key: field for section in form.sections for field in section.fields}
    found = {}
    for path in visible:
        row = ROW.fullmatch(path)
        field = by_key.get(row["key"] if row else path)
        if field is not None and field.type not in _NOT_ASKED and field.computed is None:
            found[path] = field
    return found


def slots(form: Form, answers: Mapping[str, Json], papers: Iterable[str]) -> dict[str, str]:
    """Where the pages of these papers are listed in the answers: paper by path."""
    wanted, found = set(papers), {}
    for section in form.sections:
        fields = [
            field for field in section.fields if field.type == "attachment" and (field.paper or field.key) in wanted
        ]
        rows = answers.get(section.key, []) if section.repeat else [None]
        for row in rows if isinstance(rows, list) else []:
            for field in fields:
                path = f"{section.key}[{row['_id']}].{field.key}" if isinstance(row, dict) else field.key
                found[path] = field.paper or field.key
    return found


def answer_at(answers: Mapping[str, Json], path: str) -> Json:
    """What stands at a path; nothing where there is no such row."""
    row = ROW.fullmatch(path)
    if row is None:
        return answers.get(path)
    return next((each.get(row["key"]) for each in _rows(answers, row["group"]) if each.get("_id") == row["row"]), None)


def with_answer(answers: Mapping[str, Json], path: str, value: Json) -> dict[str, Json]:
    """The answers with another value at a path; nothing (None) takes it away. A row that is not there is not made."""
    row = ROW.fullmatch(path)
    if row is None:
        return _put(answers, path, value)
    rows = [
        _put(each, row["key"], value) if each.get("_id") == row["row"] else dict(each)
        for each in _rows(answers, row["group"])
    ]
    return {**answers, row["group"]: rows} if rows else dict(answers)


def _rows(answers: Mapping[str, Json], group: str) -> list[dict[str, Json]]:
    rows = answers.get(group)
    return [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []


def _put(values: Mapping[str, Json], key: str, value: Json) -> dict[str, Json]:
    kept = {name: each for name, each in values.items() if name != key}
    return kept if value is None else {**kept, key: value}


def faults(items: Sequence[tuple[str, str]], given: Given, slots_of: Mapping[str, str]) -> list[Fault]:
    """What is wrong with an answer to these items (kind and key): something not asked for, or something left out."""
    asked = {key for kind, key in items if kind == "answer"}
    papers = {key for kind, key in items if kind == "paper"}
    beside = [path for path in given.answers if path not in asked and slots_of.get(path) not in papers]
    beside += sorted(given.papers - papers)
    found: list[Fault] = [{"path": path, "code": "not_asked_for", "params": {}} for path in beside]
    for kind, key in items:
        said = len(given.notes.get(key, "").strip()) >= MIN_NOTE
        came = key in given.papers if kind == "paper" else given.answers.get(key) is not None
        if not (said or came):
            found.append({"path": key, "code": "required", "params": {}})
    return found
