"""What a torture did and found, for people (report.md) and for machines (histories.jsonl)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.torture.driving import Outcome

GROUPS = {
    "step:": "Steps of phones and the desk",
    "desk:": "Acts of the desk",
    "fault:": "Faults of the network",
    "storage:": "Faults of the phones' storage",
    "killed:": "Kills",
    "told:": "What people were told did not work",
}
TOTALS = ("steps", "operations", "requests", "bytes", "backups", "restores")
LOSSES = ("lost_operation", "lost_words", "bytes")
INVARIANTS = {
    "lost_operation": "an operation that was called saved, or an answer the desk was given, is gone",
    "lost_words": "a word that was typed into a draft is gone, and nobody who saw it let it go",
    "applied_twice": "an operation had its effect twice",
    "diverged": "a phone shows something else than the server has",
    "read_across": "somebody was told of what is not hers",
    "ledger": "a booking does not balance, or money is booked that nobody took",
    "hidden_refusal": "something was refused and no outbox shows it",
    "bytes": "a page is missing or is not byte for byte what was photographed",
    "orphan": "a part of a file is left that belongs to nothing",
    "untruthful": "copies of one request got different answers, or none",
    "crashed": "the app's core threw what it should have said",
}


def write(folder: Path, outcomes: Sequence[Outcome], *, steps: int, seconds: float) -> Path:
    """Write both files; the address of the one for people."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "histories.jsonl").open("w") as lines:
        for outcome in outcomes:
            print(json.dumps(asdict(outcome), ensure_ascii=False), file=lines)
    path = folder / "report.md"
    path.write_text(text(outcomes, steps=steps, seconds=seconds))
    return path


def text(outcomes: Sequence[Outcome], *, steps: int, seconds: float) -> str:
    """The report in words and tables."""
    counts: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    for outcome in outcomes:
        counts.update(outcome.counts)
        broken.update(each["invariant"] for each in outcome.violations)
    seeds = sorted(outcome.seed for outcome in outcomes)
    named = f"{len(seeds)} seeds ({seeds[0]} to {seeds[-1]})" if seeds else "no seed"
    lines = [
        "# Torture",
        "",
        f"{named} of {steps} steps in {seconds / 60:.1f} minutes.",
        "",
        *_table("All in all", [(name, counts[name]) for name in TOTALS]),
        "",
        f"**Losses: {sum(broken[name] for name in LOSSES)}. Violations of any kind: {broken.total()}.**",
        "",
        *_table("Invariants", [(f"{name}: {INVARIANTS[name]}", broken[name]) for name in INVARIANTS]),
    ]
    for prefix, title in GROUPS.items():
        rows = [(name.removeprefix(prefix), count) for name, count in sorted(counts.items()) if name.startswith(prefix)]
        lines += _table(title, [*rows, ("together", sum(count for _, count in rows))])
    for outcome in outcomes:
        lines += [
            f"- seed {outcome.seed}, {outcome.steps} steps: {each['invariant']}: {each['said']}"
            for each in outcome.violations[:20]
        ]
    return "\n".join(lines) + "\n"


def _table(title: str, rows: Sequence[tuple[str, int]]) -> list[str]:
    return [f"| {title} | |", "|---|---:|", *(f"| {name} | {count} |" for name, count in rows), ""]
