"""Faults of the rules that lead from an older form to a newer one: their shape, and what both forms say to them."""

import re
from collections.abc import Mapping

from app.forms.rules import dates
from app.forms.rules.definition import TEXT_TYPES, Field, Json, dicts, strings, text
from app.forms.rules.mapping import Leaves, accepts, fit, group_of, leaves, planned

_HASH = re.compile(r"[0-9a-f]{64}")
_MEMBERS: Mapping[str, frozenset[str]] = {
    "rename": frozenset({"to", "values"}),
    "split": frozenset({"into", "at", "rest"}),
    "join": frozenset({"into", "with"}),
    "default": frozenset({"value"}),
    "drop": frozenset(),
    "ask": frozenset({"required_from", "basis"}),
}
_WORDS = TEXT_TYPES | {"id_number", "phone"}


def shape_faults(ways: Json) -> list[str]:
    """What is wrong with the member `from` of a form, as far as it can be seen without the older forms."""
    if ways is None:
        return []
    if not isinstance(ways, dict):
        return ["from: must name older forms by their hash"]
    said = []
    for name, way in ways.items():
        place = f"from[{name[:8]}]"
        if not _HASH.fullmatch(name):
            said.append(f"{place}: {name!r} is not the hash of a form (flask catalogue forms prints them)")
        if not isinstance(way, dict) or set(way) - {"say", "rules"}:
            said.append(f"{place}: must hold rules, and say where there is something to say")
            continue
        rules = way.get("rules")
        if not isinstance(rules, list) or len(dicts(rules)) != len(rules):
            said.append(f"{place}.rules: must be a list of rules")
        for number, rule in enumerate(dicts(rules)):
            said += [f"{place}.rules[{number}]: {words}" for words in _rule_faults(rule)]
    return said


def _rule_faults(rule: Mapping[str, Json]) -> list[str]:
    ops = [name for name in rule if name in _MEMBERS]
    if len(ops) != 1:
        return [f"a rule does exactly one of {', '.join(_MEMBERS)}"]
    op = ops[0]
    said = [f"{name!r} is not known here" for name in rule if name != op and name not in _MEMBERS[op]]
    if op == "join":
        if len(strings(rule["join"])) < 2:
            said.append("join takes at least two fields")
    elif not text(rule[op]):
        said.append(f"{op} takes the name of a field or section")
    if op in ("rename", "join") and not text(rule.get("to" if op == "rename" else "into")):
        said.append(f"{op} must say where to")
    if op == "split" and len(strings(rule.get("into"))) < 2:
        said.append("split goes into at least two fields")
    if op == "default" and rule.get("value") is None:
        said.append("default must say its value")
    since = rule.get("required_from")
    if since is not None and not (isinstance(since, str) and dates.is_date(since)):
        said.append("required_from must be an ISO date")
    return said


def faults_between(old: Mapping[str, Json], new: Mapping[str, Json], rules: Json) -> list[str]:
    """What is wrong with rules between two forms: every field of the old one must be handled, or be there as it was."""
    before, after = leaves(old), leaves(new)
    said, used, fed = [], dict[str, int](), dict[str, int]()
    for number, rule in enumerate(dicts(rules)):
        place = f"rules[{number}]"
        sources, targets = _touched(rule, before, after)
        said += [f"{place}: {name!r} is not a field of the old form" for name in sources if name not in before.fields]
        said += [f"{place}: {name!r} is not a field of this form" for name in targets if name not in after.fields]
        said += [f"{place}: {name!r} is taken by rules[{used[name]}] already" for name in sources if name in used]
        said += [f"{place}: {name!r} is filled by rules[{fed[name]}] already" for name in targets if name in fed]
        used |= dict.fromkeys(sources, number)
        fed |= dict.fromkeys(targets, number)
        said += [f"{place}: {words}" for words in _type_faults(rule, before, after)]
    if said:
        return said
    return _unhandled(before, after, rules, set(used)) + _mixed(before, after, rules)


def _touched(rule: Mapping[str, Json], before: Leaves, after: Leaves) -> tuple[list[str], list[str]]:
    """The fields a rule takes from the old form and fills in the new one; a section stands for its fields."""
    source, target = text(rule.get("rename")), text(rule.get("to"))
    if source and source in before.sections:
        return [], []
    if source:
        return [source], [target]
    if dropped := text(rule.get("drop")):
        return list(before.sections.get(dropped, (dropped,))), []
    if asked := text(rule.get("ask")):
        return [], list(after.sections.get(asked, (asked,)))
    if parted := text(rule.get("split")):
        return [parted], strings(rule.get("into"))
    if joined := strings(rule.get("join")):
        return joined, [text(rule.get("into"))]
    return [], [text(rule.get("default"))]


def _type_faults(rule: Mapping[str, Json], before: Leaves, after: Leaves) -> list[str]:
    sources, targets = _touched(rule, before, after)
    old = [before.fields[name] for name in sources if name in before.fields]
    new = [after.fields[name] for name in targets if name in after.fields]
    if "default" in rule:
        return [
            f"{rule['value']!r} is not an answer to {text(rule['default'])!r}"
            for item in new
            if not accepts(item, rule.get("value"))
        ]
    if "rename" in rule and old and new:
        return _rename_faults(old[0], new[0], rule.get("values"))
    if "split" in rule or "join" in rule:
        said = [
            f"{item.key!r} is not text, so it cannot be taken apart or put together"
            for item in [*old, *new]
            if item.type not in _WORDS
        ]
        if "join" in rule and len({group_of(name) for name in sources}) > 1:
            said.append("only fields of one group, or of none, are joined")
        return said
    return []


def _rename_faults(old: Field, new: Field, values: Json) -> list[str]:
    mapped = values if isinstance(values, dict) else {}
    said = [
        f"values: {value!r} is not an answer to {new.key!r}" for value in mapped.values() if not accepts(new, value)
    ]
    if not mapped and not fit(old, new):
        return [f"answers of type {old.type} do not fit {new.key!r} of type {new.type}"]
    return said + _options_lost(old, new, mapped)


def _options_lost(old: Field, new: Field, mapped: Mapping[str, Json]) -> list[str]:
    """Options of the old question that are no answer any more and that no value replaces."""
    lost = sorted(
        each
        for each in old.options or ()
        if each not in mapped and not accepts(new, [each] if new.type == "multi_choice" else each)
    )
    return [f"{name!r} of {old.key!r} is no answer any more: name it in values, or ask anew" for name in lost]


def _unhandled(before: Leaves, after: Leaves, rules: Json, used: set[str]) -> list[str]:
    plan = planned(before, after, rules)
    carried = {name: step.targets[0] for step in plan.steps for name in step.sources if step.op == "rename"}
    said = []
    for name, item in before.fields.items():
        if name in used or name in plan.asks:
            continue
        if name not in carried:
            there = "is of another type" if name in after.fields else "is not there any more"
            said.append(f"rules: {name!r} of the old form {there}: rename, split, join, drop or ask it")
        elif item.options is not None:
            said += [f"rules: {words}" for words in _options_lost(item, after.fields[carried[name]], {})]
    return said


def _mixed(before: Leaves, after: Leaves, rules: Json) -> list[str]:
    """A repeat group whose rows would come from two places: nobody could say which rows belong together."""
    origins: dict[str, set[str]] = {}
    for step in planned(before, after, rules).steps:
        for target in step.targets:
            if group_of(target):
                origins.setdefault(group_of(target), set()).update(group_of(name) for name in step.sources)
    return [
        f"rules: rows of {group!r} would come from {len(found)} places"
        for group, found in origins.items()
        if len(found) > 1
    ]
