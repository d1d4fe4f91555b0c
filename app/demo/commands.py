"""`flask demo`: the invented commune from the command line."""

from __future__ import annotations

import logging

import click
from flask.cli import AppGroup

from app.demo import loading, sign_ins

demo_group = AppGroup("demo", help="The invented commune to try everything with.")
COMMANDS = [demo_group]


@demo_group.command("load")
def load() -> None:
    """Bring in the demo commune and print its sign-ins; a second time changes nothing."""
    logging.disable(logging.INFO)  # codes of forty days ago would only mislead
    try:
        done = loading.load()
    except loading.NotHereError as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        logging.disable(logging.NOTSET)
    if done.new:
        click.echo(f"demo commune: {done.dossiers} dossiers in every state", err=True)
    else:
        click.echo("the demo commune is here already: nothing was changed", err=True)
    click.echo(sign_ins.table())
