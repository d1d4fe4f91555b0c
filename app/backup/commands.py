"""`flask backup` and `flask restore`: thin calls, with words for the person who may be doing this on a bad day."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from app import settings
from app.backup import instance, record
from app.backup.database import CannotError
from app.backup.folder import DamagedError
from app.core.living import InUseError

FAULTS = (CannotError, DamagedError, InUseError, instance.NotEmptyError, OSError)
NO_MARK = "no mark of it could be kept in this server's database; the administrators' state does not show it"
folder_argument = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


class _OrMake(AppGroup):
    """`flask backup FOLDER` is `flask backup make FOLDER`: what is typed at night is short."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A word that is no command is a folder."""
        return super().resolve_command(ctx, args if args[0] in self.commands else ["make", *args])


backup_group = _OrMake("backup", help="Backups of database, files and keys.")


@backup_group.command("make")
@folder_argument
def make(folder: Path) -> None:
    """Write a backup into a new folder inside FOLDER and print its name; the last 14 are kept."""
    try:
        made = instance.make(settings(), folder.absolute())
    except FAULTS as fault:
        record.failed(folder.absolute(), fault)
        raise click.ClickException(f"no backup was made: {fault}") from fault
    click.echo(str(made))
    if not record.made(made):
        click.echo(NO_MARK, err=True)


@backup_group.command("verify")
@folder_argument
def verify(folder: Path) -> None:
    """Read a backup whole and compare every byte with its hash."""
    try:
        held = instance.verify(folder.absolute())
    except FAULTS as fault:
        record.verified(folder.absolute(), fault)
        raise click.ClickException(str(fault)) from fault
    rows = sum(held.counts.values())
    click.echo(
        f"whole: {held.engine} of {held.manifest['made_at']}, {rows} rows, {held.manifest['files']['count']} files"
    )
    if not record.verified(folder.absolute(), None):
        click.echo(NO_MARK, err=True)


@click.command("restore")
@folder_argument
@click.option("--replace", is_flag=True, help="Give up the database that is there.")
@with_appcontext
def restore(folder: Path, *, replace: bool) -> None:
    """Put the backup FOLDER in place and begin a new epoch; the server and the executor must be stopped."""
    try:
        done = instance.restore(settings(), folder.absolute(), replace=replace)
    except FAULTS as fault:
        raise click.ClickException(f"nothing is running again yet: {fault}") from fault
    record.restored(folder.absolute())
    click.echo(f"restored the backup of {done.made_at}: {done.rows} rows, {done.files} files put back")
    if done.missing:
        click.echo(f"{done.missing} attachments have no bytes here; phones that still hold them send them again")
    click.echo(
        f"new epoch {done.epoch}: phones give back what they had sent since, by themselves, at their next contact"
    )
    click.echo("now: flask db upgrade, then start the server and the executor, then look at the view 'Vừa khôi phục'")


COMMANDS = [backup_group, restore]
