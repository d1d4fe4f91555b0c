"""A form definition read into typed parts; what is malformed reads as absent (validate.py names it)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

TEXT_TYPES = frozenset({"text", "long_text", "person_name"})
CHOICE_TYPES = frozenset({"choice", "multi_choice"})
FIELD_TYPES = TEXT_TYPES | CHOICE_TYPES | {"date", "id_number", "phone", "address", "number", "money"}
FIELD_TYPES |= {"yes_no", "statement", "attachment", "info"}


@dataclass(frozen=True, slots=True)
class Check:
    """One cross-field check; `when` is true when the answers are wrong."""

    id: str
    when: Json
    warn: bool
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question."""

    key: str
    type: str
    required: Json = None
    soft: bool = False
    visible_if: Json = None
    computed: Json = None
    options: frozenset[str] | None = None
    list_name: str | None = None
    partial: bool = False
    past: bool = False
    future: bool = False
    min: Json = None
    max: Json = None
    max_length: int = 200
    abroad: bool = False
    whole: bool = False
    kinds: frozenset[str] = frozenset({"cccd", "cmnd"})
    binds: str | None = None
    sensitive: bool = False
    paper: str | None = None
    """Of an attachment: which of the procedure's papers its pages are of."""
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions, answered once or, when `repeat`, once a row."""

    key: str
    fields: tuple[Field, ...]
    visible_if: Json = None
    repeat: bool = False
    min_rows: int = 0
    max_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form."""

    sections: tuple[Section, ...]
    checks: tuple[Check, ...]


def read(form: Mapping[str, Json]) -> Form:
    """The typed form of a definition."""
    sections = tuple(_section(item) for item in dicts(form.get("sections")))
    checks = tuple(
        Check(text(item.get("id")), item.get("if"), item.get("warn") is True, tuple(strings(item.get("fields"))))
        for item in dicts(form.get("checks"))
    )
    return Form(sections, checks)


def _section(item: dict[str, Json]) -> Section:
    repeat = item.get("repeat")
    rows = repeat if isinstance(repeat, dict) else {}
    return Section(
        key=text(item.get("key")),
        fields=tuple(_field(field) for field in dicts(item.get("fields"))),
        visible_if=item.get("visible_if"),
        repeat=isinstance(repeat, dict),
        min_rows=whole(rows.get("min")) or 0,
        max_rows=whole(rows.get("max")),
    )


def _field(item: dict[str, Json]) -> Field:
    key, kind = text(item.get("key")), text(item.get("type"))
    options, kinds = item.get("options"), item.get("kinds")
    return Field(
        key=key,
        type=kind,
        required=item.get("required"),
        soft=item.get("soft") is True,
        visible_if=item.get("visible_if"),
        computed=item.get("computed"),
        options=frozenset(text(option.get("value")) for option in dicts(options))
        if isinstance(options, list)
        else None,
        list_name=text(item.get("list")) or None,
        partial=item.get("partial") is True,
        past=item.get("past") is True,
        future=item.get("future") is True,
        min=item.get("min"),
        max=item.get("max"),
        max_length=whole(item.get("max_length")) or (2000 if kind == "long_text" else 200),
        abroad=item.get("abroad") is True,
        whole=item.get("whole") is True,
        kinds=frozenset(strings(kinds)) if isinstance(kinds, list) else frozenset({"cccd", "cmnd"}),
        binds=text(item.get("binds")) or None,
        sensitive=item.get("sensitive") is True,
        paper=text(item.get("paper")) or None,
        checks=tuple(
            Check(f"{key}#{number}", check.get("if"), check.get("warn") is True)
            for number, check in enumerate(dicts(item.get("check")), start=1)
        ),
    )


def dicts(value: Json) -> list[dict[str, Json]]:
    """The objects in a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def strings(value: Json) -> list[str]:
    """The strings in a list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def text(value: Json) -> str:
    """The string, or an empty one."""
    return value if isinstance(value, str) else ""


def whole(value: Json) -> int | None:
    """The whole number, or nothing."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
