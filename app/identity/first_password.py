"""A password that somebody else gave: good once and for some days, until its holder chooses her own."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from app.core import clock, errors
from app.core.access import Actor
from app.identity import factor, operations, passwords, policy, queries, rules


def good_until(person_id: UUID, given_at: datetime) -> datetime:
    """Until when a password that was given then opens a session, by the policy of the person's roles."""
    return given_at + timedelta(days=policy.terms(queries.grants_of(person_id)).given_days)


def is_over(person_id: UUID, given_at: datetime | None) -> bool:
    """Whether a password was given so long ago that it opens nothing any more."""
    return given_at is not None and good_until(person_id, given_at) <= clock.now()


def checked(new: str, *, username: str, kept: str, cost: int) -> str:
    """The hash of a password that somebody chooses in place of the one she was given.

    Raises Invalid where it is too easy, or the same again. Takes as long as hashing does: call it outside a
    transaction.
    """
    fault = rules.password_fault(new, username=username)
    if fault is None and passwords.fits(kept, new, cost=cost):
        fault = "password_same"
    if fault is not None:
        raise errors.Invalid(fault, errors=[{"path": "new", "code": fault, "params": {}}])
    return passwords.hashed(new, cost=cost)


def choose(person_id: UUID, kept: str, password_hash: str, *, actor: Actor, session_id: UUID | None = None) -> None:
    """Put the password somebody chose in place of the given one, on record; the session she chose it in goes on.

    `kept` is the hash of the one that was given. Raises Conflict where it was replaced meanwhile.
    """
    account = queries.account_of(person_id)
    if account is None or account.password_given_at is None or account.password_hash != kept:
        raise errors.Conflict("password_not_asked")
    operations.set_password(account, password_hash, keep_session=session_id)
    factor.note(person_id, "password_chosen", actor)
