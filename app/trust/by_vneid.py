"""Signing in through an identity provider: what an attempt is bound to, and whose account it is.

An account is found by an identity number or a phone number that the provider says it verified, and by nothing else.
A resident who was never here gets an account as with a code by message; staff never do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete, select

from app.core import clock, errors
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db
from app.identity import operations, policy, queries, rules
from app.identity.models import Account, Person, VneidAttempt
from app.trust.vneid import Asked

LIFE = timedelta(minutes=10)
Where = Literal["phone", "desk"]


@dataclass(frozen=True)
class Said:
    """What is taken from the provider's claims, each only where it was verified."""

    id_number: str | None
    phone: str | None
    name: str


def begin(*, where: Where, device_id: UUID | None, browser: str, taken: Mapping[str, str]) -> Asked:
    """A new attempt, bound to the phone or to the browser at the desk that makes it."""
    asked = Asked(f"{where[0]}.{rules.new_token()}", rules.new_token(), rules.new_token())
    now = clock.now()
    db.session.execute(delete(VneidAttempt).where(VneidAttempt.expires_at < now - timedelta(days=1)))
    db.session.add(
        VneidAttempt(
            state_hash=rules.token_hash(asked.state),
            nonce=asked.nonce,
            verifier=asked.verifier,
            device_id=device_id,
            browser_hash=rules.token_hash(browser) if browser else None,
            taken=dict(taken),
            expires_at=now + LIFE,
        )
    )
    db.session.flush()
    return asked


def take(state: str, *, device_id: UUID | None, browser: str) -> tuple[Asked, dict[UUID, str]]:
    """The attempt that a state names, once, by the one who began it; raises NotSignedIn."""
    row = db.session.scalar(
        select(VneidAttempt).where(VneidAttempt.state_hash == rules.token_hash(state)).with_for_update()
    )
    fits = (
        row is not None
        and row.expires_at > clock.now()
        and row.device_id == device_id
        and row.browser_hash == (rules.token_hash(browser) if browser else None)
    )
    if row is None or not fits:
        raise errors.NotSignedIn("vneid_not_begun_here")
    if row.used_at is not None:
        raise errors.NotSignedIn("vneid_used")
    row.used_at = clock.now()
    db.session.flush()
    return Asked(state, row.nonce, row.verifier), {UUID(what): whose for what, whose in row.taken.items()}


def read(claims: Mapping[str, Any], names: Mapping[str, str]) -> Said:
    """What the claims say by the names the configuration gives them; what was not verified is not there."""

    def text(what: str) -> str:
        found = claims.get(names.get(what, ""))
        return found.strip() if isinstance(found, str) else ""

    number = text("id_number") if claims.get(names.get("id_verified", "")) is True else ""
    phone = text("phone") if claims.get(names.get("phone_verified", "")) is True else ""
    whole = number if len(number) == 12 and number.isdecimal() else None
    return Said(whole, rules.phone_number(phone) if phone else None, nfc(text("name"))[:200])


def resident(said: Said) -> UUID:
    """The person who signs in on a phone: known by number or phone, else new. Raises what stands against it."""
    account = _known(said)
    if account is None:
        if not (said.id_number or said.phone):
            raise errors.NotSignedIn("vneid_nothing_verified")
        account = _new(said)
    _may_enter(account)
    if account.username is None:
        account.id_number = account.id_number or said.id_number
    person = db.session.get_one(Person, account.person_id)
    person.name = person.name or said.name
    db.session.flush()
    return account.person_id


def official(said: Said) -> UUID:
    """The person who signs in at a desk: somebody who works here and whose unit allows it, never anybody new."""
    account = _known(said)
    if account is None or not queries.opens_rooms(account.person_id):
        raise errors.NotSignedIn("vneid_no_staff")
    _may_enter(account)
    return account.person_id


def _known(said: Said) -> Account | None:
    by_number = (
        db.session.scalar(select(Account).where(Account.id_number == said.id_number)) if said.id_number else None
    )
    by_phone = queries.account_of_phone(said.phone) if said.phone else None
    if by_number and by_phone and by_number.id != by_phone.id:
        raise errors.Conflict("vneid_two_accounts")
    if by_phone and by_phone.id_number and said.id_number and by_phone.id_number != said.id_number:
        raise errors.Conflict("vneid_two_accounts")
    return by_number or by_phone


def _may_enter(account: Account) -> None:
    if not account.active:
        raise errors.NotSignedIn("account_closed")
    grants = queries.grants_of(account.person_id)
    if queries.opens_rooms(account.person_id) and not policy.terms(grants).by_vneid:
        raise errors.Forbidden("vneid_staff_off")


def _new(said: Said) -> Account:
    if said.phone:
        return operations.new_resident(said.phone)
    person = Person(id=uuid7(), name=said.name, phone=None, created_at=clock.now())
    db.session.add(person)
    db.session.flush()
    account = Account(id=uuid7(), person_id=person.id, id_number=said.id_number, active=True, created_at=clock.now())
    db.session.add(account)
    db.session.flush()
    return account
