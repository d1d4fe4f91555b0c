"""`flask catalogue`: loading and looking at the catalogue from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click
from flask.cli import AppGroup

from app import settings
from app.catalogue import importer, poster_sets, queries
from app.config import ROOT
from app.core.error_texts import sentences
from app.core.errors import AppError
from app.db import transaction
from app.units import queries as units

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


@catalogue_group.command("posters")
@click.argument("slug")
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--size", type=click.Choice(["a4", "a6"]), default="a4", help="One a page, or four cards a page.")
@click.option("--life-event", help="Only the procedures of a life event, for example sinh_con.")
@click.option("--code", "codes", multiple=True, help="Only this procedure; may be given several times.")
def posters(slug: str, output: Path, size: Literal["a4", "a6"], life_event: str | None, codes: tuple[str, ...]) -> None:
    """Write the posters of the procedures of the unit SLUG into one PDF, OUTPUT."""
    with transaction(writes=False):
        try:
            unit = units.by_slug(slug)
            chosen = poster_sets.choose(unit, codes=codes, life_event=life_event)
            pdf = poster_sets.draw(unit, chosen, size, public_url=settings().public_url)
        except AppError as refused:
            raise click.ClickException(sentences(refused.code, refused.params)["en"]) from refused
    output.write_bytes(pdf)
    click.echo(f"{len(chosen)} posters of {unit.name} in {output}")
