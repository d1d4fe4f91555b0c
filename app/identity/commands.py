"""`flask staff`, `flask admin`, `flask sms`: people and their sign-ins from the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn
from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app import settings
from app.core import clock, errors
from app.core.access import Actor, Role
from app.core.error_texts import sentences
from app.db import db, transaction
from app.identity import factor, passwords, queries, rules, staff
from app.identity import operations as identity
from app.identity.models import Account, Person, RoleGrant, SmsOut
from app.identity.staff import Passed
from app.units import queries as units
from app.units.models import Unit

staff_group = AppGroup("staff", help="Staff and volunteers.")
admin_group = AppGroup("admin", help="Administrators.")
sms_group = AppGroup("sms", help="Text messages.")
CONSOLE = Actor(principal="console", name="Người vận hành máy chủ")
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


def _refuse(code: str, params: Mapping[str, object] | None = None) -> NoReturn:
    said = sentences(code, dict(params or {}))
    raise click.ClickException(f"{said['en']} ({said['vi']})")


def _account(username: str) -> Account:
    account = queries.account_named(username)
    if account is None:
        raise click.ClickException(f"nobody signs in as {username}")
    return account


def _add(
    slug: str,
    roles: list[Role],
    name: str,
    username: str,
    phone: str | None,
    password: str | None,
    *,
    given: bool = True,
) -> None:
    """Add a person with roles, or give the roles to one who is there already; `given`: with a password for one use."""
    kept = passwords.hashed(password, cost=settings().password_cost) if password else None
    try:
        with transaction(writes=True):
            unit = units.by_slug(slug)
            if kept is None:
                person_id = _account(username).person_id
            else:
                made = staff.add_person(name=name, username=username, password_hash=kept, phone=phone, given=given)
                person_id = made.id
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
    """Add a person with a role at a unit; a known sign-in name only gets the role.

    The password is good once: its holder chooses her own when she first signs in.
    """
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
    """Create an administrator; a password that was made here is good once, one that was typed is her own."""
    if _exists(username):
        _refuse("username_taken")
    password = choose_password(username, generate=generate, from_stdin=password_stdin)
    _add(slug, [Role.ADMIN], name, username, None, password, given=generate)
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


class _OnlyShownError(Exception):
    """Undoes what was only done to be shown."""


def _leave(end: Callable[[UUID | None], list[Passed]], to: str | None, *, yes: bool) -> None:
    """End something of a person: show what lies open and who would have it, ask, then do it."""
    passed: list[Passed] = []
    try:
        with transaction(writes=True):
            passed = end(_account(to).person_id if to else None)
            if passed and not yes:
                raise _OnlyShownError
    except errors.AppError as error:
        _refuse(error.code, error.params)
    except _OnlyShownError:
        click.echo("These dossiers are open:")
        _print(passed)
        click.confirm("Hand them over", abort=True)
        _leave(end, to, yes=True)
        return
    if yes:
        click.echo(f"{len(passed)} dossiers were handed over")


def _print(passed: Sequence[Passed]) -> None:
    for each in passed:
        click.echo(f"{each.to:30} {each.what}")


to_option = click.option("--to", help="Sign-in name of who takes what lies open, where they may; by rule otherwise.")
yes_option = click.option("--yes", is_flag=True, help="Hand over without asking.")


@staff_group.command("deactivate")
@click.argument("username")
@to_option
@yes_option
def deactivate(username: str, to: str | None, *, yes: bool) -> None:
    """Close an account: its sessions and roles end now, open dossiers go to others."""
    _leave(lambda heir: staff.deactivate(_account(username), to=heir), to, yes=yes)


@staff_group.command("password")
@click.argument("username")
@generate_option
@password_option
def reset_password(
    username: str,
    generate: bool,  # noqa: FBT001  # click passes options by name
    password_stdin: bool,  # noqa: FBT001  # click passes options by name
) -> None:
    """Give a person a new password for one use; every session of theirs ends."""
    with transaction(writes=False):
        _account(username)
    password = choose_password(username, generate=generate, from_stdin=password_stdin)
    kept = passwords.hashed(password, cost=settings().password_cost)
    with transaction(writes=True):
        account = _account(username)
        if account.username is None:
            _refuse("no_password_account")
        identity.set_password(account, kept, given=True)
        factor.note(account.person_id, "password_given", CONSOLE)
    if generate:
        click.echo(f"password: {password}")


@staff_group.command("identity")
@click.argument("username")
@click.argument("number")
def set_identity(username: str, number: str) -> None:
    """Say by which identity number somebody may sign in through the identity provider, where her unit allows it."""
    if len(number) != 12 or not number.isdecimal():
        raise click.ClickException("an identity number has 12 digits")
    with transaction(writes=True):
        held = db.session.scalar(select(Account).where(Account.id_number == number))
        account = _account(username)
        if held is not None and held.id != account.id:
            raise click.ClickException("another account has this number")
        account.id_number = number


@staff_group.command("revoke")
@click.argument("username")
@click.option("--unit", "slug", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@to_option
@yes_option
def revoke(username: str, slug: str, role: str, to: str | None, *, yes: bool) -> None:
    """End a role of a person at a unit; dossiers that needed it go to others."""

    def end(heir: UUID | None) -> list[Passed]:
        return staff.revoke(_account(username).person_id, units.by_slug(slug).id, Role(role), to=heir)

    _leave(end, to, yes=yes)


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
