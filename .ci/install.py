"""Makes .venv and puts locked packages into it: `install.py requirements.txt`. Needs nothing but Python."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = "uv==0.13.9"


def main() -> int:
    """Install what the lock names, every file checked against its hash."""
    if tuple(sys.version_info) < (3, 11):
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 run")
        return 1
    if not PYTHON.exists():
        print("making .venv", flush=True)
        try:
            venv.create(VENV, with_pip=True)
        except subprocess.CalledProcessError:
            print("Python's venv module does not work here. On Debian or Ubuntu: apt-get install python3-venv")
            return 1
    lock = sys.argv[1]
    print(f"installing {lock}", flush=True)
    command = with_uv(lock)
    if command and subprocess.run(command, check=False, cwd=ROOT).returncode == 0:
        return 0
    if subprocess.run(with_pip(lock), check=False, cwd=ROOT).returncode == 0:
        return 0
    print(f"the packages of {lock} could not be installed; the lines above say why")
    return 1


def with_uv(lock: str) -> list[str | Path] | None:
    """The fast way, where uv can be had (seconds instead of half a minute)."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
    # compiled once here: where the environment forbids to write bytecode, every start would compile all of it again
    return [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON, "--require-hashes", "-r", lock]


def with_pip(lock: str) -> list[str | Path]:
    """The way that is always there."""
    return [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock]


if __name__ == "__main__":
    sys.exit(main())
