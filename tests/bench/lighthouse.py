"""Lighthouse's mobile scores of home and a procedure; of several runs the best, for what else runs here only slows."""

from __future__ import annotations

import json
import os
import subprocess
from itertools import groupby
from typing import Any

from tests.bench.browsers import installed_server
from tests.bench.catalogue_size import ROOT
from tests.bench.record import emit, say, times

PAGES = {"home": "/", "procedure": "/thu-tuc/1.001193"}


def measure() -> None:
    """Each page on a browser of its own."""
    with installed_server() as server:
        urls = [server.url + path for path in PAGES.values()]
        command = ["node", "tests/bench/lighthouse.mjs", str(times(3, 1)), *urls]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LH_")}
        done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
        if done.returncode:
            say(done.stderr[-3000:])
            raise RuntimeError("lighthouse failed")
    runs: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    for name, (_, some) in zip(PAGES, groupby(runs, lambda run: run["url"]), strict=True):
        _tell(name, list(some))


def _tell(name: str, runs: list[dict[str, Any]]) -> None:
    best = max(runs, key=lambda run: (run["scores"]["performance"], -run["lcp"]))
    for category in best["scores"]:
        emit(f"lighthouse_{name}_{category.replace('-', '_')}", best["scores"][category], "points")
    emit(f"lighthouse_{name}_lcp", best["lcp"], "ms")
    emit(f"lighthouse_{name}_tbt", best["tbt"], "ms")
    say(
        f"{name}: below 90 in the best run: {', '.join(best['failed']) or 'nothing'}; {[run['scores'] for run in runs]}"
    )
