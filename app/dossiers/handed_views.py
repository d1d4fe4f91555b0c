"""How a result was returned, read from the events of its dossier."""

from __future__ import annotations

from collections.abc import Sequence

from app.dossiers import handed
from app.dossiers.handed_schemas import HandedOut
from app.dossiers.models import Dossier, DossierEvent
from app.workflow.table import State

_TOLD = ("as_whom", "authority", "id_end", "signed", "carrier", "tracking")


def handed_out(dossier: Dossier, events: Sequence[DossierEvent]) -> HandedOut | None:
    """Who received the result, when and how; nothing where it is not returned."""
    if dossier.state != State.RETURNED:
        return None
    last = next((each for each in reversed(events) if each.to_state == State.RETURNED != each.from_state), None)
    if last is None:
        return None
    wish, owner = str(dossier.wishes.get("return") or "office"), dossier.parties.get("owner") or {}
    method, how = handed.method(last.move, last.data, wish), handed.how(last.data)
    electronic = method == handed.ELECTRONIC
    return HandedOut.model_validate(
        {
            "at": last.at,
            "method": method,
            "receiver": str(last.data.get("receiver") or owner.get("name") or last.actor_name),
            "by": "" if electronic else last.actor_name,
            "handover_id": how.get("id"),
            **{name: how[name] for name in _TOLD if name in how},
        }
    )
