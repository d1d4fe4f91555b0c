"""`flask audit`: seal, verify, and what an auditor takes along."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TextIO

import click
from flask.cli import AppGroup

from app import marks
from app.chain import queries, rules, tasks
from app.chain.queries import Broken, Report
from app.core import clock
from app.db import transaction

audit_group = AppGroup(
    "audit", help="The chain over the logs: events, looks, changes by administrators, second factors."
)
COMMANDS = [audit_group]

WHY = {
    "order": "a link before it is missing, or one was put between",
    "link": "the link itself was changed",
    "gone": "the row it holds is gone",
    "changed": "the row it holds was changed",
}
_NAMES = {"look": "look", "admin": "change by an administrator", "factor": "event of a second factor"}
DAYS = 30


@audit_group.command("seal")
def seal() -> None:
    """Seal at once what the executor would seal within the minute."""
    click.echo(f"{tasks.seal_all(everything=True)} rows sealed")


@audit_group.command("verify")
@click.option("--digests", type=click.File(encoding="utf-8"), help="Compare with lines of `flask audit digest`.")
def verify(digests: TextIO | None) -> None:
    """Read every sealed row again and name the first link that does not hold; exit code 1 where something is wrong."""
    kept = _read(digests) if digests else []
    with transaction(writes=False):
        report = queries.verify(kept)
    for line in _said(report):
        click.echo(line)
    kept_mark = marks.keep("audit_verify", ok=report.whole, links=report.links, why=_why(report))
    if not kept_mark:
        click.echo("no mark of this could be kept in the database", err=True)
    if not report.whole:
        raise click.exceptions.Exit(1)


@audit_group.command("digest")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help=f"From this day on; by default {DAYS} days.")
def digest(since: datetime | None) -> None:
    """Print the last link of each day that is over: keep it on paper or on another machine."""
    start = since.date() if since else clock.today() - timedelta(days=DAYS)
    with transaction(writes=False):
        for each in queries.digests(start):
            click.echo(each.line())


@audit_group.command("export")
def export() -> None:
    """Print every link with its row as a line of JSON, so that somebody else can reckon the chain."""
    with transaction(writes=False):
        for each in queries.exported():
            click.echo(json.dumps(each, ensure_ascii=False))


def _why(report: Report) -> str:
    """What was found wrong, in one word; nothing where all of it holds."""
    if report.broken:
        return report.broken.why
    return "unguarded" if report.unguarded else "digests" if report.disagreeing else ""


def _read(lines: Iterable[str]) -> list[rules.Digest]:
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            found.append(rules.read_digest(line))
        except ValueError as fault:
            raise click.ClickException(f"line {number} is no digest (day, number, hash): {line.strip()}") from fault
    return found


def _said(report: Report) -> Iterable[str]:
    if report.broken:
        yield _where(report.broken)
    else:
        yield f"whole: {report.links} links, the last {report.head}"
    for each in report.disagreeing:
        yield _outside(each, report)
    for table in report.unguarded:
        yield f"the database no longer refuses changes of {table}: its guard is gone (flask db upgrade made it)"
    if report.unsealed:
        yield f"{report.unsealed} rows are not sealed yet; does the executor run? `flask audit seal` does it now"
    if report.late:
        yield f"{report.late} rows were sealed {queries.LATE.days} days or more after their own moment"


def _where(broken: Broken) -> str:
    row = f"event {broken.row_version} of dossier" if broken.kind == "event" else _NAMES[broken.kind]
    return f"broken at link {broken.n} ({row} {broken.row_id}): {WHY[broken.why]}"


def _outside(each: rules.Digest, report: Report) -> str:
    if each.n > report.links:
        more = f"there are only {report.links} links: an older backup was put in place, or links were removed"
    else:
        more = "here it is another: everything up to it was written anew"
    return f"the digest of {each.day:%Y-%m-%d} names link {each.n}; {more}"
