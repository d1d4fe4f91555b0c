"""What questions of different forms mean: what a person said about herself in one form answers the same in another.

A meaning is what is asked (name, address, phone...) of whom: a seat, the owner or a numbered subject. Rows of groups
are about other people and have none, and neither has what a form marks as sensitive.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.forms.rules.definition import Field, Form, Json, Section
from app.forms.rules.expr import is_filled
from app.forms.rules.parties import BINDING
from app.forms.rules.values import BadTypeError, Lists, clean, fault

OWNER, SUBJECT = "owner.1", "subject.1"


@dataclass(frozen=True, slots=True)
class Named:
    """A question that is known by its key."""

    means: str
    keys: frozenset[str]
    type: str
    list_name: str | None = None
    option: str | None = None
    whose: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What questions mean, from a day on."""

    bound: frozenset[str]
    named: tuple[Named, ...]
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question, what it asks and of whom."""

    means: str
    seat: str
    field: Field


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person said about herself: where, and when."""

    means: str
    value: Json
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer belongs in a form; while `unless` is asked for it is another person's."""

    means: str
    field: Field
    unless: str | None


def meanings(form: Form, table: Table) -> list[Meaning]:
    """The questions of a form that mean something, in order."""
    found: list[Meaning] = []
    for section in form.sections:
        if section.repeat:
            continue
        seats = _seats(section)
        for field in section.fields:
            meaning = None if field.sensitive else _bound(field, table) or _named(field, seats, table)
            if meaning is not None:
                found.append(meaning)
    return found


def said_by(form: Form, answers: Mapping[str, Json], id_number: str, table: Table, *, owns: bool) -> dict[str, Json]:
    """What the person with this number said about herself in a form; `owns`: she is its owner.

    A subject who is not named is the owner herself: the form asked who it is about, and she said herself.
    """
    known = meanings(form, table)
    mine = [OWNER] if owns else []
    mine += [each.seat for each in known if each.means == "id_number" and answers.get(each.field.key) == id_number]
    if owns and not any(_names(each) and is_filled(answers.get(each.field.key)) for each in known):
        mine.append(SUBJECT)
    said: dict[str, Json] = {}
    for seat in dict.fromkeys(mine):
        for each in known:
            value = answers.get(each.field.key)
            if each.seat == seat and is_filled(value):
                said.setdefault(each.means, value)
    return {**said, "id_number": id_number, "has_id": True} if mine else {}


def newest(told: Iterable[Said]) -> dict[str, Said]:
    """Of everything that was said the last word of each, in whatever order it comes."""
    best: dict[str, Said] = {}
    for each in told:
        known = best.get(each.means)
        if known is None or (known.at, known.source) < (each.at, each.source):
            best[each.means] = each
    return best


def places(form: Form, seat: str, table: Table) -> list[Place]:
    """Where what is known of a person belongs in a form in which she sits on this seat."""
    known = meanings(form, table)
    found = [Place(each.means, each.field, None) for each in known if each.seat == seat]
    name = next((each.field for each in known if each.seat == SUBJECT and each.means == "name"), None)
    if seat == OWNER and (name is None or name.visible_if is not None):
        unless = name.key if name else None
        found += [Place(each.means, each.field, unless) for each in known if each.seat == SUBJECT]
    return [each for each in found if each.field.computed is None]


def seat_of(form: Form, number: str | None, table: Table) -> str | None:
    """Whose seat a question for an identity number is; without one the owner's, where somebody types the owner's."""
    asked = [each for each in meanings(form, table) if each.means == "id_number" and each.field.computed is None]
    mine = [each for each in asked if (each.field.key == number if number else each.seat == OWNER)]
    return mine[0].seat if mine else None


def fits(field: Field, value: Json, today: str, lists: Lists) -> bool:
    """Whether a value that was given to another question may be given to this one."""
    if field.type == "id_number" and "cccd" not in field.kinds:
        return False
    try:
        cleaned = clean(field, value)
    except BadTypeError:
        return False
    return cleaned is not None and cleaned == value and fault(field, cleaned, today, lists) is None


def _seats(section: Section) -> dict[str, set[str]]:
    """Who is asked about in a section, and how the keys of their questions begin."""
    seats: dict[str, set[str]] = {}
    for field in section.fields:
        if bound := BINDING.fullmatch(field.binds or ""):
            seats.setdefault(f"{bound[1]}.{bound[2] or 1}", set()).add(field.key.split("_")[0])
    return seats


def _bound(field: Field, table: Table) -> Meaning | None:
    bound = BINDING.fullmatch(field.binds or "")
    if bound is None or bound[3] not in table.bound:
        return None
    return Meaning(bound[3], f"{bound[1]}.{bound[2] or 1}", field)


def _named(field: Field, seats: Mapping[str, set[str]], table: Table) -> Meaning | None:
    for rule in table.named:
        if field.type != rule.type or field.list_name != rule.list_name:
            continue
        if rule.option is not None and rule.option not in (field.options or ()):
            continue
        seat = _whose(field, rule, seats)
        if seat is not None:
            return Meaning(rule.means, seat, field)
    return None


def _whose(field: Field, rule: Named, seats: Mapping[str, set[str]]) -> str | None:
    if field.key in rule.keys:
        if rule.whose is not None:
            return rule.whose
        return OWNER if OWNER in seats else next(iter(seats), None) if len(seats) == 1 else None
    first, _, rest = field.key.partition("_")
    if rule.whose is not None or rest not in rule.keys:
        return None
    return next((seat for seat, starts in seats.items() if first in starts), None)


def _names(each: Meaning) -> bool:
    """Whether a question says who the first subject is."""
    return each.seat == SUBJECT and each.means in {"name", "id_number"}


def table_of(told: Mapping[str, Json]) -> Table:
    """The table as its file says it."""
    rows = told.get("named")
    return Table(
        bound=frozenset(_texts(told.get("bound"))),
        named=tuple(_rule(row) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else (),
        changes=frozenset(_texts(told.get("changes"))),
    )


def _rule(row: Mapping[str, Json]) -> Named:
    def text(name: str) -> str | None:
        value = row.get(name)
        return value if isinstance(value, str) else None

    return Named(
        means=text("means") or "",
        keys=frozenset(_texts(row.get("keys"))),
        type=text("type") or "",
        list_name=text("list"),
        option=text("option"),
        whose=text("whose"),
    )


def _texts(value: Json) -> Sequence[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
