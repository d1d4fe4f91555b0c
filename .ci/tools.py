"""Sees that the programs the tests use are there; installs them where it may, else says exactly what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# program -> Debian package; PostgreSQL's server stands outside PATH and is looked for by itself
PROGRAMS = {
    "chromium": "chromium",
    "firefox-esr": "firefox-esr",
    "zbarimg": "zbar-tools",
    "pdftotext": "poppler-utils",
    "pg_dump": "postgresql-client",
    "rsync": "rsync",
    "sqlite3": "sqlite3",
}


def missing() -> list[str]:
    """The packages whose programs are not here."""
    from tests import postgres

    packages = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    try:
        postgres.find_programs()
    except postgres.NoPostgres:
        packages.append("postgresql")
    return packages


def install(packages: list[str]) -> None:
    """Install with apt-get; its own messages say what went wrong."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)


def main() -> int:
    """Succeed only when everything is here."""
    if (packages := missing()) and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"installing {' '.join(packages)}", flush=True)
        install(packages)
        packages = missing()
    if packages:
        print(f"The tests need programs that are not here. On Debian: sudo apt-get install {' '.join(packages)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
