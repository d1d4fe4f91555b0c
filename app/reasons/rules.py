"""Reasons that units choose from: the catalogue's, with what a unit and those above it say of them laid over. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal
from uuid import UUID

Use = Literal["supplement", "refuse", "stop", "extend", "send_back"]
USES: tuple[Use, ...] = ("supplement", "refuse", "stop", "extend", "send_back")
USE_OF_MOVE: Mapping[str, Use] = {
    "refuse": "refuse",
    "stop": "stop",
    "extend": "extend",
    "send_back": "send_back",
    "check_back": "send_back",
}
"""Which list the reason of a move is chosen from; a supplement's things have a reason each."""
KINDS = ("paper", "answer")
OTHER = "other"
STEP = 10
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """One reason as it stands on a day. `value` is what events keep, whatever its words become."""

    use: str
    value: str
    label: Json
    position: int
    kind: str | None = None
    procedure: str | None = None
    hint: Json | None = None
    basis: str | None = None
    example: str | None = None
    ended: bool = False
    said_by: UUID | None = None
    """The unit whose word on it holds; nothing where it stands in the catalogue as it is."""


@dataclass(frozen=True)
class Said:
    """What a unit says of a reason from a day on; `order` tells which of two of one day is the later."""

    unit_id: UUID
    use: str
    value: str
    since: date
    order: Any
    words: Json
    position: int | None
    ended: bool


def of_catalogue(use: str, items: Iterable[Json]) -> list[Reason]:
    """The catalogue's reasons for a use, in its order."""
    return [
        Reason(
            use=use,
            value=item["value"],
            label=item["label"],
            position=number * STEP,
            kind=item.get("kind") if use == "supplement" else None,
            hint=item.get("hint"),
            basis=item.get("basis"),
            example=item.get("example"),
        )
        for number, item in enumerate(items, start=1)
    ]


def holding(said: Iterable[Said], on: date) -> dict[tuple[UUID, str, str], Said]:
    """Of what units said, the word of each on each reason that holds on a day: the latest that had begun."""
    found: dict[tuple[UUID, str, str], Said] = {}
    for each in sorted(said, key=lambda each: (each.since, each.order)):
        if each.since <= on:
            found[each.unit_id, each.use, each.value] = each
    return found


def laid(defaults: Sequence[Reason], said: Iterable[Said], line: Sequence[UUID], on: date) -> list[Reason]:
    """The reasons of a unit on a day, in order, ended ones too. `line`: those above it first, itself last."""
    found = {(each.use, each.value): each for each in defaults}
    words = holding(said, on)
    for unit_id in line:
        for (whose, use, value), each in words.items():
            if whose == unit_id:
                found[use, value] = _over(found.get((use, value)), each)
    return sorted(found.values(), key=lambda each: (USES.index(each.use), each.position, each.value))


def offered(reasons: Iterable[Reason], use: str, procedure: str) -> list[Reason]:
    """Those that may be chosen for a procedure now."""
    return [each for each in reasons if each.use == use and not each.ended and each.procedure in (None, "", procedure)]


def text(reason: Reason) -> str:
    """The words that go into an event and onto a paper: the reason, with what it rests on."""
    return f"{reason.label['vi']} (căn cứ {reason.basis})" if reason.basis else str(reason.label["vi"])


def _over(below: Reason | None, said: Said) -> Reason:
    words = said.words
    if below is None:
        below = Reason(said.use, said.value, {"vi": said.value}, 1000 * STEP)
    changed = replace(below, **{name: words[name] for name in _WORDS if name in words})
    position = below.position if said.position is None else said.position
    return replace(changed, position=position, ended=said.ended, said_by=said.unit_id)


_WORDS = ("label", "hint", "basis", "kind", "procedure", "example")
