"""Run lanes of make targets beside each other; each lane makes its targets one after another.

`unit,e2e-2 vitest,postgres,e2e-1` is two lanes. What a target said is printed when it has ended; fails when one failed,
after all have run. The suites wait more than they compute (servers that start, locks, timers), so two lanes on two
cores take little more than half the time of one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

_saying = threading.Lock()


def run(target: str, failed: list[str]) -> None:
    """Make one target and tell how it ended."""
    began = time.monotonic()
    done = subprocess.run(
        [os.environ.get("MAKE", "make"), "--no-print-directory", target],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    with _saying:
        print(done.stdout, end="")
        print(
            f"-- make {target}: {'ok' if done.returncode == 0 else 'FAILED'} after {time.monotonic() - began:.0f} s",
            flush=True,
        )
    if done.returncode != 0:
        failed.append(target)


def run_lane(lane: str, failed: list[str]) -> None:
    """Make the targets of one lane in turn; one that fails keeps none of the others from being told of."""
    for target in lane.split(","):
        run(target, failed)


def main(lanes: list[str]) -> int:
    """The number of targets that failed."""
    print(f"beside each other: {'; '.join(lanes)}", flush=True)
    failed: list[str] = []
    threads = [threading.Thread(target=run_lane, args=(lane, failed)) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
