"""What the bench prints: a JSON line a figure on stdout, everything else on stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence

QUICK = os.environ.get("BENCH", "").strip().lower() == "quick"
"""Fewer repetitions: the order of magnitude, for a look while working."""


def emit(name: str, value: float, unit: str) -> None:
    """Print one figure."""
    shown = round(value) if abs(value) >= 1000 else float(f"{value:.3g}")
    print(json.dumps({"name": name, "value": int(shown) if shown == int(shown) else shown, "unit": unit}), flush=True)


def say(text: str) -> None:
    """Tell whoever watches what is going on."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def at_share(values: Sequence[float], share: float) -> float:
    """The value that this share of all values does not pass: 0.5 is the median, 0.99 the p99."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: Sequence[float]) -> float:
    """The value in the middle."""
    return at_share(values, 0.5)


def times(many: int, few: int) -> int:
    """How often something is done: many times, or few in a quick run."""
    return few if QUICK else many
