"""What a unit set for its waiting room from a day on, as the other rules read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.calendar import WEEKDAYS

Body = Mapping[str, Any]
CLASSES = ("booked", "back", "priority")
"""Who may be called before those who came earlier: appointments, brought back, with precedence."""


class BadPlan(ValueError):
    """Something in it contradicts itself; `path` names the field, `code` says what is wrong."""

    def __init__(self, path: str, code: str) -> None:
        super().__init__(f"{path}: {code}")
        self.path, self.code = path, code


@dataclass(frozen=True)
class Kind:
    """One button at the door: its numbers begin with the prefix."""

    key: str
    prefix: str
    name: Mapping[str, str]
    minutes: int
    """How long one person takes, until the day itself has shown it."""
    limit: int
    """Appointments in a half hour; 0 where none are made."""
    fields: tuple[str, ...]
    """Fields of work of the catalogue that lead here from a procedure's page."""


@dataclass(frozen=True)
class Point:
    """One service point (a window of the counter)."""

    key: str
    name: str
    kinds: frozenset[str]
    """What it serves; everything where it is empty."""


@dataclass(frozen=True)
class Plan:
    """Everything that was set, read."""

    kinds: tuple[Kind, ...]
    points: tuple[Point, ...]
    groups: tuple[Mapping[str, str], ...]
    order: tuple[str, ...]
    patience: int
    early_minutes: int
    cutoff_minutes: int
    grace_minutes: int
    days_ahead: int
    free_weekdays: frozenset[str]
    free_days: frozenset[date]
    keep_days: int

    def kind(self, key: str) -> Kind | None:
        """The kind of a key, if there is one."""
        return next((kind for kind in self.kinds if kind.key == key), None)

    def point(self, key: str | None) -> Point | None:
        """The service point of a key, if there is one."""
        return next((point for point in self.points if point.key == key), None)

    def serves(self, point_key: str | None, kind_key: str) -> bool:
        """Whether a point serves a kind. What no point names any more is everybody's."""
        point = self.point(point_key)
        named = any(kind_key in each.kinds for each in self.points)
        everywhere = any(not each.kinds for each in self.points)
        if point is None or not point.kinds:
            return True
        return kind_key in point.kinds or not (named or everywhere)

    def is_free(self, day: date) -> bool:
        """Whether people come without an appointment on this day, and none are made for it."""
        return day in self.free_days or WEEKDAYS[day.weekday()] in self.free_weekdays


def read(body: Body) -> Plan:
    """The plan that was kept."""
    return Plan(
        kinds=tuple(
            Kind(
                key=each["key"],
                prefix=each["prefix"],
                name=each["name"],
                minutes=each["minutes"],
                limit=each["limit"],
                fields=tuple(each["fields"]),
            )
            for each in body["kinds"]
        ),
        points=tuple(Point(each["key"], each["name"], frozenset(each["kinds"])) for each in body["points"]),
        groups=tuple(body["groups"]),
        order=tuple(body["order"]),
        patience=body["patience"],
        early_minutes=body["early_minutes"],
        cutoff_minutes=body["cutoff_minutes"],
        grace_minutes=body["grace_minutes"],
        days_ahead=body["days_ahead"],
        free_weekdays=frozenset(body["free_weekdays"]),
        free_days=frozenset(date.fromisoformat(str(day)) for day in body["free_days"]),
        keep_days=body["keep_days"],
    )


def check(plan: Plan) -> None:
    """Raise BadPlan where a number could not be told apart or nobody would be called."""
    for name, values in (
        ("kinds", [kind.key for kind in plan.kinds]),
        ("kinds", [kind.prefix for kind in plan.kinds]),
        ("points", [point.key for point in plan.points]),
        ("points", [point.name for point in plan.points]),
        ("order", list(plan.order)),
    ):
        if len(set(values)) != len(values):
            raise BadPlan(name, "queue_twice")
    known = {kind.key for kind in plan.kinds}
    if not known or not plan.points:
        raise BadPlan("kinds" if not known else "points", "queue_none")
    for point in plan.points:
        if point.kinds - known:
            raise BadPlan("points", "queue_kind_unknown")
    for kind in plan.kinds:
        if not any(not point.kinds or kind.key in point.kinds for point in plan.points):
            raise BadPlan("points", "queue_kind_unserved")
