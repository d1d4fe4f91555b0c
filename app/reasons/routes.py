"""The reasons of the desk over HTTP; the administrator's side is in app/admin."""

from __future__ import annotations

from app.core.access import Permission
from app.core.shapes import Words
from app.reasons import queries, rules
from app.reasons.schemas import ReasonOut, ReasonsOut, UnitReasonsOut
from app.web.api import Api
from app.web.session import actor

api = Api("reasons")


def shown(reason: rules.Reason) -> ReasonOut:
    """A reason as it is offered."""
    return ReasonOut.model_validate(
        {
            "use": reason.use,
            "value": reason.value,
            "kind": reason.kind,
            "procedure": reason.procedure or None,
            "label": Words.model_validate(reason.label),
            "hint": Words.model_validate(reason.hint) if reason.hint else None,
            "basis": reason.basis,
            "example": reason.example,
            "text": rules.text(reason),
        }
    )


@api.get("/desk/reasons", allow=Permission.DOSSIERS_READ, answers=ReasonsOut, problems=(503,))
def read_reasons() -> ReasonsOut:
    """What may be chosen as a reason at each of one's units."""
    units = sorted(actor().units(Permission.DOSSIERS_READ))
    return ReasonsOut(
        units=[
            UnitReasonsOut(
                unit_id=unit_id, reasons=[shown(each) for each in queries.of_unit(unit_id) if not each.ended]
            )
            for unit_id in units
        ]
    )
