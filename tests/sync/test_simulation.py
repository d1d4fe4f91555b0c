"""The phone's real core, in Node, against a real server: many people, phones and a desk, in everything that goes wrong.

CI runs SIM_SEEDS histories of SIM_STEPS steps from SIM_FIRST on; `make torture` runs as many as one likes
(docs/torture.md).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from tests.torture import report
from tests.torture.driving import Order, Outcome, in_parallel, run

FIRST = int(os.environ.get("SIM_FIRST", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("SIM_SEEDS", "100")))
STEPS = int(os.environ.get("SIM_STEPS", "200"))
FAILED = Path(__file__).with_name("failed_seeds.json")
PAIRS = 2


@pytest.fixture(scope="module")
def catalogue_db(catalogued: str) -> Path:
    """The database with the catalogue that servers start from; the servers of these tests stand on SQLite."""
    url = make_url(catalogued)
    if url.get_backend_name() != "sqlite":
        pytest.skip("many servers, each killed and put back: on files")
    return Path(str(url.database))


Histories = Callable[[int, bool], list[Outcome]]


@pytest.fixture(scope="module")
def histories(catalogue_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Histories:
    """Every seed that a test here asks for with so many steps, run once, all of them on the same two servers."""
    failed = [(each["seed"], each["steps"], each["restores"]) for each in json.loads(FAILED.read_text())]

    @cache
    def run_once(steps: int, restores: bool) -> list[Outcome]:
        again = {seed for seed, its_steps, its_restores in failed if (its_steps, its_restores) == (steps, restores)}
        seeds = sorted(again | set(SEEDS if (steps, restores) == (STEPS, True) else ()))
        folder = tmp_path_factory.mktemp(f"histories-{steps}")
        return list(in_parallel(Order(seeds, steps, restores=restores), PAIRS, folder, catalogue_db))

    return run_once


def told(outcomes: list[Outcome]) -> str:
    """What did not hold, with what is needed to see it again."""
    return report.text([outcome for outcome in outcomes if outcome.violations], steps=0, seconds=0)


def test_f84_in_whatever_happens_nothing_is_lost_or_doubled_or_told_to_others(histories: Histories) -> None:
    outcomes = [outcome for outcome in histories(STEPS, True) if outcome.seed in SEEDS]
    assert not any(outcome.violations for outcome in outcomes), told(outcomes)
    assert sorted(outcome.seed for outcome in outcomes) == list(SEEDS)
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts.update(outcome.counts)
    assert counts["steps"] == len(SEEDS) * STEPS
    assert counts["operations"] > counts["steps"] / 20
    for kind in ("fault:", "storage:", "killed:", "desk:"):
        assert sum(count for name, count in counts.items() if name.startswith(kind)) > counts["steps"] / 200, kind


@pytest.mark.parametrize("failed", json.loads(FAILED.read_text()), ids=lambda each: f"{each['seed']}x{each['steps']}")
def test_a_seed_that_failed_once_holds_ever_since(failed: dict[str, Any], histories: Histories) -> None:
    [outcome] = [each for each in histories(failed["steps"], failed["restores"]) if each.seed == failed["seed"]]
    assert outcome.counts["steps"] == failed["steps"]
    assert not outcome.violations, told([outcome])


BROKEN = {
    "drops_on_401": "lost_operation",
    "forgets_bytes_early": "bytes",
    "offset_is_stored": "bytes",
    "doubled_apply": "applied_twice",
    "skipped_feed_row": "diverged",
}
OF_THE_SERVER = {"doubled_apply", "skipped_feed_row"}
A_FEW, BAD_LINES = 8, 0.5


@pytest.mark.parametrize("mutant", BROKEN)
def test_a_broken_build_is_found_within_a_few_seeds(mutant: str, catalogue_db: Path, tmp_path: Path) -> None:
    seeds, server = range(1, 1 + A_FEW), mutant in OF_THE_SERVER
    order = Order(seeds, 200, "" if server else mutant, mutant if server else "", BAD_LINES)
    found: set[str] = set()
    for outcome in run(order, tmp_path, catalogue_db):
        found |= outcome.invariants
        if BROKEN[mutant] in found:
            return
    pytest.fail(f"{A_FEW} seeds of a build that {mutant.replace('_', ' ')} showed only {found}")
