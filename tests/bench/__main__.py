"""`make bench`: measures what docs/measurements.md tells of; nothing here is ever asserted.

A JSON line a figure goes to stdout, the rest to stderr. `BENCH=quick` repeats less. With names behind it
(`python -m tests.bench sizes submissions`) only those parts run.
"""

from __future__ import annotations

import importlib
import sys
import time
import traceback

from tests.bench.record import say

PARTS = (
    "sizes",
    "first_screen",
    "desk_screen",
    "search",
    "form_speed",
    "sealed_store",
    "lighthouse",
    "submissions",
    "inbox",
    "network",
    "books",
)


def main(wanted: list[str]) -> int:
    """Measure the parts; one that fails is told and does not keep the others from running."""
    if unknown := [name for name in wanted if name not in PARTS]:
        say(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
        return 2
    failed = 0
    for name in wanted or PARTS:
        begun = time.perf_counter()
        try:
            importlib.import_module(f"tests.bench.{name}").measure()
        except Exception:
            failed += 1
            say(f"{name} failed:\n{traceback.format_exc()}")
        say(f"{name}: {time.perf_counter() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
