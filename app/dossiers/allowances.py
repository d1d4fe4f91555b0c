"""Everything somebody allowed to be filled in again, in one list that is hers alone.

Hers is what was allowed with the dossiers that are her own here, and what is in her number where an identity provider
vouches for it: a consent given at a counter need not be among the dossiers of her phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.consents import queries as consents
from app.consents.rules import Consent
from app.core import clock
from app.core.access import Actor
from app.core.shapes import Words
from app.db import db
from app.dossiers import facts, looks
from app.dossiers.looks import Use
from app.dossiers.models import Dossier, DossierAccess
from app.dossiers.page_schemas import AllowanceOut, AllowancesOut, LastUseOut
from app.identity import queries as people
from app.units import queries as units


def told(actor: Actor) -> AllowancesOut:
    """What the actor allowed, the newest first, also what is over; never anybody else's."""
    own = _own_dossiers(actor.principal)
    held = consents.hers(own, _number(actor))
    ids = [each.dossier_id for each in held]
    dossiers = {each.id: each for each in db.session.scalars(select(Dossier).where(Dossier.id.in_(ids)))}
    uses = looks.uses({each.dossier_id: each.unit_id for each in held})
    last = {each.dossier_id: _last(each, uses.get(each.dossier_id, ())) for each in held}
    offices = {each.unit_id for each in held} | {use.unit_id for use in last.values() if use and use.unit_id}
    names = units.names(offices)
    return AllowancesOut(
        allowed=[
            _allowance(each, dossiers[each.dossier_id], last[each.dossier_id], names, opens=each.dossier_id in own)
            for each in held
        ],
        as_of=clock.now(),
    )


def by_her_number(dossier_id: UUID, actor: Actor) -> Dossier | None:
    """A dossier with a consent in the actor's own vouched-for number, locked until the commit; nothing for others."""
    number = _number(actor)
    given = consents.of_dossier(dossier_id) if number else None
    if given is None or given.id_number != number:
        return None
    return db.session.get(Dossier, dossier_id, with_for_update=True, populate_existing=True)


def _number(actor: Actor) -> str:
    """The number of an account, which nobody types herself; empty where no identity provider has said it."""
    account = people.account_of(actor.person_id) if actor.person_id else None
    return (account.id_number if account else None) or ""


def _own_dossiers(principal: str) -> set[UUID]:
    rows = select(DossierAccess.dossier_id).where(
        DossierAccess.principal == principal,
        DossierAccess.role.in_(facts.OWNING),
        DossierAccess.until.is_(None),
    )
    return set(db.session.scalars(rows))


def _last(given: Consent, uses: Sequence[Use]) -> Use | None:
    """The last use while it held."""
    return next((use for use in uses if given.given_at <= use.at < given.over_at), None)


def _allowance(
    given: Consent, dossier: Dossier, last: Use | None, names: dict[UUID, str], *, opens: bool
) -> AllowanceOut:
    used = LastUseOut(at=last.at, unit_name=names.get(last.unit_id, "") if last.unit_id else "") if last else None
    return AllowanceOut(
        dossier_id=dossier.id,
        code=dossier.official_number or dossier.local_code,
        procedure=Words.model_validate(facts.procedure(dossier)["name"]),
        given_at=given.given_at,
        until=given.until,
        withdrawn_at=given.withdrawn_at,
        where="phone" if given.how == "phone" else "counter",
        unit_name=names.get(given.unit_id, ""),
        opens=opens,
        last_use=used,
    )
