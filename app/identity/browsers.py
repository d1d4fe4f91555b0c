"""The browser a phone lives in, and what it last said it held: how cleared storage is noticed (docs/decisions/0018)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.core import clock
from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db, insert_missing
from app.identity import operations, rules
from app.identity.models import Adoption, Browser, Device, DeviceState

COOKIE = "cl_phone"
COOKIE_PATH = "/api/devices"
COOKIE_LIFE = timedelta(days=400)
HEADER = "Phone-Holds"
AGAIN_AFTER = timedelta(hours=1)
TOLD_LATELY = timedelta(days=180)
MOST = 5


@dataclass(frozen=True)
class Holds:
    """What a phone says it holds of one principal: counts, and when the oldest unsent thing was made."""

    drafts: int
    unsent: int
    oldest: datetime | None
    installed: bool


@dataclass(frozen=True)
class Held:
    """What another device of the principal last said, and when; `here`: in this very browser."""

    holds: Holds
    at: datetime
    here: bool


def read_holds(header: str) -> Holds | None:
    """What the header `drafts=2; unsent=1; oldest=<moment>; installed=1` says; nothing where it is not understood."""
    said = dict(part.strip().split("=", 1) for part in header.split(";") if "=" in part)
    try:
        oldest = datetime.fromisoformat(said["oldest"]) if said.get("oldest") else None
        counts = [min(max(int(said[name]), 0), 1_000_000) for name in ("drafts", "unsent")]
    except (KeyError, ValueError):
        return None
    aware = oldest if oldest is not None and oldest.tzinfo is not None else None
    return Holds(counts[0], counts[1], aware, said.get("installed") == "1")


def is_news(actor: Actor, holds: Holds) -> bool:
    """Whether this differs from what is kept, or is an hour newer: only then is it worth a write."""
    kept = _state(actor)
    return kept is None or _holds(kept) != holds or clock.now() - kept.at >= AGAIN_AFTER


def keep(actor: Actor, holds: Holds) -> None:
    """Keep what a device says it holds of the principal that speaks."""
    if actor.device_id is None:
        return
    now = clock.now()
    values = {
        "drafts": holds.drafts,
        "unsent": holds.unsent,
        "oldest": holds.oldest,
        "installed": holds.installed,
        "at": now,
    }
    if insert_missing(DeviceState, device_id=actor.device_id, principal=actor.principal, **values):
        return
    kept = db.session.get_one(DeviceState, (actor.device_id, actor.principal), with_for_update=True)
    for name, value in values.items():
        setattr(kept, name, value)


def live_in(device_id: UUID, token: str | None) -> str:
    """Note the browser a device lives in; returns the token for its cookie, a new one where this was none of ours."""
    browser = of_token(token)
    if browser is None or token is None:
        token = rules.new_token()
        browser = Browser(id=uuid7(), token_hash=rules.token_hash(token), first_at=clock.now())
        db.session.add(browser)
        db.session.flush()
    db.session.get_one(Device, device_id).browser_id = browser.id
    return token


def of_token(token: str | None) -> Browser | None:
    """The browser of a cookie."""
    if not token:
        return None
    return db.session.scalar(select(Browser).where(Browser.token_hash == rules.token_hash(token)))


def earlier_devices(device_id: UUID | None, browser: Browser | None) -> list[Device]:
    """The devices that lived in a browser before this one and that nobody took over, the newest first.

    None where one of them was reported lost: whoever cleared that phone is not who worked on it.
    """
    if browser is None or device_id is None or _was_lost(browser):
        return []
    rows = select(Device).where(Device.browser_id == browser.id, Device.id != device_id, Device.followed_by.is_(None))
    return list(db.session.scalars(rows.order_by(Device.registered_at.desc(), Device.id.desc())))


def held_before(devices: Sequence[Device]) -> list[Held]:
    """What the own principals of earlier devices last said; other people's counts are not told (F55)."""
    if not devices:
        return []
    own = or_(*[_row_of(each) for each in devices])
    found = db.session.scalars(select(DeviceState).where(own).order_by(DeviceState.at.desc()))
    return [Held(_holds(state), state.at, here=True) for state in found if state.drafts or state.unsent]


def held_elsewhere(actor: Actor, browser: Browser | None) -> list[Held]:
    """What other devices of a person last said they held, where that was something and lately.

    Nothing to a session of no device, which cannot tell its own from another's.
    """
    if actor.device_id is None:
        return []
    rows = (
        select(DeviceState, Device.browser_id)
        .join(Device, Device.id == DeviceState.device_id)
        .where(
            DeviceState.principal == actor.principal,
            DeviceState.at > clock.now() - TOLD_LATELY,
            Device.followed_by.is_(None),
            DeviceState.device_id != actor.device_id,
            or_(DeviceState.drafts > 0, DeviceState.unsent > 0),
        )
        .order_by(DeviceState.at.desc())
    )
    mine = browser.id if browser else None
    found = db.session.execute(rows.limit(MOST))
    return [Held(_holds(state), state.at, here=mine is not None and lives == mine) for state, lives in found]


def is_installed_elsewhere(actor: Actor) -> bool:
    """Whether the person has the installed app on another device record and used it after this one (F34)."""
    mine = _state(actor)
    rows = select(DeviceState.at).where(
        DeviceState.principal == actor.principal,
        DeviceState.installed,
        DeviceState.device_id != actor.device_id,
        DeviceState.at > (mine.at - AGAIN_AFTER if mine else clock.now() - TOLD_LATELY),
    )
    return actor.device_id is not None and db.session.scalar(rows.limit(1)) is not None


def somebody_was_here(devices: Sequence[Device]) -> bool:
    """Whether a person was signed in on one of these: who, and with what, only that person is told."""
    ids = [each.id for each in devices]
    return db.session.scalar(select(Adoption.id).where(Adoption.device_id.in_(ids)).limit(1)) is not None


def follow(old: Device, new_id: UUID) -> None:
    """What was one device's own is another's from now on: dossiers, messages, copies of drafts."""
    old.followed_by = new_id
    for hook in operations.ON_ADOPT:
        hook(f"device:{old.id}", f"device:{new_id}", ())


def _was_lost(browser: Browser) -> bool:
    blocked = select(Device.id).where(Device.browser_id == browser.id, Device.blocked_at.is_not(None))
    return db.session.scalar(blocked.limit(1)) is not None


def _row_of(device: Device) -> ColumnElement[bool]:
    return (DeviceState.device_id == device.id) & (DeviceState.principal == f"device:{device.id}")


def _state(actor: Actor) -> DeviceState | None:
    return db.session.get(DeviceState, (actor.device_id, actor.principal)) if actor.device_id else None


def _holds(state: DeviceState) -> Holds:
    return Holds(state.drafts, state.unsent, state.oldest, state.installed)
