"""What every story of the demo stands on: the place, its days, and phones that are there when they are needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.catalogue import queries as catalogue
from app.core import clock
from app.db import transaction
from app.demo import made_up, people, phones
from app.demo.days import Days
from app.demo.people import Resident
from app.demo.phones import Filing, Phone
from app.demo.place import Place
from app.dossiers import knowledge
from app.units import queries as units
from app.workflow.deadline import TimeRule, time_for

_GOT_PHONE = timedelta(days=40)
_CONSENT = timedelta(days=90)
_WITH_ACCOUNT = (people.TRAM, people.HOA)


@dataclass(frozen=True)
class World:
    """The demo at the moment of its first load."""

    place: Place
    commune: Days
    police: Days
    neighbour: Days

    @property
    def today(self) -> date:
        """The day on which the stories end."""
        return self.place.now.astimezone(clock.VN).date()

    def rule(self, code: str) -> TimeRule:
        """How long a procedure may take for what was prepared on a phone."""
        with transaction(writes=False):
            found = time_for(knowledge.current().procedure(code).body["times"], "prepared")
        assert found is not None
        return found

    def phone_of(self, who: Resident) -> Phone:
        """The phone of somebody, with her account where she has one."""
        with clock.at(self.place.now - _GOT_PHONE):
            return phones.own(who.name, resident=who if who in _WITH_ACCOUNT else None)

    def phone_of_volunteer(self) -> Phone:
        """The phone of the member who helps."""
        with clock.at(self.place.now - _GOT_PHONE):
            return phones.own(people.VOLUNTEER, username=people.VOLUNTEER)

    def send(self, who: Resident, filing: Filing, at: datetime) -> None:
        """Somebody files from her own phone."""
        phone = self.phone_of(who)
        with clock.at(at):
            phone.file(filing)

    def supply(self, who: Resident, filing: Filing, at: datetime, supplement_id: UUID) -> None:
        """Somebody sends from her phone what was asked for again; its filing is named after the first."""
        phone = self.phone_of(who)
        with clock.at(at):
            phone.supply(filing, made_up.made_id(filing.name.partition(":")[0]), supplement_id)

    def withdraw(self, who: Resident, name: str, at: datetime, reason: str) -> None:
        """Somebody takes her dossier back, from her phone."""
        phone = self.phone_of(who)
        with clock.at(at):
            told = {"reason": reason}
            phone.send(f"{name}:withdraw", "dossier.withdraw", told, dossier_id=str(made_up.made_id(name)))

    def help(self, who: Resident, filing: Filing, at: datetime, proof: dict[str, Any]) -> None:
        """The volunteer files for somebody who said yes a little earlier, and whose witness stood by."""
        phone, agreed = self.phone_of_volunteer(), at - timedelta(minutes=14)
        assert filing.mandate is not None
        with clock.at(agreed):
            phone.send(filing.mandate, "mandate.grant", self._consent(filing.mandate, who, agreed, proof))
        with clock.at(at):
            phone.file(filing)

    def decline(self, at: datetime) -> None:
        """Somebody does not want help; only the count is kept."""
        phone = self.phone_of_volunteer()
        with clock.at(at):
            phone.send("declined", "mandate.refuse", {"unit_id": str(self.place.commune)})

    def _consent(self, name: str, who: Resident, at: datetime, proof: dict[str, Any]) -> dict[str, Any]:
        with transaction(writes=False):
            text = catalogue.current_text("consent_help")
            purposes = [each["key"] for each in text.body["purposes"]]
        return {
            "mandate_id": str(made_up.made_id(name)),
            "unit_id": str(self.place.commune),
            "resident_name": who.name,
            "resident_id_last4": who.id_number[-4:],
            "resident_phone": who.phone,
            "text_version": text.version,
            "text_hash": text.hash,
            "purposes": purposes,
            "evidence": proof | {"read_at": at.isoformat()},
            "method": "witness" if "witness" in proof else "signature",
            "granted_at": at.isoformat(),
            "expires_at": (at + _CONSENT).isoformat(),
        }


def at(place: Place) -> World:
    """The world of a place; call inside a transaction."""
    calendar = catalogue.calendar()
    commune, police, neighbour = (
        Days(place.now, units.hours_of(unit), calendar) for unit in (place.commune, place.police, place.neighbour)
    )
    return World(place, commune, police, neighbour)
