"""Run several make targets beside each other; what each one said is printed when it has ended. Fails when one fails.

The suites wait more than they compute (servers that start, locks, timers), so beside each other they take little more
than the longest of them.
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


def main(targets: list[str]) -> int:
    """The number of targets that failed."""
    print(f"beside each other: {', '.join(targets)}", flush=True)
    failed: list[str] = []
    threads = [threading.Thread(target=run, args=(target, failed)) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
