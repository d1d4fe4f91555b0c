"""Whether an expression of a form is well made and refers only to what it may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.forms.rules import dates
from app.forms.rules.definition import Json
from app.forms.rules.expr import OPERATORS, number
from app.forms.rules.values import ADDRESS_PARTS

_MAX_DEPTH = 20
_PAIRS = frozenset({"is", "lt", "le", "gt", "ge", "add", "sub", "mul", "age", "days", "has"})
_SERIES = frozenset({"all", "any", "concat"})


@dataclass(frozen=True, slots=True)
class Known:
    """What an expression may refer to: fields by key with their type, and repeat groups."""

    fields: Mapping[str, str]
    groups: frozenset[str] = field(default_factory=frozenset)
    why_unknown: str = "is not a field of this form that can be seen here"


def faults(expr: Json, known: Known, depth: int = 0) -> list[str]:
    """What is wrong with an expression, in words."""
    if depth > _MAX_DEPTH:
        return ["is nested too deeply"]
    if isinstance(expr, list):
        return ["a list stands where one value is expected"]
    if isinstance(expr, str) or expr is None or isinstance(expr, bool):
        return []
    if not isinstance(expr, dict):
        return [] if number(expr) is not None else [f"{expr!r} is not a number that every engine can hold"]
    if len(expr) != 1:
        return [f"an expression has exactly one operator, not {sorted(expr)}"]
    name, argument = next(iter(expr.items()))
    if name not in OPERATORS:
        return [f"{name!r} is not an operator"]
    return _argument_faults(name, argument, known, depth + 1)


def _argument_faults(name: str, argument: Json, known: Known, depth: int) -> list[str]:
    if name in ("get", "count", "part"):
        return _reference_faults(name, argument, known)
    if name == "today":
        return [] if argument is True else ["'today' takes true"]
    if name in ("not", "filled", "len"):
        return faults(argument, known, depth)
    if name == "in":
        return _in_faults(argument, known, depth)
    if not isinstance(argument, list):
        return [f"{name!r} takes a list"]
    if name in _PAIRS and len(argument) != 2:
        return [f"{name!r} takes two values, not {len(argument)}"]
    if name == "if" and len(argument) not in (2, 3):
        return ["'if' takes a condition and one or two values"]
    if name in _SERIES and not argument:
        return [f"{name!r} takes at least one value"]
    found = [fault for item in argument for fault in faults(item, known, depth)]
    if name in ("lt", "le", "gt", "ge"):
        found += [f"{item!r} is neither a date nor a number" for item in argument if _is_no_date(item)]
    return found


def _is_no_date(item: Json) -> bool:
    return isinstance(item, bool) or (isinstance(item, str) and not dates.is_date(item))


def _in_faults(argument: Json, known: Known, depth: int) -> list[str]:
    if not isinstance(argument, list) or len(argument) != 2:
        return ["'in' takes a value and a list"]
    choices = argument[1] if isinstance(argument[1], list) else [argument[1]]
    return [fault for item in [argument[0], *choices] for fault in faults(item, known, depth)]


def _reference_faults(name: str, argument: Json, known: Known) -> list[str]:
    if name == "count":
        return [] if argument in known.groups else [f"{argument!r} is not a repeat group that can be seen here"]
    if name == "get":
        return [] if isinstance(argument, str) and argument in known.fields else [f"{argument!r} {known.why_unknown}"]
    if not isinstance(argument, list) or len(argument) != 2 or argument[1] not in ADDRESS_PARTS:
        return [f"'part' takes an address field and one of {', '.join(ADDRESS_PARTS)}"]
    if not isinstance(argument[0], str) or known.fields.get(argument[0]) != "address":
        return [f"{argument[0]!r} is not an address field that can be seen here"]
    return []
