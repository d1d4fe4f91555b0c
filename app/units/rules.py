"""Pure facts about units: slugs, opening hours, and where a succession ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import time
from typing import TypeVar

from app.core.text import fold

Unit = TypeVar("Unit", bound=Hashable)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OFFICE_DAY = [["07:00", "11:30"], ["13:30", "17:00"]]
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PREFIXES = ("thanh pho ", "tinh ", "phuong ", "xa ", "dac khu ")
RESERVED = frozenset(
    {
        *("api", "assets", "ban", "giup", "gui-di", "ho-so", "kiem-tra", "lam", "phieu", "quet"),
        *("hang-doi", "bang-goi", "hen", "so"),
        *("t", "thong-bao", "thu-tuc", "toi", "tra-cuu", "healthz", "readyz"),
    }
)
"""First parts of addresses that are pages of the app, so no unit may take them."""


class BadHours(ValueError):
    """Opening hours that cannot be read; the message says which day and why."""


def office_hours() -> dict[str, list[list[str]]]:
    """The usual hours of an office: Monday to Friday, 7:00 to 11:30 and 13:30 to 17:00."""
    return {day: [list(span) for span in _OFFICE_DAY] if day in DAYS[:5] else [] for day in DAYS}


def checked_hours(hours: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, list[list[str]]]:
    """The hours with every day named and the spans in order; raises BadHours."""
    if unknown := set(hours) - set(DAYS):
        raise BadHours(f"no such day: {sorted(unknown)}; days are {', '.join(DAYS)}")
    return {day: _checked_day(day, hours.get(day, ())) for day in DAYS}


def _checked_day(day: str, spans: Sequence[Sequence[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    for span in spans:
        if len(span) != 2 or not all(_is_time(text) for text in span) or span[0] >= span[1]:
            raise BadHours(f"{day}: {span!r} is not a span like 07:00-11:30")
        if kept and span[0] < kept[-1][1]:
            raise BadHours(f"{day}: {span!r} begins before the span ahead of it ends")
        kept.append(list(span))
    return kept


def _is_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).strftime("%H:%M") == text
    except ValueError:
        return False


def parse_hours(text: str) -> dict[str, list[list[str]]]:
    """Hours as a person types them: 'mon-fri 07:00-11:30,13:30-17:00; sat 07:30-11:00'; raises BadHours."""
    hours: dict[str, list[list[str]]] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        days, _, spans = part.partition(" ")
        for day in _days(days):
            hours[day] = [span.strip().split("-") for span in spans.split(",") if span.strip()]
    return checked_hours(hours)


def _days(text: str) -> tuple[str, ...]:
    first, _, last = text.lower().partition("-")
    if first not in DAYS or (last and last not in DAYS):
        raise BadHours(f"no such day: {text!r}; days are {', '.join(DAYS)}")
    start, end = DAYS.index(first), DAYS.index(last or first)
    if end < start:
        raise BadHours(f"{text!r} runs backwards")
    return DAYS[start : end + 1]


def slug_of(name: str) -> str:
    """A slug made from a name: 'Phường Hải Châu' gives 'hai-chau', 'Phường 1' keeps its kind."""
    plain = fold(name)
    short = next((plain.removeprefix(prefix) for prefix in _PREFIXES if plain.startswith(prefix)), plain)
    chosen = plain if short.replace(" ", "").isdigit() else short
    return "-".join(re.findall(r"[a-z0-9]+", chosen)) or "don-vi"


def is_slug(text: str) -> bool:
    """Whether a text may be a unit's slug: small letters, digits and single hyphens, not a page of the app."""
    return len(text) <= 80 and _SLUG.fullmatch(text) is not None and text not in RESERVED


def free_slug(name: str, taken: Callable[[str], bool], hint: str | None = None) -> str:
    """A slug nobody has: the name's, else with the hint (a parent's slug or a code), else with a number."""
    base = slug_of(name)[:60].strip("-")
    candidates = [base, *([f"{base}-{hint}"[:76].strip("-")] if hint else [])]
    for candidate in candidates:
        if is_slug(candidate) and not taken(candidate):
            return candidate
    number = 2
    while taken(f"{candidates[-1]}-{number}"):
        number += 1
    return f"{candidates[-1]}-{number}"


def heir(unit: Unit, successors: Mapping[Unit, Sequence[Unit]], alive: Collection[Unit]) -> Unit | None:
    """The living unit that answers for one that has ended: the first along the chain, in the order given."""
    seen = {unit}
    waiting = [unit]
    while waiting:
        current = waiting.pop(0)
        if current in alive:
            return current
        for following in successors.get(current, ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return None
