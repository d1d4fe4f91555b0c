"""What the law asks for by a day that answers to an older form cannot have."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from app.forms.rules.definition import Json, dicts, text
from app.forms.rules.engine import evaluate
from app.forms.rules.mapping import carry_on
from app.forms.rules.values import Lists


class Lacking(TypedDict):
    """One question of the newest form that must be answered."""

    path: str
    code: str
    params: dict[str, Json]


def lacking(
    forms: Sequence[Mapping[str, Json]], rules: Sequence[Json], answers: Json, today: str, lists: Lists
) -> list[Lacking]:
    """The questions that rules require from a day that has come, that are shown, and that nobody was asked."""
    basis = {name: text(rule.get("basis")) for way in rules for name, rule in _required(way, today)}
    if not basis:
        return []
    carried = carry_on(forms, rules, answers)
    needed = basis.keys() & set(carried["asked"])
    judged = evaluate(forms[-1], carried["answers"], today, lists)
    return [
        Lacking(path=path, code="required", params={"basis": basis[_name(path)]} if basis[_name(path)] else {})
        for path in judged["visible"]
        if _name(path) in needed and _value(path, judged["answers"]) is None
    ]


def _required(way: Json, today: str) -> list[tuple[str, dict[str, Json]]]:
    return [
        (text(rule.get("ask")), rule)
        for rule in dicts(way)
        if isinstance(since := rule.get("required_from"), str) and since <= today
    ]


def _name(path: str) -> str:
    """The name of the field at a path: `group.field` for `group[row].field`."""
    group, row, key = path.partition("[")[0], path.partition("[")[2], path.rpartition("].")[2]
    return f"{group}.{key}" if row else path


def _value(path: str, answers: Mapping[str, Json]) -> Json:
    group, found, rest = path.partition("[")
    if not found:
        return answers.get(path)
    row_id, _, key = rest.rpartition("].")
    return next((row.get(key) for row in dicts(answers.get(group)) if row.get("_id") == row_id), None)
