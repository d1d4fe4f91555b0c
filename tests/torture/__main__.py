"""`make torture SEEDS=200 STEPS=1000`: many histories, two servers at a time, and a report; fails on any loss."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from app.config import ROOT
from tests.torture import ground, report
from tests.torture.driving import Order, Outcome, in_parallel


def main() -> int:
    """Run what was asked for; 0 when nothing was lost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=20)
    asked.add_argument("--steps", type=int, default=200)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--pairs", type=int, default=2, help="servers, each with its own process of phones")
    asked.add_argument("--folder", type=Path, default=ROOT / "build" / "torture")
    asked.add_argument("--no-restores", action="store_true", help="never go back to a backup")
    given = asked.parse_args()
    began, outcomes = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="torture-") as scratch:
        folder = Path(scratch)
        catalogue_db = ground.catalogued(folder)
        seeds = range(given.first, given.first + given.seeds)
        order = Order(seeds, given.steps, restores=not given.no_restores)
        for outcome in in_parallel(order, given.pairs, folder, catalogue_db):
            outcomes.append(outcome)
            _say(outcome, len(outcomes), given.seeds)
            # one that is broken off has its report all the same
            report.write(given.folder, outcomes, steps=given.steps, seconds=time.monotonic() - began)
    print((given.folder / "report.md").read_text())
    return 1 if any(outcome.violations for outcome in outcomes) else 0


def _say(outcome: Outcome, number: int, of: int) -> None:
    if outcome.violations:
        for each in outcome.violations:
            print(f"seed {outcome.seed}: {each['invariant']}: {each['said']}", flush=True)
    elif number % 10 == 0:
        print(f"{number} of {of} histories", flush=True)


if __name__ == "__main__":
    sys.exit(main())
