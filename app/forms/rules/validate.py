"""validate(): every fault of a form definition, each naming the place, before anybody can fill it in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.forms.rules import dates, validate_expr
from app.forms.rules.definition import CHOICE_TYPES, FIELD_TYPES, TEXT_TYPES, Json, dicts
from app.forms.rules.expr import number
from app.forms.rules.parties import BINDING
from app.forms.rules.validate_expr import Known
from app.forms.rules.validate_mapping import shape_faults

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_FORM_KEYS = frozenset({"title", "template", "intro", "minutes", "source", "code", "sections", "checks", "from"})
_SECTION_KEYS = frozenset({"key", "title", "intro", "visible_if", "repeat", "fields"})
_CHECK_KEYS = frozenset({"if", "say", "warn"})
_COMMON_KEYS = frozenset({"key", "type", "label", "hint", "visible_if", "sensitive"})
_ASKING_KEYS = _COMMON_KEYS | {"required", "soft", "check", "binds", "computed"}
_TYPE_KEYS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"max_length"}),
    "long_text": frozenset({"max_length"}),
    "person_name": frozenset({"max_length"}),
    "date": frozenset({"partial", "past", "future", "min", "max"}),
    "id_number": frozenset({"kinds"}),
    "address": frozenset({"abroad"}),
    "choice": frozenset({"options", "list"}),
    "multi_choice": frozenset({"options", "list"}),
    "number": frozenset({"min", "max", "whole"}),
    "money": frozenset({"min", "max"}),
    "attachment": frozenset({"paper"}),
}
_BINDS_TYPES = {
    "name": {"person_name", "text"},
    "id_number": {"id_number"},
    "birth_date": {"date"},
    "address": {"address"},
    "phone": {"phone"},
}
_NOT_COMPUTED = frozenset({"attachment", "statement", "address", "multi_choice"})
_FLAGS = ("soft", "partial", "past", "future", "abroad", "whole", "sensitive")


@dataclass(slots=True)
class _Reader:
    """Walks the definition in document order and remembers what stands earlier."""

    papers: set[str]
    lists: set[str]
    fields: dict[str, str] = field(default_factory=dict)
    all_fields: dict[str, str] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    all_groups: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def say(self, place: str, words: str) -> None:
        self.errors.append(f"{place}: {words}" if place else words)

    def expr(self, place: str, expr: Json, row: Mapping[str, str], *, earlier: bool) -> None:
        """Note the faults of an expression; `earlier` lets it see only what stands before it."""
        top, groups = (self.fields, self.groups) if earlier else (self.all_fields, self.all_groups)
        why = "is not a field standing earlier" if earlier else "is not a field that can be seen here"
        for words in validate_expr.faults(expr, Known({**top, **row}, frozenset(groups), why)):
            self.say(place, words)


def validate(form: dict[str, Json], papers: set[str], lists: set[str]) -> list[str]:
    """Every fault of a definition as 'place: what is wrong'; an empty list means that it can be used."""
    reader = _Reader(papers, lists)
    _keys(reader, "form", form, _FORM_KEYS)
    _text(reader, "title", form.get("title"), needed=True)
    _ways(reader, form.get("from"))
    sections = form.get("sections")
    if not isinstance(sections, list) or not sections or not all(isinstance(item, dict) for item in sections):
        return [*reader.errors, "sections: must be a list of at least one section"]
    _gather(reader, dicts(sections))
    for section in dicts(sections):
        _section(reader, section)
    _form_checks(reader, form.get("checks"))
    _bindings(reader)
    return reader.errors


def _ways(reader: _Reader, ways: Json) -> None:
    """How answers to older forms are carried to this one."""
    reader.errors += shape_faults(ways)
    for name, way in ways.items() if isinstance(ways, dict) else ():
        _text(reader, f"from[{name[:8]}].say", way.get("say") if isinstance(way, dict) else None)


def _gather(reader: _Reader, sections: list[dict[str, Json]]) -> None:
    for section in sections:
        if section.get("repeat") is not None:
            reader.all_groups.add(str(section.get("key")))
            continue
        for item in dicts(section.get("fields")):
            reader.all_fields[str(item.get("key"))] = str(item.get("type"))


def _section(reader: _Reader, section: dict[str, Json]) -> None:
    place = f"sections[{section.get('key')}]"
    _keys(reader, place, section, _SECTION_KEYS)
    _key(reader, place, section.get("key"))
    _text(reader, f"{place}.title", section.get("title"), needed=True)
    _text(reader, f"{place}.intro", section.get("intro"))
    if section.get("visible_if") is not None:
        reader.expr(f"{place}.visible_if", section["visible_if"], {}, earlier=True)
    repeats = section.get("repeat") is not None
    if repeats:
        _repeat(reader, f"{place}.repeat", section["repeat"])
    fields = section.get("fields")
    if not isinstance(fields, list) or not fields or not all(isinstance(item, dict) for item in fields):
        reader.say(f"{place}.fields", "must be a list of at least one field")
    row = {str(item.get("key")): str(item.get("type")) for item in dicts(fields)} if repeats else {}
    before: dict[str, str] = {}
    for item in dicts(fields):
        _field(reader, f"{place}.fields[{item.get('key')}]", item, before if repeats else None, row)
        (before if repeats else reader.fields)[str(item.get("key"))] = str(item.get("type"))
    if repeats:
        reader.groups.add(str(section.get("key")))


def _repeat(reader: _Reader, place: str, repeat: Json) -> None:
    if not isinstance(repeat, dict):
        reader.say(place, "must hold min, max and item")
        return
    _keys(reader, place, repeat, frozenset({"min", "max", "item"}))
    _text(reader, f"{place}.item", repeat.get("item"), needed=True)
    least, most = repeat.get("min", 0), repeat.get("max")
    if type(least) is not int or least < 0:
        reader.say(f"{place}.min", "must be a whole number, 0 or more")
    if type(most) is not int or most < 1 or (type(least) is int and most < least):
        reader.say(f"{place}.max", "must be a whole number, not below min")


def _field(
    reader: _Reader, place: str, item: dict[str, Json], before: dict[str, str] | None, row: Mapping[str, str]
) -> None:
    """Check one field; `before` are the own row's earlier fields, in a repeat group."""
    kind = item.get("type")
    _key(reader, place, item.get("key"))
    _text(reader, f"{place}.label", item.get("label"), needed=True)
    _text(reader, f"{place}.hint", item.get("hint"))
    if not isinstance(kind, str) or kind not in FIELD_TYPES:
        reader.say(f"{place}.type", f"{kind!r} is not a type of field")
        return
    _keys(reader, place, item, _COMMON_KEYS if kind == "info" else _ASKING_KEYS | _TYPE_KEYS.get(kind, frozenset()))
    for flag in _FLAGS:
        if not isinstance(item.get(flag, False), bool):
            reader.say(f"{place}.{flag}", "must be true or false")
    for name in ("visible_if", "computed"):
        if item.get(name) is not None:
            reader.expr(f"{place}.{name}", item[name], before or {}, earlier=True)
    if item.get("required") is not None:
        reader.expr(f"{place}.required", item["required"], row, earlier=False)
    for number_, check in enumerate(_checks(reader, f"{place}.check", item.get("check"), _CHECK_KEYS), start=1):
        reader.expr(f"{place}.check[{number_}].if", check.get("if"), row, earlier=False)
    _computed(reader, place, item, kind)
    _limits(reader, place, item, kind)
    _choices(reader, place, item, kind)
    _binding(reader, f"{place}.binds", item, kind, in_row=before is not None)
    if kind == "attachment" and item.get("paper") not in reader.papers:
        reader.say(f"{place}.paper", f"{item.get('paper')!r} is not a paper of this procedure")


def _computed(reader: _Reader, place: str, item: dict[str, Json], kind: str) -> None:
    if item.get("computed") is None:
        return
    if kind in _NOT_COMPUTED:
        reader.say(f"{place}.computed", f"a field of type {kind} cannot be computed")
    if item.get("required") not in (None, False):
        reader.say(f"{place}.required", "nobody types a computed field, so it cannot be required")


def _limits(reader: _Reader, place: str, item: dict[str, Json], kind: str) -> None:
    for name in ("min", "max"):
        bound = item.get(name)
        if bound is None:
            continue
        fits = isinstance(bound, str) and dates.is_date(bound) if kind == "date" else number(bound) is not None
        if not fits:
            reader.say(f"{place}.{name}", "must be an ISO date" if kind == "date" else "must be a number")
    length = item.get("max_length")
    if length is not None and kind in TEXT_TYPES and (type(length) is not int or not 1 <= length <= 10_000):
        reader.say(f"{place}.max_length", "must be a whole number from 1 to 10000")
    kinds = item.get("kinds")
    if kinds is not None and not (
        isinstance(kinds, list) and kinds and set(map(str, kinds)) <= {"cccd", "cmnd", "passport"}
    ):
        reader.say(f"{place}.kinds", "must list some of cccd, cmnd, passport")
    if item.get("past") is True and item.get("future") is True:
        reader.say(f"{place}.future", "a date cannot be held both to the past and to the future")


def _choices(reader: _Reader, place: str, item: dict[str, Json], kind: str) -> None:
    if kind not in CHOICE_TYPES:
        return
    options, name = item.get("options"), item.get("list")
    if (options is None) == (name is None):
        reader.say(place, "a choice has either options or a list")
    if name is not None and name not in reader.lists:
        reader.say(f"{place}.list", f"{name!r} is not a code list")
    if options is None:
        return
    values = [option.get("value") for option in dicts(options)]
    if not isinstance(options, list) or not options or len(values) != len(options):
        reader.say(f"{place}.options", "must be a list of at least one value with its label")
    for value in values:
        if not isinstance(value, str) or not value:
            reader.say(f"{place}.options", f"{value!r} must be a text")
        elif values.count(value) > 1:
            reader.say(f"{place}.options", f"{value!r} stands twice")
    for option in dicts(options):
        _keys(reader, f"{place}.options[{option.get('value')}]", option, frozenset({"value", "label", "hint"}))
        _text(reader, f"{place}.options[{option.get('value')}].label", option.get("label"), needed=True)


def _binding(reader: _Reader, place: str, item: dict[str, Json], kind: str, *, in_row: bool) -> None:
    binds = item.get("binds")
    if binds is None:
        return
    found = BINDING.fullmatch(binds) if isinstance(binds, str) else None
    if not found:
        reader.say(place, f"{binds!r} is not a binding such as owner.name or subject.2.birth_date")
        return
    role, place_number, part = found.groups()
    if kind not in _BINDS_TYPES[part]:
        reader.say(place, f"{part} cannot be taken from a field of type {kind}")
    if role in ("owner", "submitter") and (in_row or place_number):
        reader.say(place, f"there is one {role}: no number, and not in a repeat group")
    if in_row and place_number:
        reader.say(place, "rows number themselves: leave the number out")
    reader.bound.add(f"{role}.{part}")


def _bindings(reader: _Reader) -> None:
    for role in ("submitter", "subject", "witness"):
        if any(name.startswith(f"{role}.") for name in reader.bound) and f"{role}.name" not in reader.bound:
            reader.say("sections", f"{role} is bound without a name ({role}.name)")
    if "owner.name" not in reader.bound:
        reader.say("sections", "no field says who the owner is (binds: owner.name)")


def _form_checks(reader: _Reader, checks: Json) -> None:
    seen: set[Json] = set()
    for check in _checks(reader, "checks", checks, _CHECK_KEYS | {"id", "fields"}):
        place, name = f"checks[{check.get('id')}]", check.get("id")
        if not isinstance(name, str) or not name or name in seen or "#" in name:
            reader.say(f"{place}.id", "must be a text of its own, without #")
        else:
            seen.add(name)
        reader.expr(f"{place}.if", check.get("if"), {}, earlier=False)
        fields = check.get("fields")
        for key in fields if isinstance(fields, list) else [None]:
            if key not in reader.all_fields and key not in reader.all_groups:
                reader.say(f"{place}.fields", f"{key!r} is not a field of the top level or a repeat group")


def _checks(reader: _Reader, place: str, checks: Json, allowed: frozenset[str]) -> list[dict[str, Json]]:
    if checks is None:
        return []
    if not isinstance(checks, list) or len(dicts(checks)) != len(checks):
        reader.say(place, "must be a list of checks")
    for index, check in enumerate(dicts(checks), start=1):
        _keys(reader, f"{place}[{index}]", check, allowed)
        _text(reader, f"{place}[{index}].say", check.get("say"), needed=True)
        if check.get("if") is None:
            reader.say(f"{place}[{index}].if", "is missing")
    return dicts(checks)


def _keys(reader: _Reader, place: str, item: dict[str, Json], allowed: frozenset[str]) -> None:
    for name in item:
        if name not in allowed:
            reader.say(place, f"{name!r} is not known here")


def _key(reader: _Reader, place: str, key: Json) -> None:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        reader.say(place, f"the key {key!r} must be lower case letters, digits and _")
    elif key in reader.keys:
        reader.say(place, f"the key {key!r} is used twice")
    else:
        reader.keys.add(key)


def _text(reader: _Reader, place: str, text: Json, *, needed: bool = False) -> None:
    if text is None and not needed:
        return
    fine = (
        isinstance(text, dict)
        and set(text) <= {"vi", "en"}
        and all(isinstance(word, str) and word for word in text.values())
    )
    if not fine or not isinstance(text, dict) or "vi" not in text:
        reader.say(place, "must be a text {vi, en}")
