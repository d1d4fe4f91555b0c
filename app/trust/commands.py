"""`flask policy`: how staff prove who they are and how long they stay signed in; `flask factor`: who lost an app."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import AppGroup

from app.core import clock, errors
from app.core.access import Actor, Role
from app.core.error_texts import sentences
from app.db import transaction
from app.identity import factor, policy, queries
from app.units import queries as units

policy_group = AppGroup("policy", help="How staff prove who they are and how long they stay signed in.")
factor_group = AppGroup("factor", help="Second steps of staff.")
COMMANDS = [policy_group, factor_group]
CONSOLE = Actor(principal="console", name="Người vận hành máy chủ")
DAY = click.DateTime(["%Y-%m-%d"])


@policy_group.command("set")
@click.option("--unit", "slug", help="Slug of a unit; every unit without it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Every role without it.")
@click.option("--second-factor/--no-second-factor", default=None)
@click.option("--by-vneid/--no-by-vneid", default=None)
@click.option("--proof-minutes", type=int)
@click.option("--idle-minutes", type=int)
@click.option("--day-minutes", type=int)
@click.option("--given-days", type=int, help="How long a password given by an administrator waits for its first use.")
@click.option("--reason", required=True, help="The decision, with number and date.")
@click.option("--from", "valid_from", type=DAY, help="Today without it.")
@click.option("--to", "valid_to", type=DAY)
def set_policy(
    slug: str | None,
    role: str | None,
    reason: str,
    valid_from: datetime | None,
    valid_to: datetime | None,
    **given: bool | int | None,
) -> None:
    """Put a decision on record; what is not named stays as it was."""
    values = {name: value for name, value in given.items() if value is not None}
    try:
        with transaction(writes=True):
            policy.decide(
                CONSOLE,
                unit_id=units.by_slug(slug).id if slug else None,
                role=Role(role) if role else None,
                values=values,
                reason=reason,
                valid_from=valid_from.date() if valid_from else clock.today(),
                valid_to=valid_to.date() if valid_to else None,
            )
    except errors.AppError as error:
        raise click.ClickException(sentences(error.code, error.params)["en"]) from error


@policy_group.command("show")
def show() -> None:
    """Print the decisions that hold today, the widest first."""
    with transaction(writes=False):
        rows = policy.in_force()
        named = units.names({row.unit_id for row in rows if row.unit_id})
        for row in sorted(rows, key=lambda each: (each.unit_id is not None, each.role or "", each.valid_from)):
            said = " ".join(f"{name}={value}" for name in policy.FIELDS if (value := getattr(row, name)) is not None)
            where = named.get(row.unit_id, "") if row.unit_id else "every unit"
            ends = f" to {row.valid_to}" if row.valid_to else ""
            click.echo(f"{where}, {row.role or 'every role'}: {said}  from {row.valid_from}{ends}  ({row.reason})")


@factor_group.command("reset")
@click.argument("username")
@click.option("--reason", required=True)
def reset(username: str, reason: str) -> None:
    """Take away the second step of somebody whom no other administrator can help."""
    try:
        with transaction(writes=True):
            account = queries.account_named(username)
            if account is None:
                raise click.ClickException(f"nobody signs in as {username}")
            factor.reset(account.person_id, reason=reason, actor=CONSOLE)
    except errors.AppError as error:
        raise click.ClickException(sentences(error.code, error.params)["en"]) from error
    click.echo(f"{username} sets up another at the next sign-in")
