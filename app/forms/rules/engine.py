"""evaluate(): what a form shows, asks for, derives and refuses, for given answers on a given day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from app.forms.rules.definition import Check, Field, Form, Json, Section, read
from app.forms.rules.expr import Scope, holds
from app.forms.rules.expr import evaluate as value_of
from app.forms.rules.values import BadTypeError, Fault, Lists, Params, clean, fault

_MAX_ROW_ID = 64


class Problem(TypedDict):
    """One thing to put right, at one place."""

    path: str
    code: str
    params: Params


class Evaluation(TypedDict):
    """All that a screen, or the server at submit, has to know about a form and its answers."""

    visible: list[str]
    sections: list[str]
    required: list[str]
    computed: dict[str, Json]
    errors: list[Problem]
    warnings: list[Problem]
    answers: dict[str, Json]


@dataclass(slots=True)
class _Seat:
    """One visible field in one place, after the first walk."""

    field: Field
    path: str
    value: Json
    bad_type: bool
    row: Mapping[str, Json] | None


@dataclass(slots=True)
class _Walk:
    """What the first walk gathers, in document order."""

    scope: Scope
    lists: Lists
    result: Evaluation
    seats: list[_Seat | Problem] = field(default_factory=list)


def evaluate(
    form: Mapping[str, Json] | Form, answers: Json, today: date | str, lists: Lists | None = None
) -> Evaluation:
    """What the form shows, asks for, derives and refuses; never raises, whatever the answers are."""
    definition = form if isinstance(form, Form) else read(form)
    day = today if isinstance(today, str) else today.isoformat()
    result = Evaluation(visible=[], sections=[], required=[], computed={}, errors=[], warnings=[], answers={})
    walk = _Walk(Scope(day), lists or {}, result)
    given = answers if isinstance(answers, dict) else {}
    for section in definition.sections:
        if _shown(section.visible_if, walk.scope):
            result["sections"].append(section.key)
            _walk_section(section, given, walk)
    for seat in walk.seats:
        _judge(seat, walk)
    _judge_form(definition, walk)
    return result


def _walk_section(section: Section, given: dict[str, Json], walk: _Walk) -> None:
    if section.repeat:
        _walk_group(section, given.get(section.key), walk)
        return
    for item in section.fields:
        value = _walk_field(item, item.key, given, None, walk)
        if value is not None:
            walk.scope.values[item.key] = value
            walk.result["answers"][item.key] = value


def _walk_group(section: Section, given: Json, walk: _Walk) -> None:
    walk.result["visible"].append(section.key)
    raw = given if isinstance(given, list) else []
    rows = [row for row in raw if isinstance(row, dict)]
    if len(rows) < len(raw) or not isinstance(given, list | None):
        walk.seats.append(Problem(path=section.key, code="bad_type", params={}))
    if len(rows) < section.min_rows:
        walk.seats.append(Problem(path=section.key, code="too_few_rows", params={"min": section.min_rows}))
    if section.max_rows is not None and len(rows) > section.max_rows:
        walk.seats.append(Problem(path=section.key, code="too_many_rows", params={"max": section.max_rows}))
    walk.scope.counts[section.key] = len(rows)
    kept: list[Json] = []
    used: set[str] = set()
    for index, row in enumerate(rows):
        row_id = _row_id(row.get("_id"), index, used)
        kept.append(_walk_row(section, row_id, row, walk))
    if kept:
        walk.result["answers"][section.key] = kept


def _row_id(given: Json, index: int, used: set[str]) -> str:
    fine = isinstance(given, str) and 0 < len(given) <= _MAX_ROW_ID and given not in used
    row_id = given if fine and isinstance(given, str) else f"#{index}"
    while row_id in used:
        row_id += "#"
    used.add(row_id)
    return row_id


def _walk_row(section: Section, row_id: str, given: dict[str, Json], walk: _Walk) -> dict[str, Json]:
    own: dict[str, Json] = {}
    walk.scope.row = own
    for item in section.fields:
        value = _walk_field(item, f"{section.key}[{row_id}].{item.key}", given, own, walk)
        if value is not None:
            own[item.key] = value
    walk.scope.row = None
    return {"_id": row_id, **own}


def _walk_field(item: Field, path: str, given: dict[str, Json], row: Mapping[str, Json] | None, walk: _Walk) -> Json:
    """The field's value if it is shown; it sees only what stands before it."""
    if not _shown(item.visible_if, walk.scope):
        return None
    walk.result["visible"].append(path)
    derived = item.computed is not None
    raw = value_of(item.computed, walk.scope) if derived else given.get(item.key)
    try:
        value, bad_type = clean(item, raw), False
    except BadTypeError:
        value, bad_type = None, not derived
    if derived and value is not None:
        walk.result["computed"][path] = value
    walk.seats.append(_Seat(item, path, value, bad_type, row))
    return value


def _shown(visible_if: Json, scope: Scope) -> bool:
    return visible_if is None or holds(visible_if, scope)


def _judge(seat: _Seat | Problem, walk: _Walk) -> None:
    """Judge one place, now that every answer is known."""
    if not isinstance(seat, _Seat):
        walk.result["errors"].append(seat)
        return
    walk.scope.row = seat.row
    demand = _demand(seat.field, walk.scope)
    if demand == "required":
        walk.result["required"].append(seat.path)
    found = _value_fault(seat, demand, walk)
    if found:
        target = walk.result["warnings"] if found.code == "soft_required" else walk.result["errors"]
        target.append(Problem(path=seat.path, code=found.code, params=found.params))
    elif seat.value is not None:
        for check in seat.field.checks:
            _run_check(check, seat.path, walk)
    walk.scope.row = None


def _value_fault(seat: _Seat, demand: str | None, walk: _Walk) -> Fault | None:
    if seat.bad_type:
        return Fault("bad_type", {})
    if seat.value is not None:
        found = fault(seat.field, seat.value, walk.scope.today, walk.lists)
        if found and found.code == "must_agree" and demand != "required":
            return None
        return found
    if seat.field.type == "info" or demand is None:
        return None
    if demand == "required" and seat.field.type == "statement":
        return Fault("must_agree", {})
    return Fault(demand, {})


def _demand(item: Field, scope: Scope) -> str | None:
    needed = item.soft if item.required is None else holds(item.required, scope)
    if not needed or item.type == "info":
        return None
    return "soft_required" if item.soft else "required"


def _run_check(check: Check, path: str, walk: _Walk) -> None:
    if holds(check.when, walk.scope):
        target = walk.result["warnings"] if check.warn else walk.result["errors"]
        target.append(Problem(path=path, code="check", params={"id": check.id}))


def _judge_form(definition: Form, walk: _Walk) -> None:
    visible = set(walk.result["visible"])
    for check in definition.checks:
        shown = [key for key in check.fields if key in visible]
        if shown or not check.fields:
            _run_check(check, shown[0] if shown else "", walk)
