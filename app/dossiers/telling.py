"""A dossier as messages know it, and telling those it is for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from app.core import clock
from app.core.access import Actor, Permission
from app.dossiers import facts, stepping
from app.dossiers.models import Dossier
from app.dossiers.words import address_text
from app.identity import queries as identity
from app.notifications import operations as notifications
from app.notifications.rules import About
from app.payments import queries as payments
from app.units import queries as units


def tell(dossier: Dossier, actor: Actor, kind: str, *, reason: str = "", amount: int | None = None) -> None:
    """Tell the owner's and the helper's phones what happened."""
    owners, helpers = facts.told(dossier.id)
    said = replace(about(dossier, actor, reason=reason, amount=amount), until=stepping.confirm_until(dossier))
    notifications.tell(said, kind, owners, helpers)


def about(dossier: Dossier, actor: Actor, *, reason: str = "", amount: int | None = None) -> About:
    """The plain facts a message is made from."""
    unit = units.get(dossier.unit_id)
    owner = dossier.parties.get("owner") or {}
    submitter = dossier.parties.get("submitter") or {}
    if amount is None:
        amount = payments.open_sums([dossier.id]).get(dossier.id)
    seen = facts.fee_seen(dossier.id)
    return About(
        dossier_id=dossier.id,
        unit_id=dossier.unit_id,
        unit_name=unit.name,
        unit_phone=unit.phone,
        procedure=facts.procedure(dossier)["name"],
        local_code=dossier.local_code,
        official_number=dossier.official_number,
        state=dossier.state,
        handler=_handler(dossier, actor),
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        handled_at=clock.now(),
        due_at=dossier.due_at,
        returned_at=dossier.closed_at if dossier.state == "returned" else None,
        owner_name=owner.get("name") or dossier.title,
        owner_phone=owner.get("phone") or submitter.get("phone"),
        owner_address=address_text(owner.get("address")) or None,
        helper_name=dossier.helper_name,
        helper_unit_id=_helper_unit(dossier.helper_id),
        reason=reason,
        amount=amount,
        amount_seen=seen if seen != amount else None,
    )


def address_of(party: dict[str, Any] | None) -> str:
    """Where a party lives, in words."""
    return address_text((party or {}).get("address"))


def _handler(dossier: Dossier, actor: Actor) -> str | None:
    """Who of the office did this, by name; where nobody did, who has it in hand."""
    return actor.name if actor.may(Permission.DESK, dossier.unit_id) else dossier.holder_name


def _helper_unit(helper_id: UUID | None) -> UUID | None:
    """The unit at which the helper helps, whose group may call."""
    if helper_id is None:
        return None
    held = Actor(grants=identity.grants_of(helper_id)).units(Permission.HELP)
    return min(held, default=None)
