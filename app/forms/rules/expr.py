"""The expression language of forms: plain JSON in, a value or nothing out; whatever is malformed is nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.forms.rules import dates
from app.forms.rules.definition import Json

# Beyond this JavaScript cannot tell neighbouring integers apart, so no engine may.
LIMIT = 2**53 - 1


@dataclass(slots=True)
class Scope:
    """What an expression can see: today, the answers that are not hidden, the own row, the sizes of groups."""

    today: str
    values: dict[str, Json] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    row: Mapping[str, Json] | None = None

    def get(self, key: str) -> Json:
        """The value of a field: the own row first, then the top level."""
        if self.row is not None and key in self.row:
            return self.row[key]
        return self.values.get(key)


def evaluate(expr: Json, scope: Scope) -> Json:
    """The value of an expression; null for anything missing or malformed."""
    if isinstance(expr, list):
        return None
    if isinstance(expr, int | float) and not isinstance(expr, bool):
        return number(expr)
    if not isinstance(expr, dict):
        return expr
    if len(expr) != 1:
        return None
    name, argument = next(iter(expr.items()))
    operator = _OPERATORS.get(name)
    return operator(argument, scope) if operator else None


def holds(expr: Json, scope: Scope) -> bool:
    """Whether a condition is true; only `true` is true."""
    return evaluate(expr, scope) is True


def number(value: Json) -> int | float | None:
    """The number both languages agree on: finite, within 2^53, integral ones as int; else nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not abs(value) <= LIMIT:
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def same(one: Json, other: Json) -> bool:
    """Equality by kind and value: 1 and 1.0 are equal, 1 and true are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other


def is_filled(value: Json) -> bool:
    """Whether there is something: not null, not an empty text or list."""
    return value not in (None, "", [])


def decimal_text(value: float) -> str:
    """A number in plain digits, the same in both languages."""
    return str(value) if isinstance(value, int) else format(Decimal(repr(value)), "f")


def _values(argument: Json, scope: Scope) -> list[Json]:
    return [evaluate(item, scope) for item in argument] if isinstance(argument, list) else []


def _pair(argument: Json, scope: Scope) -> tuple[Json, Json] | None:
    if not isinstance(argument, list) or len(argument) != 2:
        return None
    return evaluate(argument[0], scope), evaluate(argument[1], scope)


def _get(argument: Json, scope: Scope) -> Json:
    return scope.get(argument) if isinstance(argument, str) else None


def _all(argument: Json, scope: Scope) -> Json:
    return all(holds(item, scope) for item in argument) if isinstance(argument, list) else None


def _any(argument: Json, scope: Scope) -> Json:
    return any(holds(item, scope) for item in argument) if isinstance(argument, list) else None


def _not(argument: Json, scope: Scope) -> Json:
    return not holds(argument, scope)


def _is(argument: Json, scope: Scope) -> Json:
    pair = _pair(argument, scope)
    return same(*pair) if pair else None


def _in(argument: Json, scope: Scope) -> Json:
    if not isinstance(argument, list) or len(argument) != 2:
        return None
    choices = _values(argument[1], scope) if isinstance(argument[1], list) else evaluate(argument[1], scope)
    return _contains(choices, evaluate(argument[0], scope))


def _has(argument: Json, scope: Scope) -> Json:
    pair = _pair(argument, scope)
    return _contains(*pair) if pair else None


def _contains(choices: Json, value: Json) -> bool:
    return isinstance(choices, list) and value is not None and any(same(choice, value) for choice in choices)


def _filled(argument: Json, scope: Scope) -> Json:
    return is_filled(evaluate(argument, scope))


def _ordering(test: Callable[[int], bool]) -> Callable[[Json, Scope], Json]:
    def operator(argument: Json, scope: Scope) -> Json:
        pair = _pair(argument, scope)
        order = _order(*pair) if pair else None
        return order is not None and test(order)

    return operator


def _order(one: Json, other: Json) -> int | None:
    first, second = number(one), number(other)
    if first is not None and second is not None:
        return (first > second) - (first < second)
    if isinstance(one, str) and isinstance(other, str) and dates.is_date(one) and dates.is_date(other):
        return dates.compare(one, other)
    return None


def _arithmetic(step: Callable[[float, float], float]) -> Callable[[Json, Scope], Json]:
    def operator(argument: Json, scope: Scope) -> Json:
        pair = _pair(argument, scope)
        if pair is None:
            return None
        one, other = number(pair[0]), number(pair[1])
        return None if one is None or other is None else number(step(one, other))

    return operator


def _concat(argument: Json, scope: Scope) -> Json:
    return "".join(_as_text(value) for value in _values(argument, scope))


def _as_text(value: Json) -> str:
    if isinstance(value, str):
        return value
    plain = number(value)
    return "" if plain is None else decimal_text(plain)


def _between(measure: Callable[[str, str], int | None]) -> Callable[[Json, Scope], Json]:
    def operator(argument: Json, scope: Scope) -> Json:
        pair = _pair(argument, scope)
        if pair and isinstance(pair[0], str) and isinstance(pair[1], str):
            return measure(pair[0], pair[1])
        return None

    return operator


def _today(_argument: Json, scope: Scope) -> Json:
    return scope.today


def _count(argument: Json, scope: Scope) -> Json:
    return scope.counts.get(argument, 0) if isinstance(argument, str) else None


def _if(argument: Json, scope: Scope) -> Json:
    if not isinstance(argument, list) or len(argument) not in (2, 3):
        return None
    if holds(argument[0], scope):
        return evaluate(argument[1], scope)
    return evaluate(argument[2], scope) if len(argument) == 3 else None


def _len(argument: Json, scope: Scope) -> Json:
    value = evaluate(argument, scope)
    if value is None:
        return 0
    return len(value) if isinstance(value, str | list) else None


def _part(argument: Json, scope: Scope) -> Json:
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[1], str):
        return None
    address = _get(argument[0], scope)
    if not isinstance(address, dict):
        return None
    return address.get(argument[1], "VN" if argument[1] == "country" else None)


_OPERATORS: Mapping[str, Callable[[Json, Scope], Json]] = {
    "get": _get,
    "all": _all,
    "any": _any,
    "not": _not,
    "is": _is,
    "in": _in,
    "has": _has,
    "filled": _filled,
    "lt": _ordering(lambda order: order < 0),
    "le": _ordering(lambda order: order <= 0),
    "gt": _ordering(lambda order: order > 0),
    "ge": _ordering(lambda order: order >= 0),
    "add": _arithmetic(lambda one, other: one + other),
    "sub": _arithmetic(lambda one, other: one - other),
    "mul": _arithmetic(lambda one, other: one * other),
    "concat": _concat,
    "age": _between(dates.age),
    "days": _between(dates.days),
    "today": _today,
    "count": _count,
    "if": _if,
    "len": _len,
    "part": _part,
}
OPERATORS = frozenset(_OPERATORS)
