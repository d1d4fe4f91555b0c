"""Shapes of what a unit decided about its own handling."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, Shape

PairName = Literal["appraise_approve", "approve_sign", "both"]


class RelaxationIn(Given):
    """A chairperson's dated decision that one person may do two steps of the same dossier."""

    unit_id: UUID
    decision: Clean = Field(min_length=2, max_length=400)
    """Its number."""
    decided_on: date
    signer: Clean = Field(min_length=2, max_length=200)
    pair: PairName
    text: str = Field(min_length=10, max_length=8000)
    valid_from: date
    valid_to: date | None = None


class RelaxationOut(Shape):
    relaxation_id: UUID
    unit_id: UUID
    unit_name: str
    decision: str
    decided_on: date | None
    signer: str
    pair: PairName
    text: str
    valid_from: date
    valid_to: date | None
    in_force: bool
    recorded_by: str
    recorded_at: datetime
    ended_by: str | None


class RelaxationsOut(Shape):
    relaxations: list[RelaxationOut]


class RelaxationPath(Given):
    relaxation_id: UUID


class ReceptionRuleIn(Given):
    """A unit's dated decision to receive complete online dossiers by itself; no procedure means all."""

    unit_id: UUID
    procedure_code: Clean | None = Field(default=None, pattern=r"^[0-9]\.[0-9]{6}$")
    decision: Clean = Field(min_length=5, max_length=400)
    conditions: list[Literal["fee_settled", "known_filer", "no_originals"]] = Field(
        default=["fee_settled", "known_filer", "no_originals"], max_length=3
    )
    valid_from: date
    valid_to: date | None = None


class ReceptionRulePath(Given):
    rule_id: UUID


class ReceptionRuleOut(Shape):
    rule_id: UUID
    unit_id: UUID
    procedure_code: str | None
    decision: str
    conditions: list[str]
    valid_from: date
    valid_to: date | None
    state: Literal["to_come", "in_force", "ended"]
    recorded_by: str
    recorded_at: datetime
    ended_by: str | None
    ended_at: datetime | None


class ReceptionRulesOut(Shape):
    rules: list[ReceptionRuleOut]
