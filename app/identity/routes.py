"""Devices, sign-in and sessions over HTTP."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, request

from app import settings
from app.core import errors
from app.core.access import Actor, Permission
from app.db import transaction
from app.identity import browsers, operations, passwords, queries, rules, throttle, visitors
from app.identity.rules import Limit
from app.identity.schemas import (
    AcceptedOut,
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
    _not_by_an_ended_session()
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
    _not_by_an_ended_session()
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
    problems=(401, 429),
)
def sign_in_by_password(body: PasswordSignIn) -> Response | TokenOut:
    """Sign in with a password: on a phone for a token (200), at a desk for a cookie and a CSRF token (201)."""
    if body.where == "phone":
        _not_by_an_ended_session()
    tries = _tries("name", body.username)
    throttle.take(tries)
    person_id = _checked_password(body.username, body.password)
    with transaction(writes=True):
        _right(tries)
        if body.where == "phone":
            device_id, label = actor().device_id, _label()
            return _token_out(operations.open_for(person_id, device_id=device_id, label=label, taken=_taken(body)))
        opened = operations.open_session(
            kind="desk", person_id=person_id, label=_label(), desk_idle=visitors.desk_idle()
        )
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


@api.get("/me", allow=Permission.PRINCIPAL, answers=MeOut)
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


def _checked_password(username: str, password: str) -> UUID:
    """The person whose name and password these are; raises the same for an unknown name and a wrong password."""
    with transaction(writes=False):
        account = queries.account_named(username)
        kept = account.password_hash if account and account.active else None
        person_id = account.person_id if account else None
    if not passwords.fits(kept, password, cost=settings().password_cost) or person_id is None:
        raise errors.NotSignedIn("wrong_password")
    return person_id


def _not_by_an_ended_session() -> None:
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
    )
