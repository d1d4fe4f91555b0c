"""Civil dates of forms: complete (2026-11-22) or partial (2026-11, 2026)."""

import re
from datetime import date

_SHAPE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def is_date(value: str, *, partial: bool = True) -> bool:
    """Whether the text is a date of the calendar; a partial one only where allowed."""
    if not _SHAPE.fullmatch(value) or (len(value) < 10 and not partial):
        return False
    return _first_day(value) is not None


def compare(one: str, other: str) -> int:
    """Negative, zero or positive; dates of unequal precision are compared on what they share."""
    shared = min(len(one), len(other))
    return (one[:shared] > other[:shared]) - (one[:shared] < other[:shared])


def age(birth: str, at: str) -> int | None:
    """Whole years between two dates; an unknown month or day counts as the first one."""
    born, then = _first_day(birth), _first_day(at)
    if born is None or then is None or then < born:
        return None
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def days(start: str, end: str) -> int | None:
    """Days from one complete date to another."""
    first, last = _first_day(start), _first_day(end)
    if first is None or last is None or len(start) < 10 or len(end) < 10:
        return None
    return last.toordinal() - first.toordinal()


def _first_day(value: str) -> date | None:
    if not _SHAPE.fullmatch(value):
        return None
    parts = [int(part) for part in value.split("-")]
    try:
        return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return None
