"""`flask` commands: each a thin call to an operation."""

from __future__ import annotations

import json
import signal
import threading
from importlib import import_module

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import jobs, settings
from app.core import sealing
from app.core.access import MATRIX, Permission, Role
from app.db import transaction
from app.web.api import REGISTRY
from app.workflow.table import MOVES

DOMAINS_WITH_COMMANDS = (
    "units",
    "identity",
    "trust",
    "groups",
    "catalogue",
    "notifications",
    "sync",
    "quarantine",
    "dossiers",
    "backup",
    "chain",
    "oversight",
    "demo",
)

jobs_group = AppGroup("jobs", help="The job executor.")
keys_group = AppGroup("keys", help="The server's keys.")


@jobs_group.command("run")
def run_jobs() -> None:
    """Run due jobs until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own door to the object
    jobs.executor(app, stop, settings().jobs_poll_seconds)


@jobs_group.command("drain")
def drain_jobs() -> None:
    """Run everything that is due now, then stop."""
    click.echo(f"{jobs.drain()} jobs ran")


@jobs_group.command("again")
def again() -> None:
    """Try the jobs that were given up once more from the beginning."""
    with transaction(writes=True):
        click.echo(f"{jobs.again()} jobs will be tried again")


@keys_group.command("office")
@click.option("--rotate", is_flag=True, help="Make a new one; what was sealed to the old ones still opens.")
def office_keys(*, rotate: bool) -> None:
    """Print the names of the office's keys, the one phones seal to last."""
    folder = settings().office_keys_dir
    if rotate:
        sealing.rotate(folder)
    for name in sealing.key_names(folder):
        click.echo(name)


@click.command("contract")
def contract() -> None:
    """Print error codes, permissions and the move table as JSON, for the PWA's generated types."""
    from app import contract as made

    click.echo(json.dumps(made.contract(), ensure_ascii=False, indent=1, sort_keys=True))


@click.command("openapi")
def openapi() -> None:
    """Print the OpenAPI document."""
    from app import contract as made

    click.echo(json.dumps(made.openapi(), ensure_ascii=False, indent=1))


WHO = {Permission.PUBLIC: "anybody", Permission.PRINCIPAL: "whose it is", Permission.PERSON: "whose it is, signed in"}
"""Who is let in where the matrix names no role."""


@click.command("permissions")
def permissions() -> None:
    """Print the matrix: each permission, which roles have it at their unit, and what it opens."""
    opened: dict[Permission, list[str]] = {permission: [] for permission in Permission}
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda each: each.rule):
        if rule.endpoint not in REGISTRY:
            continue
        for method in sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}):
            opened[REGISTRY[rule.endpoint]].append(f"    {method:<6} {rule.rule}")
    for move in MOVES:
        if move.allow is not None:
            opened[move.allow].append(f"    {'move':<6} {move.name}: {move.start.value}")
    for permission, lines in opened.items():
        roles = ", ".join(role.value for role in Role if permission in MATRIX[role])
        click.echo("\n".join([f"{permission.value:<22}{WHO.get(permission, roles)}", *lines, ""]))


def register(app: Flask) -> None:
    """Add the commands; a domain brings its own as `commands` in app/<domain>/commands.py."""
    app.cli.add_command(jobs_group)
    app.cli.add_command(keys_group)
    app.cli.add_command(contract)
    app.cli.add_command(openapi)
    app.cli.add_command(permissions)
    for domain in DOMAINS_WITH_COMMANDS:
        try:
            module = import_module(f"app.{domain}.commands")
        except ModuleNotFoundError as missing:
            if missing.name != f"app.{domain}.commands":
                raise
            continue
        for command in module.COMMANDS:
            app.cli.add_command(command)
