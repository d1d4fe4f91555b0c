"""Runs histories: a process with the phones, a server for it, and what the phones ask to become of that server."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask

from app import settings
from app.backup import instance
from app.config import ROOT
from app.core.living import InUseError
from app.db import transaction
from tests.torture import checks, ground
from tests.torture.server import TortureServer

_LOOKING = threading.Lock()
"""One at a time looks into a database from this process: who has one open is noted for the whole process."""


@dataclass(frozen=True)
class Order:
    """Which histories, how long, and which promise of the phone is broken (none, but for seeing that it is found)."""

    seeds: Sequence[int]
    steps: int
    mutant: str = ""
    """A broken build of the phone (pwa/tests/sim/broken.ts)."""
    server_mutant: str = ""
    """A broken build of the server (tests/torture/broken.py)."""
    badness: float | None = None
    """How bad the lines usually are, where a seed should not say it by itself."""
    restores: bool = False
    """Whether the server goes back to a backup now and then."""


@dataclass
class Outcome:
    """What became of one history."""

    seed: int
    steps: int
    counts: dict[str, int]
    violations: list[dict[str, str]] = field(default_factory=list)

    @property
    def invariants(self) -> set[str]:
        """The names of what did not hold."""
        return {each["invariant"] for each in self.violations}


class Driver:
    """Answers what the phones' process asks."""

    def __init__(self, order: Order, server: TortureServer, look: Flask) -> None:
        self._order, self._server, self._look = order, server, look
        self._backup_made: Path | None = None
        self.outcomes: list[Outcome] = []

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Do what is asked; the answer to it."""
        does: Callable[[dict[str, Any]], dict[str, Any] | None] = getattr(self, f"_{asked['what']}")
        return does(asked) or {}

    def _ground(self, asked: dict[str, Any]) -> dict[str, Any]:
        with _LOOKING, self._look.app_context(), transaction(writes=True):
            return ground.of_seed(asked["seed"])

    def _kill(self, _asked: dict[str, Any]) -> None:
        self._server.kill_workers()

    def _restart(self, _asked: dict[str, Any]) -> None:
        self._server.restart()

    def _backup(self, _asked: dict[str, Any]) -> None:
        """What `flask backup` does, while phones and server go on."""
        with _LOOKING, self._look.app_context():
            self._backup_made = instance.make(settings(), self._server.folder / "backups")

    def _restore(self, _asked: dict[str, Any]) -> None:
        """What `flask restore --replace` does, as soon as nobody has the database open."""
        assert self._backup_made is not None
        self._server.kill()
        with _LOOKING, self._look.app_context():
            give_up = time.monotonic() + 60
            while True:
                try:
                    instance.restore(settings(), self._backup_made, replace=True)
                    break
                except InUseError:
                    # a killed worker may still be on its way out
                    assert time.monotonic() < give_up
                    os.sched_yield()
        self._server.start()
        self._server.wait()

    def _end(self, told: dict[str, Any]) -> None:
        with _LOOKING, self._look.app_context(), transaction(writes=False):
            found = checks.violations_of(told)
        self.outcomes.append(Outcome(told["seed"], self._order.steps, told["counts"], found))


def run(order: Order, folder: Path, catalogue_db: Path) -> Iterator[Outcome]:
    """The outcomes of the histories of an order, one after the other."""
    env = ground.environment(folder, catalogue_db)
    pages = ground.pages(folder / "pages")
    server = TortureServer(env, folder, mutant=order.server_mutant)
    server.start()
    try:
        server.wait()
        look = ground.same_database(env)
        yield from _histories(order, server, look, pages)
    finally:
        server.stop()


def in_parallel(order: Order, pairs: int, folder: Path, catalogue_db: Path) -> Iterator[Outcome]:
    """The same, on several servers beside each other, each with its own share of the seeds; in the order they end."""
    ended: queue.Queue[Outcome | BaseException | None] = queue.Queue()

    def share(number: int) -> None:
        try:
            mine = replace(order, seeds=list(order.seeds)[number::pairs])
            for outcome in run(mine, folder / f"pair-{number}", catalogue_db) if mine.seeds else ():
                ended.put(outcome)
            ended.put(None)
        except BaseException as error:
            ended.put(error)

    threads = [threading.Thread(target=share, args=(number,), daemon=True) for number in range(pairs)]
    for thread in threads:
        thread.start()
    running = pairs
    while running:
        said = ended.get()
        if isinstance(said, BaseException):
            raise said
        if said is None:
            running -= 1
        else:
            yield said


def _histories(order: Order, server: TortureServer, look: Flask, pages: Path) -> Iterator[Outcome]:
    driver = Driver(order, server, look)
    plan = {
        "base": server.base,
        "pages": str(pages),
        "seeds": list(order.seeds),
        "steps": order.steps,
        "mutant": order.mutant,
        "restores": order.restores,
        "badness": order.badness,
    }
    told = 0
    with _phones(plan, server.folder / "phones.log") as phones:
        assert phones.stdin is not None
        assert phones.stdout is not None
        for line in phones.stdout:
            print(json.dumps(driver.answer(json.loads(line))), file=phones.stdin, flush=True)
            while told < len(driver.outcomes):
                told += 1
                yield driver.outcomes[told - 1]
        assert phones.wait() == 0, (server.folder / "phones.log").read_text()
    assert told == len(order.seeds), (server.folder / "phones.log").read_text()


@contextmanager
def _phones(plan: dict[str, Any], log: Path) -> Iterator[subprocess.Popen[str]]:
    command = ["node", "--import", "tsx", "tests/sim/run.ts", json.dumps(plan)]
    with log.open("wb") as errors:
        phones = subprocess.Popen(
            command, cwd=ROOT / "pwa", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    try:
        yield phones
    finally:
        phones.kill()
        phones.communicate()
