"""`flask unit`: the tree of units from the command line."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import click
from flask.cli import AppGroup

from app.core import clock, errors
from app.core.error_texts import sentences
from app.db import transaction
from app.units import operations, queries, seed
from app.units.models import COMMUNE_KINDS, KINDS, SUCCESSION_KINDS
from app.units.rules import BadHours, parse_hours

unit_group = AppGroup("unit", help="Provinces, communes, offices and villages.")
COMMANDS = [unit_group]

FACTS = (
    click.option("--official-code", help="Code of the official list of units."),
    click.option("--e-identifier", help="Electronic identifier, as in dossier numbers: H17.5.2"),
    click.option("--commune-kind", type=click.Choice(COMMUNE_KINDS)),
    click.option("--address"),
    click.option("--phone"),
    click.option("--hours", help="'mon-fri 07:00-11:30,13:30-17:00; sat 07:30-11:00'"),
    click.option("--receives-online/--prepares-only", default=None, help="A formal right to receive online."),
    click.option("--level", "levels", multiple=True, help="A level this counter receives: commune, commune_police…"),
    click.option("--bank-bin", help="Six digits of the bank."),
    click.option("--bank-account"),
    click.option("--bank-holder"),
)


def with_facts(command: Any) -> Any:
    """Add the options that say something of a unit."""
    for option in reversed(FACTS):
        command = option(command)
    return command


def refuse_plainly(error: errors.AppError | BadHours) -> click.ClickException:
    """An error of our own as one sentence on the terminal."""
    if isinstance(error, BadHours):
        return click.ClickException(str(error))
    said = sentences(error.code, error.params)
    return click.ClickException(f"{said['en']} ({said['vi']})")


def _facts(options: dict[str, Any]) -> operations.UnitFacts:
    facts = {name: value for name, value in options.items() if value not in (None, ())}
    if "hours" in facts:
        facts["hours"] = parse_hours(facts["hours"])
    if "levels" in facts:
        facts["levels"] = list(facts["levels"])
    return cast("operations.UnitFacts", facts)


@unit_group.command("add")
@click.option("--kind", type=click.Choice(KINDS), default="commune", show_default=True)
@click.option("--name", required=True)
@click.option("--parent", help="Slug of the unit above; only a province has none.")
@click.option("--slug", help="Address name; made from the name where none is given.")
@with_facts
def add(kind: str, name: str, parent: str | None, slug: str | None, **options: Any) -> None:
    """Add a unit."""
    try:
        with transaction(writes=True):
            above = queries.by_slug(parent) if parent else None
            unit = operations.add(kind=kind, name=name, parent=above, slug=slug, **_facts(options))
            click.echo(f"{unit.slug}  {unit.id}")
    except (errors.AppError, BadHours) as error:
        raise refuse_plainly(error) from error


@unit_group.command("set")
@click.argument("slug")
@click.option("--name", help="A new name.")
@click.option("--new-slug", help="A new address name; the old one still leads here.")
@with_facts
def change(slug: str, name: str | None, new_slug: str | None, **options: Any) -> None:
    """Change what is said of a unit."""
    try:
        with transaction(writes=True):
            unit = operations.change(queries.by_slug(slug), **_facts(options))
            if name or new_slug:
                operations.rename(unit, name=name or unit.name, slug=new_slug)
            click.echo(unit.slug)
    except (errors.AppError, BadHours) as error:
        raise refuse_plainly(error) from error


@unit_group.command("succeed")
@click.argument("old")
@click.argument("new")
@click.option("--kind", type=click.Choice(SUCCESSION_KINDS), default="merged", show_default=True)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The first day of the new unit; today by default.")
@click.option("--legal-ref", required=True, help="The resolution or decision.")
def succeed(old: str, new: str, kind: str, day: Any, legal_ref: str) -> None:
    """Record that NEW took over from OLD, which ends; its printed addresses lead to NEW."""
    first_day: date = day.date() if day else clock.today()
    try:
        with transaction(writes=True):
            before, after = queries.by_slug(old), queries.by_slug(new)
            operations.succeed(before, after, kind=kind, day=first_day, legal_ref=legal_ref)
    except errors.AppError as error:
        raise refuse_plainly(error) from error


@unit_group.command("list")
def list_units() -> None:
    """Print the units in force."""
    with transaction(writes=False):
        for unit in queries.current():
            click.echo(f"{unit.kind:9} {unit.official_code or '':6} {unit.slug:40} {unit.name}")


@unit_group.command("seed-province")
@click.argument("code", type=int)
def seed_province(code: int) -> None:
    """Add a province of the 2025 reform and those of its communes that are missing; CODE is official (48: Đà Nẵng)."""
    with transaction(writes=True):
        try:
            province, added = seed.province(code)
        except LookupError as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"{province.slug}: {added} communes added")
