"""`flask catalogue`: loading and looking at the catalogue from the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.catalogue import importer, queries
from app.config import ROOT
from app.db import transaction

catalogue_group = AppGroup("catalogue", help="Procedures, forms, lists, calendar and texts.")
COMMANDS = [catalogue_group]


@catalogue_group.command("load")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ROOT / "catalogue")
@click.option("--quiet", is_flag=True, help="Say only the counts.")
def load(path: Path, *, quiet: bool) -> None:
    """Load the files of PATH and say what is new, changed and unchanged; nothing is written when a file is wrong."""
    with transaction(writes=True):
        report = importer.load(path)
    if report.errors:
        raise click.ClickException("nothing was loaded:\n" + "\n".join(f"  {words}" for words in report.errors))
    for name, found in (("new", report.new), ("changed", report.changed)):
        for item in [] if quiet else found:
            click.echo(f"{name:8} {item}")
    for place in report.unchecked:
        click.echo(f"unchecked {place}: this server never had that form")
    click.echo(f"{len(report.new)} new, {len(report.changed)} changed, {len(report.unchanged)} unchanged")


@catalogue_group.command("forms")
@click.argument("codes", nargs=-1)
def forms(codes: tuple[str, ...]) -> None:
    """Print the hash of the form of each procedure (or of CODES), to name it in a newer form's `from`."""
    with transaction(writes=False):
        for code, form_hash in queries.form_hashes().items():
            if not codes or code in codes:
                click.echo(f"{code} {form_hash}")


@catalogue_group.command("review")
def review() -> None:
    """Print the facts that somebody must check."""
    with transaction(writes=False):
        for body in queries.to_check():
            click.echo(f"{body['code']} {body['confidence']:6} {', '.join(body['check'])}  {body['name']['vi']}")
