"""The one source of "now"; a test or a fault may set it, nothing else reads the system clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VN = ZoneInfo("Asia/Ho_Chi_Minh")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The civil date in Viet Nam."""
    return now().astimezone(VN).date()


def end_of(day: date) -> datetime:
    """The moment at which a day in Viet Nam is over."""
    return datetime.combine(day + timedelta(days=1), time.min, VN)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment for the length of the block."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def forward(step: timedelta) -> None:
    """Move a held clock; raises RuntimeError where no block holds it."""
    held = _fixed.get()
    if held is None:
        raise RuntimeError("the clock is not held; use clock.at(...) first")
    _fixed.set(held + step)
