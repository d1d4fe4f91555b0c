"""Second proofs over HTTP: setting one up, giving one, losing one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request

from app import settings
from app.core import errors
from app.core.access import Actor, Permission
from app.db import db, transaction
from app.identity import factor, policy, queries, throttle
from app.identity.models import SecondFactor, Session
from app.identity.rules import Limit
from app.identity.throttle import Key
from app.trust import operations
from app.trust.schemas import (
    CodeGiven,
    CodesOut,
    EnrolmentOut,
    FactorOut,
    PersonPath,
    ResetIn,
    SignInWaysOut,
    StaffFactorsOut,
)
from app.web.api import EACH, Api
from app.web.session import actor

api = Api("trust")

TRIES_PER_PERSON = Limit(5, timedelta(minutes=30), first_wait=timedelta(seconds=30), longest_wait=timedelta(minutes=30))
TRIES_PER_ADDRESS = Limit(100, timedelta(hours=1))


@api.get("/sign-in/ways", allow=Permission.PUBLIC, answers=SignInWaysOut)
def sign_in_ways() -> SignInWaysOut:
    """What the sign-in pages offer, before anybody has said who she is."""
    return SignInWaysOut(
        second_factor=settings().second_factor, provider=(settings().oidc_name if settings().oidc_issuer else None)
    )


@api.get("/second-factor", allow=Permission.PERSON, answers=FactorOut, before_choice=True)
def read_factor() -> FactorOut:
    """How one's own second step stands."""
    who = _me()
    held = policy.terms(queries.grants_of(who))
    row = db.session.get(SecondFactor, who)
    session = db.session.get_one(Session, actor().session_id)
    lasts = timedelta(minutes=held.proof_minutes)
    return FactorOut(
        enrolled_at=row.confirmed_at if row else None,
        asked=held.second_factor,
        codes_left=factor.codes_left(who),
        proven_until=session.proven_at + lasts if session.proven_at else None,
        proof_minutes=held.proof_minutes,
    )


@api.post(
    "/second-factor/enrolment",
    allow=Permission.PERSON,
    writes=True,
    answers=EnrolmentOut,
    problems=(409,),
    before_choice=True,
)
def enrol() -> EnrolmentOut:
    """A new secret for one's app. Who has one already proves herself by it first."""
    _by_the_old_one()
    config, who = settings(), _me()
    account = queries.account_of(who)
    secret = factor.begin(who, folder=config.office_keys_dir)
    name = account.username if account and account.username else ""
    return EnrolmentOut(secret=secret, uri=factor.address(queries.person(who), name, secret, "Cửa Làng"))


@api.post(
    "/second-factor/confirmation",
    allow=Permission.PERSON,
    writes=EACH,
    answers=CodesOut,
    problems=(403, 409, 429),
    before_choice=True,
)
def confirm(body: CodeGiven) -> CodesOut:
    """The first code of a new secret takes it into use; answers the codes for paper."""
    return CodesOut(codes=_tried(factor.confirm, body.code))


@api.post("/second-factor/proof", allow=Permission.PERSON, writes=EACH, problems=(409, 429), before_choice=True)
def prove(body: CodeGiven) -> None:
    """Give a second proof for this session."""
    _tried(factor.prove, body.code)


@api.post("/second-factor/codes", allow=Permission.PERSON, writes=True, answers=CodesOut, problems=(403, 409))
def renew_codes() -> CodesOut:
    """Ten new codes for paper, in place of those before."""
    if not policy.is_enrolled(_me()):
        raise errors.Conflict("factor_not_begun")
    _by_the_old_one()
    factor.note(_me(), "codes_renewed", actor())
    return CodesOut(codes=factor.new_codes(_me(), key=settings().secret_key))


@api.get("/staff/second-factors", allow=Permission.STAFF_MANAGE, answers=StaffFactorsOut)
def read_staff() -> StaffFactorsOut:
    """Who of the units one administers has a second step."""
    return StaffFactorsOut(people=operations.staff(actor()))


@api.post("/staff/<uuid:person_id>/second-factor/reset", allow=Permission.STAFF_MANAGE, writes=True, problems=(404,))
def reset(path: PersonPath, body: ResetIn) -> None:
    """Take away somebody's lost second step, on record."""
    operations.reset(path.person_id, reason=body.reason, actor=actor())


def _me() -> Any:
    who = actor().person_id
    assert who is not None
    return who


def _by_the_old_one() -> None:
    """Refuse to replace what is set up without a fresh proof by it; raises Forbidden."""
    session = db.session.get_one(Session, actor().session_id)
    if policy.is_enrolled(_me()) and (session.proven_at is None or actor().stale):
        raise errors.Forbidden("proof_needed")


def _tried(act: Any, code: str) -> Any:
    """Try a code: the try is counted before the code is looked at, and forgotten where it was right."""
    who: Actor = actor()
    keys = [
        Key("factor:person", str(who.person_id), TRIES_PER_PERSON),
        Key("factor:address", request.remote_addr or "", TRIES_PER_ADDRESS),
    ]
    throttle.take(keys)
    config = settings()
    with transaction(writes=True):
        done = act(who.session_id, code, actor=who, folder=config.office_keys_dir, key=config.secret_key)
        throttle.forgive(keys[:1])
        throttle.give_back(keys[1:])
        return done
