"""Papers of a dossier that the office held already: said in its log, and shown to its owner."""

from __future__ import annotations

from collections.abc import Sequence

from app.dossiers.models import DossierEvent
from app.dossiers.page_schemas import ReusedOut

REUSED = "reused"
"""The event that says which paper was used again, from which dossier, compared by whom and when, and that she asked."""


def reused(events: Sequence[DossierEvent]) -> list[ReusedOut]:
    """What was used again, paper by paper, the last word of each."""
    found: dict[str, ReusedOut] = {}
    for event in events:
        if event.move == REUSED:
            found[event.data["paper"]] = ReusedOut(
                paper=event.data["paper"],
                from_code=event.data["from_code"],
                compared_at=event.data["compared_at"],
                compared_by=event.data["compared_by"],
                asked_at=event.data["asked_at"],
            )
    return list(found.values())
