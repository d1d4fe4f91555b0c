"""parties(): who the dossier is about, read from the fields that are bound to them."""

import re
from collections.abc import Mapping
from typing import NotRequired, TypeAlias, TypedDict

from app.forms.rules.definition import Field, Form, Json, read

BINDING = re.compile(
    r"(owner|submitter|subject|witness)(?:\.([1-9][0-9]?))?\.(name|id_number|birth_date|address|phone)"
)

Party: TypeAlias = dict[str, Json]


class Parties(TypedDict):
    """The people of a dossier; no submitter means that the owner files."""

    owner: Party
    submitter: NotRequired[Party]
    subjects: list[Party]
    witnesses: list[Party]


class _Seats:
    """The numbered people of one role, and those who come from rows of a group."""

    def __init__(self) -> None:
        self.numbered: dict[int, Party] = {}
        self.rows: list[Party] = []

    def all(self) -> list[Party]:
        return [self.numbered[number] for number in sorted(self.numbered)] + [row for row in self.rows if row]


def parties(form: Mapping[str, Json] | Form, answers: Json) -> Parties:
    """The parties named by cleaned answers (evaluate()'s `answers`); the first filled field of a binding counts."""
    given = answers if isinstance(answers, dict) else {}
    roles = {role: _Seats() for role in ("owner", "submitter", "subject", "witness")}
    definition = form if isinstance(form, Form) else read(form)
    for section in definition.sections:
        if not section.repeat:
            _bind(section.fields, given, roles)
            continue
        rows = given.get(section.key)
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                _bind_row(section.fields, row, roles)
    owner, submitter = roles["owner"].all(), roles["submitter"].all()
    found = Parties(owner=owner[0] if owner else {}, subjects=roles["subject"].all(), witnesses=roles["witness"].all())
    if submitter:
        found["submitter"] = submitter[0]
    return found


def _bind(fields: tuple[Field, ...], given: Mapping[str, Json], roles: dict[str, _Seats]) -> None:
    for field in fields:
        bound = BINDING.fullmatch(field.binds or "")
        value = given.get(field.key)
        if bound and value is not None:
            party = roles[bound[1]].numbered.setdefault(int(bound[2] or 1), {})
            party.setdefault(bound[3], value)


def _bind_row(fields: tuple[Field, ...], row: Mapping[str, Json], roles: dict[str, _Seats]) -> None:
    people: dict[str, Party] = {}
    for field in fields:
        bound = BINDING.fullmatch(field.binds or "")
        value = row.get(field.key)
        if bound and value is not None:
            people.setdefault(bound[1], {}).setdefault(bound[3], value)
    for role, party in people.items():
        roles[role].rows.append(party)
