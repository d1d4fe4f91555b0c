"""The phone's real core, in Node, against a real server: many people, phones and a desk, in everything that goes wrong.

CI runs SIM_SEEDS histories of SIM_STEPS steps from SIM_FIRST on; `make torture` runs as many as one likes
(docs/torture.md).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

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


def told(outcomes: list[Outcome]) -> str:
    """What did not hold, with what is needed to see it again."""
    return report.text([outcome for outcome in outcomes if outcome.violations], steps=0, seconds=0)


def test_f84_in_whatever_happens_nothing_is_lost_or_doubled_or_told_to_others(
    catalogue_db: Path, tmp_path: Path
) -> None:
    outcomes = list(in_parallel(Order(SEEDS, STEPS, restores=True), PAIRS, tmp_path, catalogue_db))
    assert not any(outcome.violations for outcome in outcomes), told(outcomes)
    assert sorted(outcome.seed for outcome in outcomes) == list(SEEDS)
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts.update(outcome.counts)
    assert counts["steps"] == len(SEEDS) * STEPS
    assert counts["operations"] > counts["steps"] / 20
    for kind in ("fault:", "storage:", "killed:", "desk:"):
        assert sum(count for name, count in counts.items() if name.startswith(kind)) > counts["steps"] / 200, kind


@pytest.mark.parametrize("failed", json.loads(FAILED.read_text()), ids=lambda each: f"seed-{each['seed']}")
def test_a_seed_that_failed_once_holds_ever_since(
    failed: dict[str, object], catalogue_db: Path, tmp_path: Path
) -> None:
    seed, steps = int(str(failed["seed"])), int(str(failed["steps"]))
    order = Order([seed], steps, restores=failed.get("restores") is True)
    outcomes = list(run(order, tmp_path, catalogue_db))
    assert not any(outcome.violations for outcome in outcomes), told(outcomes)


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
