"""Many people at once from a spreadsheet: what is wrong is said by row and column; all are taken in, or nobody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.admin import reach, record, sheet
from app.admin.account_schemas import FaultOut, StaffRowOut, StaffSheetOut, TakenInOut
from app.admin.sheet import COLUMNS, SheetRow
from app.core import errors
from app.core.access import Actor, Permission, Role
from app.core.error_texts import sentences
from app.core.shapes import Words
from app.core.text import fold
from app.identity import queries, rules, staff

NAME, USERNAME, PHONE, UNIT, ROLE = COLUMNS
ROLE_NAMES: Mapping[Role, str] = {
    Role.CLERK: "Cán bộ một cửa",
    Role.APPRAISER: "Cán bộ thẩm định",
    Role.APPROVER: "Lãnh đạo phê duyệt",
    Role.SEAL_CLERK: "Văn thư",
    Role.LEADER: "Lãnh đạo xem báo cáo",
    Role.ADMIN: "Quản trị",
    Role.VOLUNTEER: "Thành viên tổ công nghệ số",
    Role.GROUP_LEAD: "Tổ trưởng tổ công nghệ số",
}
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


@dataclass(frozen=True)
class Entry:
    """A row that was understood."""

    row: int
    name: str
    username: str
    phone: str | None
    unit_id: UUID
    unit_name: str
    role: Role
    person_id: UUID | None
    """Who has this sign-in name already, and the same name."""


@dataclass(frozen=True)
class Sheet:
    """A sheet as it was understood, and what is wrong with it."""

    fingerprint: str
    entries: list[Entry]
    faults: list[FaultOut]


def judged(actor: Actor, content: bytes) -> Sheet:
    """Read a sheet and judge every row; nothing is kept."""
    rows = sheet.read(content)
    places = _places(actor)
    entries: list[Entry] = []
    faults: list[FaultOut] = []
    for row in rows:
        entry = _entry(row, places, faults)
        if entry is not None:
            _against_others(entry, entries, faults)
            entries.append(entry)
    return Sheet(hashlib.sha256(content).hexdigest(), entries, faults)


def shown(found: Sheet) -> StaffSheetOut:
    """A judged sheet as it is shown before anything is kept."""
    people = {each.username: each for each in found.entries}
    return StaffSheetOut(
        fingerprint=found.fingerprint,
        rows=[
            StaffRowOut(
                row=each.row,
                name=each.name,
                username=each.username,
                phone=each.phone,
                unit_name=each.unit_name,
                role=each.role.value,
                known=each.person_id is not None,
            )
            for each in found.entries
        ],
        faults=found.faults,
        new=sum(each.person_id is None for each in people.values()),
        known=sum(each.person_id is not None for each in people.values()),
    )


def ready(found: Sheet, seen: str | None) -> list[str]:
    """The sign-in names that need a password; raises Conflict or Invalid where the sheet may not be taken in."""
    if found.fingerprint != seen:
        raise errors.Conflict("sheet_changed")
    if found.faults:
        raise errors.Invalid("sheet_has_faults", count=len(found.faults))
    return sorted({each.username for each in found.entries if each.person_id is None})


def take_in(actor: Actor, found: Sheet, passwords: Mapping[str, str], hashes: Mapping[str, str]) -> list[TakenInOut]:
    """Make the accounts and give the roles, in the sheet's order; every one of them in the caller's transaction."""
    made: dict[str, UUID] = {}
    taken: list[TakenInOut] = []
    for each in found.entries:
        password = None
        person_id = each.person_id or made.get(each.username)
        if person_id is None:
            password = passwords[each.username]
            person_id = made[each.username] = staff.add_person(
                name=each.name,
                username=each.username,
                password_hash=hashes[each.username],
                phone=each.phone,
                given=True,
            ).id
        staff.grant(person_id, each.unit_id, each.role)
        after = {"name": each.name, "username": each.username, "role": each.role.value, "unit": each.unit_name}
        what = "granted" if password is None else "added"
        record.keep(actor, "account", person_id, what, unit_id=each.unit_id, after=after | {"from": "sheet"})
        taken.append(
            TakenInOut(
                name=each.name,
                username=each.username,
                unit_name=each.unit_name,
                role=each.role.value,
                password=password,
            )
        )
    return taken


def example(actor: Actor) -> bytes:
    """A sheet to fill in for the actor's units."""
    names = [unit.name for unit in reach.named(reach.managed(actor, Permission.STAFF_MANAGE))]
    return sheet.example(names, list(ROLE_NAMES.values()))


def _places(actor: Actor) -> dict[str, list[tuple[UUID, str]]]:
    """The actor's units by their name as people type it, and by their slug."""
    found: dict[str, list[tuple[UUID, str]]] = {}
    for unit in reach.named(reach.managed(actor, Permission.STAFF_MANAGE)):
        for key in {fold(unit.name), unit.slug}:
            found.setdefault(key, []).append((unit.id, unit.name))
    return found


def _entry(row: SheetRow, places: Mapping[str, list[tuple[UUID, str]]], faults: list[FaultOut]) -> Entry | None:
    """A row as it is understood; whatever is wrong with it goes to the faults."""
    before = len(faults)
    name, username, phone, unit, role = row.texts
    for column in row.formulas:
        _say(faults, row.number, column, "cell_formula")
    _checked_person(row, faults)
    place = places.get(fold(unit)) or places.get(unit) or []
    if len(place) != 1:
        _say(faults, row.number, UNIT, "cell_unit_ambiguous" if place else "cell_unit_unknown")
    as_what = _role(role)
    if as_what is None:
        _say(faults, row.number, ROLE, "cell_role_unknown")
    person_id = _known(row, faults) if len(faults) == before else None
    if len(faults) != before or as_what is None:
        return None
    number, plain = rules.phone_number(_with_zero(phone)), queries.username_of(username)
    return Entry(row.number, name, plain, number, place[0][0], place[0][1], as_what, person_id)


def _checked_person(row: SheetRow, faults: list[FaultOut]) -> None:
    name, username, phone, _, _ = row.texts
    if not 2 <= len(name) <= 200 or name.replace(" ", "").isdigit():
        _say(faults, row.number, NAME, "cell_name_missing")
    if not _USERNAME.fullmatch(queries.username_of(username)):
        _say(faults, row.number, USERNAME, "cell_username_bad")
    if phone and rules.phone_number(_with_zero(phone)) is None:
        _say(faults, row.number, PHONE, "bad_phone_number")


def _known(row: SheetRow, faults: list[FaultOut]) -> UUID | None:
    """Who signs in by this name already; another person's name is a fault."""
    account = queries.account_named(row.texts[1])
    if account is None:
        return None
    if fold(queries.person(account.person_id).name) != fold(row.texts[0]):
        _say(faults, row.number, USERNAME, "username_taken")
    elif not account.active:
        _say(faults, row.number, USERNAME, "account_is_closed")
    return account.person_id


def _against_others(entry: Entry, before: Sequence[Entry], faults: list[FaultOut]) -> None:
    """The same twice, or one sign-in name for two people."""
    for other in before:
        if other.username != entry.username:
            continue
        if fold(other.name) != fold(entry.name):
            _say(faults, entry.row, USERNAME, "cell_username_twice", other=other.row)
        elif (other.unit_id, other.role) == (entry.unit_id, entry.role):
            _say(faults, entry.row, ROLE, "cell_row_twice", other=other.row)
        else:
            continue
        return


def _role(text: str) -> Role | None:
    for role, name in ROLE_NAMES.items():
        if fold(text) in {fold(name), fold(role.value)}:
            return role
    return None


def _with_zero(phone: str) -> str:
    """A spreadsheet takes 0912345678 for a number and drops its zero."""
    return f"0{phone}" if re.fullmatch(r"[35789][0-9]{8}", phone) else phone


def _say(faults: list[FaultOut], row: int, column: str, code: str, **params: object) -> None:
    faults.append(FaultOut(row=row, column=column, say=Words.model_validate(sentences(code, params))))
