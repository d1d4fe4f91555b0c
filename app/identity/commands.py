"""`flask staff`, `flask admin`, `flask sms`: people and their sign-ins from the command line."""

from __future__ import annotations

import sys
from typing import NoReturn

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app import settings
from app.core import clock, errors
from app.core.access import Role
from app.core.error_texts import sentences
from app.db import db, transaction
from app.identity import operations as identity
from app.identity import passwords, queries, rules, staff
from app.identity.models import Account, Person, RoleGrant, SmsOut
from app.units import queries as units
from app.units.models import Unit

staff_group = AppGroup("staff", help="Staff and volunteers.")
admin_group = AppGroup("admin", help="Administrators.")
sms_group = AppGroup("sms", help="Text messages.")
COMMANDS = [staff_group, admin_group, sms_group]

generate_option = click.option("--generate", is_flag=True, help="Make the password and print it once.")
password_option = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


def choose_password(username: str, *, generate: bool, from_stdin: bool) -> str:
    """The password of an account: made, read from a pipe, or asked for twice."""
    if generate:
        return rules.new_password()
    password: str
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if fault := rules.password_fault(password, username=username):
        _refuse(fault)
    return password


def _refuse(code: str) -> NoReturn:
    said = sentences(code, {})
    raise click.ClickException(f"{said['en']} ({said['vi']})")


def _account(username: str) -> Account:
    account = queries.account_named(username)
    if account is None:
        raise click.ClickException(f"nobody signs in as {username}")
    return account


def _add(slug: str, roles: list[Role], name: str, username: str, phone: str | None, password: str | None) -> None:
    """Add a person with roles, or give the roles to one who is there already."""
    kept = passwords.hashed(password, cost=settings().password_cost) if password else None
    try:
        with transaction(writes=True):
            unit = units.by_slug(slug)
            if kept is None:
                person_id = _account(username).person_id
            else:
                person_id = staff.add_person(name=name, username=username, password_hash=kept, phone=phone).id
            for role in roles:
                staff.grant(person_id, unit.id, role)
    except errors.AppError as error:
        _refuse(error.code)
    click.echo(f"{username}: {', '.join(roles)} at {slug}")


def _exists(username: str) -> bool:
    with transaction(writes=False):
        return queries.account_named(username) is not None


@staff_group.command("add")
@click.option("--unit", "slug", required=True, help="Slug of the unit.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--name", help="Full name; needed for a new person.")
@click.option("--username", required=True)
@click.option("--phone")
@generate_option
@password_option
def add(
    slug: str,
    roles: tuple[str, ...],
    name: str | None,
    username: str,
    phone: str | None,
    generate: bool,  # noqa: FBT001  # click passes options by name
    password_stdin: bool,  # noqa: FBT001  # click passes options by name
) -> None:
    """Add a person with a role at a unit; a known sign-in name only gets the role."""
    password = None
    if not _exists(username):
        if not name:
            raise click.UsageError("a new person needs --name")
        password = choose_password(username, generate=generate, from_stdin=password_stdin)
    _add(slug, [Role(role) for role in roles], name or "", username, phone, password)
    if password and generate:
        click.echo(f"password: {password}")


@admin_group.command("create")
@click.option("--unit", "slug", required=True, help="Slug of the unit to administer.")
@click.option("--name", required=True)
@click.option("--username", required=True)
@generate_option
@password_option
def create_admin(
    slug: str,
    name: str,
    username: str,
    generate: bool,  # noqa: FBT001  # click passes options by name
    password_stdin: bool,  # noqa: FBT001  # click passes options by name
) -> None:
    """Create an administrator."""
    if _exists(username):
        _refuse("username_taken")
    password = choose_password(username, generate=generate, from_stdin=password_stdin)
    _add(slug, [Role.ADMIN], name, username, None, password)
    if generate:
        click.echo(f"password: {password}")


@staff_group.command("list")
@click.option("--unit", "slug", help="Slug of a unit; all units by default.")
def list_staff(slug: str | None) -> None:
    """Print who has which role where."""
    found = (
        select(Account, Person, RoleGrant, Unit)
        .join(Person, Account.person_id == Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Unit, RoleGrant.unit_id == Unit.id)
        .where(*queries.in_force())
        .order_by(Unit.slug, Person.name, RoleGrant.role)
    )
    with transaction(writes=False):
        if slug:
            found = found.where(Unit.id == units.by_slug(slug).id)
        for account, person, held, unit in db.session.execute(found):
            state = "" if account.active else "  (closed)"
            click.echo(f"{unit.slug:30} {held.role:12} {account.username or '':20} {person.name}{state}")


@staff_group.command("deactivate")
@click.argument("username")
def deactivate(username: str) -> None:
    """Close an account: its sessions and roles end now."""
    with transaction(writes=True):
        staff.deactivate(_account(username))


@staff_group.command("password")
@click.argument("username")
@generate_option
@password_option
def reset_password(
    username: str,
    generate: bool,  # noqa: FBT001  # click passes options by name
    password_stdin: bool,  # noqa: FBT001  # click passes options by name
) -> None:
    """Give a person a new password; every session of theirs ends."""
    with transaction(writes=False):
        _account(username)
    password = choose_password(username, generate=generate, from_stdin=password_stdin)
    kept = passwords.hashed(password, cost=settings().password_cost)
    with transaction(writes=True):
        account = _account(username)
        if account.username is None:
            _refuse("no_password_account")
        identity.set_password(account, kept)
    if generate:
        click.echo(f"password: {password}")


@staff_group.command("revoke")
@click.argument("username")
@click.option("--unit", "slug", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
def revoke(username: str, slug: str, role: str) -> None:
    """End a role of a person at a unit."""
    with transaction(writes=True):
        staff.revoke(_account(username).person_id, units.by_slug(slug).id, Role(role))


@sms_group.command("inbox")
@click.option("--phone", help="Only messages to this number.")
def inbox(phone: str | None) -> None:
    """Print the messages that wait here because no gateway is set (a demo); texts go when they expire."""
    found = select(SmsOut).where(SmsOut.text.is_not(None), SmsOut.expires_at > clock.now()).order_by(SmsOut.created_at)
    if phone:
        found = found.where(SmsOut.phone == (rules.phone_number(phone) or phone))
    with transaction(writes=False):
        for message in db.session.scalars(found):
            at = message.created_at.astimezone(clock.VN)
            click.echo(f"{at:%H:%M:%S}  {message.phone}  {message.text}")
