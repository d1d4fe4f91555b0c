"""What is wrong with the steps that a procedure's file names, in plain words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.core.access import MATRIX, Role
from app.workflow.process import NATURES, OWNER, SKIPPED, UNTIMED, Kind
from app.workflow.table import NAMES

Json = Mapping[str, Any]
_MUST = (Kind.RECEIVE, Kind.APPRAISE, Kind.APPROVE, Kind.SIGN, Kind.RETURN)


def faults(steps: Sequence[Json]) -> list[str]:
    """Every fault; nothing to say of a procedure that names no steps."""
    if not steps:
        return []
    found = [f"steps[{number}].{words}" for number, step in enumerate(steps) for words in _alone(step)]
    keys = [step["key"] for step in steps]
    found += [f"steps: {key!r} stands twice" for key in sorted({key for key in keys if keys.count(key) > 1})]
    kinds = [step["kind"] for step in steps]
    for kind in _MUST:
        if kinds.count(kind) != 1:
            found.append(f"steps: there must be one step of the kind {kind.value!r}, not {kinds.count(kind)}")
    if kinds[0] != Kind.RECEIVE:
        found.append("steps[0].kind: the first step must be 'receive'")
    whole = sum(float(step["share"]) for step in steps)
    if abs(whole - 1) > 0.0001:
        found.append(f"steps: the shares of the time must sum to 1, not {round(whole, 4):g}")
    return found + list(_together(steps))


def _alone(step: Json) -> Iterator[str]:
    kind = Kind(step["kind"])
    nature = NATURES[kind]
    if kind in UNTIMED and step["share"] != 0:
        yield "share: the clock does not run at this step, so its share is 0"
    if kind not in UNTIMED and step["share"] <= 0:
        yield "share: the clock runs at this step, so it needs a part of the time"
    if (kind is Kind.CONFIRM) != (step.get("silence") is not None):
        yield "silence: stands at a step of the kind 'confirm', and only there"
    if step.get("channel") is not None and kind not in SKIPPED:
        yield f"channel: a step of the kind {kind.value!r} is for every channel"
    if step.get("clock") == "stops" and kind not in {Kind.CONFIRM, Kind.OPINION}:
        yield "clock: stops only while somebody outside the office is waited for"
    yield from _role(step, kind)
    for move in step.get("moves") or ():
        if move not in NAMES:
            yield f"moves: {move!r} is not a move"
        elif move not in nature.moves:
            yield f"moves: {move!r} cannot be made at a step of the kind {kind.value!r}"
    if step.get("moves") and not set(step["moves"]) & set(nature.ends):
        yield f"moves: nobody can leave this step, name {' or '.join(repr(each) for each in nature.ends)}"


def _role(step: Json, kind: Kind) -> Iterator[str]:
    role, permission = step["role"], NATURES[kind].permission
    if (role == OWNER) != (permission is None):
        yield "role: 'owner' acts at a step of the kind 'confirm', and only there"
    elif role != OWNER and role not in set(Role):
        yield f"role: {role!r} is not a role"
    elif permission is not None and permission not in MATRIX[Role(role)]:
        yield f"role: {role!r} may not make the moves of this step, so nobody could leave it"


def _together(steps: Sequence[Json]) -> Iterator[str]:
    """Where the steps lead: one way from the first, through all of them, to the return of the result."""
    by_key = {step["key"]: (number, step) for number, step in enumerate(steps)}
    for number, step in enumerate(steps):
        onward, kind = step.get("next"), Kind(step["kind"])
        if onward is None and kind is not Kind.RETURN:
            yield f"steps[{number}].next: nobody can leave this step, name the next one"
        elif onward is not None and onward not in by_key:
            yield f"steps[{number}].next: there is no step {onward!r}"
        elif onward is not None and Kind(by_key[onward][1]["kind"]) not in NATURES[kind].then:
            then = by_key[onward][1]["kind"]
            yield f"steps[{number}].next: a step of the kind {then!r} cannot follow one of the kind {kind.value!r}"
    reached: list[str] = []
    key: str | None = steps[0]["key"]
    while key is not None and key in by_key and key not in reached:
        reached.append(key)
        key = by_key[key][1].get("next")
    if key in reached:
        yield f"steps: the way comes back to {key!r}"
    for key, (number, _) in by_key.items():
        if key not in reached:
            yield f"steps[{number}]: no step leads to {key!r}"
