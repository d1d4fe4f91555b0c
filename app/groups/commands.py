"""`flask group`: community digital technology groups from the command line."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click
from flask.cli import AppGroup

from app import settings
from app.core import errors
from app.core.error_texts import sentences
from app.db import transaction
from app.groups import operations, queries
from app.groups.models import MEMBER_ROLES
from app.identity import passwords, staff
from app.identity import queries as people
from app.identity.commands import choose_password, generate_option, password_option
from app.units import queries as units

group_group = AppGroup("group", help="Community digital technology groups.")
member_group = AppGroup("member", help="Members of a group.")
group_group.add_command(member_group)
COMMANDS = [group_group]

group_option = click.option("--group", "group_id", type=click.UUID, required=True, help="Id of the group.")


def _said(error: errors.AppError) -> click.ClickException:
    said = sentences(error.code, error.params)
    return click.ClickException(f"{said['en']} ({said['vi']})")


@group_group.command("add")
@click.option("--unit", "slug", required=True, help="Slug of the village or commune.")
@click.option("--name", required=True)
@click.option("--decision", required=True, help="Number of the decision that founded it.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Date of the decision.")
@click.option("--contact", help="Whom to call, and the number.")
def add(slug: str, name: str, decision: str, day: Any, contact: str | None) -> None:
    """Found a group; prints its id."""
    try:
        with transaction(writes=True):
            unit = units.by_slug(slug)
            group = operations.found(
                unit, name=name, decision_number=decision, decision_date=day.date(), contact=contact
            )
            click.echo(str(group.id))
    except errors.AppError as error:
        raise _said(error) from error


@group_group.command("list")
def list_groups() -> None:
    """Print the groups and how many members each has."""
    with transaction(writes=False):
        for group in queries.all_groups():
            members = len(queries.members_of(group.id))
            click.echo(f"{group.id}  {units.get(group.unit_id).slug:30} {members:3}  {group.name}")


@member_group.command("add")
@group_option
@click.option("--username", required=True)
@click.option("--name", help="Full name; needed for a new person.")
@click.option("--phone")
@click.option("--role", type=click.Choice(MEMBER_ROLES), default="member", show_default=True)
@generate_option
@password_option
def add_member(
    group_id: UUID,
    username: str,
    name: str | None,
    phone: str | None,
    role: str,
    generate: bool,  # noqa: FBT001  # click passes options by name
    password_stdin: bool,  # noqa: FBT001  # click passes options by name
) -> None:
    """Take a person into a group; who has no account yet gets one."""
    with transaction(writes=False):
        known = people.account_named(username) is not None
    if not known and not name:
        raise click.UsageError("a new person needs --name")
    password = None if known else choose_password(username, generate=generate, from_stdin=password_stdin)
    kept = passwords.hashed(password, cost=settings().password_cost) if password else ""
    try:
        with transaction(writes=True):
            account = people.account_named(username)
            person_id = account.person_id if account else None
            if person_id is None:
                made = staff.add_person(name=name or "", username=username, password_hash=kept, phone=phone, given=True)
                person_id = made.id
            operations.add_member(queries.get(group_id), person_id, role=role)
    except errors.AppError as error:
        raise _said(error) from error
    if password and generate:
        click.echo(f"password: {password}")


@member_group.command("remove")
@group_option
@click.argument("username")
def remove_member(group_id: UUID, username: str) -> None:
    """End a membership, and with it the right to help."""
    try:
        with transaction(writes=True):
            account = people.account_named(username)
            if account is None:
                raise errors.NotFound("member_not_found")
            operations.remove_member(queries.get(group_id), account.person_id)
    except errors.AppError as error:
        raise _said(error) from error


@member_group.command("list")
@group_option
def list_members(group_id: UUID) -> None:
    """Print the members of a group."""
    try:
        with transaction(writes=False):
            members = queries.members_of(queries.get(group_id).id)
            named = people.names([member.person_id for member in members])
            for member in members:
                click.echo(f"{member.role:7} {member.valid_from:%d/%m/%Y}  {named[member.person_id]}")
    except errors.AppError as error:
        raise _said(error) from error
