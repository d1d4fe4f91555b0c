"""What judging a submission needs: as it comes in by itself, and as an officer looks at it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from uuid import UUID

from app.core import errors
from app.db import db
from app.dossiers import knowledge
from app.dossiers.knowledge import Knowledge, Procedure
from app.units import queries as units
from app.units.models import Unit


class Desk:
    """What judging needs, looked up once for all submissions of a batch."""

    def __init__(self) -> None:
        self._units: dict[UUID, Unit | None] = {}

    @property
    def day(self) -> date:
        """The day by which answers are judged."""
        return self.known.day

    @cached_property
    def known(self) -> Knowledge:
        """What the catalogue says now."""
        return knowledge.current()

    def unit(self, unit_id: UUID) -> Unit:
        """An office; raises Invalid where there is none."""
        if unit_id not in self._units:
            self._units[unit_id] = db.session.get(Unit, unit_id)
        found = self._units[unit_id]
        if found is None:
            raise errors.Invalid("unit_unknown")
        return found

    def procedure(self, code: str) -> Procedure:
        """The procedure in force; one that was withdrawn while the form was on its way is for an officer."""
        try:
            return self.known.procedure(code)
        except errors.NotFound as missing:
            if missing.code == "procedure_not_in_force":
                raise errors.NeedsOfficer("procedure_closed") from missing
            raise errors.Unavailable("procedure_unknown") from missing

    def receiver(self, unit_id: UUID, procedure: Procedure) -> Unit:
        """The office that takes it; for one that was merged meanwhile its heir's officers decide. Raises Invalid."""
        unit = self.unit(unit_id)
        if unit.valid_to is not None and not units.is_in_force(unit):
            heir = units.heir_of(unit_id)
            raise errors.NeedsOfficer("unit_merged", heir=heir.name) if heir else errors.NeedsOfficer("unit_ended")
        if not units.is_in_force(unit) or procedure.body["level"] not in unit.levels:
            raise errors.Invalid("unit_does_not_receive")
        return unit


class OfficersDesk(Desk):
    """How an officer judges what could not be taken by itself: by the day it was made, for the office that decides."""

    def __init__(self, unit_id: UUID, made_on: date) -> None:
        super().__init__()
        self._unit_id, self._made_on = unit_id, made_on

    @property
    def day(self) -> date:
        """The day on which it was filled in."""
        return self._made_on

    def procedure(self, code: str) -> Procedure:
        """The procedure in force, or the last one there was."""
        try:
            return self.known.latest(code)
        except errors.NotFound as missing:
            raise errors.Unavailable("procedure_unknown") from missing

    def receiver(self, unit_id: UUID, procedure: Procedure) -> Unit:  # noqa: ARG002  # as every desk is asked
        """The officer's own office."""
        return self.unit(self._unit_id)
