"""The invented province, its commune with villages and two counters, the commune next to it, and the people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app import settings
from app.core.access import Actor
from app.db import db
from app.demo import made_up, people
from app.groups import operations as groups
from app.groups import queries as known_groups
from app.identity import passwords, queries, staff
from app.units import operations as units
from app.units.models import Unit
from app.units.rules import parse_hours

LONG_AGO = timedelta(days=45)
SAMPLE_ACCOUNTS = ("0000000000005", "0000000000006")
"""Accounts that no bank can have given."""
SAMPLE_BANK = "970405"
_OFFICE_HOURS = "mon-fri 07:00-11:30,13:30-17:00"
_REFORM = date(2025, 7, 1)


@dataclass(frozen=True)
class Place:
    """What stands where, after it was made."""

    commune: UUID
    police: UUID
    neighbour: UUID
    now: datetime
    """The moment of the first load, at which the story of the demo ends."""

    def unit(self, where: str) -> UUID:
        """The id of one of the counters, or of the province."""
        known = {people.COMMUNE: self.commune, people.POLICE: self.police, people.NEIGHBOUR: self.neighbour}
        return known.get(where, made_up.made_id(where))


def founded_at() -> datetime | None:
    """When the demo commune of this database was founded; nothing where it is not there."""
    province = db.session.get(Unit, made_up.made_id("province"))
    return province.created_at if province else None


def found() -> Place:
    """The place with its people, made where it is not there; hold the clock `LONG_AGO` before the story ends."""
    province = _unit(
        "province",
        kind="province",
        name="Tỉnh Sơn Mộc",
        slug="son-moc",
        valid_from=_REFORM,
        official_code="99",
        e_identifier="H99",
    )
    commune = _commune(province)
    police = _police(commune)
    for name in people.VILLAGES:
        _unit(name, kind="village", name=name, parent=commune, valid_from=_REFORM)
    place = Place(commune.id, police.id, _neighbour(province).id, province.created_at + LONG_AGO)
    for worker in people.WORKERS:
        person = _person(worker.username, worker.name)
        for where, role in worker.roles:
            staff.grant(person, place.unit(where), role)
    _group()
    return place


def _commune(province: Unit) -> Unit:
    return _unit(
        "commune",
        kind="commune",
        name="Xã Mộc Giang",
        parent=province,
        valid_from=_REFORM,
        official_code="99205",
        e_identifier="H99.20.05",
        commune_kind="xa",
        address="Trung tâm Phục vụ hành chính công xã Mộc Giang, thôn Xóm Đình",
        phone=made_up.office_number(2005),
        hours=parse_hours(_OFFICE_HOURS),
        bank_bin=SAMPLE_BANK,
        bank_account=SAMPLE_ACCOUNTS[0],
        bank_holder="UBND XA MOC GIANG (MAU)",
    )


def _neighbour(province: Unit) -> Unit:
    """The commune next to it may receive online, so people there are shown the draft of what they asked for."""
    return _unit(
        people.NEIGHBOUR,
        kind="commune",
        name="Xã Suối Trám",
        parent=province,
        valid_from=_REFORM,
        official_code="99206",
        e_identifier="H99.20.06",
        commune_kind="xa",
        address="Trung tâm Phục vụ hành chính công xã Suối Trám, bản Suối Trám",
        phone=made_up.office_number(2007),
        hours=parse_hours(_OFFICE_HOURS),
        receives_online=True,
    )


def _police(commune: Unit) -> Unit:
    return _unit(
        "police",
        kind="office",
        name="Công an xã Mộc Giang",
        parent=commune,
        valid_from=_REFORM,
        e_identifier="G01.99.20.05",
        address="Trụ sở Công an xã Mộc Giang, thôn Xóm Đình",
        phone=made_up.office_number(2006),
        hours=parse_hours(f"{_OFFICE_HOURS}; sat 07:30-11:00"),
        levels=["commune_police"],
        bank_bin=SAMPLE_BANK,
        bank_account=SAMPLE_ACCOUNTS[1],
        bank_holder="CONG AN XA MOC GIANG (MAU)",
    )


def _group() -> None:
    village = db.session.get_one(Unit, made_up.made_id(people.GIENG_CA))
    known = known_groups.all_groups(village.id)
    group = (
        known[0]
        if known
        else groups.found(
            village,
            name=people.GROUP,
            decision_number=people.DECISION,
            decision_date=date(2025, 8, 4),
            contact=f"Cà Văn Inh, {made_up.mobile_number(people.MEMBERS[0].phone)}",
        )
    )
    for member in people.MEMBERS:
        person = _person(member.username, member.name, phone=made_up.mobile_number(member.phone))
        groups.add_member(group, person, role=member.role)


def _unit(what: str, **facts: Any) -> Unit:
    return db.session.get(Unit, made_up.made_id(what)) or units.add(unit_id=made_up.made_id(what), **facts)


def _person(username: str, name: str, *, phone: str | None = None) -> UUID:
    """The person of a sign-in name, hired where nobody has it."""
    if known := queries.account_named(username):
        return known.person_id
    kept = passwords.hashed(made_up.pass_phrase(username), cost=settings().password_cost)
    return staff.add_person(name=name, username=username, password_hash=kept, phone=phone).id


def person_named(username: str) -> UUID:
    """The person who signs in with a pass-phrase under this name."""
    account = queries.account_named(username)
    assert account is not None
    return account.person_id


def acting(username: str) -> Actor:
    """That person as an actor, with the roles of the day that the clock shows."""
    return signed_in(person_named(username))


def signed_in(person_id: UUID) -> Actor:
    """A person as an actor, with the roles of the day that the clock shows."""
    person = queries.person(person_id)
    return Actor(
        principal=f"person:{person.id}", person_id=person.id, name=person.name, grants=queries.grants_of(person.id)
    )
