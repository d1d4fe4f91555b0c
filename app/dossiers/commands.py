"""`flask dossiers`: that every open dossier has an owner and a next date."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.dossiers import tasks

dossiers_group = AppGroup("dossiers", help="Dossiers of every unit.")
COMMANDS = [dossiers_group]


@dossiers_group.command("check")
def check() -> None:
    """Check every open dossier now, mend what can be mended by rule, and print what was found.

    Ends with status 1 while a dossier has no owner who may go on with it, or no next date.
    """
    found = tasks.check_all()
    click.echo(f"{found.checked} open dossiers")
    click.echo(f"{found.owners} got an owner, {found.dates} a due moment")
    click.echo(f"{found.quiet} tasks about silence, {found.moved} tasks went to somebody who is there")
    for code in found.without_owner:
        click.echo(f"without an owner: {code}")
    for code in found.without_date:
        click.echo(f"without a next date: {code}")
    if found.without_owner or found.without_date:
        raise SystemExit(1)
