"""Changes of the tree: what they bring is shown first, then they are made and written down; a plan may go back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.admin import reach, record, unit_following
from app.admin.unit_schemas import PartIn, UnitChangeIn, UnitChangeSaveIn, UnitPreviewOut
from app.admin.unit_tree import MANAGE, open_dossiers, staff_of
from app.admin.unit_words import say
from app.core import clock, errors
from app.core.access import Actor
from app.core.shapes import Words
from app.db import db
from app.groups.models import Group
from app.units import changes, operations
from app.units import queries as units
from app.units.changes import FACTS, Decision
from app.units.models import Unit
from app.units.rules import slug_of


def preview(actor: Actor, asked: UnitChangeIn) -> UnitPreviewOut:
    """What a change would bring, line by line; nothing is saved. Raises Invalid or NotFound for what cannot be."""
    lines = [*_LINES[asked.what](actor, asked), _when(asked)]
    told = [line.vi for line in lines]
    asking = asked.model_dump(mode="json", exclude={"seen"})
    text = json.dumps([told, asking], ensure_ascii=False, sort_keys=True)
    return UnitPreviewOut(fingerprint=hashlib.sha256(text.encode()).hexdigest(), lines=lines)


def save(actor: Actor, asked: UnitChangeSaveIn) -> Unit:
    """Make a change that was looked at; raises Conflict where what it brings has changed meanwhile."""
    seen = preview(actor, UnitChangeIn.model_validate(asked.model_dump(exclude={"seen"})))
    if seen.fingerprint != asked.seen:
        raise errors.Conflict("unit_list_changed")
    decision = Decision(asked.day, asked.decision, asked.decided_on, actor.name)
    unit: Unit = _DOES[asked.what](actor, asked, decision)
    unit_following.follow()
    after: dict[str, Any] = {"what": asked.what, "day": asked.day.isoformat(), "decision": asked.decision}
    after["lines"] = [line.vi for line in seen.lines]
    for each in {unit.id, *asked.others, *([asked.unit_id] if asked.unit_id else [])}:
        record.keep(actor, "unit", each, asked.what, unit_id=each, after=after)
    return unit


def _add(actor: Actor, asked: UnitChangeIn, decision: Decision) -> Unit:
    return changes.found(asked.kind or "village", asked.name, _parent(actor, asked), decision, _facts(asked))


def _rename(actor: Actor, asked: UnitChangeIn, decision: Decision) -> Unit:
    unit = _named(actor, asked.unit_id, "unit_id")
    changes.rename(unit, _facts(asked) | {"name": asked.name}, decision)
    return unit


def _move(actor: Actor, asked: UnitChangeIn, decision: Decision) -> Unit:
    unit = _named(actor, asked.unit_id, "unit_id")
    changes.move(unit, _parent(actor, asked), decision)
    return unit


def _merge(actor: Actor, asked: UnitChangeIn, decision: Decision) -> Unit:
    olds = _olds(actor, asked)
    to = _into(actor, asked, olds)
    if to is None:
        to = changes.found(olds[0].kind, asked.name, _common(actor, olds), decision, _facts(asked))
        _as_before(olds[0], to)
    for old in olds:
        changes.succeed(old, to, "merged", decision)
    return to


def _split(actor: Actor, asked: UnitChangeIn, decision: Decision) -> Unit:
    old = _splits(actor, asked)
    made = []
    for part in asked.parts:
        to = _named(actor, part.unit_id, "parts") if part.unit_id else None
        if to is None:
            to = changes.found(old.kind, part.name, _common(actor, [old]), decision, {})
            _as_before(old, to)
        changes.succeed(old, to, "split", decision)
        made.append(to)
    for part, to in list(zip(asked.parts, made, strict=True))[1:]:
        for village in part.villages:
            changes.move(_named(actor, village, "parts"), to, decision)
    return made[0]


def _as_before(old: Unit, to: Unit) -> None:
    """A unit that takes over receives what the one before received, at the same hours."""
    to.levels, to.hours, to.commune_kind = list(old.levels), dict(old.hours), old.commune_kind
    to.address, to.phone, to.receives_online = old.address, old.phone, old.receives_online
    db.session.flush()


def _lines_add(actor: Actor, asked: UnitChangeIn) -> list[Words]:
    parent = _parent(actor, asked)
    if parent.kind not in operations.PARENTS[asked.kind or "village"]:
        raise errors.Invalid("unit_wrong_parent")
    _must(asked.name, "name")
    return [say("add", name=asked.name, slug=asked.slug or slug_of(asked.name), parent=parent.name)]


def _lines_rename(actor: Actor, asked: UnitChangeIn) -> list[Words]:
    unit = _named(actor, asked.unit_id, "unit_id")
    wanted = _facts(asked) | {"name": asked.name}
    found = [
        say(f"rename_{key}", before=getattr(unit, key) or "–", after=wanted[key])
        for key in FACTS
        if wanted.get(key) and getattr(unit, key) != wanted[key]
    ]
    if not found:
        raise errors.Invalid("unit_nothing_changes")
    return found


def _lines_move(actor: Actor, asked: UnitChangeIn) -> list[Words]:
    unit, parent = _named(actor, asked.unit_id, "unit_id"), _parent(actor, asked)
    before = units.get(unit.parent_id).name if unit.parent_id else "–"
    return [say("move", name=unit.name, before=before, after=parent.name)]


def _lines_merge(actor: Actor, asked: UnitChangeIn) -> list[Words]:
    olds = _olds(actor, asked)
    to = _into(actor, asked, olds)
    if to is None:
        _must(asked.name, "name")
    name = to.name if to else asked.name
    lines = [] if to else [say("new", name=name, parent=_common(actor, olds).name)]
    lines += [say("ends", name=old.name, to=name) for old in olds]
    return [*lines, *_goes(olds, name)]


def _lines_split(actor: Actor, asked: UnitChangeIn) -> list[Words]:
    old = _splits(actor, asked)
    names = [_part_name(actor, part) for part in asked.parts]
    if not all(part.unit_id for part in asked.parts):
        _common(actor, [old])  # who may not found the parts is told before, not after
    lines = [say("ends", name=old.name, to=", ".join(names))]
    for part, name in list(zip(asked.parts, names, strict=True))[1:]:
        villages = [_named(actor, each, "parts").name for each in part.villages]
        if villages:
            lines.append(say("children", count=len(villages), to=name, names=", ".join(villages)))
    taken = {each for part in asked.parts[1:] for each in part.villages}
    return [*lines, *_goes([old], names[0], but=taken)]


def _goes(olds: Sequence[Unit], to: str, but: Collection[UUID] = ()) -> list[Words]:
    """What goes to the unit that carries on."""
    ids = [old.id for old in olds]
    lines: list[Words] = []
    groups = db.session.scalar(select(func.count()).select_from(Group).where(Group.unit_id.in_(ids))) or 0
    for key, count in (("dossiers", open_dossiers(ids)), ("staff", staff_of(ids)), ("groups", groups)):
        if count:
            lines.append(say(key, count=count, to=to))
    children = list(db.session.scalars(select(Unit).where(Unit.parent_id.in_(ids)).order_by(Unit.name)))
    living = [unit.name for unit in children if units.is_in_force(unit) and unit.id not in but]
    if living:
        lines.append(say("children", count=len(living), to=to, names=", ".join(living)))
    lines.append(say("slugs", to=to, slugs=", ".join(f"/{slug}" for slug in changes.slugs_of(ids))))
    if any(old.levels for old in olds):
        lines.append(say("books", name=", ".join(old.name for old in olds), to=to))
        lines.append(say("own_rules"))
    return lines


def _when(asked: UnitChangeIn) -> Words:
    return say("day_planned" if asked.day > clock.today() else "day_now", day=f"{asked.day:%d/%m/%Y}")


def _named(actor: Actor, unit_id: UUID | None, path: str) -> Unit:
    """A unit of the asker's that was named; raises Invalid where none was, NotFound beyond her reach."""
    if unit_id is None:
        raise errors.Invalid("invalid", errors=[{"path": path, "code": "required", "params": {}}])
    return reach.need(actor, MANAGE, unit_id)


def _parent(actor: Actor, asked: UnitChangeIn) -> Unit:
    return _named(actor, asked.parent_id, "parent_id")


def _olds(actor: Actor, asked: UnitChangeIn) -> list[Unit]:
    found = [_named(actor, each, "others") for each in dict.fromkeys(asked.others)]
    if not found or (asked.unit_id is None and len(found) < 2):
        raise errors.Invalid("unit_merge_needs_two", errors=[{"path": "others", "code": "required", "params": {}}])
    for old in found:
        _must_end_well(old, asked)
    if len({old.kind for old in found}) > 1:
        raise errors.Invalid("unit_bad_succession")
    return found


def _into(actor: Actor, asked: UnitChangeIn, olds: Sequence[Unit]) -> Unit | None:
    if asked.unit_id is None:
        return None
    to = _named(actor, asked.unit_id, "unit_id")
    if to.id in {old.id for old in olds} or to.kind != olds[0].kind or not units.is_in_force(to, asked.day):
        raise errors.Invalid("unit_bad_succession")
    return to


def _splits(actor: Actor, asked: UnitChangeIn) -> Unit:
    old = _named(actor, asked.unit_id, "unit_id")
    _must_end_well(old, asked)
    if len(asked.parts) < 2:
        raise errors.Invalid("unit_split_needs_two", errors=[{"path": "parts", "code": "required", "params": {}}])
    named = [each for part in asked.parts for each in part.villages]
    if len(set(named)) != len(named) or old.id in {part.unit_id for part in asked.parts}:
        raise errors.Invalid("unit_bad_succession")
    return old


def _part_name(actor: Actor, part: PartIn) -> str:
    if part.unit_id:
        return _named(actor, part.unit_id, "parts").name
    _must(part.name, "parts")
    return part.name


def _common(actor: Actor, olds: Sequence[Unit]) -> Unit:
    """The unit above, which must be one and the asker's."""
    above = {old.parent_id for old in olds}
    if len(above) != 1 or None in above:
        raise errors.Invalid("unit_wrong_parent")
    return _named(actor, above.pop(), "parent_id")


def _must_end_well(old: Unit, asked: UnitChangeIn) -> None:
    """Raise Invalid for a unit that ends already, is not there on that day, or is a province."""
    if old.kind == "province" or old.valid_to is not None or old.valid_from >= asked.day:
        raise errors.Invalid("unit_not_in_force")


def _must(text: str, path: str) -> None:
    if len(text) < 2:
        raise errors.Invalid("invalid", errors=[{"path": path, "code": "required", "params": {}}])


def _facts(asked: UnitChangeIn) -> dict[str, str]:
    given = {"slug": asked.slug, "official_code": asked.official_code, "e_identifier": asked.e_identifier}
    return {key: value for key, value in given.items() if value}


_LINES: Mapping[str, Any] = {
    "add": _lines_add,
    "rename": _lines_rename,
    "move": _lines_move,
    "merge": _lines_merge,
    "split": _lines_split,
}
_DOES: Mapping[str, Any] = {"add": _add, "rename": _rename, "move": _move, "merge": _merge, "split": _split}
