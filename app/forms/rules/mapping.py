"""carry(): the answers to an older form as answers to a newer one. Nothing is lost: what has no place stays in history.

A rule names a field by its key, a field of a repeat group as `group.field`, or a whole section by its key. What no rule
names is carried where the newer form has a field of the same name and a fitting type. The phone has the same engine
(pwa/src/core/domain/forms/mapping.ts), held to this one by tests/shared/mappings.json.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from app.forms.rules.definition import TEXT_TYPES, Field, Form, Json, dicts, read, strings, text
from app.forms.rules.expr import is_filled
from app.forms.rules.values import BadTypeError, clean

_TO_TEXT = TEXT_TYPES | {"id_number", "phone"}
_ROW = "carried"
"""The row that answers from outside of a group come to stand in."""


class Aside(TypedDict):
    """An answer of the older form that is not an answer of the newer one, word for word, and why."""

    path: str
    value: Json
    why: str


class Carried(TypedDict):
    """What became of the answers; `asked` are the fields of the newer form that nobody was asked before."""

    answers: dict[str, Json]
    history: list[Aside]
    asked: list[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One way from fields of the older form to fields of the newer one."""

    op: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    values: Mapping[str, Json] = field(default_factory=dict)
    at: str = " "
    rest: str = "last"


@dataclass(frozen=True, slots=True)
class Leaves:
    """The fields of a form by their names, in order, and what stands in each section."""

    fields: Mapping[str, Field]
    sections: Mapping[str, tuple[str, ...]]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a pair of forms and its rules come to."""

    steps: tuple[Step, ...]
    defaults: Mapping[str, Json]
    asks: frozenset[str]


@dataclass(slots=True)
class _Given:
    """One answer of the older form."""

    path: str
    name: str
    row: str
    value: Json


@dataclass(slots=True)
class _Made:
    """The newer answers while they are made."""

    leaves: Leaves
    answers: dict[str, Json] = field(default_factory=dict)
    rows: dict[tuple[str, str, str], dict[str, Json]] = field(default_factory=dict)
    history: list[Aside] = field(default_factory=list)
    unfit: set[str] = field(default_factory=set)


def carry(
    old: Mapping[str, Json] | Form,
    new: Mapping[str, Json] | Form,
    rules: Json,
    answers: Json,
    known: Sequence[str] | None = None,
) -> Carried:
    """Carry answers to a newer form; never raises, whatever rules and answers are.

    `known`: the fields of the older form that people were asked before, all where it is not said.
    """
    before, after = leaves(old), leaves(new)
    plan = planned(before, after, rules)
    made = _Made(after)
    given = list(_given(before, answers, made))
    ways = {source: step for step in plan.steps for source in step.sources}
    for each in given:
        step = ways.get(each.name)
        if step is None:
            made.history.append(Aside(path=each.path, value=each.value, why=_why(each.name, before, plan)))
        elif step.op == "rename":
            _rename(each, step, made)
        elif step.op == "split":
            _split(each, step, made)
    for step in plan.steps:
        if step.op == "join":
            _join(step, given, made)
    _defaults(plan.defaults, made)
    return Carried(answers=made.answers, history=made.history, asked=_asked(plan, made, before, known))


def carry_on(forms: Sequence[Mapping[str, Json]], rules: Sequence[Json], answers: Json) -> Carried:
    """The same through several versions one after the other: `rules[n]` leads from `forms[n]` to `forms[n + 1]`."""
    found = Carried(answers=dict(answers) if isinstance(answers, dict) else {}, history=[], asked=[])
    known: list[str] | None = None
    for old, new, way in zip(forms, forms[1:], rules, strict=False):
        step = carry(old, new, way, found["answers"], known)
        found = Carried(answers=step["answers"], history=[*found["history"], *step["history"]], asked=step["asked"])
        fresh = set(step["asked"])
        known = [name for name in leaves(new).fields if name not in fresh]
    return found


def leaves(form: Mapping[str, Json] | Form) -> Leaves:
    """The fields that hold answers: not notes, and not what is computed."""
    definition = form if isinstance(form, Form) else read(form)
    fields: dict[str, Field] = {}
    sections: dict[str, tuple[str, ...]] = {}
    for section in definition.sections:
        lead = f"{section.key}." if section.repeat else ""
        own = [item for item in section.fields if item.type != "info" and item.computed is None]
        fields |= {f"{lead}{item.key}": item for item in own}
        sections[section.key] = tuple(f"{lead}{item.key}" for item in own)
    return Leaves(fields, sections, frozenset(item.key for item in definition.sections if item.repeat))


def planned(before: Leaves, after: Leaves, rules: Json) -> Plan:
    """What the rules come to, with every field they do not name; a rule that makes no sense is passed over."""
    asks = frozenset(name for rule in dicts(rules) for name in _named(rule.get("ask"), after))
    drops = {name for rule in dicts(rules) for name in _named(rule.get("drop"), before)}
    fed, steps, used = set(asks), list[Step](), set(drops)

    def take(step: Step) -> None:
        there = all(name in before.fields for name in step.sources) and all(
            name in after.fields for name in step.targets
        )
        if there and step.targets and not (used & set(step.sources) or fed & set(step.targets)):
            steps.append(step)
            used.update(step.sources)
            fed.update(step.targets)

    for rule in dicts(rules):
        for step in _plainly(rule, before):
            take(step)
    for rule in dicts(rules):
        for step in _by_section(rule, before, after, used):
            take(step)
    for name, item in before.fields.items():
        if name in after.fields and fit(item, after.fields[name]):
            take(Step("rename", (name,), (name,)))
    defaults = {
        text(rule.get("default")): rule.get("value")
        for rule in dicts(rules)
        if text(rule.get("default")) in after.fields
    }
    return Plan(tuple(steps), defaults, asks)


def _named(name: Json, among: Leaves) -> tuple[str, ...]:
    """The fields a name stands for: itself, or those of a section."""
    plain = text(name)
    return among.sections.get(plain, (plain,) if plain in among.fields else ())


def _plainly(rule: Mapping[str, Json], before: Leaves) -> Iterator[Step]:
    """The step of a rule that names fields."""
    source = text(rule.get("rename"))
    if source and source not in before.sections:
        values = rule.get("values")
        yield Step("rename", (source,), (text(rule.get("to")),), values if isinstance(values, dict) else {})
    if source := text(rule.get("split")):
        rest = "first" if rule.get("rest") == "first" else "last"
        yield Step("split", (source,), tuple(strings(rule.get("into"))), at=text(rule.get("at")) or " ", rest=rest)
    if sources := tuple(strings(rule.get("join"))):
        between = rule.get("with")
        if len({group_of(name) for name in sources}) == 1:
            yield Step("join", sources, (text(rule.get("into")),), at=between if isinstance(between, str) else " ")


def _by_section(rule: Mapping[str, Json], before: Leaves, after: Leaves, used: set[str]) -> Iterator[Step]:
    """The steps of a rule that moves a whole section: its fields keep their keys."""
    target = text(rule.get("to"))
    lead = f"{target}." if target in after.groups else ""
    for name in before.sections.get(text(rule.get("rename")), ()):
        moved = lead + name.rpartition(".")[2]
        if name not in used and moved in after.fields and fit(before.fields[name], after.fields[moved]):
            yield Step("rename", (name,), (moved,))


def fit(old: Field, new: Field) -> bool:
    """Whether answers to one field can be answers to another as they are."""
    return old.type == new.type or (old.type in _TO_TEXT and new.type in TEXT_TYPES)


def group_of(name: str) -> str:
    """The repeat group of a field's name, or nothing."""
    return name.rpartition(".")[0]


def _why(name: str, before: Leaves, plan: Plan) -> str:
    if name not in before.fields:
        return "unknown"
    return "ask" if name in plan.asks else "drop"


def _given(before: Leaves, answers: Json, made: _Made) -> Iterator[_Given]:
    """Every answer in the order of the older form; what that form does not know goes aside."""
    given = answers if isinstance(answers, dict) else {}
    seen: set[str] = set()
    for section, names in before.sections.items():
        if section in before.groups:
            seen.add(section)
            yield from _rows(section, names, given.get(section), made)
            continue
        for name in names:
            seen.add(name)
            if is_filled(given.get(name)):
                yield _Given(name, name, "", given.get(name))
    for key in sorted(given):
        if key not in seen and is_filled(given[key]):
            made.history.append(Aside(path=key, value=given[key], why="unknown"))


def _rows(group: str, names: Sequence[str], rows: Json, made: _Made) -> Iterator[_Given]:
    if not isinstance(rows, list):
        if is_filled(rows):
            made.history.append(Aside(path=group, value=rows, why="unknown"))
        return
    used: set[str] = set()
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            if is_filled(row):
                made.history.append(Aside(path=f"{group}[#{number}]", value=row, why="unknown"))
            continue
        row_id = _free(text(row.get("_id")) or f"#{number}", used)
        used.add(row_id)
        keys = [name.rpartition(".")[2] for name in names]
        for key in [*keys, *sorted(set(row) - set(keys) - {"_id"})]:
            if is_filled(row.get(key)):
                yield _Given(f"{group}[{row_id}].{key}", f"{group}.{key}", row_id, row.get(key))


def _free(row_id: str, used: set[str]) -> str:
    while row_id in used:
        row_id += "#"
    return row_id


def _rename(each: _Given, step: Step, made: _Made) -> None:
    value, name = each.value, _as_key(each.value)
    if name is not None and name in step.values:
        value = step.values[name]
        made.history.append(Aside(path=each.path, value=each.value, why="values"))
        _put(step.targets[0], each, value, made)
    elif why := _put(step.targets[0], each, value, made):
        made.history.append(Aside(path=each.path, value=each.value, why=why))


def _as_key(value: Json) -> str | None:
    """How a value is called among `values`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None


def _split(each: _Given, step: Step, made: _Made) -> None:
    made.history.append(Aside(path=each.path, value=each.value, why="split"))
    if not isinstance(each.value, str):
        made.unfit.update(step.targets)
        return
    pieces = [piece.strip(" ") for piece in each.value.split(step.at)]
    pieces = [piece for piece in pieces if piece]
    many = len(step.targets)
    if len(pieces) > many and step.rest == "first":
        head = len(pieces) - many + 1
        pieces = [step.at.join(pieces[:head]), *pieces[head:]]
    elif len(pieces) > many:
        pieces = [*pieces[: many - 1], step.at.join(pieces[many - 1 :])]
    targets = step.targets[many - len(pieces) :] if step.rest == "first" else step.targets
    for target, piece in zip(targets, pieces, strict=False):
        _put(target, each, piece, made)


def _join(step: Step, given: Sequence[_Given], made: _Made) -> None:
    """Answers of one row become one, in the order of the rule."""
    places: dict[str, dict[str, _Given]] = {}
    for each in given:
        if each.name in step.sources:
            places.setdefault(each.row, {})[each.name] = each
    for found in places.values():
        parts = [found[name] for name in step.sources if name in found]
        made.history += [Aside(path=each.path, value=each.value, why="join") for each in parts]
        words = [each.value for each in parts if isinstance(each.value, str)]
        if words:
            _put(step.targets[0], parts[0], step.at.join(words), made)


def _put(name: str, source: _Given, value: Json, made: _Made) -> str | None:
    """Give the newer form an answer, or say why it cannot take it."""
    item = made.leaves.fields[name]
    if not accepts(item, value):
        made.unfit.add(name)
        return "unfit"
    cells = made.answers
    if group := group_of(name):
        cells = _row(group, source, made)
    if item.key in cells:
        return "taken"
    cells[item.key] = value
    return None


def accepts(item: Field, value: Json) -> bool:
    """Whether a field can hold a value: of its kind, and among its own options."""
    try:
        plain = clean(item, value)
    except BadTypeError:
        return False
    if plain is None or item.options is None:
        return plain is not None
    return all(each in item.options for each in (plain if isinstance(plain, list) else [plain]))


def _row(group: str, source: _Given, made: _Made) -> dict[str, Json]:
    """The row of a group that belongs to the source's own row."""
    place = (group, group_of(source.name), source.row)
    if place not in made.rows:
        rows = made.answers.get(group)
        if not isinstance(rows, list):
            rows = made.answers[group] = []
        used = {text(row.get("_id")) for row in dicts(rows)}
        made.rows[place] = {"_id": _free(source.row or _ROW, used)}
        rows.append(made.rows[place])
    return made.rows[place]


def _defaults(defaults: Mapping[str, Json], made: _Made) -> None:
    for name, value in defaults.items():
        item, group = made.leaves.fields[name], group_of(name)
        if accepts(item, value):
            for cells in dicts(made.answers.get(group)) if group else [made.answers]:
                cells.setdefault(item.key, value)


def _asked(plan: Plan, made: _Made, before: Leaves, known: Sequence[str] | None) -> list[str]:
    told = set(before.fields if known is None else known)
    fed = {target for step in plan.steps if told & set(step.sources) for target in step.targets}
    fed |= set(plan.defaults)
    return [name for name in made.leaves.fields if name not in fed or name in made.unfit]
