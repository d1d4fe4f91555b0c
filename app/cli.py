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

DOMAINS_WITH_COMMANDS = (
    "units",
    "identity",
    "groups",
    "catalogue",
    "notifications",
    "sync",
    "quarantine",
    "dossiers",
    "backup",
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


def register(app: Flask) -> None:
    """Add the commands; a domain brings its own as `commands` in app/<domain>/commands.py."""
    app.cli.add_command(jobs_group)
    app.cli.add_command(keys_group)
    app.cli.add_command(contract)
    app.cli.add_command(openapi)
    for domain in DOMAINS_WITH_COMMANDS:
        try:
            module = import_module(f"app.{domain}.commands")
        except ModuleNotFoundError as missing:
            if missing.name != f"app.{domain}.commands":
                raise
            continue
        for command in module.COMMANDS:
            app.cli.add_command(command)
