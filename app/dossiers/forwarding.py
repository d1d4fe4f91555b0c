"""Where a dossier belongs, proposed to whoever forwards it, with the reason in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from app.core.access import Actor, Permission
from app.core.shapes import Words
from app.dossiers import facts
from app.dossiers.forwarding_schemas import CompetentOut, CounterOut
from app.dossiers.models import Dossier
from app.units import competence
from app.units import queries as units
from app.units.competence import Competent
from app.units.models import Unit


def proposal(dossier: Dossier, actor: Actor) -> CompetentOut:
    """The competent unit where that is another one, why, and every counter that could take the dossier."""
    actor.need(Permission.DOSSIERS_FORWARD, dossier.unit_id)
    here, body = units.get(dossier.unit_id), facts.procedure(dossier)
    owner = dossier.parties.get("owner") or {}
    address = owner.get("address") or (dossier.parties.get("submitter") or {}).get("address")
    found = competence.competent(here, body["level"], body["receives"]["reach"], address)
    said = found.why if found else None
    return CompetentOut(
        unit_id=found.unit.id if found else None,
        unit_name=found.unit.name if found else None,
        why=Words(vi=said["vi"], en=said["en"]) if said else None,
        verdict=_verdict(found, here, body, address),
        counters=[_counter(each) for each in competence.candidates(here, body["level"])],
    )


def _verdict(
    found: Competent | None, here: Unit, body: Mapping[str, Any], address: Mapping[str, Any] | None
) -> Literal["elsewhere", "here", "any", "unknown"]:
    if found is not None:
        return "elsewhere"
    if body["receives"]["reach"] != "own":
        return "any"
    return "here" if competence.lies_right(here, body["level"], address) else "unknown"


def _counter(unit: Unit) -> CounterOut:
    above = units.get(unit.parent_id).name if unit.parent_id and unit.kind == "office" else None
    return CounterOut(unit_id=unit.id, name=f"{unit.name}, {above}" if above else unit.name)
