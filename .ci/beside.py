"""Run make targets beside each other: `beside.py 2 unit postgres e2e-1` keeps two going, the next once one ends.

Name the longest first. What a target said is printed when it has ended; fails when one failed, after all have run. The
suites wait as well as compute (servers that start, locks, timers), so two at once on two cores take little more than
half the time of one after the other.
"""

from __future__ import annotations

import os
import queue
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


def work(waiting: queue.SimpleQueue[str], failed: list[str]) -> None:
    """Make what waits until nothing does; one that fails keeps none of the others from being told of."""
    while True:
        try:
            target = waiting.get_nowait()
        except queue.Empty:
            return
        run(target, failed)


def main(at_once: int, targets: list[str]) -> int:
    """The number of targets that failed."""
    print(f"{at_once} at a time: {', '.join(targets)}", flush=True)
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for target in targets:
        waiting.put(target)
    failed: list[str] = []
    threads = [threading.Thread(target=work, args=(waiting, failed)) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
