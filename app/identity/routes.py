"""Devices, sign-in and sessions over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, request

from app import settings
from app.core import errors
from app.core.access import Actor, Permission
from app.db import transaction
from app.identity import browsers, first_password, operations, passwords, queries, rules, throttle, visitors
from app.identity.rules import Limit
from app.identity.schemas import (
    AcceptedOut,
    ChosenIn,
    CodeIn,
    DeviceIn,
    MeOut,
    PasswordIn,
    PasswordSignIn,
    PhoneSignIn,
    RoleOut,
    SessionOut,
    SessionPath,
    SessionsOut,
    SignIn,
    TokenOut,
)
from app.identity.throttle import Key
from app.web.api import EACH, Api
from app.web.session import actor, load_sessions_with

api = Api("identity")
load_sessions_with(visitors.find_visitor)
api.blueprint.before_app_request(visitors.before_request)
api.blueprint.after_app_request(visitors.after_request)

HOUR = timedelta(hours=1)
DEVICES_PER_ADDRESS = Limit(600, timedelta(minutes=10))
CODES_PER_NUMBER = Limit(5, HOUR, first_wait=timedelta(minutes=5), longest_wait=HOUR)
CODES_PER_DEVICE = Limit(10, HOUR, first_wait=timedelta(minutes=5), longest_wait=HOUR)
CODES_PER_ADDRESS = Limit(60, HOUR, first_wait=timedelta(minutes=1))
TRIES_PER_NUMBER = Limit(10, HOUR)
TRIES_PER_NAME_AND_ADDRESS = Limit(5, HOUR)
TRIES_PER_NAME = Limit(30, HOUR)
TRIES_PER_ADDRESS = Limit(100, HOUR)


@api.post("/devices", allow=Permission.PUBLIC, answers=TokenOut, writes=EACH, problems=(409, 429))
def register_device(body: DeviceIn) -> Response:
    """Make a phone known by its key. Lost answers are asked for again; the phone's clock may be wrong by years.

    The cookie it sets names the browser to this part of the API alone, so that cleared storage is noticed.
    """
    throttle.take([Key("devices:address", _address(), DEVICES_PER_ADDRESS)])
    key = body.public_key.model_dump()
    text = rules.registration_text(str(body.device_id), body.signed_at)
    if not rules.signed_by(key, text, body.signature):
        raise errors.Invalid("bad_signature")
    with transaction(writes=True):
        opened = operations.register_device(device_id=body.device_id, public_key=key, label=body.label or _label())
        browser = browsers.live_in(body.device_id, request.cookies.get(browsers.COOKIE))
        answer = Response(_token_out(opened).model_dump_json(), mimetype="application/json")
    answer.set_cookie(
        browsers.COOKIE,
        browser,
        max_age=browsers.COOKIE_LIFE,
        path=browsers.COOKIE_PATH,
        httponly=True,
        samesite="Strict",
        secure=settings().secure_cookies,
    )
    return answer


@api.post("/sign-in/codes", allow=Permission.PUBLIC, answers=AcceptedOut, writes=EACH, status=202, problems=(401, 429))
def ask_for_code(body: CodeIn) -> AcceptedOut:
    """Send a one-time code by SMS; the answer is the same for every number."""
    config, phone = settings(), _phone(body.phone)
    if not (config.sms_url or config.demo):
        raise errors.Unavailable("sms_off")
    not_by_an_ended_session()
    keys = [
        Key("codes:number", phone, CODES_PER_NUMBER),
        Key("codes:address", _address(), CODES_PER_ADDRESS),
        *([Key("codes:device", str(actor().device_id), CODES_PER_DEVICE)] if actor().device_id else []),
    ]
    with transaction(writes=True):
        pause = operations.seconds_until_next_code(phone)
        blocked = 0 if pause else throttle.spend(keys)
        if not (pause or blocked):
            host = urlsplit(config.public_url).hostname or ""
            operations.send_code(phone, secret=config.secret_key, host=host, gateway=bool(config.sms_url))
    if blocked:
        raise errors.TooMany("too_many", retry_after=blocked)
    return AcceptedOut(wait=pause or int(rules.CODE_PAUSE.total_seconds()))


@api.post("/sign-in/phone", allow=Permission.PUBLIC, answers=TokenOut, writes=EACH, problems=(401, 429))
def sign_in_by_phone(body: PhoneSignIn) -> TokenOut:
    """Sign in with a code; what the phone's device holds is adopted where its token comes along."""
    phone, tries = _phone(body.phone), _tries("number", body.phone)
    not_by_an_ended_session()
    throttle.take(tries)
    with transaction(writes=True):
        opened = operations.sign_in_by_code(
            phone=phone,
            code=body.code,
            name=body.name,
            secret=settings().secret_key,
            device_id=actor().device_id,
            label=_label(),
            taken=_taken(body),
        )
        if opened:
            _right(tries)
            return _token_out(opened)
    raise errors.NotSignedIn("wrong_code")


@api.post(
    "/sign-in/password",
    allow=Permission.PUBLIC,
    answers=TokenOut,
    extra_answers={201: MeOut},
    writes=EACH,
    problems=(401, 403, 409, 429),
)
def sign_in_by_password(body: PasswordSignIn) -> Response | TokenOut:
    """Sign in with a password: on a phone for a token (200), at a desk for a cookie and a CSRF token (201).

    A password that somebody else gave opens a session at a desk in which its holder chooses her own, and nothing
    else; on a phone it opens one only together with the password she chooses.
    """
    if body.where == "phone":
        not_by_an_ended_session()
    tries = _tries("name", body.username)
    throttle.take(tries)
    found = _checked_password(body.username, body.password)
    with transaction(writes=True):
        _right(tries)
    if first_password_is_over(found):
        raise errors.NotSignedIn("password_expired")
    chosen = _chosen_on_phone(found, body) if found.given_at and body.where == "phone" else None
    with transaction(writes=True):
        if body.where == "desk":
            return in_at_desk(found.person_id, must_choose=found.given_at is not None)
        if chosen is not None:
            who = Actor(person_id=found.person_id, name=queries.person(found.person_id).name)
            first_password.choose(found.person_id, found.kept, chosen, actor=who)
        return in_on_phone(found.person_id, _taken(body))


def first_password_is_over(found: Checked) -> bool:
    """Whether a password that was given waited too long for its first use."""
    with transaction(writes=False):
        return first_password.is_over(found.person_id, found.given_at)


def _chosen_on_phone(found: Checked, body: PasswordSignIn) -> str:
    """The hash of the password that comes along in place of a given one; raises Forbidden where none does."""
    if body.new is None:
        raise errors.Forbidden("password_must_change")
    return first_password.checked(body.new, username=body.username, kept=found.kept, cost=settings().password_cost)


def in_on_phone(person_id: UUID, taken: dict[UUID, str]) -> TokenOut:
    """Open a person's session on the phone that asks, in the present transaction."""
    opened = operations.open_for(person_id, device_id=actor().device_id, label=_label(), taken=taken)
    return _token_out(opened)


def in_at_desk(person_id: UUID, *, must_choose: bool = False) -> Response:
    """Open a person's session at the desk that asks, in the present transaction."""
    opened = operations.open_desk(person_id, label=_label(), must_choose=must_choose)
    response = Response(_me(_actor_of(opened), opened.session.csrf).model_dump_json(), status=201)
    response.mimetype = "application/json"
    response.set_cookie(
        visitors.COOKIE, opened.token, httponly=True, samesite="Strict", secure=settings().secure_cookies, path="/"
    )
    return response


@api.post("/sign-out", allow=Permission.PUBLIC, writes=True)
def sign_out() -> Response:
    """End this session; again, or without one, changes nothing."""
    session_id = actor().session_id
    if session_id is not None:
        operations.end_session(session_id, actor())
    response = Response(status=204)
    response.delete_cookie(
        visitors.COOKIE, httponly=True, samesite="Strict", secure=settings().secure_cookies, path="/"
    )
    return response


@api.get("/me", allow=Permission.PRINCIPAL, answers=MeOut, before_choice=True)
def me() -> MeOut:
    """Who this session is, and what it may do."""
    return _me(actor(), visitors.csrf())


@api.get("/sessions", allow=Permission.PRINCIPAL, answers=SessionsOut)
def list_sessions() -> SessionsOut:
    """One's own living sessions, the last used first."""
    shown = [
        SessionOut(
            session_id=each.id,
            kind=each.kind,
            label=each.label,
            created_at=each.created_at,
            seen_at=each.seen_at,
            current=each.id == actor().session_id,
        )
        for each in queries.sessions_of(actor())
    ]
    return SessionsOut(sessions=shown)


@api.delete("/sessions/<uuid:session_id>", allow=Permission.PRINCIPAL, writes=True, problems=(404,))
def end_session(path: SessionPath) -> None:
    """End one of one's own sessions; again changes nothing."""
    operations.end_session(path.session_id, actor())


@api.post("/password", allow=Permission.PERSON, writes=EACH, problems=(409, 429))
def change_password(body: PasswordIn) -> None:
    """Change one's own password; every other session of this person ends."""
    with transaction(writes=False):
        account = queries.account_of(_person_id())
        username = account.username if account else None
    if username is None:
        raise errors.Conflict("no_password_account")
    tries = _tries("name", username)
    throttle.take(tries)
    _checked_password(username, body.old)
    if fault := rules.password_fault(body.new, username=username):
        raise errors.Invalid(fault)
    new_hash = passwords.hashed(body.new, cost=settings().password_cost)
    with transaction(writes=True):
        _right(tries)
        account = queries.account_of(_person_id())
        assert account is not None
        operations.set_password(account, new_hash, keep_session=actor().session_id)


@api.post("/password/choice", allow=Permission.PERSON, writes=EACH, problems=(409,), before_choice=True)
def choose_password(body: ChosenIn) -> None:
    """Choose a password of one's own in place of the one that was given, after the second step; then all opens."""
    if actor().second:
        raise errors.Forbidden("second_step_first")
    with transaction(writes=False):
        account = queries.account_of(_person_id())
        username, kept = (account.username, account.password_hash) if account else (None, None)
    if not actor().must_choose or username is None or kept is None:
        raise errors.Conflict("password_not_asked")
    chosen = first_password.checked(body.new, username=username, kept=kept, cost=settings().password_cost)
    with transaction(writes=True):
        first_password.choose(_person_id(), kept, chosen, actor=actor(), session_id=actor().session_id)


@dataclass(frozen=True)
class Checked:
    """Whose name and password came, the hash that is kept of it, and since when it is one that somebody else gave."""

    person_id: UUID
    kept: str
    given_at: datetime | None


def _checked_password(username: str, password: str) -> Checked:
    """The person whose name and password these are; raises the same for an unknown name and a wrong password."""
    with transaction(writes=False):
        account = queries.account_named(username)
        kept = account.password_hash if account and account.active else None
        person_id = account.person_id if account else None
        given_at = account.password_given_at if account else None
    if not passwords.fits(kept, password, cost=settings().password_cost) or person_id is None or kept is None:
        raise errors.NotSignedIn("wrong_password")
    return Checked(person_id, kept, given_at)


def not_by_an_ended_session() -> None:
    """Refuse a phone that names itself by a session which is over; raises NotSignedIn with the reason.

    Taken for a stranger, the phone would get a session of no phone: nothing it holds would be adopted, blocking it
    would not end that session, and what it last said it held would look like another phone's loss.
    """
    if actor().ended:
        raise errors.NotSignedIn(actor().ended)


def _tries(kind: str, value: str) -> list[Key]:
    plain = (rules.phone_number(value) or value) if kind == "number" else queries.username_of(value)
    if kind == "number":
        own = [Key("tries:number", plain, TRIES_PER_NUMBER)]
    else:
        own = [
            Key("tries:name+address", f"{plain}\0{_address()}", TRIES_PER_NAME_AND_ADDRESS),
            Key("tries:name", plain, TRIES_PER_NAME),
        ]
    return [*own, Key("tries:address", _address(), TRIES_PER_ADDRESS)]


def _right(tries: list[Key]) -> None:
    """The secret was right: forget the tries at it, and do not count it against a shared address."""
    throttle.forgive(tries[:-1])
    throttle.give_back(tries[-1:])


def _phone(text: str) -> str:
    phone = rules.phone_number(text)
    if phone is None:
        raise errors.Invalid("invalid", errors=[{"path": "phone", "code": "bad_phone_number", "params": {}}])
    return phone


def _address() -> str:
    return request.remote_addr or ""


def _taken(body: SignIn) -> dict[UUID, str]:
    return {each.id: each.principal for each in body.taken}


def _label() -> str:
    return request.headers.get("User-Agent", "")[:200]


def _person_id() -> UUID:
    person_id = actor().person_id
    assert person_id is not None
    return person_id


def _actor_of(opened: operations.Opened) -> Actor:
    found = queries.actor_of(opened.session)
    assert found is not None
    return found


def _token_out(opened: operations.Opened) -> TokenOut:
    return TokenOut(token=opened.token, me=_me(_actor_of(opened), None))


def _me(who: Actor, csrf: str | None) -> MeOut:
    account = queries.account_of(who.person_id) if who.person_id else None
    held = queries.roles_shown(who)
    assert who.session_id is not None
    session = queries.session_of(who.session_id)
    return MeOut(
        principal=who.principal,
        person_id=who.person_id,
        name=who.name,
        phone=account.phone if account else None,
        roles=[RoleOut(unit_id=grant.unit_id, unit_name=unit, role=grant.role) for grant, unit in held],
        permissions=sorted(each.value for each in Permission if who.may(each)),
        csrf=csrf,
        session_id=who.session_id,
        device_id=who.device_id,
        username=account.username if account else None,
        second=who.second,
        must_choose=who.must_choose,
        idle_minutes=session.idle_minutes,
        ends_at=session.ends_at,
    )
