"""`flask device`: lost phones from the command line."""

from __future__ import annotations

from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.core import clock, errors
from app.core.access import SYSTEM
from app.core.error_texts import sentences
from app.db import db, transaction
from app.identity import devices
from app.identity.models import Account, Adoption, Device

device_group = AppGroup("device", help="Phones that may be lost.")
COMMANDS = [device_group]

reason_option = click.option("--reason", required=True, help="Why; it is kept with the block.")


@device_group.command("list")
@click.option("--user", help="Only phones on which this sign-in name was used.")
@click.option("--blocked", is_flag=True, help="Only blocked ones.")
def list_devices(user: str | None, blocked: bool) -> None:  # noqa: FBT001  # click passes options by name
    """Print phones with who signed in on them, the last heard of first."""
    found = select(Device).order_by(Device.last_seen_at.desc(), Device.id).limit(500)
    if user:
        of = select(Adoption.device_id).join(Account, Account.person_id == Adoption.person_id)
        found = found.where(Device.id.in_(of.where(Account.username == user)))
    if blocked:
        found = found.where(Device.blocked_at.is_not(None))
    with transaction(writes=False):
        rows = list(db.session.scalars(found))
        people = devices.people_on([row.id for row in rows])
        for row in rows:
            names = ", ".join(name for _, name in people.get(row.id, []))
            state = "  (blocked)" if row.blocked_at else ""
            seen = row.last_seen_at.astimezone(clock.VN)
            click.echo(f"{row.id}  {seen:%Y-%m-%d %H:%M}  {row.label[:30]:30} {names}{state}")


@device_group.command("block")
@click.argument("device_id", type=click.UUID)
@reason_option
def block(device_id: UUID, reason: str) -> None:
    """Block a lost phone: its sessions end now, at its next contact it hands over what it holds and is wiped."""
    try:
        with transaction(writes=True):
            devices.block(device_id, reason=reason, actor=SYSTEM)
    except errors.AppError as error:
        raise click.ClickException(sentences(error.code, {})["en"]) from error


@device_group.command("unblock")
@click.argument("device_id", type=click.UUID)
@reason_option
def unblock(device_id: UUID, reason: str) -> None:
    """Let a phone that was found again make itself known anew."""
    try:
        with transaction(writes=True):
            devices.unblock(device_id, reason=reason, actor=SYSTEM)
    except errors.AppError as error:
        raise click.ClickException(sentences(error.code, {})["en"]) from error
