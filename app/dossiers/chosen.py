"""Reasons that were chosen from the unit's list: whatever names one must name one that is offered now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.dossiers.models import Dossier
from app.reasons import queries
from app.reasons.rules import USE_OF_MOVE

REASON_ID = "reason_id"
"""Beside its exact words an event keeps which reason of the list they came from."""


def must_be_offered(dossier: Dossier, move: str, data: Mapping[str, Any]) -> None:
    """Raise Invalid where a move, or a thing it asks for, names a reason that its unit does not offer now."""
    if use := USE_OF_MOVE.get(move):
        named = [(f"data.{REASON_ID}", str(data[REASON_ID]))] if data.get(REASON_ID) else []
        queries.must_be_offered(dossier.unit_id, use, named, dossier.procedure_code)
    items = data.get("items")
    codes = [
        (f"data.items[{number}].reason_code", str(each["reason_code"]))
        for number, each in enumerate(items if isinstance(items, list) else [])
        if isinstance(each, dict) and each.get("reason_code")
    ]
    queries.must_be_offered(dossier.unit_id, "supplement", codes, dossier.procedure_code)
