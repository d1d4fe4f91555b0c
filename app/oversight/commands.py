"""`flask status`: the state of the system as lines, for monitoring."""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask.cli import with_appcontext

from app import settings
from app.core import clock
from app.db import transaction
from app.oversight import state
from app.oversight.schemas import StateOut

SAID = {
    "backup_never": "no backup was ever made: flask backup FOLDER, and turn on cua-lang-backup.timer",
    "backup_old": "the last backup is {n} days old: look why cua-lang-backup.timer does not run",
    "backup_failed": "the last try made no backup: journalctl -u cua-lang-backup says why",
    "backup_damaged": "a backup was read and is not whole: make another now, verify it, then look at the disk",
    "backup_gone": "the last backup is no longer where it was written: was it moved, or the disk taken away?",
    "backup_unverified": "no backup was read whole for a month: flask backup verify FOLDER",
    "executor_never": "no executor has run yet: start cua-lang-jobs (flask jobs run)",
    "executor_silent": "the executor said nothing for {n} minutes: systemctl restart cua-lang-jobs",
    "jobs_late": "a job waits for {n} minutes: does the executor run, and keep up?",
    "jobs_failing": "{n} jobs fail and are tried again: journalctl -u cua-lang-jobs says why",
    "jobs_given_up": "{n} jobs were given up: mend the cause, then flask jobs again",
    "audit_unsealed": "{n} rows should be sealed and are not: does the executor run? flask audit seal does it now",
    "audit_broken": "the audit chain does not hold: change nothing, run flask audit verify and keep what it prints",
    "audit_unverified": "nobody walked along the audit chain for a month: flask audit verify",
    "disk_filling": "{n} % of a disk are free: plan for more room",
    "disk_full": "only {n} % of a disk are free: make room now, or nothing more comes in",
    "stumbles_lately": "this server fails at {n} things that phones try to send: the log names the fault",
    "migrations_behind": "code and tables are of different versions: flask db upgrade",
    "catalogue_none": "no catalogue is loaded: flask catalogue load catalogue",
    "unreadable": "could not be read: the log names the fault",
}
WORDS = {"well": "ok", "look": "LOOK", "alarm": "ALARM"}


@click.command("status")
@with_appcontext
def status() -> None:
    """Print what the administrators' room shows; exit code 1 where something wants somebody now."""
    with transaction(writes=False):
        found = state.state(settings())
    for line in lines(found):
        click.echo(line)
    if found.level == "alarm":
        raise click.exceptions.Exit(1)


def lines(found: StateOut) -> Iterator[str]:
    """The findings, the worst first, then each part as it is."""
    yield f"{WORDS[found.level]}: {len(found.findings)} findings at {found.at.astimezone(clock.VN):%Y-%m-%d %H:%M}"
    for each in found.findings:
        yield f"{WORDS[each.level]} {each.part}: {SAID[each.code].format(n=each.n)}"
    yield from _parts(found)


def _parts(found: StateOut) -> Iterator[str]:
    if found.backup and (last := found.backup.last):
        read = f"verified {last.verified.at:%Y-%m-%dT%H:%MZ}" if last.verified else "not verified"
        yield f"backup: {last.made_at:%Y-%m-%dT%H:%MZ}, {_mb(last.size)}, {last.host}:{last.place}/{last.name}, {read}"
    if found.jobs:
        each = found.jobs
        yield f"jobs: {each.due} due, {each.running} running, {each.planned} planned"
        for kind in each.failing:
            yield f"job {kind.task}: {kind.n} failing since {kind.since:%Y-%m-%dT%H:%MZ}, {kind.fault}"
        for one in each.executors:
            yield f"executor {one.host}: last heard of {one.at:%Y-%m-%dT%H:%MZ}"
    if found.audit:
        chain, walk = found.audit, found.audit.verify
        yield f"audit: {chain.links} links, {chain.unsealed} rows unsealed, last digest {chain.digest}"
        if walk:
            yield f"audit verify: {walk.at:%Y-%m-%dT%H:%MZ}, {'whole' if walk.ok else walk.what}"
    if found.room:
        for disk in found.room.disks:
            yield f"disk of {disk.what}: {_mb(disk.free)} free of {_mb(disk.total)}"
        yield f"database: {_mb(found.room.database)}; {found.room.files_count} files: {_mb(found.room.files)}"
    if found.stumbles:
        yield f"stumbles: {found.stumbles.lately} lately, {found.stumbles.all} in all"
    if found.versions:
        one_of = found.versions
        yield f"versions: app {one_of.app}, {one_of.engine}, catalogue {one_of.catalogue}, tables {one_of.database_at}"


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


COMMANDS = [status]
