"""Runs a command only when what its result is made from has changed: `once.py STAMP PATH... -- COMMAND...`.

The stamp holds the hash of every file below the paths, so a fresh clone, a changed branch and a restored file are all
told right, which file times are not. A command that fails leaves no stamp.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

SKIPPED = {"__pycache__", "node_modules"}


def main() -> int:
    """Run the command or find that nothing has changed."""
    split = sys.argv.index("--")
    stamp, sources, command = Path(sys.argv[1]), sys.argv[2:split], sys.argv[split + 1 :]
    wanted = fingerprint([Path(name) for name in sources], command)
    if stamp.is_file() and stamp.read_text() == wanted:
        return 0
    stamp.unlink(missing_ok=True)
    done = subprocess.run(command, check=False)
    if done.returncode == 0:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(wanted)
    return done.returncode


def fingerprint(sources: list[Path], command: list[str]) -> str:
    """One hash over the names and bytes of every file, and over the command."""
    whole = hashlib.sha256(" ".join(command).encode())
    for source in sources:
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.is_file() and path.name != ".made" and not SKIPPED & set(path.parts):
                whole.update(f"\0{path}\0".encode())
                whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
